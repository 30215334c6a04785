"""The full-text index of the search: a generated column on PostgreSQL, an FTS5 table on SQLite."""

import unicodedata
from typing import Any

# What PostgreSQL's parser would read as parts of web addresses, paths and numbers parts words, as it does in FTS5;
# letters lose their accents. All of it is immutable, as a generated column must be.
_APART = "-–—/’‘'.,:;@_&+*#%()[]<>=~"
_ACCENTED = [
    letter
    for letter in map(chr, [*range(0xC0, 0x180), *range(0x1E80, 0x1E86), *range(0x1EF2, 0x1EFA)])
    if len(unicodedata.normalize("NFD", letter)) > 1 and unicodedata.normalize("NFD", letter)[0].isascii()
]
_FROM = "".join(_ACCENTED) + _APART
_TO = "".join(unicodedata.normalize("NFD", letter)[0] for letter in _ACCENTED) + " " * len(_APART)
LONGEST = 200_000  # characters; PostgreSQL indexes no more than a megabyte of different words


def _vector(column: str, weight: str) -> str:
    plain = f"translate(left({column}, {LONGEST}), '{_FROM.replace(chr(39), chr(39) * 2)}', '{_TO}')"
    return " || ".join(f"setweight(to_tsvector('{words}', {plain}), '{weight}')" for words in ("english", "simple"))


_POSTGRESQL = [
    "ALTER TABLE recommendations_searchtext ADD COLUMN searched tsvector GENERATED ALWAYS AS "
    f"({_vector('title', 'A')} || {_vector('text', 'D')}) STORED",
    "CREATE INDEX search_by_words ON recommendations_searchtext USING gin (searched)",
    """
    CREATE FUNCTION forget_redacted_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM recommendations_searchtext WHERE words_id = NEW.id;
        RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER search_redacted AFTER UPDATE OF text ON recommendations_updatewords FOR EACH ROW "
    "WHEN (NEW.text = '') EXECUTE FUNCTION forget_redacted_words()",
]
# The triggers that keep it are put in place after every migrate: recommendations.search.full_text
_SQLITE = [
    "CREATE VIRTUAL TABLE recommendations_fulltext USING fts5 (title, text, content='recommendations_searchtext', "
    "content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')"
]


def make_full_text(apps: Any, schema_editor: Any) -> None:
    for statement in _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement, params=None)


def drop_full_text(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION forget_redacted_words CASCADE")
    else:
        schema_editor.execute("DROP TABLE recommendations_fulltext")
        schema_editor.execute("DROP TRIGGER IF EXISTS search_redacted")
