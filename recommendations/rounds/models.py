"""A round of requests: which actions were asked about, of whom, by when, and what came back.

A return and its rows are kept as they came; nothing of them is an update before a person accepts it.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from recommendations.register.models import Action, Update


class Round(models.Model):
    """The actions of one holder about which its lead posts were asked, and the day by which answers are wanted."""

    holder = models.ForeignKey("forces.Body", on_delete=models.PROTECT, related_name="rounds")
    wanted_by = models.DateField(_("answers wanted by"))
    message = models.TextField(_("words of the e-mail"), max_length=10_000, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rounds_made")
    ended_on = models.DateField(_("ended on"), null=True, blank=True, help_text=_("No more answers are waited for."))
    submission_key = models.UUIDField(unique=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("request round")
        verbose_name_plural = _("request rounds")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.holder}, by {self.wanted_by}"


class Request(models.Model):
    """What one lead post was asked: one workbook. The post and its holder are as they were when it was made."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="requests")
    lead_post = models.CharField(_("lead"), max_length=120, blank=True)
    lead_name = models.CharField(_("name"), max_length=120, blank=True)
    lead_email = models.EmailField(_("e-mail"), blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    chased_on = models.DateField(_("reminded on"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["lead_post"]
        constraints = [models.UniqueConstraint(fields=["round", "lead_post"], name="a_round_asks_a_post_once")]

    def __str__(self) -> str:
        return f"{self.lead_post}, {self.round}"


class RequestedAction(models.Model):
    """One row of a workbook. `seen` is the update that stood when it was made: what was recorded since is shown."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="rows")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="requested")
    seen = models.ForeignKey(Update, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("requested action")
        verbose_name_plural = _("requested actions")
        constraints = [models.UniqueConstraint(fields=["request", "action"], name="a_request_asks_of_an_action_once")]

    def __str__(self) -> str:
        return f"{self.action}, {self.request}"


def _return_path(returned: Return, filename: str) -> str:
    return f"returns/{returned.round_id}/{returned.checksum}"


class Return(models.Model):
    """A workbook that came back: insert-only, the file as it was."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returns")
    file = models.FileField(_("file"), upload_to=_return_path)
    file_name = models.CharField(_("name of the file"), max_length=255)
    size = models.PositiveIntegerField(_("size in bytes"))
    checksum = models.CharField(_("SHA-256"), max_length=64)
    received_on = models.DateField(_("received on"))
    returned_by = models.CharField(_("returned by"), max_length=120, help_text=_("A name or a post."))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("returned workbook")
        verbose_name_plural = _("returned workbooks")
        ordering = ["recorded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "checksum"], name="a_workbook_is_taken_in_once")]

    def __str__(self) -> str:
        return self.file_name


class ReturnedRow(models.Model):
    """One row of a returned workbook in which something was written, and what a person decided about it.

    `cells` has every cell of the row in its order, extra columns included, as `reading.Cell` says. A row without a
    known key has no requested action: it is shown, and a person says where it belongs or leaves it.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("To be decided")
        ACCEPTED = "accepted", _("Accepted")
        LEFT = "left", _("Left out")
        SAME = "same", _("The same as accepted")

    returned = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="rows")
    sheet = models.CharField(_("sheet"), max_length=100)
    number = models.PositiveIntegerField(_("row in the sheet"))
    requested = models.ForeignKey(
        RequestedAction, on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    cells = models.JSONField(_("cells"), default=list)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    update = models.OneToOneField(Update, on_delete=models.PROTECT, null=True, blank=True, related_name="returned_row")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("row of a returned workbook")
        verbose_name_plural = _("rows of returned workbooks")
        ordering = ["returned", "sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["returned", "sheet", "number"], name="a_row_of_a_sheet_is_read_once"),
            models.CheckConstraint(
                name="an_accepted_row_became_an_update",
                condition=Q(outcome="accepted", update__isnull=False) | ~Q(outcome="accepted") & Q(update__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.returned}, row {self.number}"
