"""The page of one inspection: its recommendations, the status of every holder, responses and documents."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from forces.bodies.models import BodyKind, Force
from forces.people.access import Reader
from forces.people.editions import Edition
from recommendations.pages.common.wording import force_progress_in_words, wording_of_many
from recommendations.pages.inspection.grid.queries import (
    GridColumn,
    HolderStatus,
    InspectionGrid,
    build_grid,
    holder_statuses,
    in_grid_order,
    regions_of,
)
from recommendations.pages.inspection.links import RecommendationLinks, links_of
from recommendations.pages.inspection.page.cards import RecommendationCard, build_cards
from recommendations.pages.inspection.page.tallies import tally_statuses, total_tally
from recommendations.pages.inspection.report_summary import ReportSummary
from recommendations.positions.counting import Tally, positions_on, with_conditions
from recommendations.positions.waiting import WaitingCount, waiting_for
from recommendations.register.models import (
    Addressee,
    Document,
    Inspection,
    Recommendation,
    RecommendationKind,
    Statement,
)
from recommendations.register.response_period import ItemsToAnswer, ResponseRule
from recommendations.register.statuses import Wording
from recommendations.responses.queries import InspectionResponses


@dataclass
class InspectionPage:
    """One inspection for one reader on a day. `region` or `chosen_forces` (slugs) narrow the grid, nothing else."""

    reader: Reader
    inspection: Inspection
    region: str = ""
    chosen_forces: Sequence[str] = ()
    shows_all_columns: bool = False

    @classmethod
    def of(cls, slug: str, reader: Reader) -> InspectionPage:
        """Return the page of an inspection that the reader may see. Raises Http404."""
        inspections = Inspection.objects.visible_to(reader).select_related("issued_by")
        return cls(reader, get_object_or_404(inspections, slug=slug))

    def shown_values(self) -> list[object]:
        """Return everything that the page shows, for `{% kept %}`: what the other properties are computed from."""
        choice = (self.region, self.chosen_forces, self.shows_all_columns)
        related = (self.followed_up, self.follow_ups, self.subject_forces, self.documents, self.responses)
        return [choice, self.inspection, related, self._statuses, self.recommendations, self._links, self._waiting]

    @cached_property
    def followed_up(self) -> list[Inspection]:
        """Return the inspections that this one follows up, as far as the reader may see them."""
        return list(Inspection.objects.visible_to(self.reader).filter(follow_ups=self.inspection))

    @cached_property
    def follow_ups(self) -> list[Inspection]:
        """Return the inspections that follow this one up."""
        return list(Inspection.objects.visible_to(self.reader).filter(follow_up_of=self.inspection))

    @cached_property
    def subject_forces(self) -> list[Force]:
        """Return the forces that the report names; none where it is about all forces, or where that is not known."""
        if self.inspection.subjects != Inspection.Subjects.NAMED_FORCES:
            return []
        return list(self.inspection.subject_forces.order_by("name"))

    # --- responses -----------------------------------------------------------------------------------------

    @property
    def response_due_on(self) -> datetime.date | None:
        """Return the last day for responses; None where none is required, or nothing is published yet."""
        inspection = self.inspection
        if inspection.response_rule == ResponseRule.NONE:
            return None
        return inspection.last_response_day or inspection.response_due_on

    @property
    def named_to_answer(self) -> str:
        """Return the labels of the items that the report asks about by name: "Recommendation 3a"."""
        if self.inspection.items_to_answer != ItemsToAnswer.NAMED:
            return ""
        return ", ".join(item.label for item in self.recommendations if item.is_named_to_answer)

    @cached_property
    def responses(self) -> InspectionResponses:
        return InspectionResponses.to(self.inspection, self.reader)

    # --- the status of every holder ------------------------------------------------------------------------

    @cached_property
    def _positions(self) -> QuerySet:
        return positions_on(self.reader.day, self.reader)

    @cached_property
    def _statuses(self) -> list[HolderStatus]:
        """Return the status of everyone who holds one of the recommendations, in one query."""
        of_this_report = self._positions.filter(recommendation__inspection=self.inspection)
        return holder_statuses(with_conditions(of_this_report, self.reader.day))

    @cached_property
    def _of_forces(self) -> list[HolderStatus]:
        return [status for status in self._statuses if status.is_force]

    @cached_property
    def _waiting(self) -> dict[int, WaitingCount]:
        """Return how many actions, of any report, wait for each recommendation, by its id."""
        return waiting_for(self.recommendations, self._positions)

    @cached_property
    def _tallies(self) -> dict[tuple[int, str], Tally]:
        return tally_statuses(self._statuses)

    @cached_property
    def forces(self) -> Tally:
        """Return the tally of the forces' actions, of all regions."""
        return total_tally(self._tallies, kind=BodyKind.FORCE)

    @cached_property
    def forces_shown(self) -> Tally:
        """Return the tally of the forces in the grid."""
        return total_tally(tally_statuses(self._shown), kind=BodyKind.FORCE)

    # --- the choice of forces ------------------------------------------------------------------------------

    @property
    def is_narrowed(self) -> bool:
        """Return whether the grid shows some of the forces only."""
        return bool(self.region or self.chosen_forces)

    @cached_property
    def _shown(self) -> list[HolderStatus]:
        """Return the statuses of the forces to show, and of everyone else where all forces are shown."""
        if self.chosen_forces:
            return [status for status in self._statuses if status.slug in self.chosen_forces]
        return [status for status in self._statuses if self.region in ("", status.region)]

    @property
    def statuses_to_download(self) -> list[HolderStatus]:
        """Return the statuses shown: forces first, as in the grid; where it is narrowed, no one else."""
        forces = in_grid_order(status for status in self._shown if status.is_force)
        return [*forces, *(status for status in self._shown if not status.is_force)]

    @property
    def regions(self) -> list[str]:
        """Return the regions with a force that has an action here, from north to south."""
        return regions_of(self._statuses)

    @property
    def force_names(self) -> dict[str, str]:
        """Return the forces that have an action here, by slug."""
        return {status.slug: status.label for status in self._of_forces}

    @property
    def forces_to_choose(self) -> list[tuple[str, str]]:
        """Return the same forces, by name."""
        return sorted(self.force_names.items(), key=lambda force: force[1])

    @property
    def worked_on(self) -> dict[str, str]:
        """Return the holders whose actions this reader works on, by slug; none for an auditor, who only reads."""
        if self.reader.audits or self.reader.looks_back:
            return {}
        return {
            status.slug: status.label
            for status in self._statuses
            if status.edition == Edition.WORKING and not status.is_national
        }

    @property
    def chosen_in_query(self) -> str:
        """Return the query that chooses the same forces on a recommendation's page; empty for all."""
        chosen = [("forces", slug) for slug in self.chosen_forces] or [("region", self.region)] * bool(self.region)
        return urlencode(chosen)

    # --- the grid ------------------------------------------------------------------------------------------

    @property
    def columns_in_all(self) -> int:
        """Return how many recommendations someone has to act on."""
        return len({status.recommendation for status in self._statuses})

    @property
    def has_columns_of_others(self) -> bool:
        """Return whether national bodies hold a recommendation that no force holds."""
        return len({status.recommendation for status in self._of_forces}) < self.columns_in_all

    @cached_property
    def grid(self) -> InspectionGrid:
        """Return forces by recommendations, for the forces to show."""
        tallies, held = tally_statuses(self._shown), {status.recommendation for status in self._statuses}
        columns = [
            GridColumn(
                recommendation,
                tallies.get((recommendation.pk, BodyKind.FORCE), Tally()),
                self._links[recommendation.pk].waits_for,
            )
            for recommendation in self.recommendations
            if recommendation.pk in held
        ]
        national = [status for status in self._statuses if status.is_national and self.shows_all_columns]
        forces = [status for status in self._shown if status.is_force]
        return build_grid([*national, *forces], columns, self.wording, with_national_bodies=self.shows_all_columns)

    @property
    def wording(self) -> Wording:
        """Return what "no update" means for the forces together."""
        return (
            self._of_forces[0].wording if self._of_forces and self.is_about_one_force else wording_of_many(self.reader)
        )

    @property
    def is_about_one_force(self) -> bool:
        """Return whether no more than one force has an action: then a list replaces the grid."""
        return len({status.slug for status in self._of_forces}) <= 1

    # --- the recommendations -------------------------------------------------------------------------------

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        """Return the recommendations in the report's order, with their parts and addressees."""
        addressees = Addressee.objects.select_related("body", "part").order_by("order", "pk")
        found = (
            self.inspection.recommendations.select_related("issued_by")
            .order_by("order", "reference")
            .prefetch_related("parts", Prefetch("addressees", queryset=addressees))
        )
        return list(found)

    @cached_property
    def summary(self) -> ReportSummary:
        """Return how many recommendations the report made, and to whom."""
        summary = ReportSummary()
        for recommendation in self.recommendations:
            summary.add(recommendation)
        return summary

    @cached_property
    def _links(self) -> dict[int, RecommendationLinks]:
        return links_of(self.recommendations, self.reader)

    @cached_property
    def cards(self) -> list[RecommendationCard]:
        """Return a card for every recommendation, in the report's order."""
        return build_cards(
            self.recommendations,
            self._statuses,
            links=self._links,
            waiting=self._waiting,
            with_forces=self.is_about_one_force,
        )

    @property
    def themes(self) -> list[tuple[str, list[RecommendationCard]]]:
        """Return the cards by the theme that the report gives them; "" where it gives none."""
        return [(theme, list(cards)) for theme, cards in groupby(self.cards, lambda card: card.recommendation.theme)]

    @property
    def national_cards(self) -> list[RecommendationCard]:
        """Return the cards of the recommendations that national bodies and regional units hold."""
        return [card for card in self.cards if any(holder.is_national for holder in card.holders)]

    @property
    def has_regional_units(self) -> bool:
        return any(holder.kind == BodyKind.REGIONAL for card in self.cards for holder in card.holders)

    # --- sentences and documents ---------------------------------------------------------------------------

    @property
    def sentence(self) -> str:
        """Return the first sentences of the page: what the report recommended, and how far the forces are."""
        if not self.summary.kinds:
            return _("No recommendations of this inspection are recorded yet.")
        has_one_source = not any(recommendation.issued_by_id for recommendation in self.recommendations)
        is_joint = has_one_source and len(self.inspection.inspectorates) > 1
        inspectors = _("The inspectorates") if is_joint else self._issuers
        only_recommendations = set(self.summary.kinds) == {RecommendationKind.RECOMMENDATION}
        text = _("%(who)s made %(items)s") if only_recommendations else _("%(who)s set out %(items)s")
        report = text % {"who": inspectors, "items": self.summary.items_in_words}
        if self.inspection.scope != Inspection.Scope.FORCE and (to := self.summary.addressees_in_words):
            report = f"{report}: {to}"
        if not self.forces.total:
            return f"{report}."
        return f"{report}. {force_progress_in_words(self.forces, self.wording)}"

    @property
    def _issuers(self) -> str:
        """Return the body that issued the report, or all that issued its items: "HMICFRS and the IOPC"."""
        issuers = dict.fromkeys(recommendation.issuer for recommendation in self.recommendations)
        names = capfirst(get_text_list([issuer.body_name for issuer in issuers], _("and")))
        return names or self.inspection.issued_by.sentence_name

    @property
    def progress_shown(self) -> str:
        """Return how far the forces in a narrowed grid are; empty where the page's first sentence says it."""
        return force_progress_in_words(self.forces_shown, self.wording) if self.is_narrowed else ""

    @cached_property
    def documents(self) -> list[Document]:
        """Return the documents recorded about the inspection, with their statements, in three queries."""
        statements = Statement.objects.select_related("recommendation").order_by("order")
        documents = self.inspection.documents.select_related("force", "published_by").prefetch_related(
            "published_by__earlier_names"
        )
        return list(
            documents.order_by("dated_on", "title", "pk").prefetch_related(Prefetch("statements", queryset=statements))
        )
