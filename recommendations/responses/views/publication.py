"""Publishing an approved response, its permanent page, and to whom copies were sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forces.people import keeping
from forces.people.requests import ReaderRequest
from recommendations.responses.completeness import lacks
from recommendations.responses.forms.steps import PublishForm, SendingForm
from recommendations.responses.models import Publication, Response, Sending
from recommendations.responses.places import place_of, publication_at, publications_at, version_of, working_copy
from recommendations.responses.queries import answering_body, clock_of, content_of, office_settings
from recommendations.responses.services import publishing
from soteria_tracker.web.service_forms import Unconfirmed


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ReaderRequest, force: str, inspection: str) -> HttpResponse:
    """The last question before publication; a refused one lists what is missing, with links to the editor."""
    reader, is_post = request.reader, request.method == "POST"
    one = working_copy(reader, force, inspection, to_write=is_post)
    if is_post and not reader.may_approve(one.force):
        raise PermissionDenied(_("Only an approver of the force’s own local policing body publishes this response."))
    if is_post and one.stage == Response.Stage.PUBLISHED:  # the same form, sent once more
        return redirect(one.publications.order_by("version").last() or one)
    body = answering_body(one.force, reader.day)
    kept = keeping.kept_form(request)
    form = PublishForm(
        request.POST if is_post else kept,
        settings=office_settings(body),
        title=body.office_holder_title if body else "",
        day=reader.day,
    )
    if is_post and form.is_valid():
        try:
            publication = publishing.publish(response=one, **form.cleaned_data, confirmed=form.confirmed, by=reader)
        except ValidationError as error:
            form.refuse(error)
        except Unconfirmed as unconfirmed:
            form.questions = unconfirmed.questions
        else:
            messages.success(request, _("Published. Send a copy to the Home Secretary and one to HMICFRS next."))
            return redirect(publication)
    content = content_of(one, reader.day)
    is_ready = one.stage == Response.Stage.APPROVED and content.digest == one.approved_digest
    context = {
        "response": one,
        "content": content,
        "clock": clock_of(one, one.inspection, one.force, reader.day),
        "lacks": lacks(content),
        "is_ready": is_ready,
        "may_publish": reader.may_approve(one.force),
        "is_correction": bool(one.pk) and one.publications.exists(),
        "form": form,
        "form_has_errors": bool(form.errors) or not is_ready,
        "form_owner": keeping.owner_mark(reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "responses/publish.html", context)


@require_safe
def publication(request: ReaderRequest, force: str, inspection: str, version: int) -> HttpResponse:
    """What was published, for good: the same for everybody who may see the inspection."""
    place = place_of(request.reader, force, inspection)
    versions = publications_at(place)
    one = version_of(versions, version)
    content = one.said()
    context = {
        "publication": one,
        "force": place.force,
        "inspection": place.inspection,
        "content": content,
        "clock": clock_of(one.response, place.inspection, place.force, request.reader.day),
        "versions": versions,
        "latest": versions[0],
        "unexplained": [item for item in content.items if item.needs_explanation and not item.is_explained],
        "lacks": lacks(content),
        "sendings": _rows(one),
        "downloads": [] if one.is_elsewhere else _downloads(place.force.slug, place.inspection.slug, version),
        "is_own": request.reader.may_draft(place.force),
        "may_record": one.is_elsewhere and request.reader.may_approve(place.force),
    }
    return render(request, "responses/publication.html", context)


@require_safe
def publication_file(request: ReaderRequest, force: str, inspection: str, version: int) -> HttpResponseBase:
    """The document in which a response was published elsewhere, for everybody who may read the publication."""
    document = publication_at(place_of(request.reader, force, inspection), version).document
    if document is None or not document.file or not document.file.storage.exists(str(document.file.name)):
        raise Http404
    return FileResponse(document.file.open("rb"), as_attachment=True, filename=document.file_name)


@dataclass(frozen=True)
class Download:
    """One document of a publication in its formats: (name, address)."""

    name: str
    formats: list[tuple[str, str]]


def _downloads(force: str, inspection: str, version: int) -> list[Download]:
    kinds = (("letter", _("Letter to the Home Secretary")), ("form", _("Form")), ("web", _("Web page")))
    formats = (("docx", _("Word")), ("pdf", _("PDF")), ("html", _("HTML")))
    return [
        Download(
            name,
            [
                (label, reverse("publication-document", args=[force, inspection, version, kind, extension]))
                for extension, label in formats
            ],
        )
        for kind, name in kinds
    ]


@dataclass(frozen=True)
class SendingRow:
    """One of the two whom the law names, and the copy that went there, if one did."""

    recipient: str
    name: str
    sending: Sending | None
    form: SendingForm | None = None


def _rows(publication: Publication) -> list[SendingRow]:
    made = {sending.recipient: sending for sending in publication.sendings.all()}
    return [SendingRow(value, str(label), made.get(value)) for value, label in Sending.Recipient.choices]


@require_http_methods(["GET", "HEAD", "POST"])
def sendings(request: ReaderRequest, force: str, inspection: str) -> HttpResponse:
    """The copies that went to the Home Secretary and to HMICFRS, of each version (s.55(6))."""
    reader, is_post = request.reader, request.method == "POST"
    one = working_copy(reader, force, inspection, to_write=is_post)
    kept = keeping.kept_form(request)
    data = request.POST if is_post else kept
    wanted = f"{data.get('version', '')}-{data.get('recipient', '')}" if data else ""
    versions: list[tuple[Publication, list[SendingRow]]] = []
    used: SendingForm | None = None
    for version in one.publications.select_related("response__force").order_by("-version") if one.pk else []:
        rows = []
        for row in _rows(version):
            name = f"{version.version}-{row.recipient}"
            form = None
            if row.sending is None:
                form = SendingForm(data if name == wanted else None, prefix=name, reader=reader)
                used = form if name == wanted else used
                if is_post and used is form and _record(request, version, row, form):
                    return redirect("response-sendings", force, inspection)
            rows.append(SendingRow(row.recipient, row.name, row.sending, form))
        versions.append((version, rows))
    if is_post and used is None and versions:  # recorded already: the same form, sent once more
        return redirect("response-sendings", force, inspection)
    context = {
        "response": one,
        "versions": versions,
        "used": used,
        "form_has_errors": bool(used and used.errors),
        "form_owner": keeping.owner_mark(reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "responses/sendings.html", context)


def _record(request: ReaderRequest, version: Publication, row: SendingRow, form: SendingForm) -> bool:
    """Record one sending. Returns whether it is recorded now."""
    if not form.is_valid():
        return False
    try:
        publishing.record_sending(
            publication=version,
            recipient=row.recipient,
            **form.cleaned_data,
            confirmed=form.confirmed,
            by=request.reader,
        )
    except ValidationError as error:
        form.refuse(error)
        return False
    except Unconfirmed as unconfirmed:
        form.questions = unconfirmed.questions
        return False
    messages.success(request, _("Saved. %(name)s has been sent a copy.") % {"name": row.name})
    return True
