"""Published documents and the statements in them. Each statement is attributed as its document attributes it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from recommendations.register.models.inspection import Inspection
from recommendations.register.models.recommendation import Recommendation


class DocumentManager(models.Manager["Document"]):
    def get_by_natural_key(self, slug: str) -> Document:
        return self.get(slug=slug)


class PublishedDocumentKind(models.TextChoices):
    LETTER = "letter", _("Letter")
    FORM = "form", _("Form")
    WEB_PAGE = "web-page", _("Web page")
    REPORT = "report", _("Report")


class Document(models.Model):
    """A published document about an inspection, with the facts it states about itself, even if they are wrong."""

    slug = models.SlugField(_("name in addresses"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=PublishedDocumentKind.choices)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="documents")
    force = models.ForeignKey("forces.Force", on_delete=models.PROTECT, related_name="documents")
    published_by = models.ForeignKey("forces.Body", on_delete=models.PROTECT, related_name="documents_published")
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    address = models.URLField(_("address"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="documents/", blank=True)
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    claims = models.JSONField(
        _("claims"),
        default=list,
        blank=True,
        help_text=_("The facts that the document states about itself, word for word."),
    )
    source = models.TextField(_("source"), blank=True)

    objects = DocumentManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["dated_on", "title"]

    def __str__(self) -> str:
        return self.title

    @property
    def publisher_name(self) -> str:
        """Return what its publisher was called on its day."""
        return self.published_by.name_on(self.dated_on)

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "recommendations.inspection",
        "forces.force",
        "forces.body",
    ]


class StatementManager(models.Manager["Statement"]):
    def get_by_natural_key(self, document: str, order: int) -> Statement:
        return self.get(document__slug=document, order=order)


class Statement(models.Model):
    """A verbatim statement by one speaker in a document, about one recommendation or the inspection in general."""

    class Speaker(models.TextChoices):
        FORCE = "force", _("The force")
        CHIEF_OFFICER = "chief-officer", _("Chief Constable (Commissioner in London and the City)")
        LOCAL_POLICING_BODY = "local-policing-body", _("The local policing body")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="statements")
    order = models.PositiveSmallIntegerField()
    speaker = models.CharField(_("speaker"), max_length=20, choices=Speaker.choices)
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    text = models.TextField(_("text, word for word"))

    objects = StatementManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["document", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "order"], name="statement_has_its_place_in_its_document")
        ]

    def __str__(self) -> str:
        return f"{self.get_speaker_display()}: {self.text[:60]}"

    def get_speaker_display(self) -> str:  # type: ignore[no-redef]  # in place of the one that Django adds
        """Return who speaks. A chief officer has the title of their force."""
        if self.speaker == self.Speaker.CHIEF_OFFICER:
            return self.document.force.chief_officer_title
        return str(self.Speaker(self.speaker).label)

    def natural_key(self) -> tuple[str, int]:
        return (self.document.slug, self.order)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "recommendations.document",
        "recommendations.recommendation",
    ]
