"""The filter of a table of actions. The page and its download use the same address, so they hold the same rows."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forces.bodies.intervals import interval_of
from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.pages.common.action_rows import positions_of
from recommendations.pages.common.wording import shows_lead, wording_for
from recommendations.positions import conditions
from recommendations.positions.cached_counts import CountScope, tallies_by_due_date
from recommendations.positions.counting import Tally, total
from recommendations.positions.deadline_changes import with_deadline_changes
from recommendations.positions.models import Position
from recommendations.register.models import RecommendationKind
from recommendations.register.statuses import PositionGroup, Wording, label_of
from recommendations.search.folding import contains
from soteria_tracker.web.filters import NO_WIDER_THAN_THE_PAGE, ONE_OF_THE_LIST, PageFilter, TickFilter, WordsFilter

_OF_INSPECTION = tuple(f"recommendation__inspection__{name}" for name in ("slug", "short_title", "published_on"))
_CHOICE_FIELDS = ("recommendation__kind", "recommendation__theme")
_INTERNAL_FIELDS = ("action__lead_post", "action__project")  # only for readers who may see them

DUE_NEXT, FORECAST_LATE, PAST_LOCAL_TARGET = "due", "forecast-late", "past-local-target"
INSPECTIONS_OFFERED = 40  # a longer list is hard to use and makes every page heavy
NO_LEAD = "none"  # or no project


@dataclass(frozen=True)
class Choices:
    """The choices in the filter's lists: only values that the actions have."""

    groups: list[tuple[str, Any]]
    inspections: list[tuple[str, str]]  # the newest
    inspections_in_all: int
    kinds: list[tuple[str, Any]]
    themes: list[tuple[str, str]]
    leads: list[tuple[str, Any]]
    projects: list[tuple[str, Any]]

    @classmethod
    def among(
        cls,
        positions: QuerySet[Position],
        tally: Tally,
        held: Collection[int],
        inspections: Collection[tuple[str, str, datetime.date | None]],
        *,
        with_leads: bool,
        asked_for: Mapping[str, str],
        wording: Wording,
    ) -> Choices:
        """Return the choices for a holder's positions and their tally; leads and projects if `with_leads`. One query.

        `held` are the bodies whose actions the holder has (`Reader.held_by`), and `inspections` those of the actions.

        A value that is `asked_for` is always offered, even an empty group or an old inspection.
        """
        fields = _CHOICE_FIELDS + _INTERNAL_FIELDS * with_leads
        # the holder of a position holds these actions anyway, but only this lets the database use the index of actions
        of_holder = positions.filter(action__holder__in=held) if with_leads else positions
        keys = of_holder.order_by().values_list(*fields).distinct()
        statuses = (
            *((group.value, label_of(group, wording), count) for group, count in tally.groups.items()),
            (DUE_NEXT, _("Due in the next 30 days"), tally.due_next),
            (FORECAST_LATE, _("Forecast late"), tally.forecast_late),
            (PAST_LOCAL_TARGET, _("Past its local target"), tally.past_local_target),
        )
        kind_words = dict(RecommendationKind.choices)
        internal = [named for _kind, _theme, *named in keys if named]
        leads = sorted({lead for lead, _project in internal if lead})
        projects = sorted({project for _lead, project in internal if project})
        return cls(
            groups=[(key, words) for key, words, count in statuses if count or key == asked_for.get("status")],
            inspections=_newest_by_title(inspections, asked_for=asked_for.get("inspection", "")),
            inspections_in_all=len(inspections),
            kinds=sorted(
                [(kind, kind_words.get(kind, kind)) for kind in {kind for kind, *_others in keys}],
                key=lambda choice: str(choice[1]),
            ),
            themes=sorted({(theme, theme) for _kind, theme, *_named in keys if theme}),
            leads=[(lead, lead) for lead in leads] + ([(NO_LEAD, _("No lead named"))] if leads else []),
            projects=[(name, name) for name in projects] + ([(NO_LEAD, _("No project named"))] if projects else []),
        )


def _newest_by_title(
    inspections: Collection[tuple[str, str, datetime.date | None]], *, asked_for: str
) -> list[tuple[str, str]]:
    """Return the newest inspections by title. Readers find older ones by words in the title."""
    by_date = sorted(
        inspections, key=lambda choice: (choice[0] == asked_for, choice[2] or datetime.date.max), reverse=True
    )
    newest = [(slug, title) for slug, title, _on in by_date[:INSPECTIONS_OFFERED]]
    return sorted(newest, key=lambda choice: choice[1])


class ActionFilter(PageFilter):
    """Filter by status, inspection, kind, theme, lead, overdue, stale, and words in title, text or reference.

    `tally` counts all positions of the holder before filtering, and `tallies_by_due_date` the same by due date; `scope`
    is what they depend on. Lead
    and project are filters only for readers who may see them. With "overdue only", a status is the one last reported.
    `interval` is the holder's (`interval_of`), if the page has it; the label of the filter gives it.
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
    stale = TickFilter(label=_("Still to do, no recent update"), method="only_stale")
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
            self.filters["stale"].label = gettext("Still to do, no update for %(days)d days") % {"days": interval}
        self.with_leads = shows_lead(holder, reader)
        self.scope = CountScope.of(reader, holder)
        self.tallies_by_due_date = tallies_by_due_date(holder, reader, self.scope)
        self.tally = total(self.tallies_by_due_date)
        choices = self.choices = Choices.among(
            positions,
            self.tally,
            reader.held_by(holder),
            self.scope.of_holder(
                holder, "inspections", lambda: list(positions.order_by().values_list(*_OF_INSPECTION).distinct())
            ),
            with_leads=self.with_leads,
            asked_for=data,
            wording=wording_for(holder, reader),
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
        last_reported = Q(status=value) if self.form.cleaned_data.get("overdue") else Q()
        return positions.filter(conditions.IN_GROUP[PositionGroup(value)].q(self.day) | last_reported)

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
