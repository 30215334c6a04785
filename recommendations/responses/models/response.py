"""The draft of a response: whether one is due, the invitation, the Chief Constable's comments, the office's texts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.people.access import Reader
from recommendations.register.models import Inspection, Recommendation, visible_inspections
from recommendations.responses.models.joint import JointResponse

TEXT_LIMIT = 20_000


class ResponseQuerySet(models.QuerySet["Response"]):
    def worked_on_by(self, reader: Reader) -> ResponseQuerySet:
        """Return the responses that this reader's own office drafts, to inspections that the reader may see."""
        return self.filter(visible_inspections(reader, "inspection__"), force__in=reader.office)


class ResponseStage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted for approval")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")


class Response(models.Model):
    """The local policing body's response to one inspection for one force: a working copy.

    The body is not stored: it is the body in office on the day, and each publication names it. History keeps every
    version of the draft.
    """

    class Applicability(models.TextChoices):
        UNDECIDED = "", _("Not decided: due, as the report requires")
        DUE = "due", _("A response is due")
        NOT_SUBJECT = "not-subject", _("The force is clearly not the subject of the report")
        OWN_REPORT = "own-report", _("Answered in the response to the force’s own report")
        NOT_REQUIRED = "not-required", _("The report requires no response")

    class Quoted(models.TextChoices):
        NOT_STATED = "", _("Not stated")
        YES = "yes", _("Yes")
        NO = "no", _("No")

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="responses")
    force = models.ForeignKey("forces.Force", on_delete=models.PROTECT, related_name="responses")
    joint = models.ForeignKey(JointResponse, on_delete=models.PROTECT, null=True, blank=True, related_name="members")

    applicability = models.CharField(
        _("is a response due?"), max_length=12, choices=Applicability.choices, blank=True, default=""
    )
    applicability_reason = models.CharField(_("why"), max_length=500, blank=True)
    own_report = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("own report")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)

    invited_on = models.DateField(_("invited on"), null=True, blank=True)
    comments_wanted_by = models.DateField(_("comments due by"), null=True, blank=True)
    not_invited_reason = models.CharField(_("reason for not inviting"), max_length=500, blank=True)
    comments_received_on = models.DateField(_("comments received on"), null=True, blank=True)
    no_comments_received = models.BooleanField(_("no comments received"), default=False)
    comments_submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    comments_submitted_at = models.DateTimeField(null=True, blank=True)
    comments_document = models.FileField(upload_to="comments/", blank=True)
    comments_document_name = models.CharField(max_length=255, blank=True)

    general_comments = models.TextField(_("comments on the report"), max_length=TEXT_LIMIT, blank=True)
    quoted = models.CharField(
        _("is the force quoted in the report?"), max_length=3, choices=Quoted.choices, blank=True, default=""
    )
    reply = models.TextField(
        _("reply to the Chief Constable (Commissioner in London and the City)"), max_length=TEXT_LIMIT, blank=True
    )

    stage = models.CharField(_("stage"), max_length=10, choices=ResponseStage.choices, default=ResponseStage.DRAFT)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    incomplete_reason = models.CharField(_("reason for publishing incomplete"), max_length=1_000, blank=True)
    returned_comment = models.TextField(_("approver’s comment"), max_length=2_000, blank=True)

    objects = ResponseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["-inspection__published_on", "force"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "force"], name="one_response_per_inspection_and_force"),
            models.CheckConstraint(
                name="no_response_due_has_a_reason",
                condition=Q(applicability__in=["", "due"]) | ~Q(applicability_reason="") | Q(own_report__isnull=False),
            ),
            models.CheckConstraint(
                name="own_report_is_named",
                condition=~Q(applicability="own-report") | Q(own_report__isnull=False),
            ),
            models.CheckConstraint(
                name="approval_has_digest_and_approver",
                condition=~Q(stage="approved") | (~Q(approved_digest="") & Q(approved_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="invited_or_reason_not_both",
                condition=Q(invited_on__isnull=True) | Q(not_invited_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force}: response to {self.inspection}"

    @property
    def takes_comments(self) -> bool:
        """Whether the force may still enter comments: invited, not submitted, not published."""
        return bool(self.invited_on and not self.comments_submitted_at and self.stage != ResponseStage.PUBLISHED)

    @property
    def is_due(self) -> bool:
        """Whether a response is due by the office's decision. The clock knows whether the report requires one."""
        return self.applicability in (self.Applicability.UNDECIDED, self.Applicability.DUE)

    def get_absolute_url(self) -> str:
        return reverse("response", args=[self.force.slug, self.inspection.slug])


class ExplanationKind(models.TextChoices):
    TAKEN = "taken", _("Action taken")
    PROPOSED = "proposed", _("Action proposed")
    NONE = "none", _("No action, and why")


class Explanation(models.Model):
    """The local policing body's explanation of one recommendation, in its own words (s.55(5B))."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="explanations")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="explanations")
    kind = models.CharField(_("what is explained"), max_length=8, choices=ExplanationKind.choices, blank=True)
    text = models.TextField(_("explanation"), max_length=TEXT_LIMIT, blank=True)
    proposed_by = models.DateField(_("proposed by (date)"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        constraints = [
            models.UniqueConstraint(fields=["response", "recommendation"], name="one_explanation_per_recommendation")
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.text[:60]}"


class ChiefOfficerComment(models.Model):
    """A comment by the Chief Constable on one recommendation, or on the report as a whole.

    Kept apart from the explanation: the force’s contributors enter it and do not see the explanations.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="chief_officer_comments")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("comment"), max_length=TEXT_LIMIT, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("comment of the Chief Constable (Commissioner in London and the City)")
        verbose_name_plural = _("comments of the Chief Constable (Commissioner in London and the City)")
        constraints = [
            models.UniqueConstraint(fields=["response", "recommendation"], name="one_comment_per_recommendation"),
            models.UniqueConstraint(
                fields=["response"],
                condition=Q(recommendation__isnull=True),
                name="one_general_comment_per_response",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation or self.response}: {self.text[:60]}"


class CommitmentKind(models.TextChoices):
    COMMITMENT = "commitment", _("Commitment")
    DUTY = "duty", _("Duty")


class Commitment(models.Model):
    """A commitment or duty besides the recommendations: what, by whom, by when, and when it was done.

    Publishing a response that proposes an action with a date makes a commitment. A duty is set by a report or letter
    that asks for something besides its recommendations ("an action plan within 12 weeks").
    """

    kind = models.CharField(_("kind"), max_length=10, choices=CommitmentKind.choices, default=CommitmentKind.COMMITMENT)
    body = models.ForeignKey(
        "forces.Body", on_delete=models.PROTECT, related_name="commitments", verbose_name=_("who has to do it")
    )
    explanation = models.ForeignKey(
        Explanation, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    action = models.ForeignKey(
        "recommendations.Action", on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    what = models.TextField(_("what has to be done"), max_length=TEXT_LIMIT)
    source = models.CharField(_("where it is stated"), max_length=500, blank=True)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    how_done = models.CharField(_("how it was done"), max_length=500, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["due_on"]
        constraints = [
            models.CheckConstraint(
                name="a_duty_comes_from_no_response",
                condition=Q(explanation__isnull=True) | Q(kind="commitment"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}, by {self.due_on}: {self.what[:60]}"

    def get_absolute_url(self) -> str:
        if self.explanation is None:
            return reverse("duty", args=[self.body.slug, self.pk])
        response = self.explanation.response
        return reverse("commitment", args=[response.force.slug, response.inspection.slug, self.pk])
