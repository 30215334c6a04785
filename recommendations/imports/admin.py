"""Admin page of the loads, and the page on which inspections are loaded from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people import keeping
from recommendations.imports.fixtures.findings import Fault, Question
from recommendations.imports.fixtures.report import Report
from recommendations.imports.fixtures.services import TEMPLATE, load_texts
from recommendations.imports.fixtures.upload import PASTED, Intake, add_files, from_fields
from recommendations.imports.models import LoadRun
from soteria_tracker.administration.pages import OfferedFilters, ReadOnly, who


def _with_lines(findings: list[Fault] | list[Question], texts: dict[str, str]) -> list[dict[str, Any]]:
    """Each finding with the line it is about, so that it is found in the text area."""

    def line(finding: Fault | Question) -> str:
        lines = texts.get(finding.place.file, "").split("\n")
        return lines[finding.place.line - 1].strip() if 0 < finding.place.line <= len(lines) else ""

    return [{"place": finding.place, "message": finding.message, "line": line(finding)} for finding in findings]


@admin.register(LoadRun)
class LoadRunAdmin(ReadOnly, OfferedFilters, admin.ModelAdmin):
    """Loads are insert-only: they are read here and made on the page for loading."""

    heading = "reports"
    place = 50
    change_list_template = "admin/recommendations/loadrun/change_list.html"
    list_display: Any = ["at", "by", "file_names", "came_to"]
    list_select_related = ["by"]
    list_per_page = 50
    date_hierarchy = "at"
    fields = ["at", "by", "file_names", "came_to"]
    readonly_fields = ["at", "by", "file_names", "came_to"]
    actions = None

    def extra_entries(self) -> list[tuple[int, dict[str, Any]]]:
        """The line of the index that leads to the page for loading."""
        entry = {
            "model": LoadRun,
            "name": _now("Load inspections from a file"),
            "object_name": "Load",
            "admin_url": reverse("admin:recommendations_loadrun_load"),
            "add_url": None,
            "view_only": True,
            "perms": {},
        }
        return [(0, entry)]

    @admin.display(description=_("files"))
    def file_names(self, run: LoadRun) -> str:
        """The names of the files, but where one was about an inspection under embargo: it may give that away."""
        return _now("not shown") if run.result.get("under_embargo") else ", ".join(run.files)

    @admin.display(description=_("what came of it"))
    def came_to(self, run: LoadRun) -> str:
        """Counts only: the names of records may be those of an inspection under embargo."""
        return _now("%(new)d new, %(changed)d changed, %(conflicts)d left alone; %(actions)d actions opened") % {
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
        """The commented template, to be filled in."""
        headers = {"Content-Disposition": f'attachment; filename="{TEMPLATE}"'}
        text = (Path(settings.FIXTURES) / TEMPLATE).read_text(encoding="utf-8")
        return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)

    def load_view(self, request: HttpRequest) -> HttpResponse:
        """Give files or texts, check them, mend them in place, load them. Loading checks again, in its transaction."""
        intake = from_fields(request.POST if request.method == "POST" else keeping.kept_form(request) or request.GET)
        report: Report | None = None
        if request.method == "POST":
            add_files(intake, request.FILES.getlist("files"))
            wants_to_load = "load" in request.POST and not intake.refused
            if intake.texts:
                report = load_texts(intake.texts, by=who(request), dry_run=not wants_to_load)
        return self._load_page(request, intake, report)

    def _load_page(self, request: HttpRequest, intake: Intake, report: Report | None) -> HttpResponse:
        faults = [*intake.refused, *(report.faults if report else [])]
        loaded = report is not None and not report.dry_run and not faults
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Load inspections from a file"),
            "opts": self.model._meta,
            "report": report,
            "faults": _with_lines(faults, intake.texts),
            "questions": _with_lines(report.questions if report else [], intake.texts),
            "loaded": loaded,
            "nothing_given": request.method == "POST" and not intake.texts and not intake.refused,
            "texts": {} if loaded else intake.texts,
            "pasted": PASTED,
            "limit": settings.REGISTER_FILE_LIMIT // 1024,
            "form_owner": keeping.owner_mark(who(request)),
        }
        return TemplateResponse(request, "admin/recommendations/loadrun/load.html", context)
