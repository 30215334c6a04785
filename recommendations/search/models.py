"""The search index: a disposable copy of every text that can be found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from forces.people.access import Reader
from forces.people.editions import Audience
from recommendations.register.models import Inspection


class SearchTextQuerySet(models.QuerySet["SearchText"]):
    def readable_by(self, reader: Reader) -> SearchTextQuerySet:
        """Return the texts that this reader can see on the pages of the texts."""
        published = ~models.Q(kind=SearchTextKind.UPDATE)
        return self.filter(published | reader.readable_texts(), inspection__in=Inspection.objects.visible_to(reader))


class SearchTextKind(models.TextChoices):
    INSPECTION = "inspection", _("Inspections")
    RECOMMENDATION = "recommendation", _("Recommendations")
    UPDATE = "update", _("Updates")
    RESPONSE = "response", _("Responses")
    DOCUMENT = "document", _("Documents")


class SearchText(models.Model):
    """One text, with the records it belongs to, its holder and its audience.

    The database updates the full-text index of `title` and `text` (see recommendations.search.full_text).
    """

    key = models.CharField(max_length=80, unique=True, help_text=_("The record that has the text, such as update:7."))
    kind = models.CharField(max_length=14, choices=SearchTextKind.choices)
    inspection = models.ForeignKey(
        "recommendations.Inspection", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    recommendation = models.ForeignKey(
        "recommendations.Recommendation", on_delete=models.CASCADE, null=True, related_name="+"
    )
    update = models.ForeignKey("recommendations.Update", on_delete=models.CASCADE, null=True, related_name="+")
    words = models.ForeignKey(
        "recommendations.UpdateWords",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text=_("The text of the update, so that a redaction also removes this row."),
    )
    publication = models.ForeignKey(
        "recommendations.Publication", on_delete=models.CASCADE, null=True, related_name="+"
    )
    statement = models.ForeignKey("recommendations.Statement", on_delete=models.CASCADE, null=True, related_name="+")
    holder = models.ForeignKey(
        "forces.Body",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        help_text=_("The body whose text it is, if any."),
    )
    audience = models.CharField(max_length=16, choices=Audience.choices, default=Audience.PUBLIC)
    anchor = models.CharField(max_length=60, blank=True, help_text=_("The anchor of the text on its page."))
    heading = models.TextField(blank=True, help_text=_("The subject. Shown, but not searched."))
    title = models.TextField(blank=True)
    text = models.TextField()
    dated_on = models.DateField(null=True)

    objects = SearchTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text in the search index")
        verbose_name_plural = _("texts in the search index")
        indexes = [
            models.Index(fields=["inspection", "kind"], name="search_by_inspection"),
            # for words that are in very many texts: the newest of them are found without looking at the others
            models.Index(fields=["kind", "-dated_on", "-id"], name="search_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title or self.text[:60]}"
