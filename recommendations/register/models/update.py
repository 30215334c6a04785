"""What was recorded about an action: insert-only updates, their words, letters and evidence.

The database itself refuses to change or delete these rows (see recommendations.register.insert_only).
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from forces.people.access import Audience, Reader
from recommendations.register.models.action import Action
from recommendations.register.models.recommendation import Part, Recommendation
from recommendations.register.statuses import RECORDABLE, Status

WORDS_LIMIT = 10_000


class ClosingLevelManager(models.Manager["ClosingLevel"]):
    def get_by_natural_key(self, name: str) -> ClosingLevel:
        return self.get(name=name)


class ClosingLevel(models.Model):
    """A level HMICFRS awards when it closes an action. The definitions are not public: a list without behaviour."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    help = models.CharField(_("help"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    objects = ClosingLevelManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("closing level")
        verbose_name_plural = _("closing levels")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


def tidy_text(text: str) -> str:
    """Return the text as it is kept: no space around it, and the same line ends from every browser."""
    return "\n".join(text.strip().splitlines())


class UpdateWords(models.Model):
    """The words of one update. They can be redacted here, while the digest stays as proof of what was written."""

    digest = models.CharField(max_length=64, help_text=_("SHA-256 of the text, in hexadecimal."))
    text = models.TextField()

    class Meta:
        verbose_name = _("words")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.text[:80]

    @classmethod
    def from_text(cls, text: str) -> UpdateWords:
        """Return an unsaved row with the text, tidied, and its digest."""
        text = tidy_text(text)
        return cls(text=text, digest=hashlib.sha256(text.encode()).hexdigest())


def _letter_path(letter: Letter, filename: str) -> str:
    return f"letters/{letter.holder_id}/{filename}"


class Letter(models.Model):
    """A letter from HMICFRS or another body; one letter may move many actions."""

    holder = models.ForeignKey("forces.Body", on_delete=models.PROTECT, related_name="letters")
    sender = models.CharField(_("from"), max_length=200)
    dated_on = models.DateField(_("dated"))
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    file = models.FileField(_("file"), upload_to=_letter_path, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, blank=True)
    checksum = models.CharField(_("SHA-256"), max_length=64, blank=True)
    submission_key = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters")

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return f"{self.sender}, {self.dated_on}"


class UpdateQuerySet(models.QuerySet["Update"]):
    def with_state(self) -> UpdateQuerySet:
        """Read the state after each update with everything it refers to: one query, and one for the parts."""
        return self.select_related(
            "closing_level", "waiting_for_body", "waiting_for_recommendation__inspection"
        ).prefetch_related("parts_done")

    def get_by_natural_key(self, submission_key: str) -> Update:
        return self.get(submission_key=submission_key)

    def in_order(self) -> UpdateQuerySet:
        """The order in which updates tell an action's story."""
        return self.order_by("effective_on", "recorded_at", "pk")

    def readable_by(self, reader: Reader, *actions: Action) -> UpdateQuerySet:
        """The updates of one action, or of several of one holder, whose words this reader may read."""
        audiences = reader.audiences(actions[0].holder) if actions else []
        return self.filter(action__in=actions, shown_to__in=audiences)


class Update(models.Model):
    """One thing recorded about an action, with the whole state after it. Never changed, never deleted.

    A mistake is corrected by an update that retracts it: a retraction has words and no state of its own.
    """

    class SaidBy(models.TextChoices):
        FORCE = "force", _("The force")
        OFFICE = "office", _("The commissioner’s office")
        BODY = "body", _("The body it is addressed to")
        INSPECTORATE = "inspectorate", _("HMICFRS or a partner inspectorate")

    class ReceivedHow(models.TextChoices):
        EMAIL = "email", _("By e-mail")
        MEETING = "meeting", _("At a meeting")
        LETTER = "letter", _("By letter")
        WORKBOOK = "workbook", _("In a returned workbook")
        TELEPHONE = "telephone", _("By telephone")
        DOCUMENT = "document", _("From a published document")
        HERE = "here", _("Entered here by the person who says it")

    class LetterSays(models.TextChoices):
        """How a re-inspection found an earlier item, in HMICFRS's words. It moves nothing by itself."""

        ACHIEVED = "achieved", _("Achieved")
        PARTLY = "partly", _("Partially achieved")
        NOT_ACHIEVED = "not-achieved", _("Not achieved")
        NO_LONGER = "no-longer", _("No longer applicable")

    class ClosedBy(models.TextChoices):
        HMICFRS = "hmicfrs", _("HMICFRS")
        FORCE = "force", _("The force, as its level allows")

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    effective_on = models.DateField(_("true from"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="updates_recorded")
    said_by = models.CharField(_("who says so"), max_length=12, choices=SaidBy.choices)
    reported_by = models.CharField(_("reported by"), max_length=120, blank=True)
    received_how = models.CharField(_("how it was received"), max_length=10, choices=ReceivedHow.choices, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    audience = models.CharField(
        _("for whom"), max_length=16, choices=Audience.choices, default=Audience.FORCE_AND_OFFICE
    )
    # what a release or its withdrawal changed since: the one column that changes, and only releases.services change it
    released_to = models.CharField(_("released to"), max_length=16, choices=Audience.choices, blank=True)
    shown_to = models.GeneratedField(
        expression=Coalesce(NullIf(F("released_to"), models.Value("")), F("audience")),
        output_field=models.CharField(max_length=16, choices=Audience.choices),
        db_persist=True,
        verbose_name=_("who may read it"),
    )
    words = models.OneToOneField(UpdateWords, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    # the whole state after it
    status = models.CharField(
        _("status"), max_length=12, blank=True, choices=[(status.value, status.label) for status in RECORDABLE]
    )
    revised_deadline_on = models.DateField(
        _("HMICFRS’s new deadline"), null=True, blank=True, help_text=_("Empty: the published deadline holds.")
    )
    local_target_on = models.DateField(_("local target"), null=True, blank=True)
    deadline_reason = models.CharField(_("reason"), max_length=500, blank=True)
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    waiting_for_body = models.ForeignKey(
        "forces.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    waiting_for_recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closing_level = models.ForeignKey(ClosingLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_by = models.CharField(_("closed by"), max_length=10, choices=ClosedBy.choices, blank=True)
    verified_by = models.CharField(_("verified by"), max_length=120, blank=True)
    parts_done = models.ManyToManyField(Part, through="PartDone", related_name="+")

    retracts = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="retractions")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="updates")
    letter_says = models.CharField(_("what the letter says"), max_length=12, choices=LetterSays.choices, blank=True)
    submission_key = models.UUIDField(unique=True)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["action", "effective_on", "recorded_at", "pk"]
        indexes = [models.Index(fields=["action", "effective_on", "recorded_at", "id"], name="update_in_order")]
        constraints = [
            models.CheckConstraint(
                name="an_update_states_unless_it_retracts_or_notes",
                condition=Q(retracts__isnull=True, status__in=RECORDABLE)
                | Q(retracts__isnull=False, status="")
                | Q(audience=Audience.OFFICE, status=""),
            ),
            models.CheckConstraint(
                name="a_changed_date_has_its_reason",
                condition=Q(revised_deadline_on__isnull=True, local_target_on__isnull=True) | ~Q(deadline_reason=""),
            ),
            models.CheckConstraint(
                name="closed_says_by_whom",
                condition=~Q(status=Status.CLOSED) | ~Q(closed_by=""),
            ),
            models.CheckConstraint(
                name="waiting_says_for_whom_or_what",
                condition=~Q(status=Status.WAITING)
                | Q(waiting_for_body__isnull=False)
                | Q(waiting_for_recommendation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}, {self.effective_on}"

    def natural_key(self) -> tuple[str]:
        return (str(self.submission_key),)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "recommendations.action",
        "recommendations.updatewords",
        "recommendations.closinglevel",
        "recommendations.letter",
        "forces.person",
    ]

    @property
    def is_note(self) -> bool:
        """A note for the office only: it does not change where the action stands."""
        return self.audience == Audience.OFFICE


class PartDone(models.Model):
    """A part that is done in the state after an update. Insert-only like its update."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["update", "part"], name="a_part_is_done_once_in_an_update")]

    def __str__(self) -> str:
        return f"{self.part} done in {self.update}"


def _evidence_path(evidence: Evidence, filename: str) -> str:
    return f"evidence/{evidence.update.action_id}/{evidence.checksum}"


class Evidence(models.Model):
    """What an update rests on: a file held here, an address, or something seen and not held here."""

    class Kind(models.TextChoices):
        FILE = "file", _("A file")
        ADDRESS = "address", _("An address")
        SEEN = "seen", _("Seen, not held here")

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    file = models.FileField(_("file"), upload_to=_evidence_path, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, blank=True)
    checksum = models.CharField(_("SHA-256"), max_length=64, blank=True)
    address = models.URLField(_("address"), max_length=500, blank=True)
    shows = models.CharField(_("what it shows"), max_length=500, blank=True)
    dated_on = models.DateField(_("date of the thing"), null=True, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                name="evidence_has_what_its_kind_needs",
                condition=(Q(kind="file", address="") & ~Q(file="") & ~Q(checksum=""))
                | (Q(kind="address", file="") & ~Q(address=""))
                | (Q(kind="seen", file="", address="") & ~Q(shows="")),
            )
        ]

    def __str__(self) -> str:
        return self.shows or self.file_name or self.address
