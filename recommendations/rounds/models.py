"""A round of requests: which actions were asked about, who was asked, by when, and what came back.

A returned workbook and its rows are kept as they came. Nothing in them is an update until a person accepts it.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.proof.proof import Proof
from recommendations.register.models import Action, Update


class Round(models.Model):
    """Requests for updates on one holder's actions, sent to their leads together, with one day to reply by."""

    holder = models.ForeignKey("forces.Body", on_delete=models.PROTECT, related_name="rounds")
    reply_by = models.DateField(_("reply by"))
    email_text = models.TextField(_("email text"), max_length=10_000, blank=True)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rounds_created")
    closed_on = models.DateField(
        _("closed on"), null=True, blank=True, help_text=_("Late replies can still be uploaded.")
    )
    submission_key = models.UUIDField(unique=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("round of requests")
        verbose_name_plural = _("rounds of requests")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.holder}, by {self.reply_by}"


class Request(models.Model):
    """What one lead post is asked in a round: one workbook. The post and its holder are those of that day."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="requests")
    lead_post = models.CharField(_("lead"), max_length=120, blank=True)
    lead_name = models.CharField(_("name"), max_length=120, blank=True)
    lead_email = models.EmailField(_("email"), blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["lead_post"]
        constraints = [models.UniqueConstraint(fields=["round", "lead_post"], name="a_round_asks_a_post_once")]

    def __str__(self) -> str:
        return f"{self.lead_post}, {self.round}"


class RequestedAction(models.Model):
    """One row of a request's workbook. `last_update` is the action's update in force when the round was created."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="rows")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="requested")
    last_update = models.ForeignKey(Update, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("requested action")
        verbose_name_plural = _("requested actions")
        constraints = [models.UniqueConstraint(fields=["request", "action"], name="a_request_asks_of_an_action_once")]

    def __str__(self) -> str:
        return f"{self.action}, {self.request}"


def _workbook_path(workbook: ReturnedWorkbook, filename: str) -> str:
    return f"returns/{workbook.round_id}/{workbook.checksum}"


class ReturnedWorkbook(models.Model):
    """A workbook that a lead returned, exactly as it came. Insert-only."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returned_workbooks")
    file = models.FileField(_("file"), upload_to=_workbook_path)
    file_name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveIntegerField(_("size in bytes"))
    checksum = models.CharField(_("SHA-256"), max_length=64)
    received_on = models.DateField(_("received on"))
    returned_by = models.CharField(_("returned by"), max_length=120, help_text=_("A name or a post."))
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    proof = Proof(holder="round__holder", files={"file": "checksum"})

    class Meta:
        verbose_name = _("returned workbook")
        verbose_name_plural = _("returned workbooks")
        ordering = ["uploaded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "checksum"], name="a_workbook_is_uploaded_once")]

    def __str__(self) -> str:
        return self.file_name


class RowOutcome(models.TextChoices):
    TO_REVIEW = "to-review", _("To review")
    ACCEPTED = "accepted", _("Accepted")
    SET_ASIDE = "set-aside", _("Set aside")
    DUPLICATE = "duplicate", _("Same as an accepted reply")


class ReturnedRow(models.Model):
    """One row of a returned workbook in which someone wrote something, and what a person decided about it.

    `cells` has every cell of the row in order, added columns included, as `workbook_sheet.ReplyCell` describes them.
    A row without a known key has no requested action: a person matches it to one, or sets it aside.
    """

    workbook = models.ForeignKey(ReturnedWorkbook, on_delete=models.PROTECT, related_name="rows")
    sheet = models.CharField(_("sheet"), max_length=100)
    number = models.PositiveIntegerField(_("row in the sheet"))
    requested = models.ForeignKey(
        RequestedAction, on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    cells = models.JSONField(_("cells"), default=list)
    outcome = models.CharField(_("outcome"), max_length=9, choices=RowOutcome.choices, default=RowOutcome.TO_REVIEW)
    update = models.OneToOneField(Update, on_delete=models.PROTECT, null=True, blank=True, related_name="returned_row")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("row of a returned workbook")
        verbose_name_plural = _("rows of returned workbooks")
        ordering = ["workbook", "sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["workbook", "sheet", "number"], name="a_row_of_a_sheet_is_read_once"),
            models.CheckConstraint(
                name="an_accepted_row_became_an_update",
                condition=Q(outcome="accepted", update__isnull=False) | ~Q(outcome="accepted") & Q(update__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workbook}, row {self.number}"
