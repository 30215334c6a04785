"""Admin pages of reorganisations: check a plan, carry it out, undo it, and download what each successor receives."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.bodies.reorganisation import Reorganisation
from forces.people import unsaved_forms
from forces.people.requests import reader_of_request
from recommendations.imports.fixtures.upload import PASTED, Upload, add_files, from_fields
from recommendations.reorganisations import services
from recommendations.reorganisations.files import send_pack
from recommendations.reorganisations.handover import HandoverPack
from soteria_tracker.administration.pages import OfferedFilters, ReadOnly, signed_in_person
from soteria_tracker.web.templatetags.soteria import day

_NAME = "forces_reorganisation"
_SHOWN = ("on", "summary", "plan_as_read", "recorded_at", "recorded_by")


@admin.register(Reorganisation)
class ReorganisationAdmin(ReadOnly, OfferedFilters, admin.ModelAdmin):
    """Records of reorganisations are insert-only: they are listed here, and made on the page of the plan."""

    heading = "bodies"
    place = 70
    extra_page = (65, _("Merge, split or replace forces and bodies"), f"admin:{_NAME}_plan")
    change_list_template = "admin/forces/reorganisation/change_list.html"
    change_form_template = "admin/forces/reorganisation/change_form.html"
    list_display: Any = ["on", "first_line", "recorded_at", "recorded_by", "is_undone"]
    list_select_related = ["recorded_by", "undoing"]
    list_per_page = 50
    readonly_fields = (*_SHOWN, "undoes", "undone_words")
    actions = None

    @admin.display(description=_("what it does"))
    def first_line(self, reorganisation: Any) -> str:
        first: str = reorganisation.summary.partition("\n")[0]
        return first

    @admin.display(description=_("undone"), boolean=True)
    def is_undone(self, reorganisation: Any) -> bool:
        return hasattr(reorganisation, "undoing")

    @admin.display(description=_("undone"))
    def undone_words(self, reorganisation: Any) -> str:
        """Return on which day it was undone, and by whom."""
        undoing = reorganisation.undoing
        words = {"day": day(undoing.recorded_at), "who": undoing.recorded_by or _now("a command")}
        return _now("On %(day)s, by %(who)s") % words

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show which reorganisation it undoes, or by whom it was undone, where that is so."""
        if obj and obj.undoes_id:
            return [*_SHOWN, "undoes"]
        return [*_SHOWN, "undone_words"] if hasattr(obj, "undoing") else _SHOWN

    @admin.display(description=_("plan"))
    def plan_as_read(self, reorganisation: Any) -> str:
        return format_html("<pre>{}</pre>", reorganisation.plan)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("plan/", view(self.plan_view), name=f"{_NAME}_plan"),
            path("<int:pk>/undo/", view(self.undo_view), name=f"{_NAME}_undo"),
            path("<int:pk>/<slug:successor>.<slug:format>", view(self.pack_view), name=f"{_NAME}_pack"),
            *super().get_urls(),
        ]

    # --- the plan --------------------------------------------------------------------------------------------

    def plan_view(self, request: HttpRequest) -> HttpResponse:
        """Check a plan and show what it would do; carry out what was shown."""
        upload = from_fields(
            request.POST if request.method == "POST" else unsaved_forms.find_form(request) or request.GET
        )
        if request.method == "POST":
            files = request.FILES.getlist("files")
            if files:
                upload = Upload()
                add_files(upload, files[:1])
        name, text = next(iter(upload.texts.items()), (PASTED, ""))
        found = services.preview(name, text.encode()) if text and request.method == "POST" else None
        refusal: list[str] = [str(each) for each in upload.refused]
        if found and found.can_be_done and "confirm" in request.POST:
            try:
                done = services.reorganise(
                    name, text.encode(), by=signed_in_person(request), shown=request.POST.get("shown", "")
                )
            except ValidationError as error:
                refusal += error.messages
            else:
                recorded = _now("The reorganisation is recorded. It takes effect on %(day)s.") % {"day": day(done.on)}
                messages.success(request, recorded)
                return HttpResponseRedirect(reverse(f"admin:{_NAME}_change", args=[done.pk]))
        return self._plan_page(request, name, text, found, refusal)

    def _plan_page(
        self, request: HttpRequest, name: str, text: str, found: services.Preview | None, refusal: list[str]
    ) -> HttpResponse:
        errors = [*refusal, *(map(str, (*found.findings.errors, *found.findings.questions)) if found else [])]
        context = {
            **self.admin_site.each_context(request),
            "title": _now("Merge, split or replace forces and bodies"),
            "opts": self.model._meta,
            "name": name,
            "text": text,
            "found": found if found and found.can_be_done else None,
            "errors": errors,
            "is_empty": request.method == "POST" and not text and not refusal,
            "form_owner": unsaved_forms.sign_owner(signed_in_person(request)),
        }
        return TemplateResponse(request, "admin/forces/reorganisation/plan.html", context)

    # --- afterwards ------------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        reorganisation: Any = self.get_object(request, object_id)
        extra = dict(extra_context or {})
        if reorganisation and reorganisation.undoes_id is None and not hasattr(reorganisation, "undoing"):
            extra |= {"packs": HandoverPack.all_of(reorganisation, reader_of_request(request)), "can_be_undone": True}
        return super().change_view(request, object_id, form_url, extra)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo a reorganisation; a GET leads to its page, which has the button."""
        reorganisation = get_object_or_404(Reorganisation, pk=pk)
        if request.method == "POST":
            try:
                services.undo(reorganisation, by=signed_in_person(request))
            except ValidationError as error:
                for message in error.messages:
                    messages.error(request, message)
            else:
                messages.success(request, _now("The reorganisation was undone. Everything is as it was before."))
        return HttpResponseRedirect(reverse(f"admin:{_NAME}_change", args=[pk]))

    def pack_view(self, request: HttpRequest, pk: int, successor: str, format: str) -> HttpResponseBase:
        """Return the handover pack of one successor as a file."""
        packs = HandoverPack.all_of(get_object_or_404(Reorganisation, pk=pk), reader_of_request(request))
        pack = next((pack for pack in packs if pack.successor.slug == successor), None)
        if pack is None:
            raise Http404
        return send_pack(pack, format, request)
