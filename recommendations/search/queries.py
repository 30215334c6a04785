"""The results of a search for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from forces.people.access import Reader
from recommendations.register.models import Action
from recommendations.search.forms import SearchForm
from recommendations.search.full_text import excerpts, matching
from recommendations.search.models import SearchText, SearchTextKind

PAGE_SIZE = 25
_PLACES = {"comments": _later("Comments on the report"), "chief-officer": _later("Chief Constable or Commissioner")}


@dataclass(frozen=True)
class Result:
    """One text that was found, with an excerpt."""

    row: SearchText
    title: SafeString
    excerpt: SafeString

    @property
    def kind_in_words(self) -> str:
        """The type of the text, in one or two words."""
        return {
            SearchTextKind.INSPECTION: _("Inspection"),
            SearchTextKind.RECOMMENDATION: _("Recommendation"),
            SearchTextKind.UPDATE: _("Update"),
            SearchTextKind.RESPONSE: _("Published response"),
            SearchTextKind.DOCUMENT: _("Document"),
        }[SearchTextKind(self.row.kind)]

    @property
    def heading(self) -> SafeString | str:
        """The text of the link: the title, or else the subject of the text."""
        if self.title:
            return self.title
        return self.row.heading or str(_PLACES.get(self.row.anchor) or self.row.recommendation)

    @property
    def holder(self) -> str:
        """The body whose text it is, or an empty string."""
        return self.row.holder.label if self.row.holder else ""

    @property
    def address(self) -> str:
        """The address of the text, with its anchor."""
        return f"{self._page}#{self.row.anchor}" if self.row.anchor else self._page

    @property
    def _page(self) -> str:
        row = self.row
        if row.update:
            return row.update.action.get_absolute_url()
        if row.publication and row.holder:
            return reverse("publication", args=[row.holder.slug, row.inspection.slug, row.publication.version])
        if row.recommendation:
            return reverse("dated:recommendation", args=[row.inspection.slug, row.recommendation.reference])
        return row.inspection.get_absolute_url()


@dataclass(frozen=True)
class Tab:
    """One type of text, and how many were found."""

    kind: str
    label: str
    count: int
    current: bool


class _Counted(Paginator):
    """A paginator that is given the count."""

    count: int = 0


@dataclass
class SearchResults:
    """What a valid form finds for a reader, in at most five queries."""

    form: SearchForm
    reader: Reader
    page_number: str = "1"

    @cached_property
    def _texts(self) -> QuerySet[Any]:
        filters = self.form.cleaned_data
        texts = SearchText.objects.readable_by(self.reader)
        if filters["force"]:
            texts = texts.filter(_of_force(filters["force"]))
        if filters["inspection"]:
            texts = texts.filter(inspection__slug=filters["inspection"])
        if filters["after"]:
            texts = texts.filter(dated_on__gte=filters["after"])
        if filters["before"]:
            texts = texts.filter(dated_on__lte=filters["before"])
        assert self.form.query  # noqa: S101 - a valid form has a query
        return matching(texts, self.form.query)

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of texts of each type."""
        found = self._texts.order_by().values("kind").annotate(found=Count("pk")).values_list("kind", "found")
        return dict(found)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def tabs(self) -> list[Tab]:
        """A tab for all results, and one for each type."""
        selected = self.form.cleaned_data["kind"]
        kinds = [("", _("All"), self.total), *((k.value, str(k.label), self.counts.get(k, 0)) for k in SearchTextKind)]
        return [Tab(kind, label, count, kind == selected) for kind, label, count in kinds]

    @cached_property
    def page(self) -> Page:
        """One page of rows: the most relevant first, then the newest."""
        kind = self.form.cleaned_data["kind"]
        texts = self._texts.filter(kind=kind) if kind else self._texts
        texts = texts.order_by("rank", F("dated_on").desc(nulls_last=True), "-pk")
        rows = texts.select_related(
            "inspection", "recommendation", "holder", "publication", "update__action__recommendation__inspection"
        ).select_related("update__action__holder")
        paginator = _Counted(rows.defer("text", "publication__content"), PAGE_SIZE)
        paginator.count = self.counts.get(kind, 0) if kind else self.total
        return paginator.get_page(self.page_number)

    @cached_property
    def results(self) -> list[Result]:
        """The results on the page."""
        rows = list(self.page.object_list)
        assert self.form.query  # noqa: S101 - a valid form has a query
        shown = excerpts([row.pk for row in rows], self.form.query)
        return [Result(row, *shown[row.pk]) for row in rows]

    @property
    def sentence(self) -> str:
        """The number of results, in words."""
        if not self.total:
            return _("There are no results for “%(words)s”.") % {"words": self.form.cleaned_data["q"]}
        words = ngettext("%(count)s result for “%(words)s”.", "%(count)s results for “%(words)s”.", self.total)
        return words % {"count": f"{self.total:,}", "words": self.form.cleaned_data["q"]}


def _of_force(slug: str) -> Q:
    """Return the filter for texts of a force, and for recommendations on which it has an action."""
    addressed_to_it = Action.objects.filter(holder__slug=slug).values("recommendation")
    return Q(holder__slug=slug) | Q(kind=SearchTextKind.RECOMMENDATION, recommendation__in=addressed_to_it)
