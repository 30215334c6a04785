#!/usr/bin/env python3
"""Every command for working with Soteria Tracker: `python3 dev.py help` lists them.

It needs only Python 3.11 or later. It installs everything else into .venv, or says what to install.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python reaches this line too
    sys.exit(
        "Soteria Tracker needs Python 3.11 or later; this is Python {}.{}. Install a newer Python from "
        "python.org or your system's packages, then run this command with it.".format(*sys.version_info)
    )

import os
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

from devtools import benchmark, chromium, environment, mutation, pango, postgres, serving
from devtools.environment import PYTHON, ROOT
from devtools.steps import Step, Steps, say

Arguments = list[str]


def run(arguments: Arguments) -> int:
    """run [--port N] [--empty]    serve the demonstration on this machine, or with --empty a real register"""
    return serving.run(arguments)


def setup(arguments: Arguments) -> int:
    """setup                       create .venv and install what running, testing and checking need"""
    environment.prepare(environment.DEV_LOCK)
    return 0


def lint(arguments: Arguments) -> int:
    """lint [check ...]            run all checks, or some of: style format templates types imports migrations django"""
    unknown = [name for name in arguments if name not in CHECKS]
    if unknown:
        say(f"There is no check called {unknown[0]}. The checks are: {', '.join(CHECKS)}.")
        return 2
    environment.prepare(environment.DEV_LOCK)
    steps = Steps()
    _lint(steps, arguments or list(CHECKS))
    return steps.close()


def format_code(arguments: Arguments) -> int:
    """format                      format the Python code and correct what can be corrected automatically"""
    environment.prepare(environment.DEV_LOCK)
    steps = Steps()
    steps.run("ruff check --fix", _tool("ruff", "check", "--fix"))
    steps.run("ruff format", _tool("ruff", "format"))
    return steps.close()


def test(arguments: Arguments) -> int:
    """test [pytest arguments]     run every check and test, or only some tests, such as: test -k overdue"""
    environment.prepare(environment.DEV_LOCK)
    steps = Steps()
    if arguments:
        steps.run("Selected tests", _pytest(*arguments), _test_environment())
        return steps.close()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["SOTERIA_TEST_DATABASES"] = folder  # for all stages: tests/databases.py fills it
        _lint(steps, list(CHECKS), Step("Databases for the tests", TEST_DATABASES, _test_environment()))
        if not pango.find_or_install():
            steps.skip("Tests of PDF files", pango.HOW_TO_INSTALL)
        _unit_tests(steps)
        _browser_tests(steps)
    return steps.close()


def shots(arguments: Arguments) -> int:
    """shots                       save a picture of each page that the browser tests visit, in var/shots"""
    environment.prepare(environment.DEV_LOCK)
    steps = Steps()
    folder = environment.VAR / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    _browser_tests(steps, *arguments, SOTERIA_SHOTS=str(folder))
    say(f"Pictures are in {folder}")
    return steps.close()


def bench(arguments: Arguments) -> int:
    """bench [N ...] [--repeat R]  time every page, at 200 and 2,000 actions a force"""
    return benchmark.run(arguments)


def mutate(arguments: Arguments) -> int:
    """mutate [rules ...]          list changes to rules that no test notices: clock statuses replay counting access"""
    return mutation.run(arguments)


def lock(arguments: Arguments) -> int:
    """lock [--upgrade]            write both lock files from pyproject.toml"""
    environment.prepare(environment.DEV_LOCK)
    compile_lock = _tool("uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--generate-hashes")
    compile_lock += ["--no-header", "--python-version", "3.11", *arguments]
    steps = Steps()
    steps.run("To run", [*compile_lock, "-o", environment.LOCK])
    steps.run("To develop", [*compile_lock, "--extra", "dev", "-c", environment.LOCK, "-o", environment.DEV_LOCK])
    return steps.close()


def manage(arguments: Arguments) -> int:
    """manage [--empty] ...        Django's manage.py, on the demonstration or with --empty on the real register"""
    environment.prepare(environment.LOCK)
    empty = arguments[:1] == ["--empty"]
    database = environment.Database("register" if empty else "demonstration")
    database.refuse_if_outdated()
    return environment.call(environment.manage(*arguments[empty:]), database.variables())


def show_help(arguments: Arguments) -> int:
    """help                        this list"""
    say("python3 dev.py ...")
    for command in COMMANDS.values():
        say(f"  {command.__doc__}")
    return 0


COMMANDS: dict[str, Callable[[Arguments], int]] = {
    "run": run,
    "setup": setup,
    "lint": lint,
    "format": format_code,
    "test": test,
    "shots": shots,
    "bench": bench,
    "mutate": mutate,
    "lock": lock,
    "manage": manage,
    "help": show_help,
}


def _tool(name: str, *arguments: str) -> list[str]:
    """Return the command line of a tool that is installed in .venv."""
    return [str(PYTHON.with_name(name)), *arguments]


def _pytest(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "pytest", "-q", *arguments]


def _test_environment(**more: str) -> dict[str, str]:
    """Return the environment of tests and checks, with their own database whatever the shell sets."""
    return os.environ | {"DATABASE_URL": "sqlite://:memory:", "DJANGO_SETTINGS_MODULE": "tests.settings"} | more


# The command of each check: slowest first, as several run at once.
CHECKS = {
    "types": _tool("mypy"),
    "imports": _tool("lint-imports", "--no-cache"),
    "templates": _tool("djlint", "--lint", "--quiet", "templates"),
    "migrations": environment.manage("makemigrations", "--check", "--dry-run"),
    "django": environment.manage("check", "--fail-level", "WARNING"),
    "style": _tool("ruff", "check"),
    "format": _tool("ruff", "format", "--check", "--output-format", "concise"),
}


TEST_DATABASES = [str(PYTHON), "-m", "tests.databases"]


def _lint(steps: Steps, checks: list[str], *besides: Step) -> None:
    steps.run_together([*besides, *(Step(f"Check {name}", CHECKS[name], _test_environment()) for name in checks)])


# At least this share of branches must be covered, in percent, in each of these, by the tests that tests/measuring.py
# names. `coverage run` starts before Django, unlike pytest-cov: the lines that run on import count too.
COVERAGE_THRESHOLD = 95
COVERED = {
    "positions": "recommendations/positions",
    "updates": "recommendations/updates",
    "responses": "recommendations/responses",
    "access": "forces/people/access.py",
}


def _unit_tests(steps: Steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        variables = _test_environment(COVERAGE_FILE=str(Path(folder) / "coverage"))
        unit_tests = ["-n", "auto", "--ignore=tests/browser"]
        steps.run("Unit tests on SQLite", _tool("coverage", "run", "-m", "pytest", "-q", *unit_tests), variables)
        steps.run("Coverage of all processes", _tool("coverage", "combine", "--quiet"), variables)
        for name, path in COVERED.items():
            files = path if path.endswith(".py") else f"{path}/*"
            report = _tool("coverage", "report", f"--include={files}", f"--fail-under={COVERAGE_THRESHOLD}")
            steps.run(f"Branch coverage of {name}", [*report, "--skip-covered", "--show-missing"], variables)
    with postgres.temporary_server() as address:
        if address:
            on_postgresql = _pytest("-n", "auto", "-m", "postgresql", *_files_with("mark.postgresql"))
            steps.run("Unit tests on PostgreSQL", on_postgresql, _test_environment(DATABASE_URL=address))
        else:
            steps.skip("Unit tests on PostgreSQL", postgres.HOW_TO_INSTALL)


def _files_with(text: str) -> list[str]:
    """Return the files of tests that contain this text: importing the others takes longer than running some of them."""
    return sorted(str(path) for path in Path("tests").rglob("test_*.py") if text in path.read_text(encoding="utf-8"))


# One worker more than there are processors keeps these busy while a test waits. Each starts a server and a browser.
BROWSER_WORKERS = 1 + (os.cpu_count() or 1)


def _browser_tests(steps: Steps, *arguments: str, **variables: str) -> None:
    name = "Browser and accessibility tests"
    browser = chromium.find_or_install()
    if browser:
        variables["SOTERIA_CHROMIUM"] = browser
        steps.run(
            name, _pytest("-n", str(BROWSER_WORKERS), "tests/browser", *arguments), _test_environment(**variables)
        )
    else:
        steps.skip(name, chromium.HOW_TO_INSTALL)


def main(arguments: Arguments) -> int:
    """Run the command that the first argument names, and return its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are stopped on the way out
    os.chdir(ROOT)
    name, *rest = arguments or ["help"]
    command = COMMANDS.get(name.removeprefix("--"))
    if command is None:
        say(f"There is no command called {name}.")
        show_help([])
        return 2
    try:
        return command(rest)
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
