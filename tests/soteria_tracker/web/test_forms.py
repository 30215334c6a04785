import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import RequestFactory

from soteria_tracker.web.forms import AddressField, DateField, IconRadioSelect, ShortTextField, TextField
from soteria_tracker.web.templatetags.govuk_forms import faults, messages_of


class SampleForm(forms.Form):
    status = forms.ChoiceField(
        label="Status",
        choices=[("in-progress", "In progress"), ("waiting", "Waiting")],
        widget=IconRadioSelect(hints={"waiting": "Another body must act first"}),
    )
    done = TextField(label="What has been done", max_length=10, help_text="Name nobody.")
    expected = DateField(label="Expected date", required=False)
    audience = forms.ChoiceField(label="Who may read this", choices=[("office", "The office")])
    parts = forms.MultipleChoiceField(
        label="Parts done", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    confirmed = forms.BooleanField(label="It was confirmed in writing")
    link = forms.CharField(label="Link", required=False, widget=forms.TextInput(attrs={"placeholder": "https://"}))
    file = forms.FileField(label="File", required=False)
    key = forms.CharField(widget=forms.HiddenInput)


def group(form: forms.Form, name: str) -> str:
    return str(form[name].as_field_group())


def summary(*page_forms: forms.BaseForm) -> str:
    tag = "{% load soteria %}{% error_summary a b %}"
    return Template(tag).render(Context(dict(zip("ab", [*page_forms, None], strict=False))))


@pytest.mark.parametrize("field", [TextField(max_length=100), ShortTextField(), AddressField()])
@pytest.mark.parametrize("character", ["\uffff", "\U0010fffe", "\ufdd0", "\0"])
def test_a_character_that_no_file_can_hold_is_refused(field: forms.Field, character: str) -> None:
    with pytest.raises(ValidationError, match="Remove the character that cannot be shown"):
        field.clean(f"https://example.org/a{character}b")


class TestFields:
    def test_a_label_belongs_to_its_box(self) -> None:
        html = group(SampleForm(), "link")
        assert 'for="id_link"' in html
        assert 'id="id_link"' in html

    def test_an_optional_field_is_marked_as_optional(self) -> None:
        assert "Link (optional)" in group(SampleForm(), "link")
        assert "optional" not in group(SampleForm(), "done")

    def test_no_field_has_a_placeholder(self) -> None:
        assert "placeholder" not in group(SampleForm(), "link")

    def test_the_field_refers_to_its_hint_and_its_error(self) -> None:
        form = SampleForm({"done": "far too long a text"})
        html = group(form, "done")
        assert 'aria-describedby="id_done_helptext id_done_error"' in html
        assert 'id="id_done_helptext"' in html
        assert 'id="id_done_error"' in html
        assert '<span class="govuk-visually-hidden">Error:</span>' in html

    def test_rare_statuses_are_collapsed_until_one_is_selected(self) -> None:
        form = SampleForm()
        form.fields["status"].widget.rare = {"waiting"}
        assert re.search(r"<details[^>]*>.*Another body must act first", group(form, "status"), re.DOTALL)
        assert " open>" not in group(form, "status")
        assert group(form, "status").index("In progress") < group(form, "status").index("<details")
        chosen = SampleForm({"status": "waiting"})
        chosen.fields["status"].widget.rare = {"waiting"}
        assert " open>" in group(chosen, "status")

    def test_each_kind_of_widget_has_its_class(self) -> None:
        html = str(SampleForm())
        for name in ("input", "textarea", "select", "file-upload", "checkboxes__input", "radios__input", "date-input"):
            assert f"govuk-{name}" in html

    def test_invalid_fields_are_marked(self) -> None:
        html = group(SampleForm({"audience": "nobody"}), "audience")
        assert "govuk-form-group--error" in html
        assert "govuk-select--error" in html

    def test_radio_buttons_are_a_group_with_icons_and_hints(self) -> None:
        html = group(SampleForm({"status": "waiting"}), "status")
        assert "<fieldset" in html
        assert 'href="#i-waiting"' in html
        assert 'aria-describedby="id_status_1_hint"' in html
        assert re.search(r'value="waiting" checked', html)

    def test_a_hidden_field_has_no_label(self) -> None:
        html = group(SampleForm(), "key")
        assert 'type="hidden"' in html
        assert "label" not in html

    def test_typed_text_is_shown_again_escaped(self) -> None:
        assert "&lt;script&gt;" in group(SampleForm({"done": "<script>"}), "done")

    def test_a_form_with_a_file_is_multipart(self) -> None:
        assert SampleForm().is_multipart()


class TestLongText:
    def test_it_states_its_limit(self) -> None:
        assert "Name nobody. Up to 10 characters." in group(SampleForm(), "done")

    def test_the_browser_does_not_truncate_it(self) -> None:
        assert "maxlength" not in group(SampleForm(), "done")

    def test_it_says_how_long_it_is(self) -> None:
        assert SampleForm({"done": "x" * 1234}).errors["done"] == [
            "Shorten this to 10 characters or fewer. It has 1,234 characters."
        ]

    def test_a_line_break_counts_once(self) -> None:
        assert TextField(max_length=3).clean("a\r\nb") == "a\nb"


class TestShortText:
    def test_it_says_how_long_it_is(self) -> None:
        class OneLine(forms.Form):
            lead = ShortTextField(max_length=5)

        form = OneLine({"lead": "Inspector"})
        assert form.errors["lead"] == ["Shorten this to 5 characters or fewer. It has 9 characters."]
        assert "maxlength" not in group(form, "lead")

    @pytest.mark.parametrize("field", [ShortTextField(), TextField(max_length=10)])
    def test_a_character_that_cannot_be_shown_is_refused(self, field: forms.CharField) -> None:
        with pytest.raises(ValidationError, match="Remove the character that cannot be shown"):
            field.clean("a\0b")

    def test_an_address_must_be_complete(self) -> None:
        assert AddressField().clean("example.org/paper") == "https://example.org/paper"
        with pytest.raises(ValidationError, match="Enter a full address, such as https:"):
            AddressField().clean("the paper")


class TestErrorSummary:
    def test_it_is_absent_without_errors(self) -> None:
        assert summary(SampleForm()).strip() == ""

    def test_it_links_to_the_first_input_of_each_field(self) -> None:
        form = SampleForm({"expected-day": "1"})
        page = str(form)
        anchors = [anchor for anchor, _ in faults(form) if anchor]
        assert anchors == ["id_status_0", "id_done", "id_expected-day", "id_audience", "id_confirmed"]
        assert [anchor for anchor in anchors if f'id="{anchor}"' not in page] == []

    def test_it_shows_errors_of_the_whole_form_and_of_hidden_fields(self) -> None:
        form = SampleForm({})
        form.add_error(None, "Someone saved meanwhile")
        found = faults(form)
        assert found[0] == ("", "Someone saved meanwhile")
        assert ("", "This field is required.") not in found
        assert [message for anchor, message in found if not anchor and "Key" in message]

    def test_an_empty_field_is_named(self) -> None:
        form = SampleForm({})
        assert messages_of(form["done"]) == ["Enter “What has been done”"]
        assert messages_of(form["status"]) == ["Select “Status”"]
        assert messages_of(form["confirmed"]) == ["Select “It was confirmed in writing”"]

    def test_a_forms_own_message_is_kept(self) -> None:
        class OwnForm(forms.Form):
            lead = forms.CharField(error_messages={"required": "Say who leads the work"})

        assert messages_of(OwnForm({})["lead"]) == ["Say who leads the work"]

    def test_it_combines_the_errors_of_several_forms(self) -> None:
        html = summary(SampleForm({}, prefix="one"), SampleForm({}, prefix="two"))
        assert 'href="#id_one-done"' in html
        assert 'href="#id_two-done"' in html


class TestFilterForm:
    def test_it_marks_nothing_as_optional(self) -> None:
        class FilterForm(forms.Form):
            words = forms.CharField(required=False)

        source = '{% include "components/filter_form.html" with clear_url="/forces/" %}'
        form = FilterForm({"words": "dna"})
        html = Template(source).render(Context({"form": form, "request": RequestFactory().get("/forces/")}))
        assert "optional" not in html
        assert 'method="get"' in html
        assert 'href="/forces/">Clear the filter' in html
