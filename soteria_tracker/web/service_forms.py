"""Pages whose form calls one service, and the forms on them. What a person typed is never lost."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.generic import FormView

from soteria_tracker.web.page_view import PageView


class Unconfirmed(Exception):
    """What was entered is unusual, not wrong. Each question, by field, must be answered with yes before it is saved."""

    def __init__(self, questions: dict[str, str]) -> None:
        super().__init__("; ".join(questions.values()))
        self.questions = questions


class ServiceForm(forms.Form):
    """A form that can show what a service refused or asked, and can be shown again with changed values.

    `questions` are a service's, by field; components/questions.html and updates/question.html show them.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions: dict[str, str] = {}

    @property
    def confirmed(self) -> frozenset[str]:
        """The fields whose question was answered with yes."""
        return frozenset(self.data.getlist("confirmed")) if isinstance(self.data, QueryDict) else frozenset()

    def refuse(self, error: ValidationError | Unconfirmed) -> None:
        """Show a service's refusal beside the fields it names, anything else above the form; or show its questions."""
        if isinstance(error, Unconfirmed):
            self.questions = error.questions
            return
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)

    def change_data(self, **values: str) -> None:
        """Replace values in the bound form before it is shown again."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name, value in values.items():
            data[self.add_prefix(name)] = value
        self.data = data

    def renew_key(self) -> None:
        """Give the form a new submission key: the old one may already belong to a saved record."""
        self.change_data(submission_key=str(uuid.uuid4()))


def form_data(request: HttpRequest) -> QueryDict | None:
    """Return what the form of this page is filled with: what was sent, else what was kept, else None."""
    if request.method == "POST":
        return request.POST
    fields: QueryDict | None = request.unsaved_form()  # type: ignore[attr-defined]  # set by forces.people.middleware
    return fields


PartForm = TypeVar("PartForm", bound=ServiceForm)


class FormWithParts(ServiceForm, Generic[PartForm]):
    """A form that contains further forms: `parts`, by a key, each with a prefix of its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.parts: dict[str, PartForm] = {}

    @property
    def all_forms(self) -> Iterator[tuple[str, ServiceForm]]:
        """This form, under an empty key, and its parts by their keys."""
        yield "", self
        yield from self.parts.items()

    @property
    def has_errors(self) -> bool:
        return any(form.errors for _key, form in self.all_forms)

    def is_valid(self) -> bool:
        """Return whether this form and each of its parts is valid."""
        return self.is_bound and not self.has_errors


class ServiceFormView(PageView, FormView):
    """A page with one form and the service that it calls.

    GET shows the form, filled in with what was kept for this person if their session expired while they typed
    (`request.unsaved_form`). POST calls `save`, shows `saved_message` and redirects to `get_success_url`; a refusal by
    the service comes back on the form with everything that was typed.

    A subclass provides `form_class`, `template_name`, `save`, `saved_message` and `get_success_url`, and extends
    `get_form_kwargs` and `get_context_data` as any FormView does. Look up the record and check the right in `setup`,
    never in `save`: GET and POST must answer 404 or 403 in the same way.
    """

    refusals: tuple[type[Exception], ...] = (ValidationError, Unconfirmed)
    result: Any = None

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["data"] = form_data(self.request)
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save a valid form, or show an invalid one again with all its errors, those of the service included."""
        form = self.get_form()
        if form.is_valid():
            return self.form_valid(form)
        for name, message in self.further_errors(form).items():
            if name in form.fields and name not in form.errors:
                form.add_error(name, message)
        return self.form_invalid(form)

    def further_errors(self, form: Any) -> dict[str, str]:
        """Return what the service would refuse in this invalid form, by field, so that all errors are shown at once.

        The cleaned data has only the fields without an error; errors that the form has already are left out.
        """
        return {}

    def form_valid(self, form: Any) -> HttpResponse:
        """Save and redirect, or show the form again with what the service refused."""
        try:
            self.result = self.save(form)
        except self.refusals as refusal:
            return self.refuse(form, refusal)
        if message := self.saved_message():
            messages.success(self.request, message)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        """Show the form again: 200, or 409 where someone else saved something in the meantime."""
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)

    def save(self, form: Any) -> Any:
        """Call the service with the cleaned data. What it returns becomes `self.result`."""
        raise NotImplementedError

    def refuse(self, form: Any, refusal: Any) -> HttpResponse:
        """Answer a refusal. Extend this for other exceptions that are listed in `refusals`."""
        form.refuse(refusal)
        return self.form_invalid(form)

    def saved_message(self) -> str:
        """The sentence shown after saving; empty for none. `self.result` is what the service returned."""
        return ""
