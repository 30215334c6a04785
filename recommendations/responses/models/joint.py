"""One response for several forces, or to several reports: its members, and requests to other offices to join."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.register.models import Inspection


class JointResponse(models.Model):
    """A response that answers a report for several forces, or several reports at once.

    Its members are the responses that refer to it, one for each force and report. They share the text; each has its
    own clock, invitation, Chief Constable's comments, approval, publication and commitments.
    """

    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()

    class Meta:
        verbose_name = _("joint response")
        verbose_name_plural = _("joint responses")

    def __str__(self) -> str:
        return " / ".join(str(member) for member in self.members.all())


class JointRequest(models.Model):
    """A request to another office to answer jointly. Nothing of its own draft is shared until it accepts."""

    class Answer(models.TextChoices):
        WAITING = "", _("Not answered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    joint = models.ForeignKey(JointResponse, on_delete=models.PROTECT, related_name="requests")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="joint_requests")
    force = models.ForeignKey("forces.Force", on_delete=models.PROTECT, related_name="joint_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=9, choices=Answer.choices, blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("request to answer jointly")
        verbose_name_plural = _("requests to answer jointly")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["joint", "inspection", "force"], condition=Q(answer=""), name="one_open_request_to_join"
            ),
            models.CheckConstraint(
                name="answer_to_a_joint_request_has_a_time", condition=Q(answer="") | Q(answered_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force}: {self.inspection}"

    @property
    def joint_forces(self) -> str:
        """The forces of the offices that ask, in words. Prefetch `joint__members__force`."""
        forces = {member.force.label for member in self.joint.members.all()}
        return get_text_list(sorted(forces), _now("and"))
