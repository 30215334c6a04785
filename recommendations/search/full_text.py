"""The full-text index of each database, and queries on it.

PostgreSQL: a generated column of the index table, `searched`, with a GIN index. It has English word forms, and the
exact words for text that is not English, such as Welsh names.
SQLite: an FTS5 table over the index table, kept in step by triggers. A migration that alters a table drops its
triggers silently, so they are created again after every migrate, and the FTS5 table is rebuilt.
In both, a trigger removes a text from the index table when it is redacted.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.db import DatabaseError, connection, connections, models
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from recommendations.search.models import SearchText, SearchTextQuerySet
from recommendations.search.query_terms import Alternative, SearchQuery, Term

TABLE, FTS = SearchText._meta.db_table, "recommendations_fulltext"
TITLE_WEIGHT = 5.0  # a match in a title is more relevant than one in a text
SHOWN_BEFORE, SHOWN = 120, 360  # characters of an excerpt: before the first match, and in total
_BEGIN, _END = "\ue000", "\ue001"  # private characters around a match, which no text contains
_MARKED = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")

# --- queries -----------------------------------------------------------------------------------------------


def matching(texts: SearchTextQuerySet, query: SearchQuery) -> models.QuerySet[Any]:
    """Return the texts that match, each with its `rank`. A smaller rank is better."""
    if connection.vendor == "postgresql":
        sql, params = _tsquery(query)
        return texts.extra(  # noqa: S610 - our own SQL; what was typed is in the parameters
            select={"rank": f"-ts_rank({TABLE}.searched, {sql})"},
            select_params=params,
            where=[f"{TABLE}.searched @@ ({sql})"],
            params=params,
        )
    return texts.extra(  # noqa: S610
        tables=[FTS],
        select={"rank": f"bm25({FTS}, {TITLE_WEIGHT}, 1.0)"},
        # the plus makes SQLite query FTS5 once at the start, instead of once for every row
        where=[f"{FTS} MATCH %s", f"+{FTS}.rowid = {TABLE}.id"],
        params=[_fts5(query)],
    )


def excerpts(ids: Collection[int], query: SearchQuery) -> dict[int, tuple[SafeString, SafeString]]:
    """Return the title and an excerpt of each text by id, escaped, with <mark> around each match."""
    if not ids:
        return {}
    places = ", ".join(["%s"] * len(ids))
    given: list[Any]
    if connection.vendor == "postgresql":
        sql, params = _tsquery(query, as_typed=True)
        options = f'StartSel="{_BEGIN}", StopSel="{_END}", HighlightAll=true'
        asked = (
            f"SELECT id, ts_headline('english', title, asked, '{options}'), "  # noqa: S608
            f"ts_headline('english', text, asked, '{options}') FROM {TABLE}, (SELECT {sql} AS asked) AS query "
            f"WHERE id IN ({places})"
        )
        given = [*params, *ids]
    else:
        asked = (
            f"SELECT rowid, highlight({FTS}, 0, %s, %s), highlight({FTS}, 1, %s, %s) "  # noqa: S608
            f"FROM {FTS} WHERE {FTS} MATCH %s AND rowid IN ({places})"
        )
        given = [_BEGIN, _END, _BEGIN, _END, _fts5(query), *ids]
    with connection.cursor() as cursor:
        cursor.execute(asked, given)
        return {pk: (marked(title), marked(_excerpt(text))) for pk, title, text in cursor.fetchall()}


def _excerpt(text: str) -> str:
    """Return the text around the first match, cut between words, or the beginning if there is no match."""
    text = " ".join(text.split())
    first = max(text.find(_BEGIN), 0)
    start = 0 if first <= SHOWN_BEFORE else text.find(" ", first - SHOWN_BEFORE, first) + 1 or first
    end = start + SHOWN
    if end >= len(text):
        return f"… {text[start:]}" if start else text
    between_words = text.rfind(" ", first, end)
    end = between_words if between_words > 0 else end
    return f"{'… ' if start else ''}{text[start:end]} …"


def marked(text: str) -> SafeString:
    """Return the text escaped, with <mark> around each match."""
    with_marks = _MARKED.sub(r"<mark>\1</mark>", str(escape(text)))
    return mark_safe(re.sub(f"[{_BEGIN}{_END}]", "", with_marks))  # noqa: S308 - escaped before


def _fts5(query: SearchQuery) -> str:
    """Return the query in FTS5 syntax. Every word is quoted, and contains only letters and digits."""
    return " OR ".join(f"({_fts5_of(alternative)})" for alternative in query.alternatives)


def _fts5_of(alternative: Alternative) -> str:
    def phrases(*, excluded: bool) -> list[str]:
        return [f'"{" ".join(term.words)}"' for term in alternative if term.is_excluded is excluded]

    return " NOT ".join([f"({' AND '.join(phrases(excluded=False))})", *phrases(excluded=True)])


def _tsquery(query: SearchQuery, *, as_typed: bool = False) -> tuple[str, list[str]]:
    """Return the query in PostgreSQL's syntax, with its parameters. `as_typed` adds the spellings with accents."""
    params: list[str] = []

    def of_term(term: Term) -> str:
        spellings = {" ".join(term.words), " ".join(term.typed)} if as_typed else {" ".join(term.words)}
        sides = []
        for spelling in sorted(spellings):
            for configuration in ("english", "simple"):
                sides.append(f"phraseto_tsquery('{configuration}', %s)")
                params.append(spelling)
        return f"{'!! ' if term.is_excluded else ''}({' || '.join(sides)})"

    alternatives = [" && ".join(of_term(term) for term in alternative) for alternative in query.alternatives]
    return " || ".join(f"({alternative})" for alternative in alternatives), params


# --- triggers (SQLite) -------------------------------------------------------------------------------------

_ADD = f"INSERT INTO {FTS}(rowid, title, text) VALUES (NEW.id, NEW.title, NEW.text)"  # noqa: S608
_TAKE = f"INSERT INTO {FTS}({FTS}, rowid, title, text) VALUES ('delete', OLD.id, OLD.title, OLD.text)"  # noqa: S608
_TRIGGERS = {
    "search_added": f"AFTER INSERT ON {TABLE} BEGIN {_ADD}; END",
    "search_taken": f"AFTER DELETE ON {TABLE} BEGIN {_TAKE}; END",
    "search_changed": f"AFTER UPDATE OF id, title, text ON {TABLE} BEGIN {_TAKE}; {_ADD}; END",
}


# Redacted text leaves the search at once, however it was redacted.
_REDACTED = "search_redacted"
_FORGET = f"DELETE FROM {TABLE} WHERE words_id = NEW.id"  # noqa: S608
_ON_REDACTION = f"AFTER UPDATE OF text ON recommendations_updatewords WHEN NEW.text = '' BEGIN {_FORGET}; END"


def _present(using: str) -> set[str]:
    """Return the names of all tables, indexes and triggers in SQLite; none for PostgreSQL, which needs no triggers."""
    if connections[using].vendor != "sqlite":
        return set()
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master")
        return {name for (name,) in cursor.fetchall()}


def missing(using: str = "default") -> list[str]:
    """Return the names of the triggers that are missing from SQLite."""
    present = _present(using)
    return sorted({*_TRIGGERS, _REDACTED} - present) if FTS in present else []


def lift(using: str = "default") -> None:
    """Remove the trigger on another table that refers to the index table, so that SQLite can rebuild it."""
    if _REDACTED in _present(using):
        with connections[using].cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {_REDACTED}")


def install(using: str = "default") -> None:
    """Create missing triggers. If any were missing, rebuild the FTS5 table, which may have missed changes."""
    lacking = missing(using)
    with connections[using].cursor() as cursor:
        for name in lacking:
            cursor.execute(f"CREATE TRIGGER {name} {_TRIGGERS.get(name, _ON_REDACTION)}")
    if _TRIGGERS.keys() & set(lacking):
        rebuild(using)


def rebuild(using: str = "default") -> None:
    """Rebuild SQLite's FTS5 table from the index table. PostgreSQL needs no rebuild."""
    if connections[using].vendor == "sqlite":
        with connections[using].cursor() as cursor:
            cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')")  # noqa: S608


def is_in_step() -> bool:
    """Return whether the full-text index matches the index table. In PostgreSQL it always does."""
    if connection.vendor != "sqlite":
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FTS}({FTS}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except DatabaseError:
        return False
    return not missing()
