"""The filter of a table of actions: what stands in its address is what its download holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.dashboards.filters.base import (
    NO_WIDER_THAN_THE_PAGE,
    ONE_OF_THE_LIST,
    PageFilter,
    WordsFilter,
)
from recommendations.dashboards.queries.actions import positions_of
from recommendations.dashboards.queries.editions import shows_lead, wording_for
from recommendations.positions.counting import Tally, due_next, forecast_late, past_local_target, tally_by, total
from recommendations.positions.groups import Group
from recommendations.positions.models import Position
from recommendations.register.models import Recommendation
from soteria_tracker.web.statuses import Wording, status_of

# Tallies by these fields tell both how many there are and what there is to choose from, in one query.
_CHOICE_FIELDS = (
    "action__recommendation__inspection__slug",
    "action__recommendation__inspection__short_title",
    "action__recommendation__kind",
)
_LEAD_FIELD = "action__lead_post"

DUE_NEXT, FORECAST_LATE, PAST_LOCAL_TARGET = "due", "forecast-late", "past-local-target"
NO_LEAD = "none"


@dataclass(frozen=True)
class Choices:
    """What the lists of the filter offer: only what there is among the actions."""

    groups: list[tuple[str, Any]]
    inspections: list[tuple[str, str]]
    kinds: list[tuple[str, Any]]
    leads: list[tuple[str, Any]]

    @classmethod
    def among(cls, tallies: Mapping[Any, Tally], whole: Tally, *, asked_for: str, wording: Wording) -> Choices:
        """From tallies by `_CHOICE_FIELDS`, and the lead where it is shown, and from their sum.

        A group that is asked for is offered though it is empty.
        """
        keys: Iterable[tuple[str, ...]] = list(tallies)
        places = (
            *((group.value, status_of(group, wording).word, count) for group, count in whole.groups.items()),
            (DUE_NEXT, _("Due in the next 30 days"), whole.due_next),
            (FORECAST_LATE, _("Forecast late"), whole.forecast_late),
            (PAST_LOCAL_TARGET, _("Past its local target"), whole.past_local_target),
        )
        kind_words = dict(Recommendation.Kind.choices)
        leads = sorted({lead for _slug, _title, _kind, *named in keys for lead in named if lead})
        return cls(
            groups=[(key, words) for key, words, count in places if count or key == asked_for],
            inspections=sorted({(slug, title) for slug, title, *_others in keys}, key=lambda choice: choice[1]),
            kinds=sorted(
                {(kind, kind_words.get(kind, kind)) for _slug, _title, kind, *_lead in keys},
                key=lambda choice: str(choice[1]),
            ),
            leads=[(lead, lead) for lead in leads] + ([(NO_LEAD, _("No lead named"))] if leads else []),
        )


class ActionFilter(PageFilter):
    """Where it stands, inspection, kind, lead, and words in title, text or reference.

    `whole` is the tally of all positions of the holder, before any filter. By lead it filters only where the reader
    is told the leads.
    """

    status = django_filters.ChoiceFilter(label=_("Where it stands"), method="of_group", empty_label=_("Any"))
    inspection = django_filters.ChoiceFilter(
        label=_("Inspection"), field_name="action__recommendation__inspection__slug", empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), field_name="action__recommendation__kind", empty_label=_("All"))
    lead = django_filters.ChoiceFilter(label=_("Lead"), method="led_by", empty_label=_("All"))
    q = WordsFilter(label=_("Words in title or text"), method="with_words", max_length=200)

    class Meta:
        model = Position
        fields: list[str] = []

    def __init__(self, data: Mapping[str, Any], holder: Body, reader: Reader) -> None:
        positions = positions_of(holder, reader)
        super().__init__(data, queryset=positions)
        self.day = reader.day
        self.with_leads = shows_lead(holder, reader)
        tallies = tally_by(positions, self.day, *_CHOICE_FIELDS, *[_LEAD_FIELD] * self.with_leads)
        self.whole = total(tallies)
        choices = self.choices = Choices.among(
            tallies, self.whole, asked_for=data.get("status", ""), wording=wording_for(holder, reader)
        )
        offered = {
            "status": choices.groups,
            "inspection": choices.inspections,
            "kind": choices.kinds,
            "lead": choices.leads,
        }
        for name, options in offered.items():
            is_shown = name != "lead" or self.with_leads
            if is_shown and (len(options) > 1 or self.data.get(name)):
                self.filters[name].extra |= {
                    "choices": options,
                    "error_messages": ONE_OF_THE_LIST,
                    "widget": forms.Select(attrs=NO_WIDER_THAN_THE_PAGE),
                }
            else:
                del self.filters[name]

    def of_group(self, positions: QuerySet[Position], name: str, value: str) -> QuerySet[Position]:
        conditions = {
            DUE_NEXT: due_next(self.day),
            FORECAST_LATE: forecast_late(),
            PAST_LOCAL_TARGET: past_local_target(self.day),
        }
        return positions.filter(conditions[value] if value in conditions else Q(group=Group(value)))

    def led_by(self, positions: QuerySet[Position], name: str, value: str) -> QuerySet[Position]:
        return positions.filter(action__lead_post="" if value == NO_LEAD else value)

    def with_words(self, positions: QuerySet[Position], name: str, value: str) -> QuerySet[Position]:
        recommendation = "action__recommendation__"
        return positions.filter(
            Q(**{f"{recommendation}short_title__icontains": value})
            | Q(**{f"{recommendation}text__icontains": value})
            | Q(**{f"{recommendation}reference__iexact": value})
        )
