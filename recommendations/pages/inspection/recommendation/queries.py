"""The page of one recommendation: its text, its links, and the status of everyone who holds it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from forces.bodies.models import RECORDED_BY_ADMINISTRATORS, BodyKind, Force
from forces.people.access import Reader
from recommendations.pages.common.action_rows import (
    action_rows,
    deadline_note,
    deadline_words,
    waited_for,
)
from recommendations.pages.common.dated_parts import with_dated_parts
from recommendations.pages.common.wording import force_progress_in_words, key_of, wording_of, wording_of_many
from recommendations.pages.inspection.links import AddresseeGroup, RecommendationLinks, addressee_groups, links_of
from recommendations.positions.counting import Tally, positions_on, tally_by
from recommendations.positions.deadline_changes import with_deadline_changes
from recommendations.positions.due_dates import due_on
from recommendations.positions.models import Position
from recommendations.positions.waiting import WaitingCount, waiting_for
from recommendations.register.models import Addressee, Part, Recommendation, Statement
from recommendations.register.statuses import PositionGroup, Wording

CHARACTERS_SHOWN = 300


@dataclass(frozen=True)
class HolderRow:
    """The position of one holder."""

    position: Position
    day: datetime.date

    @property
    def name(self) -> str:
        """Return the holder, and in brackets the body that the action was opened for if it was passed on."""
        holder, former = self.position.holder, self.position.action.holder
        return holder.label if holder.pk == former.pk else f"{holder.label} ({former.label})"

    @property
    def slug(self) -> str:
        return self.position.holder.slug

    @property
    def region(self) -> str:
        """Return the force's region; empty for other bodies."""
        return self._force.region if self._force else ""

    @property
    def map_row(self) -> int | None:
        return self._force.map_row if self._force else None

    @property
    def _force(self) -> Force | None:
        return getattr(self.position.holder, "force", None)

    @property
    def is_national(self) -> bool:
        return self.position.holder.kind in RECORDED_BY_ADMINISTRATORS

    @property
    def group(self) -> PositionGroup:
        return PositionGroup(self.position.group)

    @property
    def wording(self) -> Wording:
        """Return what "no update" means for this holder."""
        return wording_of(self.position)

    @property
    def due_on(self) -> datetime.date | None:
        """Return the deadline that counts; the published one for a force that does not use Soteria Tracker."""
        return due_on(self.position)

    @property
    def is_tracked(self) -> bool:
        return self.position.is_tracked

    @property
    def last_update_on(self) -> datetime.date | None:
        """Return the day of the last update; None where nothing is recorded or shown."""
        update = self.position.update
        return update.effective_on if update and self.is_tracked else None

    @property
    def text(self) -> str:
        """Return the text of the last update that this reader sees."""
        update = self.position.update
        return update.words.text if update and update.words and self.is_tracked else ""

    @property
    def short_text(self) -> str:
        return Truncator(self.text).chars(CHARACTERS_SHOWN)

    @property
    def waiting_for(self) -> str:
        """Return what it is waiting for, in words; empty if it is not waiting."""
        return waited_for(self.position, self.day)

    @property
    def deadline_words(self) -> str:
        """Return the words of a deadline without a date."""
        return deadline_words(self.position)

    @property
    def deadline_note(self) -> str:
        """Return who set the deadline and how it changed; empty where the report's deadline counts."""
        position = self.position
        is_of_report = position.hmicfrs_deadline_on and not (position.next_part or position.deadline_change_count)
        return "" if is_of_report or not self.is_tracked else deadline_note(self.position)


@dataclass
class RecommendationPage:
    """One recommendation for one reader on a day."""

    reader: Reader
    recommendation: Recommendation

    @classmethod
    def of(cls, inspection: str, reference: str, reader: Reader) -> RecommendationPage:
        """Return the page of a recommendation that the reader may see. Raises Http404."""
        visible = Recommendation.objects.visible_to(reader).select_related(
            "issued_by", "inspection__issued_by", "parent__inspection"
        )
        return cls(
            reader,
            get_object_or_404(visible.prefetch_related("parts"), inspection__slug=inspection, reference=reference),
        )

    def shown_values(self) -> list[object]:
        """Return what the page shows, except its table, for `{% kept %}`."""
        related = (self.addressee_groups, self.parts, self.links, self.children)
        return [self.recommendation, related, self._tallies, self.wording, self.waiting]

    @cached_property
    def addressee_groups(self) -> list[AddresseeGroup]:
        return addressee_groups(
            Addressee.objects.filter(recommendation=self.recommendation).select_related("body", "part")
        )

    @cached_property
    def parts(self) -> list[Part]:
        return list(self.recommendation.parts.all())

    @cached_property
    def links(self) -> RecommendationLinks:
        return links_of([self.recommendation], self.reader)[self.recommendation.pk]

    @cached_property
    def children(self) -> list[Recommendation]:
        """Return the recommendations of a cause of concern."""
        return list(self.recommendation.children.select_related("inspection").order_by("order", "reference"))

    @cached_property
    def statements(self) -> list[Statement]:
        """Return what documents say about this recommendation."""
        return list(
            self.recommendation.statements.select_related("document__force").order_by(
                "document__dated_on", "document", "order"
            )
        )

    # --- the status of every holder ------------------------------------------------------------------------

    @cached_property
    def holders(self) -> list[HolderRow]:
        """Return everyone who holds it: national bodies first, then by name."""
        positions = positions_on(self.reader.day, self.reader).filter(recommendation=self.recommendation)
        read = with_dated_parts(action_rows(with_deadline_changes(positions, self.reader)))
        rows = [HolderRow(position, self.reader.day) for position in read.select_related("holder__force").order_by()]
        return sorted(rows, key=_place)

    @cached_property
    def _tallies(self) -> dict[tuple[int, str, int | None], Tally]:
        """Return tallies of this and its children, by recommendation, kind of holder and parent."""
        near = Q(recommendation=self.recommendation) | Q(recommendation__parent=self.recommendation)
        fields = ("recommendation", "holder__kind", "recommendation__parent")
        positions = positions_on(self.reader.day, self.reader).filter(near)
        return tally_by(positions, self.reader.day, *fields)

    @property
    def wording(self) -> Wording:
        """Return what "no update" means for the forces together."""
        of_forces = [row for row in self.holders if row.position.holder.kind == BodyKind.FORCE]
        return of_forces[0].wording if len(of_forces) == 1 else wording_of_many(self.reader)

    @property
    def forces(self) -> Tally:
        """Return the tally of the forces' actions."""
        this = self.recommendation.pk
        return _sum(tally for (pk, kind, _p), tally in self._tallies.items() if pk == this and kind == BodyKind.FORCE)

    @property
    def children_tally(self) -> Tally:
        """Return the tally of all actions on the recommendations of a cause of concern."""
        return _sum(tally for (_pk, _k, parent), tally in self._tallies.items() if parent == self.recommendation.pk)

    @property
    def children_key(self) -> list[dict[str, object]]:
        """Return the status groups of those actions with their counts."""
        return key_of(self.children_tally, wording_of_many(self.reader))

    @cached_property
    def waiting(self) -> WaitingCount:
        """Return how many actions wait for it."""
        positions = positions_on(self.reader.day, self.reader)
        return waiting_for([self.recommendation], positions)[self.recommendation.pk]

    @property
    def key(self) -> list[dict[str, object]]:
        """Return the status groups of the forces' actions with their counts."""
        return key_of(self.forces, self.wording)

    @property
    def sentence(self) -> str:
        """Return the first sentences of the page: each national body, then the forces together."""
        if self.children:
            return force_progress_in_words(self.children_tally, wording_of_many(self.reader))
        national = [f"{row.name}: {_lower_first(str(row.group.label))}." for row in self.holders if row.is_national]
        forces = [force_progress_in_words(self.forces, self.wording)] if self.forces.total else []
        return " ".join([*national, *forces]) or _("No one has an action on this recommendation yet.")


def _place(row: HolderRow) -> tuple[bool, str, str, int, int]:
    """Return the sort key of a row: national bodies first, then by name, and the most urgent of one holder first."""
    position = row.position
    return (not row.is_national, position.holder.kind, row.name, position.rank, position.action_id)


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]
