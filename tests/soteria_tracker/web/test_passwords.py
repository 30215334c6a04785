"""Which passwords are easy to guess."""

import pytest
from django.core.exceptions import ValidationError

from soteria_tracker.web.passwords import GuessablePasswordValidator

VALIDATOR = GuessablePasswordValidator()


@pytest.mark.parametrize(
    "password", ["Password12345", "!!!password!!!", "passwordpassword", "123123123123", "abababababab", "Liverpool2026"]
)
def test_a_common_word_made_longer_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate(password)


@pytest.mark.parametrize("password", ["walk lamp river", "soteria-demonstration", "correcthorsebattery"])
def test_words_of_ones_own_are_accepted(password: str) -> None:
    VALIDATOR.validate(password)
