"""`dev.py mutate`: the rules that it changes."""

import re
import tomllib

import pytest

from devtools.environment import ROOT
from devtools.mutation import RULES, Rules, _settings


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_the_named_modules_and_tests_exist(rules: Rules) -> None:
    assert [path for path in (*rules.modules, *rules.tests) if not (ROOT / path).is_file()] == []


def test_the_settings_name_the_modules_and_run_the_tests() -> None:
    rules = RULES["clock"]
    settings = tomllib.loads(_settings(rules))["cosmic-ray"]
    assert settings["module-path"] == list(rules.modules)
    assert settings["test-command"].endswith(rules.tests[-1])


@pytest.mark.parametrize(
    ("operator", "is_excluded"),
    [
        ("core/ReplaceBinaryOperator_BitAnd_BitOr", False),
        ("core/ReplaceBinaryOperator_BitAnd_Pow", True),
        ("core/ReplaceComparisonOperator_Lt_LtE", False),
        ("core/ReplaceComparisonOperator_Lt_IsNot", True),
        ("core/ReplaceUnaryOperator_Delete_Not", False),
        ("core/ReplaceUnaryOperator_Invert_UAdd", True),
        ("core/NumberReplacer", False),
    ],
)
def test_only_operators_that_become_their_opposite_or_neighbour_are_changed(operator: str, is_excluded: bool) -> None:
    filters = tomllib.loads(_settings(RULES["clock"]))["cosmic-ray"]["filters"]["operators-filter"]
    assert any(re.match(pattern, operator) for pattern in filters["exclude-operators"]) == is_excluded
