"""Links between recommendations."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from recommendations.register.models.recommendation import Recommendation


class LinkManager(models.Manager["Link"]):
    def get_by_natural_key(self, *key: str) -> Link:
        inspection, reference, kind, other_inspection, other_reference = key
        return self.get(
            from_recommendation=Recommendation.objects.get_by_natural_key(inspection, reference),
            kind=kind,
            to_recommendation=Recommendation.objects.get_by_natural_key(other_inspection, other_reference),
        )


class LinkKind(models.TextChoices):
    WAITS_FOR = "waits-for", _("waits for")
    REPEATS = "repeats", _("repeats")
    SUPERSEDES = "supersedes", _("supersedes")


class Link(models.Model):
    """One recommendation waits for, repeats or supersedes another. Links of one kind never form a circle."""

    from_recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="links")
    kind = models.CharField(_("kind"), max_length=12, choices=LinkKind.choices)
    to_recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="linked_from")
    source = models.TextField(_("source"), blank=True, help_text=_("The words of the report that state this link."))

    objects = LinkManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(
                fields=["from_recommendation", "kind", "to_recommendation"],
                name="link_is_recorded_once",
                violation_error_message=_("This link is already recorded."),
            ),
            models.CheckConstraint(
                name="nothing_is_linked_to_itself",
                condition=~Q(from_recommendation=F("to_recommendation")),
                violation_error_message=_("A recommendation cannot be linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_recommendation} {self.get_kind_display()} {self.to_recommendation}"

    def natural_key(self) -> tuple[str, ...]:
        return (*self.from_recommendation.natural_key(), self.kind, *self.to_recommendation.natural_key())

    natural_key.dependencies = ["recommendations.recommendation"]  # type: ignore[attr-defined]


def has_circle(links: list[tuple[int, int]]) -> bool:
    """Return whether links, given as (from, to), contain a circle."""
    onward: dict[int, set[int]] = {}
    for start, end in links:
        onward.setdefault(start, set()).add(end)
    done: set[int] = set()

    def leads_back(node: int, path: frozenset[int]) -> bool:
        if node in path:
            return True
        if node in done:
            return False
        found = any(leads_back(following, path | {node}) for following in onward.get(node, ()))
        done.add(node)
        return found

    return any(leads_back(start, frozenset()) for start in onward)
