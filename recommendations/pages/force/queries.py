"""One force: its local policing body and panels, and its progress over time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from forces.bodies.models import Body, BodyKind, Force, LocalPolicingBody, Oversight, Panel
from forces.people.access import Reader
from recommendations.charts.steps import Point, StepChart, steps, thinned
from recommendations.positions.cached_counts import CountScope
from recommendations.positions.progress import ProgressStep, overdue_on, progress_of
from soteria_tracker.web.templatetags.soteria import day as day_in_words

MOST_POINTS, MOST_ROWS = 48, 10  # of the chart, and of its table
YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class ForceOversight:
    """A force's local policing body on a day, since when, and the panels that scrutinise it."""

    body: LocalPolicingBody | None
    since: datetime.date | None
    panels: list[Body]


def force_and_overseers(slug: str, reader: Reader) -> tuple[Force, ForceOversight]:
    """Return a force this reader may see, with its local policing body and panels on the day, in one query.

    Special forces have neither. Raises Http404 where there is no such force for the reader.
    """
    oversight = Oversight.objects.on(reader.day).filter(force__slug=slug)
    own = reader.holders() & Q(kind=BodyKind.FORCE, slug=slug)
    panels = Panel.objects.open_on(reader.day).filter(Q(scrutinises__slug=slug))
    found = (
        Body.objects.filter(own | Q(pk__in=oversight.values("body")) | Q(pk__in=panels.values("pk")))
        .select_related("force", "localpolicingbody")
        .annotate(overseer_since=Subquery(oversight.filter(body=OuterRef("pk")).values("first_day")[:1]))
        .order_by("name")
    )
    by_kind: dict[str, list[Any]] = {kind: [] for kind in BodyKind.values}
    for body in found:
        by_kind[body.kind].append(body)
    if not by_kind[BodyKind.FORCE]:
        raise Http404
    overseer = next(iter(by_kind[BodyKind.LOCAL]), None)
    return by_kind[BodyKind.FORCE][0].force, ForceOversight(
        overseer.localpolicingbody if overseer else None,
        overseer.overseer_since if overseer else None,
        by_kind[BodyKind.PANEL],
    )


@dataclass(frozen=True)
class Progress:
    """How many actions of a holder were opened and closed over time."""

    steps: list[ProgressStep]
    day: datetime.date
    overdue: int = 0
    overdue_before: int = 0  # on the day `since`

    @classmethod
    def of(cls, holder: Body, reader: Reader, *, overdue: int) -> Progress:
        """Return the holder's progress, in two queries. `overdue` is how many of its actions are overdue now."""

        def count(_holders: Any) -> dict[int, tuple[list[ProgressStep], int]]:
            steps = progress_of(holder, reader)
            return {holder.pk: (steps, overdue_on(cls(steps, reader.day).since, holder, reader))}

        counted = CountScope.of(reader, holder).by_holder("progress", count)
        found, before = counted.get(holder.pk, ([], 0))
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
