"""The filter of a table of actions: what stands in its address is what its download holds."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.bodies.intervals import interval_of
from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.pages.common.action_rows import positions_of
from recommendations.pages.common.editions import shows_lead, wording_for
from recommendations.pages.common.filters import (
    NO_WIDER_THAN_THE_PAGE,
    ONE_OF_THE_LIST,
    PageFilter,
    TickFilter,
    WordsFilter,
    contains,
)
from recommendations.positions import conditions
from recommendations.positions.counting import (
    Tally,
    counted_by,
    total,
)
from recommendations.positions.deadline_changes import with_deadline_changes
from recommendations.positions.models import Position
from recommendations.register.models import Recommendation
from recommendations.register.statuses import PositionGroup, Wording, label_of

# Tallies by these fields, and the day due, tell how many there are, when, and what there is to choose from: one query.
_CHOICE_FIELDS = (
    "recommendation__inspection__slug",
    "recommendation__inspection__short_title",
    "recommendation__inspection__published_on",
    "recommendation__kind",
    "recommendation__theme",
)
_INTERNAL_FIELDS = ("action__lead_post", "action__project")  # asked only for those who are told them

DUE_NEXT, FORECAST_LATE, PAST_LOCAL_TARGET = "due", "forecast-late", "past-local-target"
INSPECTIONS_OFFERED = 40  # a longer list is no help, and heavy on every page
NO_LEAD = "none"  # or no project


@dataclass(frozen=True)
class Choices:
    """What the lists of the filter offer: only what there is among the actions."""

    groups: list[tuple[str, Any]]
    inspections: list[tuple[str, str]]  # the newest
    inspections_in_all: int
    kinds: list[tuple[str, Any]]
    themes: list[tuple[str, str]]
    leads: list[tuple[str, Any]]
    projects: list[tuple[str, Any]]

    @classmethod
    def among(
        cls, keys: Collection[tuple[Any, ...]], whole: Tally, *, asked_for: Mapping[str, str], wording: Wording
    ) -> Choices:
        """From what there is by `_CHOICE_FIELDS`, lead and project where they are shown, and from the tally of all.

        What is `asked_for` is offered, though it be an empty group or an old inspection.
        """
        places = (
            *((group.value, label_of(group, wording), count) for group, count in whole.groups.items()),
            (DUE_NEXT, _("Due in the next 30 days"), whole.due_next),
            (FORECAST_LATE, _("Forecast late"), whole.forecast_late),
            (PAST_LOCAL_TARGET, _("Past its local target"), whole.past_local_target),
        )
        kind_words = dict(Recommendation.Kind.choices)
        internal = [named for _slug, _title, _on, _kind, _theme, *named in keys if named]
        inspections = {(slug, title, on) for slug, title, on, *_others in keys}
        leads = sorted({lead for lead, _project in internal if lead})
        projects = sorted({project for _lead, project in internal if project})
        return cls(
            groups=[(key, words) for key, words, count in places if count or key == asked_for.get("status")],
            inspections=_newest_by_title(inspections, asked_for=asked_for.get("inspection", "")),
            inspections_in_all=len(inspections),
            kinds=sorted(
                [(kind, kind_words.get(kind, kind)) for kind in {kind for _slug, _title, _on, kind, *_others in keys}],
                key=lambda choice: str(choice[1]),
            ),
            themes=sorted({(theme, theme) for _slug, _title, _on, _kind, theme, *_named in keys if theme}),
            leads=[(lead, lead) for lead in leads] + ([(NO_LEAD, _("No lead named"))] if leads else []),
            projects=[(name, name) for name in projects] + ([(NO_LEAD, _("No project named"))] if projects else []),
        )


def _newest_by_title(
    inspections: Collection[tuple[str, str, datetime.date | None]], *, asked_for: str
) -> list[tuple[str, str]]:
    """So many of the newest, in the order of their titles. Older ones are found by words of their titles."""
    by_date = sorted(inspections, key=lambda one: (one[0] == asked_for, one[2] or datetime.date.max), reverse=True)
    newest = [(slug, title) for slug, title, _on in by_date[:INSPECTIONS_OFFERED]]
    return sorted(newest, key=lambda choice: choice[1])


class ActionFilter(PageFilter):
    """By status, inspection, kind, theme, lead, overdue, stale, and words in title, text or reference.

    `whole` is the tally of all positions of the holder, before any filter, and `by_day` the same by the day due. By
    lead and project it filters only where the reader is told them. Of the overdue, the status is what was last
    said. `interval` is the holder's (`interval_of`), where the page has it at hand: the words of the filter name it.
    """

    status = django_filters.ChoiceFilter(label=_("Status"), method="of_group", empty_label=_("Any"))
    inspection = django_filters.ChoiceFilter(
        label=_("Inspection"), field_name="recommendation__inspection__slug", empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), field_name="recommendation__kind", empty_label=_("All"))
    theme = django_filters.ChoiceFilter(label=_("Theme"), field_name="recommendation__theme", empty_label=_("All"))
    lead = django_filters.ChoiceFilter(label=_("Lead"), method="led_by", empty_label=_("All"))
    project = django_filters.ChoiceFilter(label=_("Project"), method="of_project", empty_label=_("All"))
    overdue = TickFilter(label=_("Overdue only"), method="only_overdue")
    stale = TickFilter(label=_("Still to do, no update for long"), method="only_stale")
    q = WordsFilter(label=_("Words in title, text or inspection"), method="with_words", max_length=200)

    class Meta:
        model = Position
        fields: list[str] = []

    def __init__(self, data: Mapping[str, Any], holder: Body, reader: Reader, *, interval: int | None = None) -> None:
        positions = positions_of(holder, reader)
        super().__init__(data, queryset=with_deadline_changes(positions, reader))
        self.day = reader.day
        if interval is None and data.get("stale"):
            interval = interval_of(holder, reader.day)
        if interval:
            self.filters["stale"].label = _now("Still to do, no update for %(days)d days") % {"days": interval}
        self.with_leads = shows_lead(holder, reader)
        self.by_day: defaultdict[datetime.date | None, Tally] = defaultdict(Tally)
        of_choices = set()
        for counted in counted_by(positions, self.day, "due_on", *_CHOICE_FIELDS, *_INTERNAL_FIELDS * self.with_leads):
            self.by_day[counted.by[0]].count_together(counted)
            of_choices.add(counted.by[1:])
        self.whole = total(self.by_day)
        choices = self.choices = Choices.among(
            of_choices, self.whole, asked_for=data, wording=wording_for(holder, reader)
        )
        offered = {
            "status": choices.groups,
            "inspection": choices.inspections,
            "kind": choices.kinds,
            "theme": choices.themes,
            "lead": choices.leads,
            "project": choices.projects,
        }
        for name, options in offered.items():
            is_shown = name not in ("lead", "project") or self.with_leads
            if is_shown and (len(options) > 1 or self.data.get(name)):
                self.filters[name].extra |= {
                    "choices": options,
                    "error_messages": ONE_OF_THE_LIST,
                    "widget": forms.Select(attrs=NO_WIDER_THAN_THE_PAGE),
                }
            else:
                del self.filters[name]

    def of_group(self, positions: QuerySet[Position], name: str, value: str) -> QuerySet[Position]:
        derived = {
            DUE_NEXT: conditions.DUE_NEXT.q(self.day),
            FORECAST_LATE: conditions.FORECAST_LATE.q(self.day),
            PAST_LOCAL_TARGET: conditions.PAST_LOCAL_TARGET.q(self.day),
        }
        if value in derived:
            return positions.filter(derived[value])
        said = Q(status=value) if self.form.cleaned_data.get("overdue") else Q()
        return positions.filter(conditions.IN_GROUP[PositionGroup(value)].q(self.day) | said)

    def only_overdue(self, positions: QuerySet[Position], name: str, is_asked: bool) -> QuerySet[Position]:
        return positions.filter(conditions.OVERDUE.q(self.day)) if is_asked else positions

    def only_stale(self, positions: QuerySet[Position], name: str, is_asked: bool) -> QuerySet[Position]:
        return positions.filter(conditions.STALE.q(self.day)) if is_asked else positions

    def led_by(self, positions: QuerySet[Position], name: str, value: str) -> QuerySet[Position]:
        return positions.filter(action__lead_post="" if value == NO_LEAD else value)

    def of_project(self, positions: QuerySet[Position], name: str, value: str) -> QuerySet[Position]:
        return positions.filter(action__project="" if value == NO_LEAD else value)

    def with_words(self, positions: QuerySet[Position], name: str, value: str) -> QuerySet[Position]:
        paths = ("recommendation__short_title", "recommendation__text", "recommendation__inspection__short_title")
        return positions.filter(contains(value, *paths) | Q(recommendation__reference__iexact=value))
