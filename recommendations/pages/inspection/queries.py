"""What the page of one inspection shows: its recommendations, who has done what, and what was said about it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import gettext as _

from forces.bodies.models import Body, Force
from forces.people.access import Edition, Reader
from recommendations.pages.common.editions import wording_of_many
from recommendations.pages.common.progress import force_progress_in_words
from recommendations.pages.common.response_clocks import InspectionResponses
from recommendations.pages.common.together import together
from recommendations.pages.inspection.grid import (
    Column,
    Grid,
    Standing,
    grid_of,
    in_order_of_the_grid,
    regions_of,
    standings_of,
)
from recommendations.pages.inspection.links import Addressed, Links, addressed, links_of
from recommendations.pages.inspection.report_summary import Made
from recommendations.pages.inspection.with_items import with_items
from recommendations.positions.counting import Tally, positions_on, with_conditions
from recommendations.positions.waiting import Waiting, those_waiting_for
from recommendations.register.models import Document, Inspection, Recommendation, Statement
from recommendations.register.statuses import Group, Status, Wording
from recommendations.responses.clock import last_day


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
    """One inspection for one reader on a day. `region` or `chosen_forces` (slugs) narrow the grid, nothing else."""

    reader: Reader
    inspection: Inspection
    recommendations: list[Recommendation]  # in the report's order, with their addressees at hand
    subject_forces: list[Force]  # those the report names; none where it is about all, or where that is not known
    followed_up: Inspection | None
    follow_ups: list[Inspection]
    region: str = ""
    chosen_forces: Sequence[str] = ()
    shows_all_columns: bool = False

    @classmethod
    def of(cls, slug: str, reader: Reader) -> InspectionPage:
        """The page of a visible inspection, with what it follows up and what it recommends. Raises Http404."""
        found = with_items(slug, reader)
        family = found.inspections
        inspection = next((one for one in family.values() if one.slug == slug), None)
        if inspection is None:
            raise Http404
        return cls(
            reader,
            inspection,
            found.recommendations_of(inspection),
            found.subject_forces_of(inspection),
            family.get(inspection.follow_up_of_id or 0),
            [one for one in family.values() if one.follow_up_of_id == inspection.pk],
        )

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

    # --- where things stand --------------------------------------------------------------------------------

    @cached_property
    def _found(self) -> list[Standing]:
        """Where everybody stands on this report, and whoever waits for it. One query."""
        positions = with_conditions(positions_on(self.reader.day, self.reader), self.reader.day)
        of_this = positions.filter(recommendation__in=self.recommendations)
        return standings_of(of_this, those_waiting_for(self.recommendations, positions))

    @cached_property
    def _standings(self) -> list[Standing]:
        return [standing for standing in self._found if standing.inspection == self.inspection.slug]

    @cached_property
    def _waiting(self) -> defaultdict[int, Waiting]:
        """What waits for each recommendation, by its id."""
        found: defaultdict[int, Waiting] = defaultdict(Waiting)
        for standing in self._found:
            if standing.status == Status.WAITING and standing.waits_for and standing.group != Group.NOT_KEPT:
                found[standing.waits_for].count(standing.kind)
        return found

    @cached_property
    def _tallies(self) -> dict[tuple[int, str], Tally]:
        """By recommendation and kind of holder."""
        return _tallies_of(self._standings)

    def _tally(self, recommendation: int | None = None, kind: str = "") -> Tally:
        return _sum_of(self._tallies, recommendation, kind)

    @cached_property
    def forces(self) -> Tally:
        """The forces' actions, of all regions."""
        return self._tally(kind=Body.Kind.FORCE)

    @cached_property
    def forces_shown(self) -> Tally:
        """The actions of the forces in the grid."""
        return _sum_of(_tallies_of(self._shown), None, Body.Kind.FORCE)

    @property
    def is_narrowed(self) -> bool:
        """Whether not all forces are shown."""
        return bool(self.region or self.chosen_forces)

    @cached_property
    def _shown(self) -> list[Standing]:
        """The standings of the forces to show, and of everybody else if all forces are."""
        if self.chosen_forces:
            return [standing for standing in self._standings if standing.slug in self.chosen_forces]
        return [standing for standing in self._standings if self.region in ("", standing.region)]

    @property
    def standings_to_download(self) -> list[Standing]:
        """Everybody's standings, forces first, as in the grid; where it is narrowed, those of the forces in it only."""
        of_forces = [standing for standing in self._shown if standing.kind == Body.Kind.FORCE]
        others = [standing for standing in self._shown if standing.kind != Body.Kind.FORCE]
        return [*in_order_of_the_grid(of_forces), *others]

    @property
    def regions(self) -> list[str]:
        """The regions with a force that has an action here, north to south."""
        return regions_of(self._standings)

    @property
    def force_names(self) -> dict[str, str]:
        """The forces that have an action here, by their slugs."""
        return {one.slug: one.label for one in self._standings if one.kind == Body.Kind.FORCE}

    @property
    def worked_on(self) -> dict[str, str]:
        """The holders whose actions this reader works on, by their slugs; for an auditor, who only reads, none."""
        if self.reader.audits or self.reader.looks_back:
            return {}
        return {
            one.slug: one.label
            for one in self._standings
            if one.edition == Edition.WORKING and one.kind != Body.Kind.NATIONAL
        }

    @property
    def forces_to_choose(self) -> list[tuple[str, str]]:
        """The same, by name."""
        return sorted(self.force_names.items(), key=lambda named: named[1])

    @property
    def chosen_in_query(self) -> str:
        """The query that asks for the same forces: on this page, and on a recommendation's."""
        asked = [("forces", slug) for slug in self.chosen_forces] or [("region", self.region)] * bool(self.region)
        return f"?{urlencode(asked)}" if asked else ""

    @property
    def columns_in_all(self) -> int:
        """How many recommendations somebody has to act on."""
        return len({standing.recommendation for standing in self._standings})

    @property
    def has_columns_of_others(self) -> bool:
        """Whether national bodies hold what no force does."""
        of_forces = {one.recommendation for one in self._standings if one.kind == Body.Kind.FORCE}
        return len(of_forces) < self.columns_in_all

    @cached_property
    def grid(self) -> Grid:
        """Forces by recommendations, of the forces to show."""
        tallies, held = _tallies_of(self._shown), {standing.recommendation for standing in self._standings}
        columns = [
            Column(
                recommendation,
                tallies.get((recommendation.pk, Body.Kind.FORCE), Tally()),
                self._links[recommendation.pk].waits_for,
            )
            for recommendation in self.recommendations
            if recommendation.pk in held
        ]
        national = [one for one in self._standings if one.kind == Body.Kind.NATIONAL and self.shows_all_columns]
        forces = [one for one in self._shown if one.kind == Body.Kind.FORCE]
        return grid_of([*national, *forces], columns, self.wording, national=self.shows_all_columns)

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
    def _links(self) -> dict[int, Links]:
        return links_of(self.recommendations, self.reader)

    @cached_property
    def items(self) -> list[Item]:
        """Every recommendation, in the report's order."""
        holders = defaultdict(list)
        for standing in self._standings:
            if standing.kind == Body.Kind.NATIONAL or (standing.kind == Body.Kind.FORCE and self.is_about_one_force):
                holders[standing.recommendation].append(standing)
        items = {
            recommendation.pk: Item(
                recommendation=recommendation,
                addressed=addressed(recommendation.addressees.all()),
                links=self._links[recommendation.pk],
                holders=holders[recommendation.pk],
                forces=self._tally(recommendation.pk, Body.Kind.FORCE),
                local=self._tally(recommendation.pk, Body.Kind.LOCAL),
                waiting=self._waiting[recommendation.pk],
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

    @property
    def progress_shown(self) -> str:
        """How far the forces in the grid are, where it is narrowed; empty where the page's first sentence says it."""
        return force_progress_in_words(self.forces_shown, self.wording) if self.is_narrowed else ""

    @cached_property
    def documents(self) -> list[tuple[Document, list[Statement]]]:
        """The documents recorded about it, each with what it says. One query."""
        relations = {
            "force": Force,
            "published_by": Body,
            "statements": Statement,
            "statements__recommendation": Recommendation,
        }
        rows = self.inspection.documents.order_by("dated_on", "title", "pk", "statements__order")
        found: dict[int, tuple[Document, list[Statement]]] = {}
        for document, force, published_by, statement, recommendation in together(rows, relations):
            document.force, document.published_by = force, published_by
            _document, statements = found.setdefault(document.pk, (document, []))
            if statement:
                statement.recommendation = recommendation
                statements.append(statement)
        return list(found.values())


def _tallies_of(standings: Iterable[Standing]) -> dict[tuple[int, str], Tally]:
    tallies: dict[tuple[int, str], Tally] = defaultdict(Tally)
    for standing in standings:
        tallies[standing.recommendation, standing.kind].count(standing)
    return tallies


def _sum_of(tallies: dict[tuple[int, str], Tally], recommendation: int | None, kind: str) -> Tally:
    whole = Tally()
    for (its_recommendation, its_kind), tally in tallies.items():
        if recommendation in (None, its_recommendation) and kind in ("", its_kind):
            whole.add(tally)
    return whole
