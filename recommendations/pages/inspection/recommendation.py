"""What the page of one recommendation shows: its words, and where everybody who holds it stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from forces.bodies.models import Body, Force
from forces.people.access import Reader
from recommendations.pages.common.action_rows import (
    action_rows,
    deadline_words,
    due_on,
    moved_words,
    original_deadline,
    set_by,
    waited_for,
)
from recommendations.pages.common.editions import wording_of, wording_of_many
from recommendations.pages.common.progress import force_progress_in_words, key_of
from recommendations.pages.inspection.links import Addressed, Links, addressed, links_of
from recommendations.positions.counting import Tally, positions_on, tally_by
from recommendations.positions.deadline_changes import with_moves
from recommendations.positions.models import Position
from recommendations.positions.waiting import Waiting, waiting_for
from recommendations.register.models import Addressee, Part, Recommendation, Statement
from recommendations.register.statuses import Group, Wording

WORDS_SHOWN = 300


@dataclass(frozen=True)
class HolderRow:
    """Where one holder stands."""

    position: Position
    day: datetime.date

    @property
    def name(self) -> str:
        return self.position.action.holder.label

    @property
    def slug(self) -> str:
        return self.position.action.holder.slug

    @property
    def region(self) -> str:
        """The force's region; empty for other bodies."""
        return self._force.region if self._force else ""

    @property
    def map_row(self) -> int | None:
        return self._force.map_row if self._force else None

    @property
    def _force(self) -> Force | None:
        return getattr(self.position.action.holder, "force", None)

    @property
    def is_national(self) -> bool:
        return self.position.action.holder.kind == Body.Kind.NATIONAL

    @property
    def group(self) -> Group:
        return Group(self.position.group)

    @property
    def wording(self) -> Wording:
        """What "no update" means for it."""
        return wording_of(self.position)

    @property
    def due_on(self) -> datetime.date | None:
        """The deadline that counts; of a force not kept here, the published one."""
        return due_on(self.position)

    @property
    def is_kept(self) -> bool:
        return self.group is not Group.NOT_KEPT

    @property
    def last_update_on(self) -> datetime.date | None:
        """The day of the update that counts; None where nothing is recorded or kept here."""
        update = self.position.update
        return update.effective_on if update and self.is_kept else None

    @property
    def words(self) -> str:
        """The update's words in this reader's edition, whole."""
        update = self.position.update
        return update.words.text if update and update.words and self.is_kept else ""

    @property
    def short_words(self) -> str:
        return Truncator(self.words).chars(WORDS_SHOWN)

    @property
    def waits_for(self) -> str:
        """For whom or what it waits, in words; empty if it does not."""
        return waited_for(self.position, self.day)

    @property
    def deadline_words(self) -> str:
        """The deadline that counts where it has no date."""
        return deadline_words(self.position)

    @property
    def deadline_note(self) -> str:
        """ "set by HMICFRS, moved once", "set locally"; empty where the deadline is the report's."""
        moved = moved_words(self.position)
        is_of_report = not moved and self.position.hmicfrs_deadline_on
        return "" if is_of_report or not self.is_kept else ", ".join(filter(None, [set_by(self.position), moved]))

    @property
    def original_deadline(self) -> datetime.date | None:
        """The published deadline, where HMICFRS has set another since."""
        return original_deadline(self.position)


@dataclass
class RecommendationPage:
    """One recommendation for one reader on a day."""

    reader: Reader
    recommendation: Recommendation

    @classmethod
    def of(cls, inspection: str, reference: str, reader: Reader) -> RecommendationPage:
        """The page of a recommendation of a visible inspection. Raises Http404."""
        visible = Recommendation.objects.visible_to(reader).select_related("inspection", "parent__inspection")
        return cls(reader, get_object_or_404(visible, inspection__slug=inspection, reference=reference))

    @cached_property
    def addressed(self) -> list[Addressed]:
        return addressed(Addressee.objects.filter(recommendation=self.recommendation).select_related("body", "part"))

    @cached_property
    def parts(self) -> list[Part]:
        return list(self.recommendation.parts.all())

    @cached_property
    def links(self) -> Links:
        return links_of([self.recommendation], self.reader)[self.recommendation.pk]

    @cached_property
    def children(self) -> list[Recommendation]:
        """Of a cause of concern: its recommendations."""
        return list(self.recommendation.children.select_related("inspection").order_by("order", "reference"))

    @cached_property
    def statements(self) -> list[Statement]:
        """What documents said about this recommendation and no other."""
        return list(
            self.recommendation.statements.select_related("document__force").order_by(
                "document__dated_on", "document", "order"
            )
        )

    # --- where things stand --------------------------------------------------------------------------------

    @cached_property
    def holders(self) -> list[HolderRow]:
        """Everybody who holds it: national bodies first, then by name."""
        positions = positions_on(self.reader.day, self.reader).filter(recommendation=self.recommendation)
        with_regions = action_rows(with_moves(positions, self.reader)).select_related("action__holder__force")
        rows = [HolderRow(position, self.reader.day) for position in with_regions]
        return sorted(rows, key=lambda row: (not row.is_national, row.position.action.holder.kind, row.name))

    @cached_property
    def _tallies(self) -> dict[tuple[int, str, int | None], Tally]:
        """Of this and its children: by recommendation, kind of holder and parent."""
        near = Q(recommendation=self.recommendation) | Q(recommendation__parent=self.recommendation)
        fields = ("recommendation", "holder__kind", "recommendation__parent")
        positions = positions_on(self.reader.day, self.reader).filter(near)
        return tally_by(positions, self.reader.day, *fields)

    @property
    def wording(self) -> Wording:
        """What "no update" means for the forces together."""
        of_forces = [row for row in self.holders if row.position.action.holder.kind == Body.Kind.FORCE]
        return of_forces[0].wording if len(of_forces) == 1 else wording_of_many(self.reader)

    @property
    def forces(self) -> Tally:
        """The forces' actions on it."""
        this = self.recommendation.pk
        return _sum(t for (of, kind, _p), t in self._tallies.items() if of == this and kind == Body.Kind.FORCE)

    @property
    def of_children(self) -> Tally:
        """Of a cause of concern: all actions on its recommendations."""
        return _sum(t for (_of, _k, parent), t in self._tallies.items() if parent == self.recommendation.pk)

    @property
    def of_children_key(self) -> list[dict[str, object]]:
        """Where those actions stand, for a key with counts."""
        return key_of(self.of_children, wording_of_many(self.reader))

    @cached_property
    def waiting(self) -> Waiting:
        """The actions that wait for it."""
        positions = positions_on(self.reader.day, self.reader)
        return waiting_for([self.recommendation], positions)[self.recommendation.pk]

    @property
    def key(self) -> list[dict[str, object]]:
        """Where the forces' actions stand, for a bar and its key."""
        return key_of(self.forces, self.wording)

    @property
    def sentence(self) -> str:
        """What the page opens with: national bodies one by one, then the forces together."""
        if self.children:
            return force_progress_in_words(self.of_children, wording_of_many(self.reader))
        national = [f"{row.name}: {_lower_first(str(row.group.label))}." for row in self.holders if row.is_national]
        forces = [force_progress_in_words(self.forces, self.wording)] if self.forces.total else []
        return " ".join([*national, *forces]) or _("Nobody has an action on this here.")


def _sum(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]
