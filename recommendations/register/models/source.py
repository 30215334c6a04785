"""The sources of recommendations: who issues them, sets their deadlines and closes them."""

from __future__ import annotations

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from recommendations.register.response_period import ResponseRule

HMICFRS = "hmicfrs"  # the slug of the source of every report that names no other


class SourceManager(models.Manager["Source"]):
    def get_by_natural_key(self, slug: str) -> Source:
        return self.get(slug=slug)


class Source(models.Model):
    """A body or process that issues recommendations: an inspectorate, the IOPC, a coroner, internal audit."""

    slug = models.SlugField(
        _("name in files"), max_length=40, unique=True, help_text=_("For example, iopc. It cannot be changed later.")
    )
    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("As in “IOPC recommendation 1”, for example IOPC.")
    )
    body_name = models.CharField(
        _("body, within a sentence"),
        max_length=120,
        help_text=_("Who sets deadlines and closes items, for example the IOPC, or the coroner."),
    )
    kinds = models.JSONField(
        _("kinds of item"), default=list, blank=True, help_text=_("What it issues, for example recommendation.")
    )
    response_rule = models.CharField(
        _("response rule"),
        max_length=10,
        choices=ResponseRule.choices,
        default=ResponseRule.NONE,
        help_text=_("The usual rule. Each report can have another."),
    )
    sets_deadlines = models.BooleanField(_("sets deadlines"), default=True)
    closes_items = models.BooleanField(
        _("closes items"), default=True, help_text=_("If not, only the holder of an action can close it.")
    )
    order = models.PositiveSmallIntegerField(_("position in the list"), default=0)
    source = models.TextField(_("source"), blank=True, help_text=_("The document that states these facts."))

    objects = SourceManager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("source of recommendations")
        verbose_name_plural = _("sources of recommendations")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    @property
    def deadline_label(self) -> str:
        """ "Deadline set by HMICFRS"."""
        return _now("Deadline set by %(body)s") % {"body": self.body_name}

    @property
    def sentence_name(self) -> str:
        """The name of its body at the beginning of a sentence: "The IOPC"."""
        return capfirst(self.body_name)
