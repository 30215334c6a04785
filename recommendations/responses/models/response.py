"""A response as it is worked on: whether one is due, the invitation, the chief officer's comments, the draft."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.people.access import Reader
from recommendations.register.models import Inspection, Recommendation

TEXT_LIMIT = 20_000


class ResponseQuerySet(models.QuerySet["Response"]):
    def worked_on_by(self, reader: Reader) -> ResponseQuerySet:
        """Responses whose draft is this reader's own office's, of inspections the reader may see."""
        return self.filter(force__in=reader.office, inspection__in=Inspection.objects.visible_to(reader))


class Response(models.Model):
    """The local policing body's answer to one inspection for one force: a working copy.

    Which body answers is not stored: it is the body in office on the day; what it publishes names it. History keeps
    every version of the draft.
    """

    class Applicability(models.TextChoices):
        UNDECIDED = "", _("Not decided: due, as the report’s rule says")
        DUE = "due", _("A response is due")
        NOT_SUBJECT = "not-subject", _("The force is clearly not the subject of the report")
        OWN_REPORT = "own-report", _("Answered through the force’s own report")
        NOT_REQUIRED = "not-required", _("Not required by this report’s rule")

    class Stage(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted for approval")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")

    class Quoted(models.TextChoices):
        NOT_SAID = "", _("Not said")
        YES = "yes", _("Yes")
        NO = "no", _("No")

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="responses")
    force = models.ForeignKey("forces.Force", on_delete=models.PROTECT, related_name="responses")

    applicability = models.CharField(
        _("is a response due?"), max_length=12, choices=Applicability.choices, blank=True, default=""
    )
    applicability_reason = models.CharField(_("why"), max_length=500, blank=True)
    own_report = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("its own report")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)

    invited_on = models.DateField(_("invited on"), null=True, blank=True)
    comments_wanted_by = models.DateField(_("comments wanted by"), null=True, blank=True)
    not_invited_reason = models.CharField(_("not invited, because"), max_length=500, blank=True)
    comments_received_on = models.DateField(_("comments received on"), null=True, blank=True)
    no_comments_came = models.BooleanField(_("no comments came"), default=False)
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
    reply = models.TextField(_("reply to the chief officer"), max_length=TEXT_LIMIT, blank=True)

    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    incomplete_reason = models.CharField(_("why it is published incomplete"), max_length=1_000, blank=True)
    returned_comment = models.TextField(_("what the approver asks for"), max_length=2_000, blank=True)

    objects = ResponseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["-inspection__published_on", "force"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "force"], name="one_response_to_an_inspection_for_a_force"),
            models.CheckConstraint(
                name="a_decision_against_a_response_has_its_reason",
                condition=Q(applicability__in=["", "due"]) | ~Q(applicability_reason="") | Q(own_report__isnull=False),
            ),
            models.CheckConstraint(
                name="own_report_is_named",
                condition=~Q(applicability="own-report") | Q(own_report__isnull=False),
            ),
            models.CheckConstraint(
                name="approval_names_the_text_approved",
                condition=~Q(stage="approved") | (~Q(approved_digest="") & Q(approved_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="nobody_is_invited_and_not_invited",
                condition=Q(invited_on__isnull=True) | Q(not_invited_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force}: response to {self.inspection}"

    @property
    def takes_comments(self) -> bool:
        """Whether the force may still enter the chief officer's comments: invited, not submitted, not published."""
        return bool(self.invited_on and not self.comments_submitted_at and self.stage != self.Stage.PUBLISHED)

    @property
    def is_due(self) -> bool:
        """The decision: due unless it was decided otherwise. Whether the report's rule asks for one is the clock's."""
        return self.applicability in (self.Applicability.UNDECIDED, self.Applicability.DUE)

    def get_absolute_url(self) -> str:
        return reverse("response", args=[self.force.slug, self.inspection.slug])


class Explanation(models.Model):
    """What the local policing body says on one recommendation: its own words, not the force's (s.55(5B))."""

    class Kind(models.TextChoices):
        TAKEN = "taken", _("Action taken")
        PROPOSED = "proposed", _("Action proposed")
        NONE = "none", _("No action, and why")

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="explanations")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="explanations")
    kind = models.CharField(_("what is explained"), max_length=8, choices=Kind.choices, blank=True)
    text = models.TextField(_("explanation"), max_length=TEXT_LIMIT, blank=True)
    proposed_by = models.DateField(_("proposed by when"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        constraints = [
            models.UniqueConstraint(fields=["response", "recommendation"], name="one_explanation_of_a_recommendation")
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.text[:60]}"


class ChiefOfficerComment(models.Model):
    """A comment of the chief officer, on one recommendation or on the report. A row apart from the explanation:
    whoever enters it for the force sees nothing of the explanations."""

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
        verbose_name = _("chief officer’s comment")
        verbose_name_plural = _("chief officer’s comments")
        constraints = [
            models.UniqueConstraint(
                fields=["response", "recommendation"], name="one_comment_of_the_chief_officer_on_a_recommendation"
            ),
            models.UniqueConstraint(
                fields=["response"],
                condition=Q(recommendation__isnull=True),
                name="one_general_comment_of_the_chief_officer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation or self.response}: {self.text[:60]}"


class Commitment(models.Model):
    """What was promised or asked for, by whom, by when, and when it was done: whatever is no recommendation.

    A promise is made when a response is published that proposes an action with a date. A duty is set by a report or
    a letter that asks for something beside its recommendations ("an action plan within 12 weeks").
    """

    class Kind(models.TextChoices):
        PROMISE = "promise", _("Promise")
        DUTY = "duty", _("Duty")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices, default=Kind.PROMISE)
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
    what = models.TextField(_("what was promised or asked for"), max_length=TEXT_LIMIT)
    source = models.CharField(_("where it is said"), max_length=500, blank=True)
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
                name="a_commitment_of_a_response_is_a_promise",
                condition=Q(explanation__isnull=True) | Q(kind="promise"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}, by {self.due_on}: {self.what[:60]}"

    def get_absolute_url(self) -> str:
        if self.explanation is None:
            return reverse("duty", args=[self.body.slug, self.pk])
        response = self.explanation.response
        return reverse("commitment", args=[response.force.slug, response.inspection.slug, self.pk])
