"""The texts of published responses for the search: the newest publication of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Max

from recommendations.responses.content import ResponseContent
from recommendations.responses.models import Publication, Response
from recommendations.search.indexing import SearchSource
from recommendations.search.models import SearchText, SearchTextKind


def _rows(response_ids: Collection[int]) -> Iterator[SearchText]:
    newest = Response.objects.filter(pk__in=response_ids).annotate(newest=Max("publications__pk"))
    publications = Publication.objects.filter(pk__in=newest.values("newest")).select_related("response")
    for publication in publications:
        response = publication.response
        for name, anchor, heading, text in _texts(publication.read_content()):
            if text.strip():
                yield SearchText(
                    key=f"publication:{publication.pk}:{name}",
                    kind=SearchTextKind.RESPONSE,
                    inspection_id=response.inspection_id,
                    publication_id=publication.pk,
                    holder_id=response.force_id,
                    anchor=anchor,
                    heading=heading,
                    text=text,
                    dated_on=publication.published_on or publication.dated_on,
                )


def _texts(content: ResponseContent) -> Iterator[tuple[str, str, str, str]]:
    """Yield each text with its name, its anchor on the page, and the recommendation it is about, if any."""
    yield "comments", "comments", "", content.general_comments
    yield "chief-officer", "chief-officer", "", content.chief_officer_comments
    yield "not-invited", "chief-officer", "", content.not_invited_reason
    yield "reply", "chief-officer", "", content.reply_to_chief_officer
    for item in content.items:
        place, heading = f"rec-{item.reference}", item.heading
        yield f"{place}:comment", place, heading, item.chief_officer_comment
        yield f"{place}:explanation", place, heading, item.explanation


PUBLICATIONS = SearchSource("Responses", Response, frozenset({SearchTextKind.RESPONSE}), "publication__response", _rows)
