"""What the pages of one response share: whose response it is, and saving texts that two people edit at once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forces.bodies.models import Force
from forces.people.access import Reader
from forces.people.requests import reader_of_request
from recommendations.responses.clock import Clock
from recommendations.responses.concurrent_edits import DraftConflict
from recommendations.responses.content import ResponseContent
from recommendations.responses.content_queries import content_of
from recommendations.responses.forms.fields import MergedFormWithParts
from recommendations.responses.lookup import working_copy
from recommendations.responses.models import Response
from recommendations.responses.queries import clock_of
from recommendations.responses.services.drafting import open_response
from soteria_tracker.web.page_view import PageView
from soteria_tracker.web.service_forms import ServiceFormView


class WorkingCopyMixin(PageView):
    """A page about a response for its own office. Sets `reader` and `response`; a POST creates the working copy.

    `may` is the right that the page needs. Raises Http404 where the reader may not see the report, PermissionDenied
    where the response is not their office's or the right is missing.
    """

    may: ClassVar[Callable[[Reader, Force], bool]] = Reader.may_draft
    post_creates_response: ClassVar[bool] = True
    reader: Reader
    response: Response

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        self.response = self.find_response()
        if self.post_creates_response and request.method == "POST" and self.response.pk is None:
            self.response = open_response(
                inspection=self.response.inspection, force=self.response.force, by=self.reader
            )

    def find_response(self) -> Response:
        """Return the response that the page is about."""
        response = working_copy(self.reader, self.kwargs["force"], self.kwargs["inspection"])
        if not type(self).may(self.reader, response.force):
            raise PermissionDenied(_("Only an approver of the force’s local policing body has access to this page."))
        return response

    @cached_property
    def content(self) -> ResponseContent:
        """What the response says now. Delete it to read it again after saving."""
        return content_of(self.response, self.reader.day)

    @cached_property
    def clock(self) -> Clock:
        return clock_of(self.response, self.response.inspection, self.reader.day)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        response = self.response
        known = {"response": response, "force": response.force, "inspection": response.inspection, "clock": self.clock}
        return super().get_context_data(**{**known, **context})

    def get_success_url(self) -> str:
        return self.response.get_absolute_url()


class MergedFormView(WorkingCopyMixin, ServiceFormView):
    """A page that saves every field without an error, and shows both versions of a text that two people changed.

    A subclass provides `save`, which returns the conflicts, and `show_saved`, which puts what is saved now into the
    form.
    """

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "content": self.content}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        form.is_valid()
        try:
            conflicts = self.save(form)
        except ValidationError as refusal:
            return self.refuse(form, refusal)
        if not conflicts and not self.has_errors(form):
            messages.success(request, self.saved_message())
            return self.redirect()
        del self.content
        self.show_saved(form, conflicts)
        status = HTTPStatus.CONFLICT if conflicts else HTTPStatus.OK
        return self.form_invalid(form, status=status, conflicts=conflicts)

    def has_errors(self, form: MergedFormWithParts[Any]) -> bool:
        """Return whether anything that was entered could not be saved."""
        return form.has_errors

    def show_saved(self, form: MergedFormWithParts[Any], conflicts: Collection[DraftConflict]) -> None:
        """Put what is saved now into the form, except where there is a conflict or an error."""
        raise NotImplementedError

    def redirect(self) -> HttpResponse:
        """Return the answer after everything was saved."""
        raise NotImplementedError
