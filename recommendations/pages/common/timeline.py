"""The deadlines of one holder on a line of time: by day or by month, by name where they are few."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from recommendations.charts.timeline import Due, Line, Timeline, in_sight, spans, timeline
from recommendations.positions.counting import Tally, total
from recommendations.positions.models import Position
from recommendations.register.statuses import PositionGroup, Wording, short_label_of

NAMED_ON_A_DAY = 2


@dataclass(frozen=True)
class DeadlineLine:
    """What falls due when, within sight, and how many actions are not on the line."""

    days: list[Due]
    today: datetime.date
    earlier: Tally
    later: Tally
    undated: Tally

    @property
    def drawing(self) -> Timeline | None:
        return timeline(self.days, self.today)


def deadline_line(
    by_day: Mapping[datetime.date | None, Tally], named: Iterable[Position], today: datetime.date, wording: Wording
) -> DeadlineLine:
    """From tallies by the day due, and from rows of which some may be named. Pure."""
    names: dict[datetime.date, list[Position]] = {}
    for position in named:
        if position.due_on:
            names.setdefault(position.due_on, []).append(position)
    before, shown, after = in_sight(sorted(day for day, tally in by_day.items() if day and tally.kept), today)
    days = []
    for span in spans(shown, today):
        tally = total({day: by_day[day] for day in span})
        at_hand = [position for day in span for position in names.get(day, [])]
        lines = _names(at_hand) if len(at_hand) == tally.kept <= NAMED_ON_A_DAY else _counts(tally, wording)
        days.append(Due(span[0], span[-1], lines))
    return DeadlineLine(
        days,
        today,
        earlier=total({day: by_day[day] for day in before}),
        later=total({day: by_day[day] for day in after}),
        undated=by_day.get(None, Tally()),
    )


def _names(positions: Iterable[Position]) -> list[Line]:
    return [
        Line(
            position.group,
            position.action.recommendation.short_title,
            url=position.action.get_absolute_url(),
        )
        for position in positions
    ]


def _counts(tally: Tally, wording: Wording) -> list[Line]:
    return [
        Line(group.value, f"{count} {_within_a_line(group, wording)}", count)
        for group, count in tally.present
        if group is not PositionGroup.NOT_KEPT
    ]


def _within_a_line(group: PositionGroup, wording: Wording) -> str:
    word = short_label_of(group, wording)
    return word[:1].lower() + word[1:]
