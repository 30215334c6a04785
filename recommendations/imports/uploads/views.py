"""The pages on which a person uploads a file of any kind, waits for it to be read, and goes on to where it belongs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from forces.bodies.models import Body, Force
from forces.people import unsaved_forms
from forces.people.access import Reader
from forces.people.requests import reader_of_request
from recommendations.imports.documents.draft_page import draft_page
from recommendations.imports.documents.services import ReadUpload
from recommendations.imports.trackers.models import TrackerImport
from recommendations.imports.uploads import services
from recommendations.imports.uploads.filling import draft_fields, published_fields
from recommendations.imports.uploads.forms import FileForm
from recommendations.imports.uploads.models import ImportUpload, UploadKind
from recommendations.reading.letters.reading import LetterReading
from recommendations.reading.reports.reading import ReportReading
from recommendations.reading.responses.reading import ResponseReading
from recommendations.register.selection import HolderMixin
from soteria_tracker.web.page_view import PageView
from soteria_tracker.web.service_forms import ServiceFormView

LOAD_PAGE = "admin:recommendations_loadrun_load"


class UploadPage(ServiceFormView):
    """Upload a file of any kind. Shows the files and imports so far; a subclass says whose, in `setup`."""

    form_class = FileForm
    template_name = "imports/upload.html"
    reader: Reader
    force: Force | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"files": self.request.FILES or None}

    def save(self, form: FileForm) -> ImportUpload:
        file = form.cleaned_data["file"]
        return services.upload_file(contents=file.read(), name=file.name, holder=self.force, by=self.reader)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        uploads = services.uploads_for(self.reader).exclude(kind=UploadKind.TRACKER)
        if self.force is not None:
            uploads = uploads.filter(holder=self.force)
        imports = TrackerImport.objects.filter(holder=self.force).defer("reading")
        others = self.reader.existing(self.reader.office) - {self.force.pk if self.force else 0}
        return super().get_context_data(
            **context,
            force=self.force,
            loads_reports=self.reader.may_administer(),
            uploads=uploads.select_related("person", "holder").defer("blocks"),
            imports=imports.select_related("uploaded_by", "confirmed_by", "undone_by"),
            other_forces=Force.objects.filter(pk__in=others).order_by("name"),
        )


class AnyImports(UploadPage):
    """The page for administrators. A person with a force goes on to its page; anyone else gets 404."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        self.forces = list(Force.objects.filter(pk__in=self.reader.existing(self.reader.office)).order_by("name"))
        if not self.forces and not self.reader.may_administer():
            raise Http404

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.forces:
            asked = [force for force in self.forces if force.slug == request.GET.get("force")]
            return redirect("tracker-imports", (asked or self.forces)[0].slug)
        return super().get(request, *args, **kwargs)


class ForceImports(HolderMixin, UploadPage):
    """The page for one force. Only its office can open it; other bodies have none."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.force = get_object_or_404(Force, pk=self.holder.pk)


class UploadMixin(PageView):
    """A page about one file that the reader may see."""

    reader: Reader
    upload: ImportUpload

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        visible = services.uploads_for(self.reader).select_related("holder", "tracker__holder")
        self.upload = get_object_or_404(visible, pk=kwargs["upload"])

    @property
    def back(self) -> str:
        """The address of the page on which another file can be chosen."""
        if self.upload.holder and self.reader.may_follow(self.upload.holder):
            return reverse("tracker-imports", args=[self.upload.holder.slug])
        return reverse("imports")


class UploadedFilePage(UploadMixin):
    """Wait until a file has been read. The page asks again every two seconds, and then leads on."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = self.upload
        is_given_up = services.is_given_up(upload)
        if upload.finished_at is None:
            response = self._show(
                "imports/waiting.html",
                name=upload.file_name,
                is_queued=upload.started_at is None,
                is_given_up=is_given_up,
            )
            if not is_given_up:
                response["Refresh"] = "2"
            return response
        if upload.kind == UploadKind.TRACKER and upload.tracker:
            return redirect("tracker-import", upload.tracker.holder.slug, upload.tracker.pk)
        if upload.kind in (UploadKind.TRACKER, UploadKind.OTHER, UploadKind.UNREADABLE):
            return self._show("imports/not_imported.html")
        return self._lead_on(services.read_document_of(upload, self.reader.day))

    def _lead_on(self, read: ReadUpload) -> HttpResponse:
        reading, upload = read.reading, self.upload
        if isinstance(reading, LetterReading):
            holder = letter_holder(reading, upload, self.reader)
            if holder is not None:
                return redirect(f"{reverse('letter-read', args=[holder.slug])}?upload={upload.pk}")
            return self._show("imports/letter.html", reading=reading)
        if self.reader.may_administer() and not isinstance(reading, LetterReading) and reading is not None:
            return redirect(f"{reverse(LOAD_PAGE)}?upload={upload.pk}")
        if isinstance(reading, ReportReading):
            return self._show("imports/report.html", reading=reading)
        if isinstance(reading, ResponseReading):
            draft = draft_page(reading, read.file, read.register, upload.file_name)
            may_record = upload.holder is not None and self.reader.may_approve(upload.holder)
            return self._show(
                "imports/response.html",
                reading=reading,
                draft=draft,
                may_record=may_record,
                is_ours=_is_ours(reading, upload),
            )
        return self._show("imports/not_imported.html")

    def _show(self, template: str, **context: Any) -> HttpResponse:
        return render(self.request, template, context | {"upload": self.upload, "back": self.back})


def _is_ours(reading: ResponseReading, upload: ImportUpload) -> bool:
    """Return whether a response is that of the force whose file it is, as far as it says for whom it answers."""
    forces = {force for _body, force in reading.answers_for if force}
    return upload.holder is not None and (not forces or upload.holder.slug in forces)


def letter_holder(reading: LetterReading, upload: ImportUpload, reader: Reader) -> Body | None:
    """Return the body whose letters these are: that to which it is addressed, else the force of the file.

    None if the reader may not enter letters for either.
    """
    addressed = Body.objects.filter(slug=reading.to).first() if reading.to else None
    for body in (addressed, upload.holder):
        if body is not None and reader.may_enter_letters(body):
            return body
    return None


class PassReportOn(UploadMixin):
    """Let the administrators see a report that an office uploaded."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.pass_to_administrators(upload=self.upload, by=self.reader)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Passed on. The administrators see this report on their import page."))
        return redirect(self.upload)


class FillInResponse(UploadMixin):
    """Show the form of a draft response, or of a published one, filled in with what was read. Nothing is recorded."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload, force = self.upload, self.upload.holder
        if upload.kind != UploadKind.RESPONSE or force is None:
            raise Http404
        reading = services.read_document_of(upload, self.reader.day).reading
        if not isinstance(reading, ResponseReading) or not reading.report or not _is_ours(reading, upload):
            raise Http404
        is_published = "published" in request.POST
        if not (self.reader.may_approve(force) if is_published else self.reader.may_draft(force)):
            raise PermissionDenied(_("You do not have access"))
        fields = (published_fields if is_published else draft_fields)(reading, force.slug)
        if is_published and upload.kept_file:
            fields["document_token"] = [str(upload.kept_file)]
        name = "response-published-elsewhere" if is_published else "response"
        page = reverse(name, args=[force.slug, reading.report])
        form = unsaved_forms.store_fields(self.reader.person, page, fields)
        return HttpResponseRedirect(form.get_absolute_url(), status=HTTPStatus.SEE_OTHER)
