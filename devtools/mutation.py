"""`dev.py mutate`: change the rules one operator or number at a time, and list the changes that no test notices."""

import os
import shlex
import sys
import tempfile
from dataclasses import dataclass

from devtools import environment
from devtools.environment import PYTHON, VAR
from devtools.steps import say

COSMIC_RAY = "cosmic-ray~=8.7"  # uv runs it from an environment of its own
# An operator becomes its opposite or its neighbour. Other changes, such as `|` to `**`, only break the code.
OPERATORS = {
    "Binary": "Add_Sub|Sub_Add|Mul_Div|Div_Mul|BitAnd_BitOr|BitOr_BitAnd",
    "Comparison": "Eq_NotEq|NotEq_Eq|Is_IsNot|IsNot_Is|Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Lt_GtE|LtE_Gt|Gt_LtE|GtE_Lt",
    "Unary": "Delete_Not|Delete_Invert",
}


@dataclass(frozen=True)
class Rules:
    """Modules with rules, and the quick tests that state them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


RULES = {
    "clock": Rules(
        ("recommendations/responses/clock.py", "recommendations/register/response_period.py"),
        ("tests/recommendations/responses/test_clock.py",),
    ),
    "statuses": Rules(
        ("recommendations/register/statuses.py", "recommendations/positions/conditions.py"),
        ("tests/recommendations/register/test_statuses.py", "tests/recommendations/positions/test_conditions.py"),
    ),
    "replay": Rules(
        ("recommendations/positions/replay.py", "recommendations/register/retraction.py"),
        ("tests/recommendations/positions/test_replay.py", "tests/recommendations/updates/test_update_state.py"),
    ),
    "counting": Rules(
        ("recommendations/positions/counting.py",),
        ("tests/recommendations/positions/test_counting.py",),
    ),
    "access": Rules(
        ("forces/people/access.py",),
        ("tests/forces/people/test_reader.py", "tests/recommendations/search/test_readers.py"),
    ),
}


def run(arguments: list[str]) -> int:
    """Run the mutants of the named rules, or of all, one process at a time. Return 0 whatever survives."""
    unknown = [name for name in arguments if name not in RULES]
    if unknown:
        say(f"There are no rules called {unknown[0]}. There are: {', '.join(RULES)}.")
        return 2
    environment.prepare(environment.DEV_LOCK)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as databases:
        os.environ["SOTERIA_TEST_DATABASES"] = databases  # migrated once for all mutants
        for name in arguments or RULES:
            _run_mutants(name, RULES[name])
    return 0


def _run_mutants(name: str, rules: Rules) -> None:
    folder = VAR / "mutants"
    folder.mkdir(parents=True, exist_ok=True)
    settings, session = folder / f"{name}.toml", folder / f"{name}.sqlite3"
    session.unlink(missing_ok=True)
    settings.write_text(_settings(rules), encoding="utf-8")
    say(f"== {name}: survivors")
    for command in (
        ("cosmic-ray", "baseline", settings),
        ("cosmic-ray", "init", settings, session),
        ("cr-filter-operators", session, settings),
        ("cosmic-ray", "exec", settings, session),
        ("cr-report", "--surviving-only", "--show-diff", session),
    ):
        if environment.call([_uvx(), "--from", COSMIC_RAY, *map(str, command)]):
            sys.exit(f"{command[0]} failed for {name}.")


def _uvx() -> str:
    return str(PYTHON.with_name("uvx"))


def _settings(rules: Rules) -> str:
    """Return the settings of cosmic-ray in TOML."""
    tests = shlex.join([str(PYTHON), "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *rules.tests])
    excluded = [f"core/Replace{kind}Operator_(?!({kept})$)" for kind, kept in OPERATORS.items()]
    return f"""[cosmic-ray]
module-path = {list(rules.modules)}
timeout = 120
test-command = '{tests}'

[cosmic-ray.filters.operators-filter]
exclude-operators = {excluded}

[cosmic-ray.distributor]
name = "local"
"""
