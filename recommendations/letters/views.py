"""The pages about letters: what they changed, recording one in two steps, and retracting one as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from forces.bodies.models import Body
from forces.people import unsaved_forms
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.letters import queries
from recommendations.letters.effects import PlannedEffect, plan_effects
from recommendations.letters.entry import LetterEntry, errors_of_letter, similar_letter
from recommendations.letters.forms import LetterForm
from recommendations.letters.services import question_about_similar_letter, record_letter, retract_letter
from recommendations.register.models import Action, Letter, Update
from recommendations.register.selection import HolderMixin, SelectedActionsMixin
from recommendations.updates.forms.retraction import RetractionForm
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from soteria_tracker.web.service_forms import ServiceFormView, Unconfirmed, form_data

CHANGE, RECORD = "change", "record"  # the buttons of the confirmation page


def _anyone(reader: Reader, holder: Body) -> bool:
    """Everyone who sees the working records may read what letters changed."""
    return True


class LetterList(HolderMixin, TemplateView):
    """The letters about the actions of a body, the newest first."""

    may = _anyone
    template_name = "letters/letters.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            **context,
            letters=list(queries.letters_of(self.holder, self.reader)),
            may_enter=self.reader.may_enter_letters(self.holder),
        )


class RecordLetter(SelectedActionsMixin, ServiceFormView):
    """Record a letter about the selected actions.

    The first POST shows what the letter would change. The second, from the confirmation page, records it. Without
    selected actions the page says where to select them.
    """

    may = Reader.may_enter_letters
    template_name = "letters/new.html"
    refusals = (ValidationError, Unconfirmed, UpdatesRefused)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.actions:
            inspections = list(queries.inspections_of(self.holder, self.reader))
            return self._show("letters/select_first.html", {"holder": self.holder, "inspections": inspections})
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("step") == CHANGE:
            return self.form_invalid(self.get_form())
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> LetterForm:
        return LetterForm(
            form_data(self.request),
            self.request.FILES or None,
            actions=self.actions,
            positions=queries.positions_by_action(self.actions, self.holder, self.reader),
            reader=self.reader,
        )

    def form_valid(self, form: LetterForm) -> HttpResponse:
        form.store_upload()
        if form.has_lost_file and not Letter.objects.filter(submission_key=form.key).exists():
            form.ask_for_file()
            return self.form_invalid(form)
        if self.request.POST.get("step") == RECORD:
            return super().form_valid(form)
        return self.confirm(form)

    def further_errors(self, form: LetterForm) -> dict[str, str]:
        """Return what is wrong with the letter itself, and show beside each action what it cannot change there."""
        entry = form.entry_so_far(self.reader.day)
        errors = errors_of_letter(entry, self.reader.day)
        if effects := form.effects_so_far():
            form.refuse_effects(
                plan_effects(
                    entry=LetterEntry(entry.sender or "-", min(entry.dated_on, self.reader.day)),
                    effective_on=form.cleaned_data.get("effective_on") or min(entry.dated_on, self.reader.day),
                    effects=effects,
                    by=self.reader,
                )
            )
        return {name: messages[0] for name, messages in errors.items()}

    def form_invalid(self, form: LetterForm, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        form.store_upload()
        return super().form_invalid(form, status, **context)

    def save(self, form: LetterForm) -> Letter:
        letter = record_letter(
            **self._entered(form),
            submission_key=form.key,
            seen=form.seen,
            is_another="letter" in form.confirmed,
        )
        if form.unsaved_file:
            unsaved_forms.delete_file(form.unsaved_file)
        return letter

    def refuse(self, form: LetterForm, refusal: ValidationError | Unconfirmed | UpdatesRefused) -> HttpResponse:
        """An error goes back to the form; questions and conflicts are shown on the confirmation page."""
        if isinstance(refusal, ValidationError):
            form.refuse(refusal)
            self.further_errors(form)
            form.renew_key()
            return self.form_invalid(form)
        objections = refusal.objections if isinstance(refusal, UpdatesRefused) else {}
        conflicts = {pk: each.updates for pk, each in objections.items() if isinstance(each, EditConflict)}
        return self.confirm(form, conflicts)

    def confirm(self, form: LetterForm, conflicts: dict[int, list[Update]] | None = None) -> HttpResponse:
        """Show what the letter would change, or the form again if it cannot be recorded like this."""
        try:
            planned = plan_effects(**self._entered(form))
        except ValidationError as error:
            return self.refuse(form, error)
        form.refuse_effects(planned)
        if form.error_lines:
            return self.form_invalid(form)
        status = HTTPStatus.CONFLICT if conflicts else HTTPStatus.OK
        return self._show("letters/confirm.html", self._confirmation(form, planned, conflicts or {}), status)

    def _show(self, template: str, context: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
        self.template_name = template
        return self.render_to_response(context, status=status)

    def _entered(self, form: LetterForm) -> dict[str, Any]:
        return {
            "entry": form.entry(),
            "effective_on": form.update_date,
            "effects": form.effects(),
            "by": self.reader,
        }

    def _confirmation(
        self, form: LetterForm, planned: Sequence[PlannedEffect], conflicts: dict[int, list[Update]]
    ) -> dict[str, Any]:
        entry = form.entry()
        similar = None if "letter" in form.confirmed else similar_letter(entry, self.holder, self.reader)
        return {
            "holder": self.holder,
            "letter": entry,
            "effective_on": form.update_date,
            "rows": queries.planned_rows(planned),
            "words": form.cleaned_data["words"],
            "form": form,
            "seen": json.dumps({plan.action.pk: plan.newest for plan in planned}),
            "questions": ([("letter", question_about_similar_letter(similar), [])] if similar else [])
            + _questions(planned),
            "conflicts": [(row.action, conflicts[row.action.pk]) for row in form.rows if row.action.pk in conflicts],
        }

    def saved_message(self) -> str:
        count = len(self.actions)
        words = ngettext("Letter recorded for %(count)d action.", "Letter recorded for %(count)d actions.", count)
        return words % {"count": count}

    def get_success_url(self) -> str:
        return reverse("letter", args=[self.holder.slug, self.result.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        form: LetterForm = context.get("form") or self.get_form()
        return super().get_context_data(**{**context, "form": form}, form_has_errors=bool(form.error_lines))


def _questions(planned: Sequence[PlannedEffect]) -> list[tuple[str, str, list[Action]]]:
    """Return each question once: the value of its answer, the question, and the actions it concerns."""
    found: dict[str, list[tuple[str, Action]]] = {}
    for plan in planned:
        if isinstance(plan.objection, Unconfirmed):
            for name, question in plan.objection.questions.items():
                found.setdefault(question, []).append((f"{plan.action.pk}:{name}", plan.action))
    return [
        (" ".join(answer for answer, _action in answers), question, [action for _answer, action in answers])
        for question, answers in found.items()
    ]


class LetterMixin(HolderMixin):
    """A page about one letter. Sets `letter`; raises Http404 unless the reader may see one of its actions."""

    may = _anyone
    letter: Letter

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        letters = queries.letters_of(self.holder, self.reader).select_related("holder", "recorded_by")
        self.letter = get_object_or_404(letters, pk=kwargs["letter"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{**context, "letter": self.letter})


class LetterPage(LetterMixin, TemplateView):
    """One letter, and what it changed for each action."""

    template_name = "letters/letter.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        updates = queries.updates_of(self.letter, self.reader)
        rows = queries.recorded_rows(self.letter, updates, self.reader)
        return super().get_context_data(
            **context,
            rows=rows,
            words=queries.common_text(rows),
            counting=sum(not row.is_retracted for row in rows),
            retraction=next((update for update in reversed(updates) if update.retracts_id), None),
            may_enter=self.reader.may_enter_letters(self.holder),
        )


@require_safe
def file(request: ReaderRequest, holder: str, letter: int) -> HttpResponseBase:
    """The file of a letter, for readers who may read what it says about at least one action."""
    found = queries.readable_letter(request.reader, holder, letter)
    if not found.file or not found.file.storage.exists(str(found.file.name)):
        raise Http404
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)


class RetractLetter(LetterMixin, ServiceFormView):
    """Show what would change without the letter, ask why it is a mistake, and retract it as a whole."""

    form_class = RetractionForm
    template_name = "letters/retract.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not self.reader.may_enter_letters(self.holder):
            raise PermissionDenied(_("You do not have access to retract this letter."))

    def save(self, form: RetractionForm) -> None:
        retract_letter(letter=self.letter, by=self.reader, **form.cleaned_data)

    def saved_message(self) -> str:
        return _("Letter retracted. It stays in the history, marked as retracted.")

    def get_success_url(self) -> str:
        return reverse("letter", args=[self.holder.slug, self.letter.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        updates = queries.updates_of(self.letter, self.reader)
        return super().get_context_data(**context, changes=queries.without_letter(self.letter, updates, self.reader))
