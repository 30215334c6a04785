"""The database's full-text index: word forms, accents, phrases and marks; no query can break it."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recommendations.search import full_text
from recommendations.search.full_text import excerpts, marked, matching
from recommendations.search.models import SearchText
from recommendations.search.query_terms import QueryError, parse_query
from tests.cast import Register

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
sqlite_only = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no table rebuilds")


def text(register: Register, words: str, title: str = "") -> SearchText:
    key = f"test:{SearchText.objects.count()}"
    return SearchText.objects.create(key=key, kind="inspection", inspection=register.soteria, title=title, text=words)


def found(typed: str) -> list[str]:
    return [row.text for row in matching(SearchText.objects.all(), parse_query(typed)).order_by("rank", "pk")]


@pytest.mark.parametrize(
    ("typed", "matches"),
    [
        ("investigations", True),
        ("investigate", True),
        ("INVESTIGATING", True),
        ('"rape investigations"', True),
        ('"investigations rape"', False),
        ("Môn", True),
        ("mon", True),
        ("Ŵyl", True),
        ("re-opened", True),
        ("reopened", False),
        ("force's", True),
        ("force’s", True),
        ("investigations -rape", False),
        ("investigations -burglary", True),
        ("burglary OR rape", True),
        ("rape burglary", False),
        ("12", True),
        ("40", True),
        ("4Action", True),
        ("SARC/ISVA", True),
        ("isva", True),
        ("example.org", True),
    ],
)
def test_it_finds_words_as_people_write_them(register: Register, typed: str, matches: bool) -> None:
    text(
        register,
        "The force’s rape investigations at Ynys Môn and Yr Ŵyl were re-opened (SARC/ISVA), 12.40% of "
        "those in 4Action, see www.example.org/plan.",
    )
    assert bool(found(typed)) is matches


def test_a_word_in_a_title_ranks_above_one_in_the_text(register: Register) -> None:
    text(register, "Of custody and of much besides that has nothing to do with it, at some length.")
    text(register, "The title says it.", title="Custody")
    assert found("custody")[0] == "The title says it."


def test_changed_or_deleted_text_is_not_found_by_its_old_words(register: Register) -> None:
    row = text(register, "An old zebra.")
    row.text = "A new giraffe."
    row.save()
    assert found("zebra") == []
    assert found("giraffe") == ["A new giraffe."]
    row.delete()
    assert found("giraffe") == []


def test_matches_are_marked_and_html_is_escaped(register: Register) -> None:
    row = text(register, 'A <script>alert("zebra")</script> and zebras & more.', title="Zebra <i>crossing</i>")
    title, excerpt = excerpts([row.pk], parse_query("zebra"))[row.pk]
    assert title == "<mark>Zebra</mark> &lt;i&gt;crossing&lt;/i&gt;"
    assert excerpt.endswith("and <mark>zebras</mark> &amp; more.")
    assert "<script" not in excerpt


def test_an_accent_is_marked_as_it_was_typed(register: Register) -> None:
    row = text(register, "At Ynys Môn.")
    assert excerpts([row.pk], parse_query("Môn"))[row.pk][1] == "At Ynys <mark>Môn</mark>."


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("\ue000a\ue001", "<mark>a</mark>"),
        ("\ue000a", "a"),
        ("a\ue001<b>", "a&lt;b&gt;"),
        ("\ue000\ue000a\ue001", "<mark>a</mark>"),
    ],
)
def test_marks_are_complete_or_absent(given_text: str, shown: str) -> None:
    assert marked(given_text) == shown


def test_only_the_matching_part_of_a_long_text_is_shown(register: Register) -> None:
    row = text(register, "word " * 3_000 + "zebra" + " word" * 3_000)
    excerpt = excerpts([row.pk], parse_query("zebra"))[row.pk][1]
    assert "<mark>zebra</mark>" in excerpt
    assert excerpt.startswith("… word word")
    assert excerpt.endswith("word word …")
    assert 300 < len(excerpt) < 420


@pytest.mark.parametrize(
    "words", ["zebra" + " word" * 500, "zebra" * 400 + "x", "word " * 30 + "z" * 900, "word " * 99]
)
def test_a_text_is_cut_between_words_where_possible(register: Register, words: str) -> None:
    row = text(register, words, title="Giraffe")
    excerpt = excerpts([row.pk], parse_query("giraffe OR zebra"))[row.pk][1]
    assert 0 < len(excerpt) < 420
    assert "word wo " not in excerpt


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example('"')
@example('NEAR("a" "b", 5)')
@example("title : zebra*")
@example("{title text} : zebra")
@example("zebra AND")
@example("^zebra + - * ( ) : & | ! <-> \\ % %s %(x)s ' '' ;--")
@example("zebra " * 20)
@example("z" * 299)
@example("ª º ² ½ ǅ ß ﬁ 中文 עברית zebra")
@given(st.text(max_size=300))
def test_nothing_that_is_typed_breaks_the_search(register: Register, typed: str) -> None:
    if not SearchText.objects.exists():
        text(register, "A zebra.")
    try:
        query = parse_query(typed)
    except QueryError:
        return
    rows = matching(SearchText.objects.all(), query)
    assert len(excerpts([row.pk for row in rows], query)) == len(rows)


@sqlite_only
@pytest.mark.parametrize("table", ["searchtext", "updatewords", "update"])
def test_a_table_rebuilt_by_a_migration_can_still_be_searched(
    transactional_db: None, register: Register, table: str
) -> None:
    text(register, "A zebra.")
    full_text.lift()  # as `migrate` does before
    with connection.schema_editor() as editor:
        editor._remake_table(apps.get_model("recommendations", table))  # type: ignore[attr-defined]
    assert full_text.missing()
    text(register, "Heard of.")
    call_command("migrate", verbosity=0, skip_checks=True, stdout=io.StringIO())
    assert full_text.missing() == []
    assert full_text.is_in_step()
    assert found("zebra OR heard") == ["A zebra.", "Heard of."]
