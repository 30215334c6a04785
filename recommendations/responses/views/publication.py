"""Publishing an approved response, its permanent page, and the copies sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from forces.people.requests import ReaderRequest, reader_of_request
from recommendations.responses.completeness import has_letter, missing_parts
from recommendations.responses.content import ResponseContent
from recommendations.responses.forms.publication import JointPublishForm, PublishForm, SendingForm
from recommendations.responses.joint import JointSummary
from recommendations.responses.lookup import find_response, publication_at, publications_of, version_of
from recommendations.responses.members import other_publications
from recommendations.responses.models import Publication, Response, ResponseStage, Sending
from recommendations.responses.page_mixins import WorkingCopyMixin
from recommendations.responses.queries import answering_body, clock_of, office_settings
from recommendations.responses.services.publishing import publish, record_sending
from soteria_tracker.web.service_forms import ServiceFormView


class Publish(WorkingCopyMixin, ServiceFormView):
    """Confirm the publication. Where it cannot be published yet, list what is missing with links to the editor."""

    form_class = JointPublishForm
    template_name = "responses/publish.html"

    @cached_property
    def joint(self) -> JointSummary:
        return JointSummary.of(self.response)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = answering_body(self.response.force, self.reader.day)
        bodies = {answering_body(member.force, self.reader.day): None for member in self.joint.others}
        return {**super().get_form_kwargs(), "others": [body for body in bodies if body and body != own]}

    def find_response(self) -> Response:
        response = super().find_response()
        if self.request.method == "POST" and not self.reader.may_approve(response.force):
            raise PermissionDenied(_("Only an approver of the force’s local policing body can publish this response."))
        return response

    def get_initial(self) -> dict[str, Any]:
        body = answering_body(self.response.force, self.reader.day)
        settings = office_settings(body)
        return {
            "published_on": self.reader.day,
            "signatory_name": settings.signatory_name,
            "signatory_title": settings.signatory_title or (body.shown_title if body else ""),
            "our_reference": settings.our_reference(
                inspection=self.response.inspection.slug, force=self.response.force.slug, on=self.reader.day
            ),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.response.stage == ResponseStage.PUBLISHED:  # the same form, sent twice
            return redirect(self.response.publications.order_by("version").last() or self.response)
        return super().post(request, *args, **kwargs)

    def save(self, form: PublishForm) -> Publication:
        return publish(response=self.response, **form.cleaned_data, confirmed=form.confirmed, by=self.reader)

    def saved_message(self) -> str:
        return _("Published. Now send a copy to the Home Secretary and one to %(body)s.") % {
            "body": self.response.inspection.answered_to
        }

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        response = self.response
        is_own_ready = response.stage == ResponseStage.APPROVED and self.content.digest == response.approved_digest
        waiting_for = self.joint.waiting_for if is_own_ready else []
        is_ready = is_own_ready and not waiting_for
        return {
            **context,
            "content": self.content,
            "missing": missing_parts(self.content),
            "is_ready": is_ready,
            "joint": self.joint,
            "waiting_for": waiting_for,
            "may_publish": self.reader.may_approve(response.force),
            "is_correction": bool(response.pk) and response.publications.exists(),
            "form_has_errors": bool(context["form"].errors) or not is_ready,
        }


class PublicationPage(TemplateView):
    """What was published, permanently: the same for everyone who may see the inspection."""

    template_name = "responses/publication.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        reader = reader_of_request(self.request)
        found = find_response(reader, self.kwargs["force"], self.kwargs["inspection"])
        versions = publications_of(found)
        publication = version_of(versions, self.kwargs["version"])
        content = publication.read_content()
        shown = {
            "publication": publication,
            "force": found.force,
            "inspection": found.inspection,
            "content": content,
            "clock": clock_of(publication.response, found.inspection, reader.day),
            "versions": versions,
            "latest": versions[0],
            "unexplained": [item for item in content.items if item.needs_explanation and not item.is_explained],
            "missing": missing_parts(content),
            "copies": _copies_of(publication),
            "joint_publications": other_publications(publication),
            "downloads": [] if publication.is_published_elsewhere else _downloads_of(publication, content),
            "is_own": reader.may_draft(found.force),
            "may_record": publication.is_published_elsewhere and reader.may_approve(found.force),
        }
        return super().get_context_data(**{**context, **shown})


@require_safe
def publication_file(request: ReaderRequest, force: str, inspection: str, version: int) -> HttpResponseBase:
    """Download the document of a response published elsewhere, for everyone who may read the publication."""
    document = publication_at(find_response(request.reader, force, inspection), version).document
    if document is None or not document.file or not document.file.storage.exists(str(document.file.name)):
        raise Http404
    return FileResponse(document.file.open("rb"), as_attachment=True, filename=document.file_name)


@dataclass(frozen=True)
class PublicationDownload:
    """One document of a publication in its formats: (name, address)."""

    name: str
    formats: list[tuple[str, str]]


def _downloads_of(publication: Publication, content: ResponseContent) -> list[PublicationDownload]:
    response = publication.response
    address = [response.force.slug, response.inspection.slug, publication.version]
    kinds = [("form", _("Form")), ("web", _("Web page"))]
    if has_letter(content):
        kinds.insert(0, ("letter", _("Letter to the Home Secretary")))
    formats = (("docx", _("Word")), ("pdf", _("PDF")), ("html", _("HTML")))
    return [
        PublicationDownload(
            name,
            [(label, reverse("publication-document", args=[*address, kind, format])) for format, label in formats],
        )
        for kind, name in kinds
    ]


@dataclass(frozen=True)
class CopyRow:
    """A recipient named by the law, and the copy sent there, or the form to record it."""

    recipient: str
    name: str
    sending: Sending | None
    form: SendingForm | None = None


def _copies_of(publication: Publication) -> list[CopyRow]:
    sent = {sending.recipient: sending for sending in publication.sendings.all()}
    inspection = publication.response.inspection
    return [
        CopyRow(recipient, recipient.name_about(inspection), sent.get(recipient)) for recipient in Sending.Recipient
    ]


class RecordCopies(WorkingCopyMixin, ServiceFormView):
    """The copies sent of each version (s.55(6)): a form for each that is not recorded."""

    form_class = SendingForm
    template_name = "responses/sendings.html"

    @cached_property
    def versions(self) -> list[Publication]:
        if self.response.pk is None:
            return []
        return list(
            self.response.publications.select_related("response__force", "response__inspection__issued_by").order_by(
                "-version"
            )
        )

    @cached_property
    def sent_form(self) -> tuple[Publication, CopyRow] | None:
        """The version and the copy whose form was sent, now or before the session expired; None once recorded."""
        sent = self.request.POST or self.request.unsaved_form() or {}  # type: ignore[attr-defined]
        for version in self.versions:
            for row in _copies_of(version):
                is_named = (sent.get("version"), sent.get("recipient")) == (str(version.version), row.recipient)
                if is_named and row.sending is None:
                    return version, row
        return None

    def get_initial(self) -> dict[str, Any]:
        return {"sent_on": self.reader.day, "sent_by": str(self.reader.person)}

    def get_prefix(self) -> str | None:
        return _copy_prefix(*self.sent_form) if self.sent_form else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.versions and self.sent_form is None:  # recorded already: the same form, sent twice
            return redirect(self.get_success_url())
        if self.sent_form is None:
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def save(self, form: SendingForm) -> Sending:
        assert self.sent_form  # noqa: S101 - post() has made sure
        version, row = self.sent_form
        return record_sending(
            publication=version,
            recipient=row.recipient,
            **form.cleaned_data,
            confirmed=form.confirmed,
            by=self.reader,
        )

    def saved_message(self) -> str:
        return _("Saved. %(name)s has been sent a copy.") % {
            "name": Sending.Recipient(self.result.recipient).name_about(self.response.inspection)
        }

    def get_success_url(self) -> str:
        return reverse("response-sendings", args=[self.response.force.slug, self.response.inspection.slug])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        form = context["form"] if self.sent_form else None
        return {
            **context,
            "form": form,
            "versions": [
                (version, [self.with_form(version, row, form) for row in _copies_of(version)])
                for version in self.versions
            ],
        }

    def with_form(self, version: Publication, row: CopyRow, sent: SendingForm | None) -> CopyRow:
        """Return the row with the form that was sent, or an empty one; without a form once it is recorded."""
        if row.sending:
            return row
        prefix = _copy_prefix(version, row)
        form = sent if sent and sent.prefix == prefix else SendingForm(prefix=prefix, initial=self.get_initial())
        return CopyRow(row.recipient, row.name, None, form)


def _copy_prefix(version: Publication, row: CopyRow) -> str:
    return f"{version.version}-{row.recipient}"
