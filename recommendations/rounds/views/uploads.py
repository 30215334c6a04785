"""Returned workbooks: uploading them, the list of them, and downloading one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from recommendations.rounds.forms import UploadForm
from recommendations.rounds.models import ReturnedRow, ReturnedWorkbook
from recommendations.rounds.queries import returned_workbooks_of
from recommendations.rounds.services.uploads import save_returned_workbook
from recommendations.rounds.views.mixins import RoundMixin
from soteria_tracker.web.service_forms import ServiceFormView


class UploadReplies(RoundMixin, ServiceFormView):
    """Upload returned workbooks, several at once. Each is saved or refused on its own, and the page says which."""

    form_class = UploadForm
    template_name = "rounds/uploads.html"

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": self.reader.day}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"reader": self.reader}

    def save(self, form: UploadForm) -> None:
        """Save the files that can be read. Raises ValidationError with what is wrong with the others."""
        values = {name: form.cleaned_data[name] for name in ("received_on", "returned_by")}
        new: list[ReturnedWorkbook] = []
        refused: list[str] = []
        for name, file in form.named_files():
            file.open("rb")
            try:
                workbook, is_new = save_returned_workbook(
                    round_=self.round, contents=file.read(), name=name, by=self.reader, **values
                )
            except ValidationError as error:
                if hasattr(error, "error_dict"):  # the date, which is wrong for every file
                    raise
                refused += error.messages
                continue
            if is_new:
                new.append(workbook)
            else:
                messages.info(self.request, _("“%(name)s” has already been uploaded. It counts once.") % {"name": name})
        if new:
            messages.success(self.request, _uploaded(new))
        form.delete_unsaved_files()
        if refused:
            raise ValidationError({"workbooks": refused})

    def form_invalid(self, form: UploadForm, *args: Any, **context: Any) -> HttpResponse:
        if self.request.method == "POST" and any(name != "workbooks" for name in form.errors):
            form.store_uploads()
        return super().form_invalid(form, *args, **context)

    def get_success_url(self) -> str:
        return reverse("round-review", args=[self.holder.slug, self.round.pk])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(workbooks=returned_workbooks_of(self.round), **context)


def _uploaded(new: list[ReturnedWorkbook]) -> str:
    """Return for example "2 workbooks uploaded. 9 rows have replies. We could not match 1 row to an action."."""
    rows = ReturnedRow.objects.filter(workbook__in=new)
    replies, unmatched = rows.exclude(requested=None).count(), rows.filter(requested=None).count()
    sentences = [
        ngettext("%(count)d workbook uploaded.", "%(count)d workbooks uploaded.", len(new)) % {"count": len(new)},
        ngettext("%(count)d row has a reply.", "%(count)d rows have replies.", replies) % {"count": replies},
    ]
    if unmatched:
        sentence = ngettext(
            "We could not match %(count)d row to an action.", "We could not match %(count)d rows to actions.", unmatched
        )
        sentences.append(sentence % {"count": unmatched})
    return " ".join(sentences)


class ReturnedWorkbookFile(RoundMixin, View):
    """Download a returned workbook as it came."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        workbook = get_object_or_404(self.round.returned_workbooks, pk=kwargs["workbook"])
        if not workbook.file.storage.exists(str(workbook.file.name)):
            raise Http404
        return FileResponse(workbook.file.open("rb"), as_attachment=True, filename=workbook.file_name)
