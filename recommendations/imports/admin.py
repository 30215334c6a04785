"""Admin pages for loads: the list of loads, and the page where inspections are loaded from files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people import unsaved_forms
from forces.people.requests import reader_of_request
from recommendations.imports.findings import Finding
from recommendations.imports.fixtures.report import LoadReport
from recommendations.imports.fixtures.services import TEMPLATE, load_texts
from recommendations.imports.fixtures.upload import PASTED, Upload, add_files, add_reading, from_fields
from recommendations.imports.models import LoadRun
from recommendations.imports.uploads.models import UploadKind
from recommendations.imports.uploads.services import read_document_of, uploads_for
from soteria_tracker.administration.pages import OfferedFilters, ReadOnly, signed_in_person

LINES_AROUND = 2  # how many lines are shown before and after the one that a finding is about


class SourceLine(NamedTuple):
    number: int
    text: str
    is_meant: bool  # whether the finding is about this line


def _with_lines(findings: Sequence[Finding], texts: dict[str, str]) -> list[dict[str, Any]]:
    """Return each finding with the numbered lines around its place, and the number of its file on the page."""
    names = list(texts)

    def lines(finding: Finding) -> list[SourceLine]:
        place = finding.place
        numbered = enumerate(texts.get(place.file, "").split("\n"), start=1) if place.line else []
        return [
            SourceLine(number, text, number == place.line)
            for number, text in numbered
            if abs(number - place.line) <= LINES_AROUND
        ]

    return [
        {
            "place": finding.place,
            "message": finding.message,
            "lines": lines(finding),
            "file": names.index(finding.place.file) + 1 if finding.place.file in names else 0,
        }
        for finding in findings
    ]


def _files(texts: dict[str, str], findings: list[Finding]) -> list[dict[str, Any]]:
    """Return the name and text of each file, and the numbers of the lines that need a look."""
    return [
        {
            "name": name,
            "text": text,
            "lines": sorted({found.place.line for found in findings if found.place.file == name and found.place.line}),
        }
        for name, text in texts.items()
    ]


def _add_upload(upload: Upload, named: str, request: HttpRequest) -> None:
    """Add what the worker read in a file that was uploaded on the import page. Raises Http404 if there is none."""
    reader = reader_of_request(request)
    kinds = (UploadKind.REPORT, UploadKind.RESPONSE)
    try:
        file = get_object_or_404(uploads_for(reader), pk=named, kind__in=kinds)
    except ValidationError as error:  # no identifier
        raise Http404 from error
    add_reading(upload, file.file_name, read_document_of(file, reader.day))


@admin.register(LoadRun)
class LoadRunAdmin(ReadOnly, OfferedFilters, admin.ModelAdmin):
    """Loads are insert-only: they are listed here, and made on the upload page."""

    heading = "reports"
    place = 50
    extra_page = (0, _("Load inspections from a file"), "admin:recommendations_loadrun_load")
    change_list_template = "admin/recommendations/loadrun/change_list.html"
    list_display: Any = ["at", "by", "file_names", "outcome"]
    list_select_related = ["by"]
    list_per_page = 50
    date_hierarchy = "at"
    fields = ["at", "by", "file_names", "outcome"]
    readonly_fields = ["at", "by", "file_names", "outcome"]
    actions = None

    @admin.display(description=_("files"))
    def file_names(self, run: LoadRun) -> str:
        """Return the names of the files, unless one is about an inspection under embargo: its name may reveal that."""
        return _now("not shown") if run.result.get("under_embargo") else ", ".join(run.files)

    @admin.display(description=_("outcome"))
    def outcome(self, run: LoadRun) -> str:
        """Return counts only: the names of records may reveal an inspection under embargo."""
        return _now("%(new)d new, %(changed)d changed, %(conflicts)d left as they are; %(actions)d actions opened") % {
            "new": len(run.result.get("new", [])),
            "changed": len(run.result.get("changed", [])),
            "conflicts": len(run.result.get("conflicts", [])),
            "actions": run.result.get("actions_opened", 0),
        }

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("load/", view(self.load_view), name="recommendations_loadrun_load"),
            path("template/", view(self.template_view), name="recommendations_loadrun_template"),
            *super().get_urls(),
        ]

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """Return the template, which explains every key, as a download."""
        headers = {"Content-Disposition": f'attachment; filename="{TEMPLATE}"'}
        text = (Path(settings.FIXTURES) / TEMPLATE).read_text(encoding="utf-8")
        return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)

    def load_view(self, request: HttpRequest) -> HttpResponse:
        """Check files or texts, show a preview, and load what was previewed.

        Loading checks again, in its transaction. If it would do anything else than the preview that the person saw,
        it saves nothing and shows what it would do now.
        """
        upload = from_fields(
            request.POST if request.method == "POST" else unsaved_forms.find_form(request) or request.GET
        )
        report: LoadReport | None = None
        if request.method == "GET" and (named := request.GET.get("upload")):
            _add_upload(upload, named, request)
        if request.method == "POST":
            add_files(upload, request.FILES.getlist("files"))
            accepts = "accept" in request.POST
            wants_to_load = ("load" in request.POST or accepts) and not upload.refused
            if upload.texts:
                report = load_texts(
                    upload.texts,
                    by=signed_in_person(request),
                    dry_run=not wants_to_load,
                    accept=accepts,
                    shown=request.POST.get("shown", ""),
                )
        return self._load_page(request, upload, report)

    def _load_page(self, request: HttpRequest, upload: Upload, report: LoadReport | None) -> HttpResponse:
        errors = [*upload.refused, *(report.errors if report else [])]
        loaded = report is not None and report.is_saved and not errors
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Load inspections from a file"),
            "opts": self.model._meta,
            "report": report,
            "errors": _with_lines(errors, upload.texts),
            "questions": _with_lines(report.questions if report else [], upload.texts),
            "loaded": loaded,
            "is_preview": report is not None and not loaded and not errors,
            "is_empty": request.method == "POST" and not upload.texts and not upload.refused,
            "files": [] if loaded else _files(upload.texts, [*errors, *(report.questions if report else [])]),
            "pasted": PASTED,
            "drafted": upload.drafted,
            "limit": settings.REGISTER_FILE_LIMIT // 1024,
            "form_owner": unsaved_forms.sign_owner(signed_in_person(request)),
        }
        return TemplateResponse(request, "admin/recommendations/loadrun/load.html", context)
