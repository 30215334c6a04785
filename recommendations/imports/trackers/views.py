"""The pages for importing a tracker: upload, questions, preview, and undoing an import."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from forces.bodies.models import Force
from recommendations.imports.trackers import confirming, services
from recommendations.imports.trackers.forms import AnswersForm, PlaceForm
from recommendations.imports.trackers.known import actions_to_place
from recommendations.imports.trackers.models import TrackerImport
from recommendations.imports.trackers.planned import ImportOutcome, PlannedRow, place_key
from recommendations.reading.errors import UnreadableFile
from recommendations.register.models import Action
from recommendations.register.selection import HolderMixin
from soteria_tracker.web.page_view import PageView
from soteria_tracker.web.service_forms import ServiceForm, ServiceFormView

ROWS_SHOWN = 25


class ForceMixin(HolderMixin):
    """A page about the imports of one force. Only its office can open it; other bodies have none."""

    force: Force

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.force = get_object_or_404(Force, pk=self.holder.pk)


class ImportMixin(ForceMixin):
    """A page about one import of the force."""

    tracker: TrackerImport

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.tracker = get_object_or_404(
            TrackerImport.objects.select_related("holder"), holder=self.force, pk=kwargs["pk"]
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context, tracker=self.tracker)


class UnconfirmedMixin(ImportMixin):
    """A page about a tracker that is not imported yet. Shows in `preview` what it says; a confirmed one leads back."""

    preview: services.TrackerPreview

    @property
    def back(self) -> str:
        """The address of the page on which another file can be chosen."""
        return reverse("tracker-imports", args=[self.force.slug])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.tracker.is_confirmed:
            messages.info(request, _("This tracker has been imported."))
            return redirect("tracker-imports", self.force.slug)
        if services.is_being_read(self.tracker) and request.method != "POST":
            response = render(request, "imports/waiting.html", {"name": self.tracker.file_name})
            response["Refresh"] = "2"
            return response
        try:
            self.preview = services.preview_of(self.tracker, self.reader)
        except UnreadableFile as error:
            messages.warning(request, error.sentence)
            return redirect("tracker-imports", self.force.slug)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context, reading=self.preview.reading, plan=self.preview.plan)


class AnswerQuestions(UnconfirmedMixin, ServiceFormView):
    """Check how the tracker was read, and answer what it leaves open."""

    form_class = AnswersForm
    template_name = "imports/answers.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"reading": self.preview.reading, "tracker": self.tracker}

    def save(self, form: AnswersForm) -> None:
        services.save_answers(
            tracker=self.tracker,
            answers=form.answers,
            columns=form.columns,
            publication_dates=form.publication_dates,
            by=self.reader,
        )
        services.request_reading(tracker=self.tracker, by=self.reader)

    def saved_message(self) -> str:
        return ""

    def get_success_url(self) -> str:
        return reverse("tracker-preview", args=[self.force.slug, self.tracker.pk])


@dataclass(frozen=True)
class ShownRow:
    """A row of the preview with its action, if there is one, and whether a person placed it."""

    planned: PlannedRow
    action: Action | None
    key: str
    by_hand: bool


@dataclass(frozen=True)
class ShownGroup:
    """The rows of the preview with one outcome: the first of them, unless all were asked for."""

    outcome: ImportOutcome
    rows: list[ShownRow]
    count: int

    @property
    def is_cut(self) -> bool:
        return len(self.rows) < self.count


class PreviewImport(UnconfirmedMixin, ServiceFormView):
    """Every change before it is saved. Confirming imports them all."""

    form_class = ServiceForm
    template_name = "imports/preview.html"
    refusals = (ValidationError,)

    def form_valid(self, form: ServiceForm) -> HttpResponse:
        if self.request.POST.get("shown") != self.preview.digest:
            return self._refuse(form, [_("The register has changed since you looked. Check the preview again.")])
        try:
            confirming.confirm_import(tracker=self.tracker, preview=self.preview, by=self.reader)
        except confirming.ImportRefused as refused:
            return self._refuse(form, refused.reasons)
        count = len(self.preview.plan.to_save)
        messages.success(
            self.request,
            ngettext("%(count)d row imported.", "%(count)d rows imported.", count) % {"count": count},
        )
        return HttpResponseRedirect(reverse("tracker-imports", args=[self.force.slug]))

    def _refuse(self, form: ServiceForm, reasons: list[str]) -> HttpResponse:
        for reason in reasons:
            form.add_error(None, reason)
        return self.form_invalid(form, status=HTTPStatus.CONFLICT)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        plan = self.preview.plan
        pks = {row.action for row in plan.rows if row.action}
        actions = Action.objects.select_related("holder", "recommendation__inspection").in_bulk(pks)
        keys = {id(row): place_key(read) for read, row in zip(self.preview.reading.rows, plan.rows, strict=True)}
        groups = []
        for outcome in ImportOutcome:
            rows = plan.of(outcome)
            shown = rows if self.request.GET.get("all") == outcome else rows[:ROWS_SHOWN]
            shown_rows = [
                ShownRow(row, actions.get(row.action or 0), keys[id(row)], keys[id(row)] in self.tracker.places)
                for row in shown
            ]
            groups.append(ShownGroup(outcome, shown_rows, len(rows)))
        return super().get_context_data(
            **context, groups=groups, digest=self.preview.digest, unanswered=self.preview.unanswered
        )


class PlaceRow(UnconfirmedMixin, ServiceFormView):
    """Give a row that was not placed, or placed wrongly, an action of this force; or leave it out, with a reason."""

    form_class = PlaceForm
    template_name = "imports/place.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        actions = actions_to_place(self.reader, self.force)
        place = self.tracker.places.get(self.kwargs["row"], {})
        return super().get_form_kwargs() | {"actions": actions, "place": place}

    def save(self, form: PlaceForm) -> None:
        services.place_row(tracker=self.tracker, key=self.kwargs["row"], place=form.place, by=self.reader)

    def saved_message(self) -> str:
        return _("Placed. It is remembered for the next file of your office.")

    def get_success_url(self) -> str:
        return reverse("tracker-preview", args=[self.force.slug, self.tracker.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Raises Http404 for a row that the file does not have."""
        pairs = zip(self.preview.reading.rows, self.preview.plan.rows, strict=True)
        rows = [planned for read, planned in pairs if place_key(read) == self.kwargs["row"]]
        if not rows:
            raise Http404
        return super().get_context_data(**context, rows=rows, planned=rows[0])


class DiscardUpload(ImportMixin, ServiceFormView):
    """Delete a file that is not imported."""

    form_class = ServiceForm
    template_name = "imports/discard.html"

    def save(self, form: ServiceForm) -> None:
        services.discard_upload(tracker=self.tracker, by=self.reader)

    def saved_message(self) -> str:
        return _("“%(name)s” deleted. Nothing was imported.") % {"name": self.tracker.file_name}

    def get_success_url(self) -> str:
        return reverse("tracker-imports", args=[self.force.slug])


class UndoImport(ImportMixin, ServiceFormView):
    """Undo an import in one step."""

    form_class = ServiceForm
    template_name = "imports/undo.html"

    def save(self, form: ServiceForm) -> None:
        confirming.undo_import(tracker=self.tracker, by=self.reader)

    def saved_message(self) -> str:
        return _("The import of “%(name)s” was undone.") % {"name": self.tracker.file_name}

    def get_success_url(self) -> str:
        return reverse("tracker-imports", args=[self.force.slug])


class ImportedRows(ImportMixin, TemplateView):
    """What a confirmed import made, row by row."""

    template_name = "imports/rows.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        rows = self.tracker.rows.select_related("action__holder", "action__recommendation__inspection")
        return super().get_context_data(**context, rows=rows.prefetch_related("updates"))


class ImportedFile(ImportMixin, PageView):
    """The file of an import, as it came."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = FileResponse(self.tracker.file.open("rb"), as_attachment=True, filename=self.tracker.file_name)
        response["Content-Type"] = "application/octet-stream"
        response["X-Content-Type-Options"] = "nosniff"
        return response
