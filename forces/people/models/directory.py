"""Groups of an organisation's directory, and the roles that they give."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forces.people.models.person import Membership, Role


class DirectoryGroup(models.Model):
    """A group of the directory: people who are in it when they sign in at the provider have the role."""

    claim_value = models.CharField(
        _("group"),
        max_length=200,
        help_text=_("As the provider names it in its claim. Microsoft Entra ID sends the object ID of the group."),
    )
    label = models.CharField(_("name"), max_length=120, help_text=_("By which you recognise the group."))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    body = models.ForeignKey(
        "forces.Body",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body"),
        help_text=_("A panel, a force or a local policing body. Administrators have none."),
    )

    class Meta:
        verbose_name = _("directory group")
        verbose_name_plural = _("directory groups")
        ordering = ["label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim_value", "role", "body"],
                name="a_group_gives_a_role_once",
                violation_error_message=_("This group gives this role already."),
            ),
            models.CheckConstraint(
                name="group_names_a_body_unless_for_administrators",
                condition=(Q(role=Role.ADMINISTRATOR) & Q(body__isnull=True))
                | (~Q(role=Role.ADMINISTRATOR) & Q(body__isnull=False)),
                violation_error_message=_("Every role belongs to a body, except administrator, which belongs to none."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class DirectoryMembership(models.Model):
    """A membership that a group gave, and that ends when the person signs in without it."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="from_directory")
    group = models.ForeignKey(DirectoryGroup, on_delete=models.CASCADE, related_name="memberships")

    def __str__(self) -> str:
        return f"{self.membership}: {self.group}"
