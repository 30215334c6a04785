"""Who in the office works on an action, and the office's comments on it. Insert-only. No one else ever sees them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forces.proof.proof import Proof
from recommendations.register.models import Action

COMMENT_LIMIT = 4_000  # characters


class Assignment(models.Model):
    """An action was assigned to a person in the office, or to no one any more. The latest of an action holds."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="assignments")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    proof = Proof(holder="action__holder")

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["action_id", "pk"]

    def __str__(self) -> str:
        return f"{self.action}: {self.assignee or _('no one')}"


class ActionComment(models.Model):
    """What a member of the office said about an action to colleagues."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField(max_length=COMMENT_LIMIT)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Mention", related_name="+")
    submission_key = models.UUIDField(unique=True)

    proof = Proof(holder="action__holder")

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["action_id", "pk"]

    def __str__(self) -> str:
        return f"{self.action}, {self.written_by}"


class Mention(models.Model):
    """A comment names a colleague, in these words: "@Scrutiny manager"."""

    comment = models.ForeignKey(ActionComment, on_delete=models.PROTECT, related_name="named")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=260)

    proof = Proof(holder="comment__action__holder")

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="a_comment_mentions_a_person_once")]

    def __str__(self) -> str:
        return f"{self.comment}: {self.words}"
