"""Admin forms keep what a person typed if their session expires, as our other forms do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from forces.people import unsaved_forms


def unsaved_form_of(request: HttpRequest) -> QueryDict | None:
    """Return what was typed on this page before the session expired, if the address asks for it; else None."""
    return unsaved_forms.find_form(request) if request.method == "GET" and request.user.is_authenticated else None


class UnsavedFormMixin:
    """An admin page that shows a person what they typed before their session expired, filled in but not saved."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]
        fields = unsaved_form_of(request)
        if fields is None:
            return form

        def filled_in(self: Any, *args: Any, **options: Any) -> None:
            form.__init__(self, *args, **{**options, "data": fields})

        return type(form)(form.__name__, (form,), {"__init__": filled_in, "__module__": form.__module__})

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Fill in the rows too, if the page had this inline when it was sent."""
        options: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        fields = unsaved_form_of(request)
        return options if fields is None or f"{prefix}-TOTAL_FORMS" not in fields else {**options, "data": fields}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        person: Any = request.user
        context["form_owner"] = unsaved_forms.sign_owner(person)
        if unsaved_form_of(request) is not None:
            messages.warning(request, _("Your session expired. This is what you typed: it is not saved yet."))
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
