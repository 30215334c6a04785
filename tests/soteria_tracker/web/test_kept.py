"""Parts of pages whose HTML is kept, and the digest of what they show."""

from dataclasses import dataclass
from typing import Any

import pytest
from django import forms
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.base import ContentFile
from django.template import RequestContext, engines
from django.test import RequestFactory
from django.utils.translation import gettext_lazy

from forces.people.models import Person
from recommendations.register.models import Action, Inspection
from soteria_tracker.web.fingerprint import fingerprint
from soteria_tracker.web.templatetags import kept
from tests.cast import TODAY, Cast, Register
from tests.factories import as_reader


@dataclass
class Pair:
    first: Any
    second: Any = None


class Choice(forms.Form):
    number = forms.ChoiceField(choices=[("1", "one")], required=False)


# --- the digest --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "b"),
        (1, "1"),
        (None, ""),
        (["a", "b"], ["ab"]),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"b": 1}),
        (Pair(1), Pair(2)),
        (Pair(Pair("deep")), Pair(Pair("deeper"))),
        (frozenset({1}), frozenset({1, 2})),
        (TODAY, TODAY.isoformat()),
        (Inspection(title="a"), Inspection(title="b")),
        (ContentFile(b"", name="a.pdf"), ContentFile(b"", name="b.pdf")),
    ],
)
def test_different_values_have_different_fingerprints(one: object, other: object) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_equal_values_have_one_fingerprint() -> None:
    assert fingerprint({1, 2, 3}, gettext_lazy("Force")) == fingerprint({3, 2, 1}, gettext_lazy("Force"))
    assert fingerprint(Pair(Inspection(title="a"))) == fingerprint(Pair(Inspection(title="a")))


def test_an_object_that_leads_back_to_itself_has_a_fingerprint() -> None:
    pair = Pair("a")
    pair.second = pair
    assert fingerprint(pair)


def test_an_unknown_object_has_no_fingerprint() -> None:
    with pytest.raises(TypeError, match="No fingerprint of object"):
        fingerprint([object()])


def test_a_form_has_another_fingerprint_with_other_choices_and_answers() -> None:
    form, other = Choice({"number": "1"}), Choice({"number": "2"})
    more = Choice({"number": "1"})
    more.fields["number"].choices = [("1", "one"), ("2", "two")]  # type: ignore[attr-defined]
    assert len({fingerprint(each) for each in (form, other, more)}) == 3


@pytest.mark.django_db
def test_the_records_that_were_read_with_a_record_count(register: Register) -> None:
    def read() -> Action:
        return (
            Action.objects.select_related("recommendation__inspection")
            .prefetch_related("updates")
            .get(pk=register.actions["cleveland", "7"].pk)
        )

    before = fingerprint(read())
    assert fingerprint(read()) == before
    Inspection.objects.filter(pk=register.soteria.pk).update(short_title="Renamed")
    assert fingerprint(read()) != before


# --- the tag -----------------------------------------------------------------------------------------------


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return what each template that was really rendered was given. The template shows `shown` and `hidden`."""
    given: list[dict[str, Any]] = []
    cache = LocMemCache("test-kept", {})
    cache.clear()
    monkeypatch.setattr(kept, "cache", lambda: cache)
    part = engines["django"].from_string("{{ shown }} {{ hidden }} {{ request.path }}").template  # type: ignore[attr-defined]

    class Engine:
        def get_template(self, name: str) -> Any:
            return self

        def render(self, context: Any) -> str:
            given.append(context.flatten())
            return str(part.render(context))

    monkeypatch.setattr("django.template.engine.Engine.get_template", Engine().get_template)
    return given


def page_of(person: Person | None = None, *, address: str = "/page/", shown: object = "a") -> str:
    request = RequestFactory().get(address)
    if person:
        request.reader = as_reader(person, TODAY)  # type: ignore[attr-defined]
    page = engines["django"].from_string('{% load kept %}{% kept "part.html" shown=shown %}').template  # type: ignore[attr-defined]
    return str(page.render(RequestContext(request, {"shown": shown, "hidden": "never", "request": request})))


def test_a_part_is_rendered_once_from_its_own_values_only(renders: list[dict[str, Any]]) -> None:
    assert page_of() == page_of() == "a  /page/"
    assert len(renders) == 1
    assert "hidden" not in renders[0]


def test_a_part_with_other_values_or_at_another_address_is_rendered_again(renders: list[dict[str, Any]]) -> None:
    assert page_of(shown="<b>") == "&lt;b&gt;  /page/"
    assert page_of(shown="a") == "a  /page/"
    assert page_of(address="/page/?sort=title") == "a  /page/"
    assert len(renders) == 3


def test_a_form_with_a_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    form = engines["django"].from_string("{% csrf_token %}").template  # type: ignore[attr-defined]
    monkeypatch.setattr("django.template.engine.Engine.get_template", lambda engine, name: form)
    with pytest.raises(TypeError, match="A form with a token cannot be kept"):
        page_of()


@pytest.mark.django_db
def test_a_part_is_shared_by_readers_with_the_same_rights_only(renders: list[dict[str, Any]], cast: Cast) -> None:
    for person in (cast.office, cast.panel_member, cast.contributor, cast.cumbria_office, None):
        page_of(person)
    assert len(renders) == 5
    page_of(cast.office)
    assert len(renders) == 5
