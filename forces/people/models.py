"""People, their memberships, and the forms and files that could not be saved."""

from __future__ import annotations

import datetime
import secrets
import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

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
        Membership.objects.create(person=person, role=Role.ADMINISTRATOR, first_day=today())
        return person

    def get_by_natural_key(self, email: str | None) -> Person:
        return self.get(email=(email or "").lower())


class Person(AbstractBaseUser):
    """Someone who signs in. Histories refer to the opaque id, so that a person can be renamed or forgotten."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
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
        """Return memberships in force on the day, including their first and last days."""
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=day), first_day__lte=day)


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
    history = HistoricalRecords()

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

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}" + (f", {self.body}" if self.body else "")


UNSAVED_PARAMETER = "unsaved"


class UnsavedForm(models.Model):
    """What a person typed in a form that could not be saved. They see it again; it is never saved automatically."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="unsaved_forms")
    path = models.CharField(max_length=500)
    fields = models.JSONField()
    kept_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.person}: {self.path}"

    def get_absolute_url(self) -> str:
        """Return the address of the page that shows the form again."""
        return f"{self.path}?{urlencode({UNSAVED_PARAMETER: self.token})}"

    @property
    def longest_text(self) -> str:
        """Return the longest text in the form, by which its owner recognises it."""
        return max((value for values in self.fields.values() for value in values), key=len, default="")


def unsaved_file_path(file: UnsavedFile, filename: str) -> str:
    """Return where the file is stored: its own name is not part of the path."""
    return f"unsaved/{file.token}"


_kept_file_path = unsaved_file_path  # the first migration calls it this


class UnsavedFile(models.Model):
    """A file from a form that could not be saved, so that the person need not choose it again."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="unsaved_files")
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to=unsaved_file_path)
    kept_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


def new_calendar_token() -> str:
    """Return the secret part of a calendar address: 256 random bits, which cannot be guessed."""
    return secrets.token_urlsafe(32)


class CalendarAddress(models.Model):
    """The private address of a person's calendar of deadlines: of one force, or of all their forces.

    The token is stored as it is, not as a digest: its owner may need the address again for a second calendar, and
    anyone who can read this table can read every deadline anyway.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_addresses")
    force = models.ForeignKey(
        "forces.Force", on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_addresses"
    )
    token = models.CharField(max_length=64, unique=True, default=new_calendar_token, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "force"], name="one_calendar_address_for_a_force"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(force__isnull=True), name="one_calendar_address_for_all_forces"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.force or _('all forces')}"

    def get_absolute_url(self) -> str:
        return reverse("calendar-feed", args=[self.token])


class DataAddress(models.Model):
    """A private address from which a program refreshes one table, as the person may see it at that time.

    Only the digest of its token is stored: the address is shown once, and then no one can read it here. It works as
    long as all the memberships are held under which it was created or reset.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="data_addresses")
    name = models.CharField(_("name"), max_length=80)
    path = models.CharField(max_length=500)
    query = models.CharField(max_length=1000, blank=True)
    token_digest = models.CharField(max_length=64, unique=True, help_text=_("SHA-256 of the token, in hexadecimal."))
    memberships = models.JSONField(default=list)  # their ids
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the page with the table."""
        return f"{self.path}?{self.query}" if self.query else self.path


class SavedView(models.Model):
    """A page with its filter, order and day, under a name that the person chose."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    path = models.CharField(max_length=500)
    query = models.CharField(max_length=1000, blank=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_has_a_name_of_its_own")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


LONGEST_ADDRESS = 2000


class PreparedFile(models.Model):
    """A file that takes too long to make within one request: the worker makes it, and the person's page waits for it.

    It is deleted a day after it was requested.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="prepared_files")
    site = models.CharField(max_length=300)  # "https://tracker.example.org", for the links in the file
    address = models.CharField(max_length=LONGEST_ADDRESS)  # what the worker requests: path and query
    memberships = models.JSONField(default=list)  # the ids of those held when it was requested
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    status_code = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    disposition = models.CharField(max_length=500, blank=True)  # the header that names the file
    contents = models.BinaryField(default=bytes)
    reason = models.TextField(blank=True)  # what the page said where there is no file

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return reverse("prepared-file", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        return self.status_code == HTTPStatus.OK
