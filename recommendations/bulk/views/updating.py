"""One update for several actions, or a note of each: all of it is recorded, or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forces.bodies.models import Body
from forces.people import keeping
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.bulk.entries import Troubles, said_by, submissions_of
from recommendations.bulk.forms import AllForm, NoteForm, note_forms
from recommendations.bulk.queries import ActionRow, positions_by_action
from recommendations.pages.common.editions import wording_for
from recommendations.register.models import Action
from recommendations.register.selection import LONGEST_ID, chosen, holder_of
from recommendations.updates.entry import UpdateSubmission
from recommendations.updates.queries import latest_seen
from recommendations.updates.refusals import UpdatesRefused
from recommendations.updates.services import record_updates
from soteria_tracker.web.templatetags.govuk_forms import anchor_of, faults

EACH = "each"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, where to put it right, and the actions it concerns, unless it concerns all."""

    message: str
    anchor: str
    actions: list[Action] = field(default_factory=list)


@dataclass
class Page:
    """The page: the chosen actions, the form, and of each action its note and what the person has seen of it."""

    holder: Body
    reader: Reader
    actions: list[Action]
    form: AllForm
    notes: Mapping[int, NoteForm]
    seen: Mapping[int, int]
    was_kept: bool = False
    troubles: Troubles | None = None

    @classmethod
    def of(cls, request: ReaderRequest, holder: Body) -> Page:
        """From what was sent, from what was kept of it, or new."""
        reader, is_post = request.reader, request.method == "POST"
        kept = keeping.kept_form(request)
        data = request.POST if is_post else kept
        asked = request.GET if data is None else data
        actions = chosen(asked, reader, holder)
        is_each = asked.get("mode") == EACH
        return cls(
            holder=holder,
            reader=reader,
            actions=actions,
            form=AllForm(data, holder=holder, reader=reader, is_each=is_each),
            notes=note_forms(data, actions) if is_each else {},
            seen=latest_seen(actions, reader) if data is None else _seen_in(data),
            was_kept=kept is not None,
        )

    @property
    def is_valid(self) -> bool:
        """Whether the forms can be put to the service. Every form is asked, so that every fault is told."""
        return all([self.form.is_valid(), *(note.is_valid() for note in self.notes.values())])

    @property
    def faults(self) -> list[Fault]:
        """Everything that is wrong, each once: in the form, in a note, or with some of the actions."""
        found = [Fault(message, anchor) for anchor, message in faults(self.form)]
        for action in self.actions if self.notes else ():
            found += [Fault(message, anchor, [action]) for anchor, message in faults(self.notes[action.pk])]
        for trouble in self.troubles.faults if self.troubles else ():
            is_here = trouble.field in self.form.fields
            found.append(
                Fault(trouble.message, anchor_of(self.form[trouble.field]) if is_here else "", trouble.actions)
            )
        return found

    def refuse(self, refused: UpdatesRefused, submissions: list[UpdateSubmission]) -> None:
        """Take what the service says against it. What others recorded is seen from now on."""
        self.troubles = Troubles.of(refused, submissions)
        if self.troubles.meanwhile:
            self.seen = latest_seen(self.actions, self.reader)
            self.form.change_data(submission_key=str(uuid.uuid4()))


def _seen_in(data: QueryDict) -> dict[int, int]:
    """What the form had shown of each action: "12:345" is update 345 of action 12."""
    pairs = (pair.split(":") for pair in data.getlist("seen"))
    return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(map(_is_id, pair))}


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID


@require_http_methods(["GET", "HEAD", "POST"])
def update(request: ReaderRequest, holder: str) -> HttpResponse:
    """The page; a POST records. A form that cannot be saved comes back with every word in it."""
    body = holder_of(request.reader, holder, may=Reader.may_record)
    page = Page.of(request, body)
    if not page.actions:
        messages.warning(request, _("Choose one action or more first."))
        return redirect("choose", body.slug)
    if request.method == "POST" and page.is_valid:
        said = said_by(page.form, page.notes, page.actions)
        if not said:
            page.form.add_error(None, _("Write a note for one action or more"))
            return _shown(request, page)
        submissions = submissions_of(page.form, said, page.seen)
        try:
            record_updates(submissions=submissions, by=request.reader)
        except UpdatesRefused as refused:
            page.refuse(refused, submissions)
            status = HTTPStatus.CONFLICT if page.troubles and page.troubles.meanwhile else HTTPStatus.OK
            return _shown(request, page, status=status)
        messages.success(request, _saved(len(said), len(page.actions)))
        return redirect(body)
    return _shown(request, page)


def _saved(recorded: int, shown: int) -> str:
    words = ngettext("Update saved for %(count)d action.", "Updates saved for %(count)d actions.", recorded)
    saved = words % {"count": recorded}
    if recorded == shown:
        return saved
    left = ngettext(
        "%(count)d without a note was left as it is.",
        "%(count)d without a note were left as they are.",
        shown - recorded,
    )
    return f"{saved} {left % {'count': shown - recorded}}"


def _shown(request: ReaderRequest, page: Page, *, status: int = HTTPStatus.OK) -> HttpResponse:
    positions = positions_by_action(page.actions, page.holder, page.reader)
    context: dict[str, Any] = {
        "holder": page.holder,
        "form": page.form,
        "form_owner": keeping.owner_mark(page.reader.person),
        "form_has_errors": page.troubles is not None or bool(page.faults),
        "is_each": page.form.is_each,
        "actions": page.actions,
        "rows": [
            (ActionRow(positions[action.pk], page.reader.day), page.seen.get(action.pk, 0), page.notes.get(action.pk))
            for action in page.actions
            if action.pk in positions
        ],
        "wording": wording_for(page.holder, page.reader),
        "was_kept": page.was_kept,
        "troubles": page.troubles,
        "faults": page.faults,
    }
    return render(request, "bulk/update.html", context, status=status)
