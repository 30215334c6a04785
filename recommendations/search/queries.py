"""The results of a search for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.register.models import Action
from recommendations.search.forms import SearchForm
from recommendations.search.full_text import excerpts, matching
from recommendations.search.models import SearchText, SearchTextKind
from recommendations.search.query_terms import SearchQuery

PAGE_SIZE = 25
MOST = 1_000  # texts of each type that are counted and ranked: the newest
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
    count: str  # "12", or "1,000+"
    current: bool


class _Counted(Paginator):
    """A paginator that is given the count."""

    count: int = 0


@dataclass
class SearchResults:
    """What a valid form finds for a reader, in at most ten queries.

    Of each type only the newest MOST texts are counted and ranked: a word that is in every update would otherwise take
    longer to rank than anyone waits.
    """

    form: SearchForm
    reader: Reader
    page_number: str = "1"

    @cached_property
    def _texts(self) -> QuerySet[Any]:
        filters = self.form.cleaned_data
        texts = SearchText.objects.readable_by(self.reader)
        if filters["force"]:
            texts = texts.filter(_of_force(filters["force"], self.reader))
        if filters["inspection"]:
            texts = texts.filter(inspection__slug=filters["inspection"])
        if filters["after"]:
            texts = texts.filter(dated_on__gte=filters["after"])
        if filters["before"]:
            texts = texts.filter(dated_on__lte=filters["before"])
        return matching(texts, self._query)

    @property
    def _query(self) -> SearchQuery:
        assert self.form.query  # noqa: S101 - a valid form has a query
        return self.form.query

    @cached_property
    def _newest(self) -> dict[str, list[int]]:
        """The ids of the newest texts of each type, one more than are counted. One query for each type."""
        newest = self._texts.order_by("-dated_on", "-pk").values_list("pk", flat=True)
        kinds: list[str] = SearchTextKind.values
        return {kind: list(newest.filter(kind=kind)[: MOST + 1]) for kind in kinds}

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of texts of each type, at most MOST."""
        return {kind: min(len(ids), MOST) for kind, ids in self._newest.items()}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def are_more(self) -> bool:
        """Whether there are more texts of some type than are counted."""
        return any(self._is_more(kind) for kind in self._newest)

    def _is_more(self, kind: str) -> bool:
        return len(self._newest[kind]) > MOST

    @property
    def tabs(self) -> list[Tab]:
        """A tab for all results, and one for each type with results."""
        selected = self.form.cleaned_data["kind"]
        tabs = [Tab("", _("All"), _at_least(self.total, self.are_more), not selected)]
        for kind in SearchTextKind:
            if self.counts[kind] or kind == selected:
                count = _at_least(self.counts[kind], self._is_more(kind))
                tabs.append(Tab(kind.value, str(kind.label), count, kind == selected))
        return tabs

    @cached_property
    def page(self) -> Page:
        """One page of ids: the most relevant first, then the newest."""
        kind = self.form.cleaned_data["kind"]
        ids = [pk for of_kind, found in self._newest.items() if kind in ("", of_kind) for pk in found[:MOST]]
        ranked = matching(SearchText.objects.filter(pk__in=ids), self._query)
        ranked = ranked.order_by("rank", F("dated_on").desc(nulls_last=True), "-pk")
        paginator = _Counted(ranked.values_list("pk", flat=True), PAGE_SIZE)
        paginator.count = len(ids)
        return paginator.get_page(self.page_number)

    @cached_property
    def results(self) -> list[Result]:
        """The results on the page."""
        ids = list(self.page.object_list)
        related = ("inspection", "recommendation", "holder", "publication")
        rows = SearchText.objects.select_related(
            *related, "update__action__recommendation__inspection", "update__action__holder"
        ).defer("text", "publication__content")
        by_id, shown = rows.in_bulk(ids), excerpts(ids, self._query)
        return [Result(by_id[pk], *shown[pk]) for pk in ids]

    @property
    def sentence(self) -> str:
        """The number of results, in words."""
        if not self.total:
            return _("There are no results for “%(words)s”.") % {"words": self.form.cleaned_data["q"]}
        if self.are_more:
            words = _("More than %(count)s results for “%(words)s”. Of each type, the newest %(most)s are shown.")
            return words % {
                "count": f"{self.total:,}",
                "words": self.form.cleaned_data["q"],
                "most": f"{MOST:,}",
            }
        words = ngettext("%(count)s result for “%(words)s”.", "%(count)s results for “%(words)s”.", self.total)
        return words % {"count": f"{self.total:,}", "words": self.form.cleaned_data["q"]}


def _at_least(count: int, is_more: bool) -> str:
    return f"{count:,}+" if is_more else f"{count:,}"


def _of_force(slug: str, reader: Reader) -> Q:
    """Return the filter for texts of a force, and for recommendations on which it has an action."""
    held = reader.handovers.held_by(Body.objects.filter(slug=slug).values_list("pk", flat=True), reader.day)
    addressed_to_it = Action.objects.filter(holder__in=held).values("recommendation")
    return Q(holder__in=held) | Q(kind=SearchTextKind.RECOMMENDATION, recommendation__in=addressed_to_it)
