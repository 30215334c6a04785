"""The deadlines of national recommendations: what is still to finish by each, and for how many forces."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import Case, CharField, F, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import Body
from recommendations.positions.conditions import DUE_WITHIN_DAYS, STILL_TO_DO
from recommendations.positions.counting import Tally
from recommendations.register.models import Recommendation
from recommendations.register.statuses import TO_DO, PositionGroup, Wording, label_of

PAST_SHOWN, AHEAD_SHOWN = 1, 4
RECOMMENDATIONS_SHOWN = 3  # of one day

DueKey = tuple[int, datetime.date | None, str]  # a recommendation, a day due, the name of a holder that is no force

# A force's action is told as one of many, a national body's by the body's name.
OTHER_HOLDER = Case(
    When(holder__kind=Body.Kind.FORCE, then=Value("")), default=F("holder__name"), output_field=CharField()
)
_STILL_TO_FINISH = (*(PositionGroup(status) for status in sorted(TO_DO)), PositionGroup.OVERDUE, PositionGroup.PASSED)


def still_to_finish(day: datetime.date) -> Q:
    """Positions that somebody has still to finish, by a date that has passed or comes within a year."""
    return STILL_TO_DO.q(day) & Q(due_on__lte=day + datetime.timedelta(days=365))


@dataclass
class DueRecommendation:
    """One recommendation that is due on a day, and who has still to finish it."""

    recommendation: int
    forces: int = 0
    of_forces: int = 0  # how many forces it was addressed to whose records are kept here; 0 where that is not known
    others: list[tuple[str, PositionGroup]] = field(default_factory=list)
    found: Recommendation | None = None  # itself, of those that are shown

    def words(self, wording: Wording) -> list[str]:
        """ "9 of 43 forces still to finish", "Soteria Joint Unit: overdue"."""
        said = []
        if self.of_forces:
            said.append(
                ngettext(
                    "%(forces)d of %(all)d force still to finish",
                    "%(forces)d of %(all)d forces still to finish",
                    self.of_forces,
                )
                % {"forces": self.forces, "all": self.of_forces}
            )
        elif self.forces:
            words = ngettext("%(forces)d force still to finish", "%(forces)d forces still to finish", self.forces)
            said.append(words % {"forces": self.forces})
        for name, group in self.others:
            word = label_of(group, wording)
            said.append(_("%(body)s: %(status)s") % {"body": name, "status": word[:1].lower() + word[1:]})
        return said


@dataclass
class Deadline:
    """A day, and what is still to finish by it."""

    on: datetime.date
    due: list[DueRecommendation]
    icon: str  # overdue, passed, due, event
    wording: Wording

    @property
    def shown(self) -> list[DueRecommendation]:
        """Those that most have still to finish."""
        return sorted(self.due, key=lambda due: (-due.forces, due.recommendation))[:RECOMMENDATIONS_SHOWN]

    @property
    def lines(self) -> list[tuple[Recommendation, str]]:
        """The recommendations that are shown, each with who has still to finish it."""
        return [(due.found, "; ".join(due.words(self.wording))) for due in self.shown if due.found]

    @property
    def more(self) -> int:
        return len(self.due) - len(self.shown)


@dataclass
class Deadlines:
    """The last days that passed with something still to finish, and the next ones."""

    shown: list[Deadline]
    earlier: int  # days before those shown
    earlier_actions: int  # and how much is still to finish by them
    later: int


def deadlines_of(
    tallies: Mapping[DueKey, Tally], day: datetime.date, wording: Wording, *, in_full: Collection[int]
) -> Deadlines:
    """What is still to finish by which day. Pure.

    `in_full`: the recommendations of which all positions are in the tallies, so that one can say of how many.
    """
    by_day: dict[datetime.date, dict[int, DueRecommendation]] = {}
    whole: dict[datetime.date, Tally] = {}
    of_forces: Counter[int] = Counter()
    for (recommendation, due_on, other), tally in tallies.items():
        if not other and recommendation in in_full:
            of_forces[recommendation] += tally.kept
        still = [group for group, _count in tally.present if group in _STILL_TO_FINISH]
        if due_on is None or not still:
            continue
        due = by_day.setdefault(due_on, {}).setdefault(recommendation, DueRecommendation(recommendation))
        whole.setdefault(due_on, Tally()).add(tally)
        if other:
            due.others.append((other, still[0]))
        else:
            due.forces += sum(tally.groups[group] for group in still)
    for due in (due for of_day in by_day.values() for due in of_day.values()):
        due.of_forces = of_forces[due.recommendation] if due.forces else 0
    days = [Deadline(on, list(by_day[on].values()), _icon(on, day, whole[on]), wording) for on in sorted(by_day)]
    past = [deadline for deadline in days if deadline.on < day]
    ahead = days[len(past) :]
    earlier = past[:-PAST_SHOWN]
    return Deadlines(
        shown=past[-PAST_SHOWN:] + ahead[:AHEAD_SHOWN],
        earlier=len(earlier),
        earlier_actions=sum(whole[deadline.on].groups[group] for deadline in earlier for group in _STILL_TO_FINISH),
        later=len(ahead[AHEAD_SHOWN:]),
    )


def _icon(on: datetime.date, day: datetime.date, tally: Tally) -> str:
    """The mark of a day: passed with something overdue, passed unreported, due next, or later."""
    if on < day:
        return "overdue" if tally.overdue else "passed"
    return "due" if (on - day).days <= DUE_WITHIN_DAYS else "event"
