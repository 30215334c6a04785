"""The deadline timeline of one holder: by day or by month, with names where there are few actions."""

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
    """The deadlines on the timeline, and the tallies of actions that are not on it."""

    days: list[Due]
    today: datetime.date
    earlier: Tally
    later: Tally
    undated: Tally

    @property
    def drawing(self) -> Timeline | None:
        return timeline(self.days, self.today)


def deadline_line(
    tallies: Mapping[datetime.date | None, Tally], positions: Iterable[Position], today: datetime.date, wording: Wording
) -> DeadlineLine:
    """Return the timeline for tallies by due date; `positions` are those that may be named. Pure."""
    named: dict[datetime.date, list[Position]] = {}
    for position in positions:
        if position.due_on:
            named.setdefault(position.due_on, []).append(position)
    before, shown, after = in_sight(sorted(day for day, tally in tallies.items() if day and tally.tracked), today)
    days = []
    for span in spans(shown, today):
        tally = total({day: tallies[day] for day in span})
        of_span = [position for day in span for position in named.get(day, [])]
        lines = _names(of_span) if len(of_span) == tally.tracked <= NAMED_ON_A_DAY else _counts(tally, wording)
        days.append(Due(span[0], span[-1], lines))
    return DeadlineLine(
        days,
        today,
        earlier=total({day: tallies[day] for day in before}),
        later=total({day: tallies[day] for day in after}),
        undated=tallies.get(None, Tally()),
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
        if group is not PositionGroup.NOT_TRACKED
    ]


def _within_a_line(group: PositionGroup, wording: Wording) -> str:
    word = short_label_of(group, wording)
    return word[:1].lower() + word[1:]
