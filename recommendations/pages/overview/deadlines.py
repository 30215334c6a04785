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

MOST_SHOWN = 5  # recommendations

DueKey = tuple[int, datetime.date | None, int | None]  # recommendation, due date, a holder that is not a force

# Forces are counted; other holders are named.
OTHER_HOLDER = Case(When(~Q(holder__kind=BodyKind.FORCE), then=F("holder")))
_STILL_TO_FINISH = (*(PositionGroup(status) for status in sorted(TO_DO)), PositionGroup.OVERDUE, PositionGroup.PASSED)


def still_to_finish(day: datetime.date) -> Q:
    """Return the filter for unfinished positions whose deadline has passed or is within a year."""
    return STILL_TO_DO.q(day) & Q(due_on__lte=day + datetime.timedelta(days=365))


@dataclass
class DueRecommendation:
    """One recommendation with work still to finish, and the holders that have not finished it."""

    recommendation_id: int
    still: dict[datetime.date, int] = field(default_factory=dict)  # actions to finish, by deadline
    forces: int = 0
    of_forces: int = 0  # addressees among the forces that use Soteria Tracker; 0 where not known
    other_holders: list[tuple[int, PositionGroup]] = field(default_factory=list)
    is_overdue: bool = False

    def on(self, day: datetime.date) -> datetime.date:
        """Return the next deadline from the day on, or the last where all have passed."""
        return min((on for on in self.still if on >= day), default=max(self.still))

    def late(self, day: datetime.date) -> int:
        """Return how many actions have passed their deadline."""
        return sum(count for on, count in self.still.items() if on < day)

    def icon(self, day: datetime.date) -> str:
        """Return the icon for its deadline: passed with overdue work, passed with no update, due next, or later."""
        on = self.on(day)
        if on < day:
            return "overdue" if self.is_overdue else "passed"
        return "due" if (on - day).days <= DUE_WITHIN_DAYS else "event"

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
        named = sorted((bodies[holder].shown_name, group) for holder, group in self.other_holders if holder in bodies)
        for name, group in named:
            word = label_of(group, wording)
            phrases.append(_("%(body)s: %(status)s") % {"body": name, "status": word[:1].lower() + word[1:]})
        return phrases


@dataclass(frozen=True)
class NamedDeadline:
    """One recommendation shown: its next deadline, and the holders that have still to finish it, in words."""

    on: datetime.date
    icon: str  # overdue, passed, due, event
    recommendation: Recommendation
    words: str


@dataclass
class Deadlines:
    """The recommendations with the next deadlines, and the last that passed where those are few."""

    shown: list[DueRecommendation]
    earlier: int  # recommendations not shown whose deadlines have all passed
    earlier_actions: int  # still to finish of those
    later: int  # recommendations not shown with a later deadline
    lines: list[NamedDeadline] = field(default_factory=list)  # added by `with_lines`


def with_lines(deadlines: Deadlines, wording: Wording, bodies: Mapping[int, Body], *, day: datetime.date) -> Deadlines:
    """Add a line for each recommendation shown, in one query. `bodies`, by id, name the holders that are no forces."""
    ids = {due.recommendation_id for due in deadlines.shown}
    named = Recommendation.objects.select_related("inspection").defer("text", "inspection__key_findings").in_bulk(ids)
    deadlines.lines = [
        NamedDeadline(due.on(day), due.icon(day), named[due.recommendation_id], _sentence(due, wording, bodies, day))
        for due in deadlines.shown
    ]
    return deadlines


def _sentence(due: DueRecommendation, wording: Wording, bodies: Mapping[int, Body], day: datetime.date) -> str:
    phrases = due.words(wording, bodies)
    late = due.late(day)
    if late and due.on(day) >= day:
        phrases.append(ngettext("%(late)d past its deadline", "%(late)d past their deadlines", late) % {"late": late})
    return "; ".join(phrases)


def deadlines_of(tallies: Mapping[DueKey, Tally], day: datetime.date, *, in_full: Collection[int]) -> Deadlines:
    """Return the deadlines with work still to finish, by recommendation, without their lines. Pure.

    `in_full`: the recommendations with all their positions in the tallies, so that the total is known.
    """
    found: dict[int, DueRecommendation] = {}
    of_forces: Counter[int] = Counter()
    for (recommendation, due_on, other), tally in tallies.items():
        if not other and recommendation in in_full:
            of_forces[recommendation] += tally.tracked
        still = [group for group, _count in tally.present if group in _STILL_TO_FINISH]
        if due_on is None or not still:
            continue
        due = found.setdefault(recommendation, DueRecommendation(recommendation))
        count = sum(tally.groups[group] for group in still)
        due.still[due_on] = due.still.get(due_on, 0) + count
        due.is_overdue = due.is_overdue or bool(tally.overdue)
        if other:
            due.other_holders.append((other, still[0]))
        else:
            due.forces += count
    for due in found.values():
        due.of_forces = of_forces[due.recommendation_id] if due.forces else 0
    in_order = sorted(found.values(), key=lambda due: (due.on(day), -due.forces, due.recommendation_id))
    past = [due for due in in_order if due.on(day) < day]
    ahead = in_order[len(past) :]
    earlier = past[: len(past) - max(0, MOST_SHOWN - len(ahead))]
    return Deadlines(
        shown=past[len(earlier) :] + ahead[:MOST_SHOWN],
        earlier=len(earlier),
        earlier_actions=sum(due.late(day) for due in earlier),
        later=len(ahead[MOST_SHOWN:]),
    )
