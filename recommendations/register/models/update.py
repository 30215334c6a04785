"""Updates of actions, and their words. Insert-only: see recommendations.register.insert_only."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from forces.people.editions import Audience
from forces.proof.proof import Proof
from recommendations.register.models.action import Action
from recommendations.register.models.letter import Letter
from recommendations.register.models.recommendation import Part, Recommendation
from recommendations.register.models.update_state import UpdateState
from recommendations.register.statuses import RECORDABLE, Status

WORDS_LIMIT = 10_000  # characters


def tidy_text(text: str) -> str:
    """Return the text as it is stored: without surrounding space, and with the same line ends from every browser."""
    return "\n".join(text.strip().splitlines())


class UpdateWords(models.Model):
    """The text of one update. It can be redacted here, while the digest stays as proof of what was written."""

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


class UpdateQuerySet(models.QuerySet["Update"]):
    def with_state(self) -> UpdateQuerySet:
        """Select everything that the state after each update refers to, in two queries."""
        return self.select_related(
            "closing_level", "waiting_for_body", "waiting_for_recommendation__inspection"
        ).prefetch_related("parts_done")

    def get_by_natural_key(self, submission_key: str) -> Update:
        return self.get(submission_key=submission_key)

    def in_order(self) -> UpdateQuerySet:
        """Order updates as the history of an action."""
        return self.order_by("effective_on", "recorded_at", "pk")

    def readable_by(self, reader: Reader, *actions: Action) -> UpdateQuerySet:
        """Return the updates of one action, or of several of one holder, whose words this reader may read."""
        audiences = reader.audiences(actions[0].holder) if actions else []
        return self.filter(action__in=actions, shown_to__in=audiences)


class Update(UpdateState):
    """One record about an action, with the complete state of the action after it. Never changed, never deleted.

    A mistake is corrected by an update that retracts it. A retraction has words and no state of its own.
    """

    class SaidBy(models.TextChoices):
        FORCE = "force", _("The force")
        OFFICE = "office", _("The commissioner’s office")
        BODY = "body", _("The body it is addressed to")
        SOURCE = "inspectorate", _("The body that issued it")

    class ReceivedHow(models.TextChoices):
        EMAIL = "email", _("By email")
        MEETING = "meeting", _("At a meeting")
        LETTER = "letter", _("By letter")
        WORKBOOK = "workbook", _("In a returned workbook")
        TELEPHONE = "telephone", _("By telephone")
        TRACKER = "tracker", _("In the office’s tracker")
        DOCUMENT = "document", _("From a published document")
        HERE = "here", _("Entered in Soteria Tracker by the person reporting it")

    class LetterSays(models.TextChoices):
        """What a re-inspection found, in the words of the letter. It does not change the status by itself."""

        ACHIEVED = "achieved", _("Achieved")
        PARTLY = "partly", _("Partially achieved")
        NOT_ACHIEVED = "not-achieved", _("Not achieved")
        NO_LONGER = "no-longer", _("No longer applicable")

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    effective_on = models.DateField(_("date of the update"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="updates_recorded")
    said_by = models.CharField(_("on whose behalf"), max_length=12, choices=SaidBy.choices, default=SaidBy.FORCE)
    reported_by = models.CharField(_("reported by"), max_length=120, blank=True)
    received_how = models.CharField(_("how it was received"), max_length=10, choices=ReceivedHow.choices, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    audience = models.CharField(
        _("who can see it"), max_length=16, choices=Audience.choices, default=Audience.FORCE_AND_OFFICE
    )
    # set by releases and withdrawals: the one column that changes, and only releases/services.py changes it
    released_to = models.CharField(_("released to"), max_length=16, choices=Audience.choices, blank=True)
    shown_to = models.GeneratedField(
        expression=Coalesce(NullIf(F("released_to"), models.Value("")), F("audience")),
        output_field=models.CharField(max_length=16, choices=Audience.choices),
        db_persist=True,
        verbose_name=_("who can see it now"),
    )
    words = models.OneToOneField(UpdateWords, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    # the state of the action after it: the fields of UpdateState, and
    parts_done = models.ManyToManyField(Part, through="PartDone", related_name="+")
    part_deadlines = models.JSONField(
        _("new dates of parts"),
        default=dict,
        blank=True,
        help_text=_("Set by the body that issued it: the date, as 2026-03-31, by the id of the part."),
    )

    retracts = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="retractions")
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="updates")
    letter_says = models.CharField(_("what the letter says"), max_length=12, choices=LetterSays.choices, blank=True)
    submission_key = models.UUIDField(unique=True)

    objects = UpdateQuerySet.as_manager()

    proof = Proof(
        holder="action__holder", leaves_out=frozenset({"released_to"}), texts={"words__text": "words__digest"}
    )

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["action_id", "effective_on", "recorded_at", "pk"]
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
                | Q(waiting_for_recommendation__isnull=False)
                | ~Q(waiting_for_other=""),
            ),
            models.CheckConstraint(
                name="an_outcome_is_that_of_an_occurrence",
                condition=Q(occurrence_outcome="") | Q(settled_until__isnull=False),
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

    def closer_of(self, recommendation: Recommendation) -> str:
        """Return who closed it, within a sentence: "HMICFRS", "the IOPC" or "the force"; empty if no one did."""
        if self.closed_by == self.ClosedBy.SOURCE:
            return recommendation.issuer.body_name
        return _now("the force") if self.closed_by else ""

    def speaker_about(self, recommendation: Recommendation) -> str:
        """Return on whose behalf it was reported: "The force", or the body that issued the recommendation."""
        is_source = self.said_by == self.SaidBy.SOURCE
        return recommendation.issuer.sentence_name if is_source else self.get_said_by_display()

    @property
    def closer(self) -> str:
        return self.closer_of(self.action.recommendation)

    @property
    def speaker(self) -> str:
        return self.speaker_about(self.action.recommendation)

    @property
    def is_note(self) -> bool:
        """Whether it is a note for the office only, which does not change the status of the action."""
        return self.audience == Audience.OFFICE


class PartDone(models.Model):
    """A part of the recommendation that is done after an update. Insert-only like its update."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="+")

    proof = Proof(holder="update__action__holder")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["update", "part"], name="a_part_is_done_once_in_an_update")]

    def __str__(self) -> str:
        return f"{self.part} done in {self.update}"
