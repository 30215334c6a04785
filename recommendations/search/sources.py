"""The texts of the register that are in the search index."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from recommendations.register.models import Action, Inspection, Recommendation, Statement, Update, UpdateWords
from recommendations.register.retraction import retracted_ids
from recommendations.search.indexing import SearchSource
from recommendations.search.models import SearchText, SearchTextKind


def _rows_of_the_register(inspection_ids: Collection[int]) -> Iterator[SearchText]:
    for inspection in Inspection.objects.filter(pk__in=inspection_ids):
        yield SearchText(
            key=f"inspection:{inspection.pk}",
            kind=SearchTextKind.INSPECTION,
            inspection_id=inspection.pk,
            title=inspection.title,
            text="\n".join(filter(None, [inspection.short_title, inspection.key_findings])),
            dated_on=inspection.published_on,
        )
    recommendations = Recommendation.objects.filter(inspection__in=inspection_ids)
    for recommendation in recommendations.select_related("inspection").prefetch_related("parts"):
        yield SearchText(
            key=f"recommendation:{recommendation.pk}",
            kind=SearchTextKind.RECOMMENDATION,
            inspection_id=recommendation.inspection_id,
            recommendation_id=recommendation.pk,
            title=str(recommendation),
            text=_with_parts(recommendation),
            dated_on=recommendation.inspection.published_on,
        )
    statements = Statement.objects.filter(document__inspection__in=inspection_ids).select_related("document")
    for statement in statements.exclude(text=""):
        yield SearchText(
            key=f"statement:{statement.pk}",
            kind=SearchTextKind.DOCUMENT,
            inspection_id=statement.document.inspection_id,
            recommendation_id=statement.recommendation_id,
            statement_id=statement.pk,
            holder_id=statement.document.force_id,
            anchor=f"statement-{statement.pk}",
            title=": ".join(filter(None, [statement.document.title, statement.heading])),
            text=statement.text,
            dated_on=statement.document.dated_on,
        )


def _with_parts(recommendation: Recommendation) -> str:
    """Return the text with any parts that are missing from it, as can happen in older entries."""
    apart = [part.text for part in recommendation.parts.all() if part.text not in recommendation.text]
    return "\n".join([recommendation.text, *apart])


def _rows_of_updates(action_ids: Collection[int]) -> Iterator[SearchText]:
    """Yield the rows of updates that have text and are neither redacted nor retracted."""
    updates = Update.objects.filter(action__in=action_ids)
    retracted = retracted_ids(updates.filter(retracts__isnull=False).only("retracts_id"))
    with_words = updates.exclude(words=None).exclude(words__text="")
    shown = ("action", "effective_on", "shown_to", "retracts", "words__text")
    for update in with_words.select_related("words", "action__recommendation").only(
        *shown, "action__holder_id", "action__recommendation__inspection_id"
    ):
        if update.words and update.pk not in retracted:
            yield row_of_update(update, update.words, shown_to=update.shown_to)


def row_of_update(update: Update, words: UpdateWords, *, shown_to: str) -> SearchText:
    """Return the row of one update with text."""
    return SearchText(
        key=f"update:{update.pk}",
        kind=SearchTextKind.UPDATE,
        inspection_id=update.action.recommendation.inspection_id,
        recommendation_id=update.action.recommendation_id,
        update_id=update.pk,
        words_id=words.pk,
        holder_id=update.action.holder_id,
        audience=shown_to,
        anchor=f"update-{update.pk}",
        text=words.text,
        dated_on=update.effective_on,
    )


REGISTER = SearchSource(
    "Inspections",
    Inspection,
    frozenset({SearchTextKind.INSPECTION, SearchTextKind.RECOMMENDATION, SearchTextKind.DOCUMENT}),
    "inspection",
    _rows_of_the_register,
)
UPDATES = SearchSource("Actions", Action, frozenset({SearchTextKind.UPDATE}), "update__action", _rows_of_updates)
