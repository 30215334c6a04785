"""Saved views: pages of the product only, visible to their owner only."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from forces.people import saved_views
from forces.people.models import SavedView
from forces.people.saved_views import delete_view, save_view
from tests.cast import Cast, Register

pytestmark = pytest.mark.usefixtures("on_the_day")


def test_a_filtered_page_is_saved_and_listed(office: Client, cast: Cast) -> None:
    view = {"name": " Late   here ", "path": "/forces/cleveland/", "query": "status=overdue&page=2"}
    saved = office.post("/account/views/", view, follow=True)
    assert saved.redirect_chain == [("/forces/cleveland/?status=overdue", 302)]
    assert "View “Late here” saved" in saved.content.decode()
    link = '<a class="govuk-link" href="/forces/cleveland/?status=overdue">Late here</a>'
    for page in ("/account/", "/my-work/"):
        assert link in office.get(page).content.decode()


def test_a_page_offers_saving_only_while_it_is_filtered(office: Client, history: Register) -> None:
    assert "Save this view" in office.get("/forces/cleveland/?status=overdue").content.decode()
    assert "Save this view" not in office.get("/forces/cleveland/").content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/forces/",
        "//example.org/forces/",
        "/\\example.org/",
        "javascript:alert(1)",
        "/forces/cleveland.csv",
        "/account/logout/",
        "/admin/",
        "/nowhere/",
        "",
    ],
)
def test_only_pages_of_the_product_can_be_saved(office: Client, cast: Cast, path: str) -> None:
    answer = office.post("/account/views/", {"name": "Elsewhere", "path": path, "query": ""})
    assert answer["Location"] == "/account/"
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "a" * 81])
def test_it_needs_a_name_of_reasonable_length(office: Client, cast: Cast, name: str) -> None:
    answer = office.post("/account/views/", {"name": name, "path": "/overview/", "query": "a=b"}, follow=True)
    assert answer.redirect_chain == [("/overview/?a=b", 302)]
    assert answer.context["messages"]
    assert not SavedView.objects.exists()


def test_the_same_name_replaces_the_earlier_one(cast: Cast) -> None:
    for path in ("/overview/", "/forces/"):
        save_view(name="Mine", path=path, query="", by=cast.office)
    assert [view.get_absolute_url() for view in cast.office.saved_views.all()] == ["/forces/"]


def test_a_full_list_accepts_no_more_views(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_SAVED", 1)
    save_view(name="One", path="/overview/", query="", by=cast.office)
    with pytest.raises(ValidationError, match="Remove one first"):
        save_view(name="Two", path="/overview/", query="", by=cast.office)
    save_view(name="One", path="/forces/", query="", by=cast.office)


def test_a_view_of_another_person_cannot_be_seen_or_removed(office: Client, cast: Cast) -> None:
    theirs = save_view(name="Theirs", path="/overview/", query="", by=cast.approver)
    assert "Theirs" not in office.get("/account/").content.decode()
    assert office.post(f"/account/views/{theirs.pk}/delete/").status_code == 404
    delete_view(view=theirs, by=cast.office)
    assert SavedView.objects.filter(pk=theirs.pk).exists()


def test_its_owner_removes_it(office: Client, cast: Cast) -> None:
    mine = save_view(name="Mine", path="/overview/", query="", by=cast.office)
    assert "removed" in office.post(f"/account/views/{mine.pk}/delete/", follow=True).content.decode()
    assert not SavedView.objects.exists()
