"""What the page of one inspection shows: its recommendations, who has done what, and what was said about it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Edition, Reader
from recommendations.dashboards.queries.clocks import InspectionResponses
from recommendations.dashboards.queries.editions import wording_of_many
from recommendations.dashboards.queries.grid import Column, Grid, Standing, grid_of, regions_of, standings_of
from recommendations.dashboards.queries.linked import Addressed, Links, addressed, links_of
from recommendations.dashboards.queries.made import Made
from recommendations.dashboards.queries.progress import force_progress_in_words
from recommendations.positions.counting import Tally, positions_on, tally_by
from recommendations.positions.groups import Group
from recommendations.positions.models import Position
from recommendations.positions.waiting import Waiting, waiting_for
from recommendations.register.models import Action, Addressee, Document, Inspection, Recommendation, Statement
from recommendations.responses.clock import last_day
from soteria_tracker.web.statuses import Wording, status_of


@dataclass
class Item:
    """One recommendation on its inspection's page."""

    recommendation: Recommendation
    addressed: list[Addressed]
    links: Links
    holders: list[Standing]  # national bodies; in an inspection of one force, that force too
    forces: Tally
    local: Tally
    waiting: Waiting  # the actions that wait for it
    children: list[Recommendation] = field(default_factory=list)
    of_children: Tally = field(default_factory=Tally)  # of a cause of concern: its position follows from these

    @property
    def leads_in_words(self) -> str:
        """Who leads it as a whole, or else who leads its parts."""
        return next((who.leads_in_words for who in self.addressed if who.leads), "")


@dataclass
class InspectionPage:
    """One inspection for one reader on a day. `region` narrows the grid, nothing else."""

    reader: Reader
    inspection: Inspection
    followed_up: Inspection | None
    follow_ups: list[Inspection]
    region: str = ""

    @classmethod
    def of(cls, slug: str, reader: Reader) -> InspectionPage:
        """The page of a visible inspection, in one query with the inspections it follows up. Raises Http404."""
        near = Q(slug=slug) | Q(follow_ups__slug=slug) | Q(follow_up_of__slug=slug)
        family = {found.slug: found for found in Inspection.objects.visible_to(reader).filter(near).distinct()}
        inspection = family.pop(slug, None)
        if inspection is None:
            raise Http404
        followed_up = next((one for one in family.values() if one.pk == inspection.follow_up_of_id), None)
        follow_ups = [one for one in family.values() if one.follow_up_of_id == inspection.pk]
        return cls(reader, inspection, followed_up, follow_ups)

    # --- responses -----------------------------------------------------------------------------------------

    @property
    def response_due_on(self) -> datetime.date | None:
        """The last day for responses; None where none is asked for, or nothing is published yet."""
        inspection = self.inspection
        if inspection.published_on is None:
            return inspection.response_due_on
        return last_day(inspection.published_on, inspection.response_rule, inspection.response_due_on)

    @cached_property
    def responses(self) -> InspectionResponses:
        return InspectionResponses.to(self.inspection, self.reader)

    @cached_property
    def subject_forces(self) -> list[Body]:
        """The forces the report names as its subjects; none where it is about all, or where that is not known."""
        named = self.inspection.subjects == Inspection.Subjects.NAMED_FORCES
        return list(self.inspection.subject_forces.all()) if named else []

    # --- where things stand --------------------------------------------------------------------------------

    @cached_property
    def _positions(self) -> QuerySet[Position]:
        return positions_on(self.reader.day, self.reader).filter(action__recommendation__inspection=self.inspection)

    @cached_property
    def _standings(self) -> list[Standing]:
        return standings_of(self._positions)

    @cached_property
    def _tallies(self) -> dict[tuple[int, str, str | None], Tally]:
        """By recommendation, kind of holder and the force's region. One query."""
        fields = ("action__recommendation", "holder__kind", "holder__force__region")
        return tally_by(self._positions, self.reader.day, *fields)  # type: ignore[return-value]

    def _tally(self, recommendation: int | None = None, kind: str = "", region: str = "") -> Tally:
        whole = Tally()
        for (its_recommendation, its_kind, its_region), tally in self._tallies.items():
            if recommendation in (None, its_recommendation) and kind in ("", its_kind) and region in ("", its_region):
                whole.add(tally)
        return whole

    @cached_property
    def forces(self) -> Tally:
        """The forces' actions, of all regions."""
        return self._tally(kind=Body.Kind.FORCE)

    @property
    def standings_to_download(self) -> list[Standing]:
        """Everybody's standings, forces first; where a region is chosen, that region's forces only."""
        rows = [standing for standing in self._standings if self.region in ("", standing.region)]
        return sorted(rows, key=lambda standing: standing.kind != Body.Kind.FORCE)

    @property
    def regions(self) -> list[str]:
        """The regions with a force that has an action here, north to south."""
        return regions_of(self._standings)

    @cached_property
    def grid(self) -> Grid:
        """Forces by recommendations, of the chosen region."""
        columns = [
            Column(
                recommendation,
                self._tally(recommendation.pk, Body.Kind.FORCE, region=self.region),
                self._links[recommendation.pk].waits_for,
            )
            for recommendation in self.recommendations
        ]
        return grid_of(self._standings, columns, self.region, self.wording)

    @property
    def wording(self) -> Wording:
        """What "no update" means for the forces together."""
        of_forces = [standing for standing in self._standings if standing.kind == Body.Kind.FORCE]
        return of_forces[0].wording if of_forces and self.is_about_one_force else wording_of_many(self.reader)

    @property
    def is_about_one_force(self) -> bool:
        """Whether a plain list says as much as a grid."""
        return len({standing.slug for standing in self._standings if standing.kind == Body.Kind.FORCE}) <= 1

    # --- the recommendations -------------------------------------------------------------------------------

    @cached_property
    def made(self) -> Made:
        """What the report made, and to whom."""
        made = Made()
        for recommendation in self.recommendations:
            made.add(recommendation)
        return made

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        """Every item, in the report's order."""
        addressees = Addressee.objects.select_related("body", "part")
        return list(
            self.inspection.recommendations.order_by("order", "reference").prefetch_related(
                Prefetch("addressees", queryset=addressees)
            )
        )

    @cached_property
    def _links(self) -> dict[int, Links]:
        return links_of(self.recommendations, self.reader)

    @cached_property
    def items(self) -> list[Item]:
        """Every recommendation, in the report's order."""
        holders = defaultdict(list)
        for standing in self._standings:
            if standing.kind == Body.Kind.NATIONAL or (standing.kind == Body.Kind.FORCE and self.is_about_one_force):
                holders[standing.recommendation].append(standing)
        waiting = waiting_for(self.recommendations, positions_on(self.reader.day, self.reader))
        items = {
            recommendation.pk: Item(
                recommendation=recommendation,
                addressed=addressed(recommendation.addressees.all()),
                links=self._links[recommendation.pk],
                holders=holders[recommendation.pk],
                forces=self._tally(recommendation.pk, Body.Kind.FORCE),
                local=self._tally(recommendation.pk, Body.Kind.LOCAL),
                waiting=waiting[recommendation.pk],
            )
            for recommendation in self.recommendations
        }
        for child in self.recommendations:
            if parent := items.get(child.parent_id or 0):
                parent.children.append(child)
                parent.of_children.add(self._tally(child.pk))
        return list(items.values())

    @property
    def themes(self) -> list[tuple[str, list[Item]]]:
        """The items under the headings they stand under in the report; "" where it has none."""
        return [(theme, list(items)) for theme, items in groupby(self.items, lambda item: item.recommendation.theme)]

    @property
    def national_items(self) -> list[Item]:
        """The items that national bodies lead."""
        return [item for item in self.items if any(holder.kind == Body.Kind.NATIONAL for holder in item.holders)]

    # --- words ---------------------------------------------------------------------------------------------

    @property
    def sentence(self) -> str:
        """What the page opens with."""
        if not self.made.kinds:
            return _("No recommendation of this inspection is recorded yet.")
        who = _("The inspectorates") if len(self.inspection.inspectorates) > 1 else _("HMICFRS")
        only_recommendations = set(self.made.kinds) == {Recommendation.Kind.RECOMMENDATION}
        made = _("%(who)s made %(items)s") if only_recommendations else _("%(who)s set out %(items)s")
        made %= {"who": who, "items": self.made.items_in_words}
        if self.inspection.scope != Inspection.Scope.FORCE and (to := self.made.addressees_in_words):
            made = f"{made}: {to}"
        return f"{made}. {force_progress_in_words(self.forces, self.wording)}" if self.forces.total else f"{made}."

    @cached_property
    def documents(self) -> list[Document]:
        """The documents recorded about it, with what they say."""
        statements = Statement.objects.select_related("recommendation").order_by("order")
        return list(
            self.inspection.documents.select_related("force", "published_by").prefetch_related(
                Prefetch("statements", queryset=statements)
            )
        )


# --- the download ------------------------------------------------------------------------------------------


def grid_columns() -> list[str]:
    """The names of the columns of `grid_cells`."""
    return [
        _("Held by"),
        _("Region"),
        _("Reference"),
        _("Title"),
        _("Where it stands"),
        _("Deadline, in the report’s words"),
        _("Deadline"),
        _("Last update"),
        _("Edition"),
    ]


def grid_cells(page: InspectionPage) -> Iterator[list[Any]]:
    """One line of a download for each holder and recommendation, national bodies last; of the page's region if any.

    Of a force not kept here it holds what the report asks for, and nothing that was said.
    """
    standings = page.standings_to_download
    actions = Action.objects.select_related("recommendation", "part").in_bulk(
        [standing.action for standing in standings]
    )
    for standing in standings:
        action = actions[standing.action]
        deadline, is_kept = action.deadline, standing.group != Group.NOT_KEPT
        yield [
            standing.name,
            standing.region,
            action.recommendation.reference,
            action.recommendation.short_title,
            status_of(standing.group, standing.wording).word,
            deadline.deadline_wording or deadline.deadline_words,
            standing.due_on if is_kept else deadline.deadline_on,
            standing.last_update_on if is_kept else None,
            Edition(standing.edition).label,
        ]
