"""The words and the drawn shapes for where an action stands and for its timing.

The keys are those of the stylesheets (`st-status--waiting`) and of the icons (`#i-waiting`). Which action has which
status is not decided here.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Status:
    """A status or timing in words: in full, and short for a narrow cell."""

    key: str
    word: str | Promise
    short: str | Promise


# In the order in which pages list them: what needs attention first, what has ended last.
STATUSES: dict[str, Status] = {
    status.key: status
    for status in (
        Status("overdue", _("Overdue"), _("Overdue")),
        Status("passed", _("Deadline passed, no update recorded"), _("Passed, no update")),
        Status("no-update", _("No update recorded"), _("No update")),
        Status("not-started", _("Not started"), _("Not started")),
        Status("in-progress", _("In progress"), _("In progress")),
        Status("waiting", _("Waiting for others"), _("Waiting")),
        Status(
            "complete", _("Complete, says the force"), pgettext_lazy("short for: complete, says the force", "Complete")
        ),
        Status("sent", _("Sent for sign-off"), pgettext_lazy("short for: sent for sign-off", "Sent")),
        Status("closed", _("Closed"), _("Closed")),
        Status("not-accepted", _("Not accepted by the force"), _("Not accepted")),
        Status("superseded", _("Superseded"), _("Superseded")),
        Status("transferred", _("Transferred"), _("Transferred")),
        Status("withdrawn", _("Withdrawn"), _("Withdrawn")),
        Status("due", _("Due next"), _("Due next")),
        Status("not-kept", _("Not kept here"), _("Not kept")),
    )
}


class Wording(TextChoices):
    """What the absence of an update means to a reader, in a word to put after "no update"."""

    RECORDED = "recorded", _("recorded")  # nobody has recorded any
    RELEASED = "released", _("released")  # none has been released to this reader; there may be others
    EITHER = "either", _("recorded or released")  # a list of some of each


_IN_OTHER_WORDS: dict[tuple[str, Wording], Status] = {
    ("passed", Wording.RELEASED): Status(
        "passed",
        _("Deadline passed, no update released"),
        pgettext_lazy("short for: deadline passed, no update released", "Passed"),
    ),
    ("passed", Wording.EITHER): Status(
        "passed", _("Deadline passed, no update recorded or released"), _("Passed, no update")
    ),
    ("no-update", Wording.RELEASED): Status("no-update", _("No update released"), _("None released")),
    ("no-update", Wording.EITHER): Status("no-update", _("No update recorded or released"), _("No update")),
}


def status_of(key: str, wording: Wording = Wording.RECORDED) -> Status:
    """A status in the words that are true for the reader. Raises KeyError for a key there is not."""
    return _IN_OTHER_WORDS.get((key, wording)) or STATUSES[key]


# Icons that are no status: how assured an office is; marks of a timeline, headings, sorting.
_VIEWS = frozenset({"assured", "partly", "not-assured"})
MARKS = _VIEWS | {"event", "calendar", "arrow", "reopened", "withheld", "ascending", "descending", "sort"}


def icon_key(key: str) -> str:
    """The key of an icon. Raises ValueError for a key nobody has drawn, so that no page shows an empty mark."""
    if key not in STATUSES and key not in MARKS:
        raise ValueError(f"There is no icon {key!r}. There are: {', '.join([*STATUSES, *sorted(MARKS)])}.")
    return key
