"""The page that takes the file of a letter, and shows the letter form with what was read in it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from recommendations.imports.documents.services import read_upload
from recommendations.imports.letters.forms import LetterFileForm
from recommendations.imports.uploads.models import ImportUpload, UploadKind
from recommendations.imports.uploads.services import read_document_of, uploads_for
from recommendations.letters import queries
from recommendations.letters.draft import KnownActions, draft_of, items_of
from recommendations.letters.forms import LetterForm
from recommendations.reading.errors import UnreadableFile
from recommendations.reading.letters.reading import LetterReading
from recommendations.register.models import Action, ClosingLevel
from recommendations.register.selection import HolderMixin
from soteria_tracker.web.service_forms import ServiceFormView


class ReadLetter(HolderMixin, ServiceFormView):
    """Read the file of a letter and show the letter form, filled in. Only the file is kept, until the form is saved."""

    may = Reader.may_enter_letters
    form_class = LetterFileForm
    template_name = "letters/read.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.reader.person}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form for a file; or the letter form, if the worker has read the file already."""
        form = self.get_form()
        upload = self._read_before()
        if upload is None:
            return self.render_to_response(self.get_context_data(form=form))
        reading = read_document_of(upload, self.reader.day).reading
        if not isinstance(reading, LetterReading):
            raise Http404
        return self._show_letter_form(form, reading, token=str(upload.kept_file or ""))

    def _read_before(self) -> ImportUpload | None:
        """Return the letter that the address names. Raises Http404 if the reader may not see it."""
        named = self.request.GET.get("upload")
        if not named:
            return None
        try:
            return get_object_or_404(uploads_for(self.reader), pk=named, kind=UploadKind.LETTER)
        except ValidationError as error:  # no identifier
            raise Http404 from error

    def form_valid(self, form: LetterFileForm) -> HttpResponse:
        form.store_upload()
        try:
            reading = read_upload(form.read(), day=self.reader.day).reading
        except UnreadableFile as error:
            return self._refuse(form, error.sentence)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        if not isinstance(reading, LetterReading) or not reading.changes:
            return self._refuse(form, _("This file is not a letter that closes, re-opens or re-dates recommendations."))
        return self._show_letter_form(form, reading, token=str(form["document_token"].value()))

    def _refuse(self, form: LetterFileForm, sentence: str, remarks: list[str] | None = None) -> HttpResponse:
        if form.is_bound:
            form.add_error("document", sentence)
        else:
            remarks = [sentence, *(remarks or [])]
        return self.form_invalid(form, remarks=remarks or [])

    def _show_letter_form(self, form: LetterFileForm, reading: LetterReading, *, token: str) -> HttpResponse:
        actions = queries.actions_of_items(items_of(reading), self.holder, self.reader)
        positions = queries.positions_by_action(actions, self.holder, self.reader)
        draft = draft_of(reading, KnownActions(_by_item(actions), positions, list(ClosingLevel.objects.all())))
        if remark := self._addressed_to_another(reading):
            draft.remarks.insert(0, remark)
        if not actions:
            sentence = _("Nothing in this letter is about an action of %(holder)s.") % {"holder": self.holder}
            return self._refuse(form, sentence, draft.remarks)
        if not token:
            draft.remarks.insert(0, _("A letter is kept as PDF or Word. Save yours as one of these and attach it."))
        letter_form = LetterForm(
            actions=actions, positions=positions, reader=self.reader, draft=draft, document_token=token
        )
        self.template_name = "letters/new.html"
        return self.render_to_response(self.get_context_data(form=letter_form, actions=actions))

    def _addressed_to_another(self, reading: LetterReading) -> str:
        """Return a remark if the letter is addressed to another body than the one whose letters these are."""
        body = Body.objects.filter(slug=reading.to).first() if reading.to else None
        if body is None or body.pk in self.reader.held_by(self.holder):
            return ""
        return _("The letter is addressed to %(body)s, not to %(holder)s.") % {"body": body, "holder": self.holder}


def _by_item(actions: list[Action]) -> dict[tuple[str, str], list[Action]]:
    found: dict[tuple[str, str], list[Action]] = {}
    for action in actions:
        item = action.recommendation
        found.setdefault((item.inspection.slug, item.reference), []).append(action)
    return found
