"""The status of each action on each day, for each edition: a projection of the updates that can be rebuilt.

One row per action, edition and period. `rebuilding.rebuild` writes the rows; `manage.py rebuild_positions --check`
proves them equal to the history.
"""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.editions import Edition
from recommendations.positions.known import read_from_history
from recommendations.positions.replay import FOR_EVER
from recommendations.register.models import Action, Part, Recommendation, Update, visible_inspections
from recommendations.register.models.update_state import CountedState
from recommendations.register.statuses import PositionGroup


class PositionQuerySet(models.QuerySet["Position"]):
    def on(self, day: datetime.date, known_on: datetime.date | None = None) -> PositionQuerySet:
        """Return the position of each action and edition on the day.

        With `known_on`, only what had been recorded by the end of that day counts. This is slower: it is computed
        from the history.
        """
        positions = read_from_history(self, day, known_on) if known_on else self
        return positions.filter(starts_on__lte=day, until__gt=day)

    def visible_to(self, reader: Reader, holder: Body | None = None) -> PositionQuerySet:
        """Return positions of visible inspections and holders, in the edition of each that this reader sees.

        With a `holder`, only those of that holder: a query for which there is an index.
        """
        return self.filter(
            Q(holder=holder, edition=reader.edition_of(holder)) if holder else reader.editions(),
            reader.holders("holder__"),
            visible_inspections(reader, "recommendation__inspection__"),
        )


class Position(CountedState):
    """An action's state from a first day until, and not including, another."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="positions")
    edition = models.CharField(max_length=8, choices=Edition.choices)
    holder = models.ForeignKey("forces.Body", on_delete=models.CASCADE, related_name="positions")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    until = models.DateField(default=FOR_EVER)
    # set by the source of the item: named since before there were others than HMICFRS
    hmicfrs_deadline_on = models.DateField(null=True)
    due_on = models.DateField(null=True, help_text=_("The earliest of its own deadline and those of parts not done."))
    next_part = models.ForeignKey(
        Part,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text=_("The part whose deadline comes before the action’s own. Empty if the action’s own comes first."),
    )
    update = models.ForeignKey(Update, on_delete=models.CASCADE, null=True, related_name="+")

    # added by counting.positions_on
    group: str
    rank: int
    # added by with_deadline_changes
    deadline_change_count: int

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["action_id", "edition", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["action", "edition", "starts_on"], name="one_position_begins_on_a_day"),
            models.CheckConstraint(name="a_position_lasts_a_day", condition=Q(until__gt=F("starts_on"))),
        ]
        indexes = [
            models.Index(fields=["holder", "edition", "until", "starts_on"], name="position_of_holder_on"),
            # counts of all forces use this index only
            models.Index(
                fields=[
                    "edition",
                    "until",
                    "starts_on",
                    "holder",
                    "recommendation",
                    "status",
                    "due_on",
                    "expected_on",
                    "hmicfrs_deadline_on",
                    "local_target_on",
                    "waiting_for_body",
                ],
                name="position_of_edition_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_display()} from {self.starts_on}"

    @property
    def own_due_on(self) -> datetime.date | None:
        """The deadline of the action as a whole: the source's, or the local target where it set none."""
        return self.hmicfrs_deadline_on or self.local_target_on

    @property
    def next_occurrence_on(self) -> datetime.date | None:
        """The first occurrence of a recurring duty that is not recorded as done or missed."""
        recurrence = self.action.recurrence
        return recurrence.next_after(self.settled_until) if recurrence else None

    @property
    def is_tracked(self) -> bool:
        """Whether the holder uses Soteria Tracker. Only for positions of `counting.positions_on`."""
        return self.group != PositionGroup.NOT_TRACKED
