"""The index matches the register after every service, and the check finds any difference."""

import datetime
import io
import random
import uuid

import pytest
from django.core.management import call_command
from django.test import Client

from forces.people.editions import Audience
from recommendations.maintenance import search_index
from recommendations.maintenance.search_index import differing, index_all
from recommendations.maintenance.services import correcting, entering, merging
from recommendations.register.models import Recommendation, Statement, Update, UpdateWords
from recommendations.register.services import documents, inspections, recommendations
from recommendations.register.statuses import Status
from recommendations.search import full_text
from recommendations.search.indexing import index
from recommendations.search.models import SearchText
from recommendations.search.sources import UPDATES
from recommendations.updates.entry import UpdateEntry
from recommendations.updates.services import record_update, retract_update
from tests.administration import filled
from tests.cast import TODAY, Cast, Register
from tests.factories import (
    InspectionFactory,
    OversightFactory,
    RecommendationFactory,
    ResponseFactory,
    add_update,
    as_reader,
    open_action,
)
from tests.factories import published as publish
from tests.recommendations.search.conftest import Search

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
FEBRUARY = datetime.date(2025, 2, 10)


def is_equal() -> bool:
    return differing() == [] and full_text.is_in_step()


def run(*arguments: str) -> str:
    printed = io.StringIO()
    call_command("rebuild_search", *arguments, stdout=printed, stderr=printed)
    return printed.getvalue()


def record(texts: Register, cast: Cast, words: str, audience: Audience = Audience.PUBLIC) -> Update:
    status = "" if audience == Audience.OFFICE else Status.IN_PROGRESS.value
    return record_update(
        action=texts.actions["cleveland", "7"],
        entry=UpdateEntry.of(status=status, words=words, effective_on=FEBRUARY, reported_by="HoL", audience=audience),
        by=as_reader(cast.office, TODAY),
        submission_key=uuid.uuid4(),
    )


def retract(update: Update, cast: Cast, reason: str = "A mistake about badgers.") -> Update:
    by = as_reader(cast.office, TODAY)
    return retract_update(update=update, reason=reason, by=by, submission_key=uuid.uuid4())


def test_an_update_is_found_at_once(texts: Register, cast: Cast, search: Search) -> None:
    record(texts, cast, "A lemur came.")
    assert search("lemurs") == {"update:A lemur came."}
    assert is_equal()


def test_a_retracted_update_is_not_found_and_its_retraction_is(texts: Register, cast: Cast, search: Search) -> None:
    retract(record(texts, cast, "A lemur came."), cast)
    assert search("lemur") == set()
    assert search("badgers") == {"update:A mistake about badgers."}
    assert is_equal()


def test_redacted_text_leaves_the_index_however_it_was_redacted(texts: Register, search: Search) -> None:
    assert search("weekly", "panel_member")
    UpdateWords.objects.filter(text__contains="Weekly").update(text="")
    assert search("weekly", "panel_member") == set()
    assert not SearchText.objects.filter(text__contains="Weekly").exists()
    assert is_equal()


def test_the_latest_text_of_a_corrected_response_is_found(texts: Register, search: Search) -> None:
    response = ResponseFactory(inspection=texts.soteria, force=texts.cleveland)
    response.general_comments = "Okapis are welcome."
    response.save()
    publish(response, datetime.date(2024, 10, 12))
    assert search("zebras") == set()
    assert search("okapis") == {"publication:Okapis are welcome."}
    assert is_equal()


def test_a_response_is_found_once_it_is_published(texts: Register, search: Search) -> None:
    draft = ResponseFactory(inspection=texts.soteria, force=texts.cumbria)
    assert search("rhinoceros", "cumbria_office") == set()
    publish(draft, datetime.date(2024, 10, 12))
    assert len(search("rhinoceros", "panel_member")) == 2
    assert is_equal()


def test_records_changed_in_the_administration_are_found_by_their_new_text(
    texts: Register, admin: Client, search: Search
) -> None:
    address = f"/admin/recommendations/recommendation/{texts.rec_7.pk}/change/"
    assert admin.post(address, filled(admin, address, text="Keep a tapir.")).status_code == 302
    assert search("tapir") == {"recommendation:Keep a tapir."}
    address = f"/admin/recommendations/inspection/{texts.soteria.pk}/change/"
    assert admin.post(address, filled(admin, address, key_findings="A quokka.")).status_code == 302
    assert search("quokka") == {"inspection:Operation Soteria\nA quokka."}
    statement = Statement.objects.get(order=2)
    address = f"/admin/recommendations/document/{statement.document_id}/change/"
    changed = filled(admin, address, **{"statements-1-text": "A numbat."})
    assert admin.post(address, changed).status_code == 302
    assert search("numbat") == {"statement:A numbat."}
    assert search("ocelot") == set()
    changed = filled(admin, address, **{"statements-1-DELETE": "on"})
    assert admin.post(address, changed).status_code == 302
    assert search("numbat") == set()
    assert is_equal()


def test_an_inspection_entered_twice_is_found_once(texts: Register, cast: Cast, search: Search) -> None:
    again = InspectionFactory(slug="again", title="Soteria once more", published_on=texts.soteria.published_on)
    seven = RecommendationFactory(inspection=again, number=7, text="An axolotl.")
    RecommendationFactory(inspection=again, number=99, text="A pangolin.")
    add_update(open_action(seven, texts.durham), Status.IN_PROGRESS, FEBRUARY, text="A wombat.", audience="public")
    texts.actions["durham", "7"].delete()
    response = ResponseFactory(inspection=again, force=texts.durham, general_comments="A kakapo.")
    OversightFactory(force=texts.durham, body=texts.pfcc_cumbria)
    publish(response, datetime.date(2024, 10, 12))
    index_all()
    shown = merging.preview_merge(duplicate=again, kept=texts.soteria).fingerprint
    merging.merge_inspections(duplicate=again, kept=texts.soteria, by=cast.administrator, shown=shown)
    assert search("axolotl") == set()
    assert search("pangolin") == {"recommendation:A pangolin."}
    assert search("wombat") == {"update:A wombat."}
    assert search("kakapo") == {"publication:A kakapo."}
    assert is_equal()


def test_a_corrected_date_of_publication_is_the_date_of_its_texts(texts: Register, cast: Cast) -> None:
    day = datetime.date(2024, 8, 21)
    shown = correcting.preview_publication_date(inspection=texts.soteria, published_on=day).fingerprint
    correcting.correct_publication_date(inspection=texts.soteria, published_on=day, by=cast.administrator, shown=shown)
    assert SearchText.objects.get(key=f"recommendation:{texts.rec_7.pk}").dated_on == day
    assert is_equal()


@pytest.mark.parametrize("seed", range(3))
def test_the_index_matches_the_register_after_any_changes(texts: Register, cast: Cast, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test's own
    by = cast.administrator

    def new_update() -> None:
        record(texts, cast, f"Something of {dice.random()}.", dice.choice(list(Audience)))

    def take_back() -> None:
        retracted = texts.actions["cleveland", "7"].updates.filter(retracts=None, retractions=None)
        if update := retracted.order_by("pk").first():
            retract(update, cast)

    def redact() -> None:
        UpdateWords.objects.filter(pk=dice.choice(UpdateWords.objects.values_list("pk", flat=True))).update(text="")

    def change_recommendation() -> None:
        chosen = dice.choice(Recommendation.objects.order_by("pk"))
        chosen.short_title = f"Title {dice.random()}"
        recommendations.save_recommendation(recommendation=chosen, by=by)
        entering.settle_recommendation(recommendation=chosen, by=by)

    def change_inspection() -> None:
        texts.soteria.key_findings = dice.choice(["", "Much.", "Little."])
        inspections.save_inspection(inspection=texts.soteria, by=by)
        entering.settle_inspection(inspection=texts.soteria, by=by)

    def change_document() -> None:
        for statement in Statement.objects.all():
            if dice.random() < 0.3:
                documents.delete_record(record=statement, by=by)
            else:
                statement.text = f"It said {dice.random()}."
                documents.save_statement(statement=statement, by=by)
            entering.settle_document(document=statement.document)

    def publish_again() -> None:
        response = ResponseFactory(inspection=texts.soteria, force=dice.choice([texts.cleveland, texts.cumbria]))
        response.general_comments = dice.choice(["", f"We say {dice.random()}."])
        response.save()
        publish(response, datetime.date(2024, 10, 12))

    doings = [new_update, take_back, redact, change_recommendation, change_inspection, change_document, publish_again]
    for _turn in range(20):
        dice.choice(doings)()
        assert is_equal()


def test_the_migration_fills_the_index_of_an_existing_register(texts: Register) -> None:
    there = SearchText.objects.count()
    SearchText.objects.all().delete()
    search_index.prepare_after_migrate(sender=None, using="default")
    assert SearchText.objects.count() == there
    assert is_equal()


class TestRebuildSearch:
    def test_the_check_passes_where_the_index_matches_the_register(self, texts: Register) -> None:
        assert "agree with the register" in run("--check")

    @pytest.mark.parametrize("how", ["changed", "lost", "too many"])
    def test_the_check_fails_where_a_text_differs_and_a_rebuild_corrects_it(self, texts: Register, how: str) -> None:
        row = SearchText.objects.get(text="Every giraffe was asked.")
        if how == "changed":
            SearchText.objects.filter(pk=row.pk).update(audience="office")
        elif how == "lost":
            row.delete()
        else:
            row.pk, row.key = None, "update:999"
            row.save()
        with pytest.raises(SystemExit) as exit_code:
            run("--check")
        assert exit_code.value.code == 1
        run()
        assert "agree with the register" in run("--check")

    def test_a_rebuild_without_differences_writes_nothing(self, texts: Register, django_assert_num_queries) -> None:
        action = texts.actions["cleveland", "7"]
        with django_assert_num_queries(5) as asked:  # a savepoint and its release among them
            index(UPDATES, [action.pk])
        assert not [query for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
