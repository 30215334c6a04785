"""Workbooks that came back: bringing them, and the list of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from forces.people import keeping
from forces.people.requests import ReaderRequest
from recommendations.rounds.forms import ReturnForm
from recommendations.rounds.models import Return, ReturnedRow, Round
from recommendations.rounds.queries import returns_of, round_of
from recommendations.rounds.services.uploads import keep_return


@require_http_methods(["GET", "HEAD", "POST"])
def returns(request: ReaderRequest, holder: str, pk: int) -> HttpResponse:
    """Bring returned workbooks, any number at once. Each is kept or refused for itself, and the page says which."""
    found = round_of(request.reader, holder, pk)
    kept = keeping.kept_form(request)
    is_post = request.method == "POST"
    form = ReturnForm(request.POST if is_post else kept, request.FILES if is_post else None, reader=request.reader)
    if is_post and form.is_valid() and _bring(request, found, form):
        return redirect("round-take-in", holder, pk)
    if is_post and any(name != "workbooks" for name in form.errors):
        form.keep_uploads()
    context = {
        "holder": found.holder,
        "round": found,
        "returns": returns_of(found),
        "form": form,
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": kept is not None,
    }
    return render(request, "rounds/uploads.html", context)


def _bring(request: ReaderRequest, found: Round, form: ReturnForm) -> bool:
    """Keep what can be kept, and say what became of each file. Returns whether all were kept."""
    said = form.cleaned_data
    files: list[tuple[str, Any]] = [(upload.name or "", upload) for upload in said["workbooks"]]
    files += [(one.name, one.file) for one in form.kept]
    new: list[Return] = []
    for name, file in files:
        try:
            file.open("rb")
            returned, is_new = keep_return(
                round_=found,
                contents=file.read(),
                name=name,
                received_on=said["received_on"],
                returned_by=said["returned_by"],
                by=request.reader,
            )
        except ValidationError as error:
            form.refuse(error if hasattr(error, "error_dict") else ValidationError({"workbooks": error.messages}))
            continue
        if is_new:
            new.append(returned)
        else:
            words = _("“%(name)s” was brought before: it is one return, and nothing of it is counted twice.")
            messages.info(request, words % {"name": name})
    if new:
        messages.success(request, _read(new))
    if "received_on" not in form.errors:
        for one in form.kept:
            keeping.forget_file(one)
        form.kept = []
    return not form.errors


def _read(new: list[Return]) -> str:
    """ "2 workbooks read. 9 rows are answered. 1 row belongs to none of what was asked."."""
    rows = ReturnedRow.objects.filter(returned__in=new)
    answers, unplaced = rows.exclude(requested=None).count(), rows.filter(requested=None).count()
    sentences = [
        ngettext("%(count)d workbook read.", "%(count)d workbooks read.", len(new)) % {"count": len(new)},
        ngettext("%(count)d row is answered.", "%(count)d rows are answered.", answers) % {"count": answers},
    ]
    if unplaced:
        more = ngettext(
            "%(count)d row belongs to none of what was asked.",
            "%(count)d rows belong to none of what was asked.",
            unplaced,
        )
        sentences.append(more % {"count": unplaced})
    return " ".join(sentences)


@require_safe
def returned_file(request: ReaderRequest, holder: str, pk: int, returned: int) -> HttpResponseBase:
    """A returned workbook, as it came."""
    found = round_of(request.reader, holder, pk)
    held = get_object_or_404(found.returns, pk=returned)
    if not held.file.storage.exists(str(held.file.name)):
        raise Http404
    return FileResponse(held.file.open("rb"), as_attachment=True, filename=held.file_name)
