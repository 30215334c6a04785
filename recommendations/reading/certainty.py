"""How sure a reading is of what it says."""

from __future__ import annotations

from enum import StrEnum


class Certainty(StrEnum):
    CLEAR = "clear"  # the document says so
    CHECK = "check"  # a rule says so: someone should look
    DECIDE = "decide"  # only a person can say
