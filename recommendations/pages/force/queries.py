"""One force: its local policing body and panels, and its progress over time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from forces.bodies.models import Body, Force, LocalPolicingBody, Oversight, Panel
from forces.people.access import Reader
from recommendations.charts.steps import Point, StepChart, steps, thinned
from recommendations.positions.cached_counts import CountScope
from recommendations.positions.progress import ProgressStep, overdue_on, progress_of
from recommendations.register.listed_columns import BODY, body_columns
from soteria_tracker.web.templatetags.soteria import day as day_in_words

MOST_POINTS, MOST_ROWS = 48, 10  # of the chart, and of its table
YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class ForceOversight:
    """A force's local policing body on a day, since when, and the panels that scrutinise it."""

    body: LocalPolicingBody | None
    since: datetime.date | None
    panels: list[Panel]


def force_of(slug: str, reader: Reader) -> Force:
    """Return a force that this reader may see, with its earlier names, in two queries. Raises Http404 where there is no
    such force for the reader.
    """
    return get_object_or_404(Force.objects.filter(reader.holders()).prefetch_related("earlier_names"), slug=slug)


def oversight_of(force: Force, day: datetime.date) -> ForceOversight:
    """Return a force's local policing body and its panels on the day, in two queries. Special forces have neither."""
    periods = Oversight.objects.on(day).filter(force=force).select_related("body").order_by("pk")
    period = periods.only("first_day", "body__office", "body__update_interval", *body_columns("body")).first()
    panels = Panel.objects.open_on(day).filter(scrutinises=force).order_by("name").only(*BODY)
    return ForceOversight(period.body if period else None, period.first_day if period else None, list(panels))


@dataclass(frozen=True)
class Progress:
    """How many actions of a holder were opened and closed over time."""

    steps: list[ProgressStep]
    day: datetime.date
    overdue: int = 0
    overdue_before: int = 0  # on the day `since`

    @classmethod
    def of(cls, holder: Body, reader: Reader, scope: CountScope, *, overdue: int) -> Progress:
        """Return the holder's progress, in two queries at most. `overdue`: how many of its actions are overdue now."""

        def count() -> tuple[list[ProgressStep], int]:
            steps = progress_of(holder, reader)
            return steps, overdue_on(cls(steps, reader.day).since, holder, reader)

        found, before = scope.of_holder(holder, "progress", count)
        return cls(found, reader.day, overdue, before)

    @property
    def since(self) -> datetime.date:
        """Return the day with which the sentence compares: a year ago, or the day of the first actions since."""
        year_ago = self.day - YEAR
        return max(year_ago, self.steps[0].on) if self.steps else year_ago

    @property
    def sentence(self) -> str:
        """Return "12 more closed than opened since 30 November 2025; overdue fell from 5 to 1."."""
        if not self.steps:
            return ""
        first = [step for step in self.steps if step.on <= self.since][-1]
        fewer_open = first.still_open - self.steps[-1].still_open
        if fewer_open > 0:
            balance = _("%(count)d more closed than opened") % {"count": fewer_open}
        elif fewer_open < 0:
            balance = _("%(count)d more opened than closed") % {"count": -fewer_open}
        else:
            balance = _("As many closed as opened")
        words = {"balance": balance, "since": day_in_words(self.since), "overdue": self._overdue}
        return _("%(balance)s since %(since)s; %(overdue)s.") % words

    @property
    def _overdue(self) -> str:
        words = {"before": self.overdue_before, "now": self.overdue}
        if self.overdue < self.overdue_before:
            return _("overdue fell from %(before)d to %(now)d") % words
        if self.overdue > self.overdue_before:
            return _("overdue rose from %(before)d to %(now)d") % words
        return _("%(now)d overdue, as then") % words if self.overdue else _("nothing overdue, as then")

    @property
    def rows(self) -> list[ProgressStep]:
        """Return the rows of the table, the newest first."""
        return thinned(self.steps, MOST_ROWS)[::-1]

    @property
    def chart(self) -> StepChart | None:
        """Return the chart; None where there are fewer than two points."""
        return self.chart_with(_("%(open)d open"))

    def chart_with(self, still: str) -> StepChart | None:
        """Return the chart with this label for the actions that are neither closed nor ended: "%(open)d open"."""
        if not self.steps:
            return None
        last = self.steps[-1]
        done = _("%(closed)d closed") % {"closed": last.closed}
        return steps(
            [Point(step.on, step.opened, step.done) for step in thinned(self.steps, MOST_POINTS)],
            self.day,
            opened=_("%(opened)d opened") % {"opened": last.opened},
            still=still % {"open": last.still_open},
            done=_("%(closed)s, %(ended)d ended") % {"closed": done, "ended": last.ended} if last.ended else done,
        )

    @property
    def ever_ended(self) -> bool:
        """Return whether any action was closed for another reason."""
        return any(step.ended for step in self.steps)
