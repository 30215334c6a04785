#!/usr/bin/env python3
"""Every command for working with Soteria Tracker: `python3 dev.py help` lists them.

Needs nothing but Python 3.11 or later; whatever else is needed is installed into .venv or asked for in plain words.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - older ones get here too
    sys.exit(
        "Soteria Tracker needs Python 3.11 or later; this is Python {}.{}. Install a newer Python from "
        "python.org or your system's packages, then run this command with it.".format(*sys.version_info)
    )

import os
import signal
from collections.abc import Callable

from devtools import benchmark, chromium, environment, pango, postgres, serving
from devtools.environment import PYTHON, ROOT
from devtools.steps import Steps, say

Arguments = list[str]


def run(arguments: Arguments) -> int:
    """run [--port N] [--empty]    serve on this machine: the demonstration, or with --empty a real register"""
    return serving.run(arguments)


def setup(arguments: Arguments) -> int:
    """setup                       make .venv and install what running, testing and checking need"""
    environment.prepare(environment.DEV_LOCK)
    return 0


def lint(arguments: Arguments) -> int:
    """lint                        style, templates, types, import rules, migrations and Django's own checks"""
    environment.prepare(environment.DEV_LOCK)
    steps = Steps()
    _lint(steps)
    return steps.close()


def format_code(arguments: Arguments) -> int:
    """format                      put the Python code in the house style"""
    environment.prepare(environment.DEV_LOCK)
    steps = Steps()
    steps.run("ruff check --fix", _tool("ruff", "check", "--fix"))
    steps.run("ruff format", _tool("ruff", "format"))
    return steps.close()


def test(arguments: Arguments) -> int:
    """test [pytest arguments]     everything; or only the tests asked for, such as: test -k overdue"""
    environment.prepare(environment.DEV_LOCK)
    steps = Steps()
    if arguments:
        steps.run("Tests asked for", _pytest(*arguments), _test_environment())
        return steps.close()
    _lint(steps)
    if not pango.find_or_install():
        steps.leave_out("Tests of PDF files", pango.HOW_TO_INSTALL)
    unit_tests = _pytest("-n", "auto", "--ignore=tests/browser")
    steps.run("Unit tests on SQLite", unit_tests, _test_environment())
    with postgres.temporary_server() as address:
        if address:
            on_postgresql = _pytest("-n", "auto", "-m", "postgresql", "--ignore=tests/browser")
            steps.run("Unit tests on PostgreSQL", on_postgresql, _test_environment(DATABASE_URL=address))
        else:
            steps.leave_out("Unit tests on PostgreSQL", postgres.HOW_TO_INSTALL)
    _browser_tests(steps)
    return steps.close()


def shots(arguments: Arguments) -> int:
    """shots                       pictures of the pages the browser tests visit, into var/shots"""
    environment.prepare(environment.DEV_LOCK)
    steps = Steps()
    folder = environment.VAR / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    _browser_tests(steps, *arguments, SOTERIA_SHOTS=str(folder))
    say(f"Pictures are in {folder}")
    return steps.close()


def bench(arguments: Arguments) -> int:
    """bench [N ...] [--repeat R]  time every page on PostgreSQL, at 50, 500 and 2,000 actions a force"""
    return benchmark.run(arguments)


def lock(arguments: Arguments) -> int:
    """lock [--upgrade]            write requirements.lock and requirements-dev.lock from pyproject.toml"""
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
    "lock": lock,
    "manage": manage,
    "help": show_help,
}


def _tool(name: str, *arguments: str) -> list[str]:
    """The command line of a tool installed in .venv."""
    return [str(PYTHON.with_name(name)), *arguments]


def _pytest(*arguments: str) -> list[str]:
    return [str(PYTHON), "-m", "pytest", "-q", *arguments]


def _test_environment(**more: str) -> dict[str, str]:
    """Tests and checks name their own database, whatever is set in the shell."""
    return os.environ | {"DATABASE_URL": "sqlite://:memory:", "DJANGO_SETTINGS_MODULE": "tests.settings"} | more


def _lint(steps: Steps) -> None:
    variables = _test_environment()
    steps.run("Style", _tool("ruff", "check"))
    steps.run("Format", _tool("ruff", "format", "--check", "--output-format", "concise"))
    steps.run("Templates", _tool("djlint", "--lint", "--quiet", "templates"))
    steps.run("Types", _tool("mypy"), variables)
    steps.run("Imports", _tool("lint-imports", "--no-cache"), variables)
    steps.run("Migrations", environment.manage("makemigrations", "--check", "--dry-run"), variables)
    steps.run("Django's checks", environment.manage("check", "--fail-level", "WARNING"), variables)


def _browser_tests(steps: Steps, *arguments: str, **variables: str) -> None:
    name = "Browser and accessibility tests"
    browser = chromium.find_or_install()
    if browser:
        variables["SOTERIA_CHROMIUM"] = browser
        steps.run(name, _pytest("-n", "auto", "tests/browser", *arguments), _test_environment(**variables))
    else:
        steps.leave_out(name, chromium.HOW_TO_INSTALL)


def main(arguments: Arguments) -> int:
    """Run the command named first; returns the exit code."""
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
