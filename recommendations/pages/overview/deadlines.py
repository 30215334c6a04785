"""The deadlines of national recommendations, and how many forces still have work to finish by each."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Case, F, Q, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body, BodyKind
from recommendations.positions.conditions import DUE_WITHIN_DAYS, STILL_TO_DO
from recommendations.positions.counting import Tally
from recommendations.register.models import Recommendation
from recommendations.register.statuses import TO_DO, PositionGroup, Wording, label_of

PAST_SHOWN, AHEAD_SHOWN = 1, 4
RECOMMENDATIONS_SHOWN = 3  # of one day

DueKey = tuple[int, datetime.date | None, int | None]  # recommendation, due date, a holder that is not a force

# Forces are counted; other holders are named.
OTHER_HOLDER = Case(When(~Q(holder__kind=BodyKind.FORCE), then=F("holder")))
_STILL_TO_FINISH = (*(PositionGroup(status) for status in sorted(TO_DO)), PositionGroup.OVERDUE, PositionGroup.PASSED)


def still_to_finish(day: datetime.date) -> Q:
    """Return the filter for unfinished positions whose deadline has passed or is within a year."""
    return STILL_TO_DO.q(day) & Q(due_on__lte=day + datetime.timedelta(days=365))


@dataclass
class DueRecommendation:
    """One recommendation that is due on a day, and the holders that have not finished it."""

    recommendation_id: int
    forces: int = 0
    of_forces: int = 0  # addressees among the forces that use Soteria Tracker; 0 where not known
    other_holders: list[tuple[int, PositionGroup]] = field(default_factory=list)

    def words(self, wording: Wording, bodies: Mapping[int, Body]) -> list[str]:
        """Return phrases such as "9 of 43 forces still to finish" and "Soteria Joint Unit: overdue"."""
        phrases = []
        if self.of_forces:
            phrases.append(
                ngettext(
                    "%(forces)d of %(all)d force still to finish",
                    "%(forces)d of %(all)d forces still to finish",
                    self.of_forces,
                )
                % {"forces": self.forces, "all": self.of_forces}
            )
        elif self.forces:
            words = ngettext("%(forces)d force still to finish", "%(forces)d forces still to finish", self.forces)
            phrases.append(words % {"forces": self.forces})
        named = sorted((bodies[holder].name, group) for holder, group in self.other_holders if holder in bodies)
        for name, group in named:
            word = label_of(group, wording)
            phrases.append(_("%(body)s: %(status)s") % {"body": name, "status": word[:1].lower() + word[1:]})
        return phrases


@dataclass
class DeadlineDay:
    """A day, and the recommendations still to finish by it."""

    on: datetime.date
    due: list[DueRecommendation]
    icon: str  # overdue, passed, due, event
    # each recommendation shown, with the holders that have still to finish it, in words: added by `with_lines`
    lines: list[tuple[Recommendation, str]] = field(default_factory=list)

    @property
    def shown(self) -> list[DueRecommendation]:
        """Return the recommendations that most forces have still to finish."""
        return sorted(self.due, key=lambda due: (-due.forces, due.recommendation_id))[:RECOMMENDATIONS_SHOWN]

    @property
    def more(self) -> int:
        return len(self.due) - len(self.shown)


@dataclass
class Deadlines:
    """The last deadlines that passed with work still to finish, and the next ones."""

    shown: list[DeadlineDay]
    earlier: int  # days before those shown
    earlier_actions: int  # still to finish by those days
    later: int


def with_lines(deadlines: Deadlines, wording: Wording, bodies: Mapping[int, Body]) -> Deadlines:
    """Add the lines of the days shown, in one query. `bodies`, by id, name the holders that are not forces."""
    ids = {due.recommendation_id for deadline in deadlines.shown for due in deadline.shown}
    named = Recommendation.objects.select_related("inspection").defer("text", "inspection__key_findings").in_bulk(ids)
    for deadline in deadlines.shown:
        deadline.lines = [
            (named[due.recommendation_id], "; ".join(due.words(wording, bodies))) for due in deadline.shown
        ]
    return deadlines


def deadlines_of(tallies: Mapping[DueKey, Tally], day: datetime.date, *, in_full: Collection[int]) -> Deadlines:
    """Return the deadlines with work still to finish, without their lines. Pure.

    `in_full`: the recommendations with all their positions in the tallies, so that the total is known.
    """
    due_by_day: dict[datetime.date, dict[int, DueRecommendation]] = {}
    day_tallies: dict[datetime.date, Tally] = {}
    of_forces: Counter[int] = Counter()
    for (recommendation, due_on, other), tally in tallies.items():
        if not other and recommendation in in_full:
            of_forces[recommendation] += tally.tracked
        still = [group for group, _count in tally.present if group in _STILL_TO_FINISH]
        if due_on is None or not still:
            continue
        due = due_by_day.setdefault(due_on, {}).setdefault(recommendation, DueRecommendation(recommendation))
        day_tallies.setdefault(due_on, Tally()).add(tally)
        if other:
            due.other_holders.append((other, still[0]))
        else:
            due.forces += sum(tally.groups[group] for group in still)
    for due in (due for of_day in due_by_day.values() for due in of_day.values()):
        due.of_forces = of_forces[due.recommendation_id] if due.forces else 0
    days = [
        DeadlineDay(on, list(due_by_day[on].values()), _icon(on, day, day_tallies[on])) for on in sorted(due_by_day)
    ]
    past = [deadline for deadline in days if deadline.on < day]
    ahead = days[len(past) :]
    earlier = past[:-PAST_SHOWN]
    return Deadlines(
        shown=past[-PAST_SHOWN:] + ahead[:AHEAD_SHOWN],
        earlier=len(earlier),
        earlier_actions=sum(
            day_tallies[deadline.on].groups[group] for deadline in earlier for group in _STILL_TO_FINISH
        ),
        later=len(ahead[AHEAD_SHOWN:]),
    )


def _icon(on: datetime.date, day: datetime.date, tally: Tally) -> str:
    """Return the icon of a day: passed with overdue work, passed with no update, due next, or later."""
    if on < day:
        return "overdue" if tally.overdue else "passed"
    return "due" if (on - day).days <= DUE_WITHIN_DAYS else "event"
