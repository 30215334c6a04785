"""Recording a response that was published elsewhere."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forces.people.access import Reader
from recommendations.responses.content_queries import content_published_elsewhere
from recommendations.responses.forms.published_elsewhere import PublishedElsewhereForm
from recommendations.responses.models import Publication
from recommendations.responses.page_mixins import WorkingCopyMixin
from recommendations.responses.queries import answering_body
from recommendations.responses.services.published_elsewhere import record_published_elsewhere
from soteria_tracker.web.service_forms import ServiceFormView

CORRECTION = "correction"


class RecordPublishedElsewhere(WorkingCopyMixin, ServiceFormView):
    """Enter what a published response says, for approvers. Once it is recorded, its page shows it.

    "?correction" in the address asks to record another version.
    """

    form_class = PublishedElsewhereForm
    template_name = "responses/published_elsewhere.html"
    may = Reader.may_approve

    @cached_property
    def recorded(self) -> Publication | None:
        """The newest version that is published already."""
        return self.response.publications.order_by("version").last() if self.response.pk else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.recorded and request.unsaved_form() is None and CORRECTION not in request.GET:  # type: ignore[attr-defined]
            return redirect(self.recorded)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "content": self.content, "person": self.reader.person}

    def save(self, form: PublishedElsewhereForm) -> Publication:
        """Record it for the body that was responsible when it was published."""
        facts = form.facts()
        response, day = self.response, facts["published_on"] or facts["dated_on"] or self.reader.day
        body = answering_body(response.force, day)
        if body is None:
            field = "published_on" if facts["published_on"] else "dated_on"
            message = _("No local policing body was responsible for the force on this date, as recorded here")
            raise ValidationError({field: message})
        publication = record_published_elsewhere(
            response=response,
            body=body,
            **facts,
            content=content_published_elsewhere(response.inspection, response.force, body, form.texts(), day),
            document=form.published_file,
            confirmed=form.confirmed,
            by=self.reader,
        )
        form.delete_unsaved_file()
        return publication

    def form_invalid(self, form: PublishedElsewhereForm, **context: Any) -> HttpResponse:  # type: ignore[override]
        form.store_upload()
        return super().form_invalid(form, **context)

    def saved_message(self) -> str:
        return _("Recorded as it was published. Anything it lacks is shown below.")

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        form = context["form"]
        rows = [(item, form.parts[item.reference]) for item in self.content.items]
        return {**context, "recorded": self.recorded, "rows": rows, "form_has_errors": form.has_errors}
