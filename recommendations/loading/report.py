"""What came of a load, for the command and for the upload page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from recommendations.loading.findings import Fault, Place, Question


class What(TextChoices):
    """What came of one record."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("The same")
    CONFLICT = "conflict", _("Left alone")


@dataclass(frozen=True)
class Outcome:
    """What came of one record of a file."""

    what: What
    kind: str  # the heading of its kind: "Forces"
    key: str
    place: Place
    fields: tuple[str, ...] = ()  # which of its fields changed, or differ
    reason: str = ""  # of a conflict

    @property
    def name(self) -> str:
        """The record as its files name it: "soteria-2024/7"."""
        return self.key.partition(":")[2]

    @property
    def fields_in_words(self) -> str:
        return ", ".join(name.replace("_", " ") for name in self.fields)


@dataclass(frozen=True)
class KindCount:
    """How many records of one kind came to what."""

    kind: str
    new: int
    changed: int
    same: int
    conflicts: int


@dataclass
class Report:
    """What came of a load, or would come of it."""

    files: list[str]
    dry_run: bool
    faults: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    actions_opened: int = 0
    read_by_nobody: list[str] = field(default_factory=list)  # inspections under embargo, by slug

    def _of(self, what: What) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.what == what]

    @property
    def new(self) -> list[Outcome]:
        return self._of(What.NEW)

    @property
    def changed(self) -> list[Outcome]:
        return self._of(What.CHANGED)

    @property
    def same(self) -> list[Outcome]:
        return self._of(What.SAME)

    @property
    def conflicts(self) -> list[Outcome]:
        """Records left as they are, for a person to decide."""
        return self._of(What.CONFLICT)

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed or self.actions_opened)

    @property
    def kinds(self) -> list[KindCount]:
        """The counts of each kind that the files hold, in the order of writing."""
        kinds = dict.fromkeys(outcome.kind for outcome in self.outcomes)

        def count(kind: str, what: What) -> int:
            return sum(outcome.kind == kind and outcome.what == what for outcome in self.outcomes)

        return [
            KindCount(
                kind=kind,
                new=count(kind, What.NEW),
                changed=count(kind, What.CHANGED),
                same=count(kind, What.SAME),
                conflicts=count(kind, What.CONFLICT),
            )
            for kind in kinds
        ]

    @property
    def summary(self) -> str:
        """One or two sentences: what was done, or would be."""
        if self.faults:
            return ngettext(
                "%(count)d fault. Nothing was written.", "%(count)d faults. Nothing was written.", len(self.faults)
            ) % {"count": len(self.faults)}
        counts = _now("%(new)d new, %(changed)d changed, %(same)d the same, %(conflicts)d left alone.") % {
            "new": len(self.new),
            "changed": len(self.changed),
            "same": len(self.same),
            "conflicts": len(self.conflicts),
        }
        actions = ngettext("%(count)d action opened.", "%(count)d actions opened.", self.actions_opened) % {
            "count": self.actions_opened
        }
        tail = _now("This was a dry run: nothing was written.") if self.dry_run else ""
        return " ".join(filter(None, [counts, actions, tail]))

    def lines(self) -> Iterator[str]:
        """The report in plain words, line by line, for a terminal."""
        yield from (str(fault) for fault in sorted(self.faults))
        if self.questions:
            yield _now("Questions (they stop nothing):")
            yield from (f"  {question}" for question in sorted(self.questions))
        for count in self.kinds:
            yield _now("%(kind)s: %(new)d new, %(changed)d changed, %(same)d the same, %(conflicts)d left alone") % {
                "kind": count.kind,
                "new": count.new,
                "changed": count.changed,
                "same": count.same,
                "conflicts": count.conflicts,
            }
        if self.changed:
            yield _now("Changed:")
            yield from (f"  {outcome.key}: {outcome.fields_in_words}" for outcome in self.changed)
        if self.conflicts:
            yield _now("Left alone, for a person to decide:")
            for outcome in self.conflicts:
                differs = (
                    _now(" Different: %(fields)s.") % {"fields": outcome.fields_in_words} if outcome.fields else ""
                )
                yield f"  {outcome.key} ({outcome.place}): {outcome.reason}{differs}"
        for slug in self.read_by_nobody:
            yield _now(
                "“%(slug)s” is under embargo and no reader is named: until it is published, nobody sees it. An "
                "administrator who loads it on the upload page is named as its reader."
            ) % {"slug": slug}
        yield self.summary
