"""`dev.py mutate`: the rules that it changes."""

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
