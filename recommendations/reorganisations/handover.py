"""The handover pack: what one successor receives, as far as the reader may see it, for Word and for Excel."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.handovers import Handovers
from forces.bodies.installation import installation
from forces.bodies.models import Body, Succession
from forces.bodies.reorganisation import Reorganisation
from forces.people.access import Reader
from recommendations.documents.elements import ComposedDocument, DataTable, Element, Heading, Paragraphs
from recommendations.positions.counting import positions_on
from recommendations.positions.due_dates import set_by
from recommendations.positions.models import Position
from recommendations.register.statuses import FINISHED, PositionGroup
from recommendations.responses.commitments import commitments_followed_by
from recommendations.responses.models import Commitment, Response, ResponseStage
from recommendations.rounds.models import Round
from soteria_tracker.web.exports.describing import Export, PageLink
from soteria_tracker.web.templatetags.soteria import day

_RECORDS = "action__holder", "holder", "action__recommendation__inspection", "action__part", "update"
_ORDER = (
    "action__holder__name",
    "recommendation__inspection__short_title",
    "recommendation__order",
    "action_id",
)


@dataclass(frozen=True)
class HandoverPack:
    """Everything that passes to one body on a day."""

    successor: Body
    on: datetime.date
    opened_for: frozenset[int]  # the bodies whose records pass, and those whose records they hold
    reader: Reader

    @classmethod
    def all_of(cls, reorganisation: Reorganisation, reader: Reader) -> list[HandoverPack]:
        """Return the packs of a reorganisation, by the successor's name."""
        ids = [pk for label, pk in reorganisation.created if label == Succession._meta.label_lower]
        passed = Succession.objects.filter(pk__in=ids, passes_record=True).select_related("successor")
        handovers = Handovers.load()
        eve = reorganisation.on - datetime.timedelta(days=1)
        by_successor: dict[Body, set[int]] = {}
        for row in passed.order_by("successor__name"):
            by_successor.setdefault(row.successor, set()).add(row.predecessor_id)
        return [
            cls(successor, reorganisation.on, handovers.held_by(bodies, eve), reader)
            for successor, bodies in by_successor.items()
        ]

    @classmethod
    def latest_of(cls, body: Body, reader: Reader) -> HandoverPack | None:
        """Return the pack of the last reorganisation in which a body takes or hands over; None if there is none.

        An undone reorganisation has left no succession.
        """
        concerned = Q(successor=body.pk) | Q(predecessor=body.pk)
        last = (
            Succession.objects.filter(concerned, passes_record=True).select_related("successor").order_by("-on").first()
        )
        if last is None:
            return None
        received = Succession.objects.filter(successor=last.successor_id, on=last.on, passes_record=True)
        bodies = {body.pk} if last.predecessor_id == body.pk else set(received.values_list("predecessor", flat=True))
        eve = last.on - datetime.timedelta(days=1)
        return cls(last.successor, last.on, Handovers.load().held_by(bodies, eve), reader)

    @property
    def as_at(self) -> datetime.date:
        """Return the day whose statuses the pack shows: a pack made before the day cannot know those of the day."""
        return min(self.on, self.reader.day)

    @property
    def name(self) -> str:
        """Return the name of its files, without an ending."""
        return f"handover-{self.successor.slug}-{self.on.isoformat()}"

    @property
    def title(self) -> str:
        return _("Handover to %(successor)s on %(day)s") % {"successor": self.successor, "day": day(self.on)}

    def positions(self) -> Any:
        """Return the positions of all its actions (`as_at`), in the editions that the reader sees."""
        rows = positions_on(self.as_at, self.reader).filter(action__holder__in=self.opened_for)
        return rows.select_related(*_RECORDS).order_by(*_ORDER)

    # --- Word ------------------------------------------------------------------------------------------------

    def document(self) -> ComposedDocument:
        """Return the pack as a document."""
        marks = (_("Invented demonstration data"),) if installation() else ()
        return ComposedDocument(self.title, str(self.successor), marks, list(self._elements()))

    def _elements(self) -> Iterator[Element]:
        yield Heading(self.title, 1)
        yield Paragraphs(
            _(
                "What %(successor)s takes over, with the statuses that you can see on %(day)s. "
                "Texts and evidence stay with each action."
            )
            % {"successor": self.successor, "day": day(self.as_at)}
        )
        positions = list(self.positions())
        for former, rows in groupby(positions, lambda position: position.action.holder):
            of_former = list(rows)
            open_rows = [position for position in of_former if position.status not in FINISHED]
            yield Heading(str(former))
            counted = ngettext("%(open)d open action", "%(open)d open actions", len(open_rows)) % {
                "open": len(open_rows)
            }
            yield Paragraphs(
                _("%(counted)s and %(finished)d finished. Finished actions keep their history.")
                % {"counted": counted, "finished": len(of_former) - len(open_rows)}
            )
            if open_rows:
                yield DataTable(
                    _("Open actions of %(former)s") % {"former": former},
                    (_("Report"), _("Recommendation"), _("Deadline"), _("Status")),
                    tuple(_row(position) for position in open_rows),
                    (25, 40, 18, 17),
                )
        yield from self._rest()

    def _rest(self) -> Iterator[Element]:
        """Yield the responses in draft, the commitments and the requests: what waits for someone at the successor.

        What only an office sees is counted for others, and not named.
        """
        held, reader = self.opened_for, self.reader
        drafts = Response.objects.filter(force__in=held).exclude(stage=ResponseStage.PUBLISHED)
        commitments = Commitment.objects.filter(done_on=None, body__in=held)
        rounds = Round.objects.filter(closed_on=None, holder__in=held)
        own = reader.office | reader.own_bodies
        yield from _listed(_("Responses in draft"), drafts, drafts.filter(force__in=reader.office), str)
        yield from _listed(
            _("Open commitments and duties"),
            commitments,
            commitments_followed_by(reader).filter(pk__in=commitments.values("pk")),
            lambda each: f"{each.body}, {day(each.due_on)}: {each.what}",
        )
        yield from _listed(_("Requests waiting for replies"), rounds, rounds.filter(holder__in=own), str)

    # --- Excel -----------------------------------------------------------------------------------------------

    def export(self, *, host: str, address: str) -> Export:
        """Return all its actions, open and finished, as a table."""
        columns = [
            _("Handed over by"),
            _("Taken over by"),
            _("Inspection"),
            _("Label in the report"),
            _("Title"),
            _("Deadline"),
            _("Deadline in words"),
            _("Deadline set by"),
            _("Status"),
            _("Last update"),
            _("Records shown"),
            _("Page"),
        ]
        return Export(
            name=self.name,
            title=self.title,
            as_at=self.as_at,
            columns=columns,
            rows=(self._cells(position) for position in self.positions().iterator(chunk_size=2_000)),
            host=host,
            address=address,
            is_demonstration=installation() is not None,
        )

    def _cells(self, position: Position) -> list[Any]:
        recommendation = position.action.recommendation
        is_tracked = position.is_tracked
        return [
            position.action.holder.shown_name,
            self.successor.shown_name,
            recommendation.inspection.short_title,
            recommendation.label,
            recommendation.short_title,
            position.due_on if is_tracked else position.action.deadline.due_on,
            position.action.deadline.deadline_words,
            set_by(position),
            str(PositionGroup(position.group).label),
            position.update.effective_on if position.update and is_tracked else None,
            position.get_edition_display(),
            PageLink(position.action.get_absolute_url()),
        ]


def _row(position: Position) -> tuple[str, ...]:
    recommendation = position.action.recommendation
    due_on = position.due_on if position.is_tracked else position.action.deadline.due_on
    return (
        recommendation.inspection.short_title,
        recommendation.heading,
        day(due_on) if due_on else position.action.deadline.deadline_words,
        str(PositionGroup(position.group).label),
    )


def _listed(heading: str, every: QuerySet[Any], named: QuerySet[Any], words: Callable[[Any], str]) -> Iterator[Element]:
    """Yield a list of the records that the reader may see, and how many others there are."""
    lines = [" ".join(words(record).split()) for record in named.order_by("pk")]
    if hidden := every.count() - len(lines):
        only = ngettext("%(count)d that only its office sees", "%(count)d that only their offices see", hidden)
        lines.append(only % {"count": hidden})
    yield Heading(heading)
    yield Paragraphs("\n".join(f"- {line}" for line in lines) if lines else _("None."))
