"""People, and their roles in bodies."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.proof.proof import Proof
from forces.proof.sealing import seal
from soteria_tracker.web.today import today


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> Person:
        """Create a person without a role."""
        person = self.model(email=self.normalize_email(email).lower(), name=name)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Create an administrator, for `manage.py createsuperuser`."""
        person = self.create_user(email, password, name=fields.get("name", ""))
        membership = Membership.objects.create(person=person, role=Role.ADMINISTRATOR, first_day=today())
        seal(membership.history.all())
        return person

    def get_by_natural_key(self, email: str | None) -> Person:
        return self.get(email=(email or "").lower())


class Person(AbstractBaseUser):
    """Someone who signs in. Histories refer to the opaque id, so that a person can be renamed or forgotten."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
    session_version = models.PositiveIntegerField(default=0, editable=False)  # one more ends every session
    joined_at = models.DateTimeField(_("added at"), auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what every session of this person has to hold: it changes with the password and the version."""
        if not self.session_version:
            return super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return salted_hmac("session of a person", f"{self.session_version}:{self.password}", secret=secret).hexdigest()

    def natural_key(self) -> tuple[str]:
        return (self.email,)

    @cached_property
    def _is_administrator_today(self) -> bool:
        return self.memberships.held_on(today()).filter(role=Role.ADMINISTRATOR).exists()

    # The interface that Django's admin needs. Each admin page decides what administrators can do there.
    @property
    def is_staff(self) -> bool:
        return self.is_active and self._is_administrator_today

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class Role(models.TextChoices):
    """The roles, each with the kind of body that its membership names."""

    PANEL_MEMBER = "panel-member", _("Panel member")  # a panel
    FORCE_CONTRIBUTOR = "force-contributor", _("Force contributor")  # a force
    OPCC_STAFF = "opcc-staff", _("OPCC staff")  # a local policing body
    OPCC_APPROVER = "opcc-approver", _("OPCC approver")  # a local policing body
    AUDITOR = "auditor", _("Auditor")  # a local policing body
    ADMINISTRATOR = "administrator", _("Administrator")  # none


class MembershipQuerySet(models.QuerySet["Membership"]):
    def held_on(self, day: datetime.date) -> MembershipQuerySet:
        """Return memberships in force on the day, including their first and last days, of bodies that exist still."""
        exists = Q(body__closed_on__isnull=True) | Q(body__closed_on__gt=day)
        return self.filter(exists, Q(last_day__isnull=True) | Q(last_day__gte=day), first_day__lte=day)


class ProvenVersion(models.Model):
    """A version of a record in a history that is proved. It joins the chain of the register itself."""

    proof = Proof()

    class Meta:
        abstract = True


class Membership(models.Model):
    """A person has a role in a body from a first day to a last day, both included."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person"))
    body = models.ForeignKey(
        "forces.Body",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("body"),
        help_text=_("A panel, a force or a local policing body. Administrators have none."),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    first_day = models.DateField(_("first day"), default=today)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    granted_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="granted",
        editable=False,
        verbose_name=_("granted by"),
    )

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords(bases=[ProvenVersion])

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["person", "role"]
        constraints = [
            models.CheckConstraint(
                name="membership_names_a_body_unless_administrator",
                condition=(Q(role=Role.ADMINISTRATOR) & Q(body__isnull=True))
                | (~Q(role=Role.ADMINISTRATOR) & Q(body__isnull=False)),
                violation_error_message=_("Every role belongs to a body, except administrator, which belongs to none."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    @property
    def is_given_to_oneself(self) -> bool:
        """Whether an administrator took this role in a body."""
        return self.body_id is not None and self.granted_by_id == self.person_id

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}" + (f", {self.body}" if self.body else "")
