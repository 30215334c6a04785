"""Taking answers in, all that is ticked together. Nothing is an update before a person accepts it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from forces.people import keeping
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.register.statuses import RECORDABLE
from recommendations.rounds.forms import ids_of
from recommendations.rounds.models import ReturnedRow, Round
from recommendations.rounds.parsing import day_of
from recommendations.rounds.queries import decided_rows, round_of
from recommendations.rounds.review import Difference, cells_of, differences, not_answered, rows_to_decide
from recommendations.rounds.services import replies as services
from recommendations.rounds.workbook_reader import Cell
from recommendations.updates.refusals import EditConflict, UpdatesRefused
from soteria_tracker.web.service_forms import Unconfirmed

_LONG = 10  # rows; a longer list has its buttons above it as well
Faults = Sequence[tuple[str, str]]  # the id to go to, and what is wrong there


@dataclass(frozen=True)
class _Line:
    """One answer as the list shows it, with what the person has ticked and chosen."""

    difference: Difference
    is_ticked: bool
    status: str = ""
    expected: str = ""
    wrong: tuple[str, ...] = ()  # what is wrong with it

    @property
    def pk(self) -> int:
        return self.difference.row.pk


@dataclass(frozen=True)
class _Unplaced:
    """A row that belongs to none of what was asked."""

    row: ReturnedRow
    cells: list[Cell]
    is_ticked: bool


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: ReaderRequest, holder: str, pk: int) -> HttpResponse:
    """What came back against what stands. A POST accepts or leaves out all that is ticked, or nothing of it."""
    found = round_of(request.reader, holder, pk)
    rows = rows_to_decide(found)
    told = differences(rows, found, request.reader)
    if request.method != "POST":
        kept = keeping.kept_form(request)
        return _list_page(request, found, rows, told, kept, was_kept=kept is not None)
    faults = _leave_out(request, found) if request.POST.get("do") == "leave" else _accept(request, found, told)
    if not faults:
        return redirect("round-take-in", holder, pk)
    return _list_page(request, found, rows, told, request.POST, faults=faults)


def _leave_out(request: ReaderRequest, found: Round) -> Faults:
    ticked = ids_of(request.POST.getlist("row"))
    if not ticked:
        return [("", _("Tick the rows to leave out"))]
    try:
        count = services.leave_out(round_=found, rows=ticked, by=request.reader)
    except ValidationError as error:
        return [("", message) for message in error.messages]
    words = ngettext("%(count)d row left out.", "%(count)d rows left out.", count)
    messages.success(request, words % {"count": count})
    return []


def _accept(request: ReaderRequest, found: Round, told: list[Difference]) -> Faults:
    ticked = set(ids_of(request.POST.getlist("row")))
    wanted = [difference for difference in told if difference.row.pk in ticked]
    unplaced = ticked - {difference.row.pk for difference in told}
    if unplaced and ReturnedRow.objects.filter(pk__in=unplaced, outcome=ReturnedRow.Outcome.WAITING).exists():
        return [("unplaced", _("A row that belongs to no action cannot be accepted. Say first where it belongs"))]
    if decided := _decided_otherwise(unplaced, found, request.reader):
        return decided
    if not wanted:
        return [] if unplaced else [("", _("Tick the answers to accept"))]  # they were accepted a moment ago
    taken: list[services.Taken] = []
    faults: list[tuple[str, str]] = []
    for difference in wanted:
        line = _line(difference, request.POST)
        status, expected_on, wrong = _chosen(difference, line)
        faults += [(f"row-{line.pk}", f"{difference.action.recommendation}: {message}") for message in wrong]
        seen = (ids_of([request.POST.get(f"seen-{line.pk}", "")]) or [difference.seen])[0]
        entry = services.entry_from(difference, status=status, words=difference.answer.words, expected_on=expected_on)
        taken.append(services.Taken(difference.row, entry, seen))
    if faults:
        return faults
    try:
        updates = services.accept(round_=found, taken=taken, by=request.reader)
    except ValidationError as error:
        return [("", message) for message in error.messages]
    except UpdatesRefused as refused:
        return _objections(refused, wanted)
    words = ngettext("%(count)d answer taken in.", "%(count)d answers taken in.", len(updates))
    messages.success(request, words % {"count": len(updates)})
    return []


def _decided_otherwise(ticked: set[int], found: Round, reader: Reader) -> Faults:
    """Which of these rows somebody else has decided about, or left out; not what the same form accepted before."""
    accepted = Q(outcome__in=[ReturnedRow.Outcome.ACCEPTED, ReturnedRow.Outcome.SAME])
    rows = (
        ReturnedRow.objects.filter(pk__in=ticked, returned__round=found, requested__isnull=False)
        .exclude(accepted, decided_by=reader.person)
        .select_related("requested__action__recommendation", "decided_by")
    )
    words = _("%(action)s: %(who)s has decided about it meanwhile. Nothing was saved: look at the list again")
    asked = ((row.requested, row.decided_by) for row in rows if row.requested)
    return [("", words % {"action": one.action.recommendation, "who": who}) for one, who in asked]


def _chosen(difference: Difference, line: _Line) -> tuple[str, datetime.date | None, list[str]]:
    """Status and expected date of a line of the list, and what is wrong with it."""
    wrong = [difference.wants_own_page] if difference.wants_own_page else []
    status, expected_on = str(difference.status or line.status), difference.expected_on
    if difference.asks_status and line.status not in {str(one) for one in RECORDABLE}:
        wrong.append(_("choose the status"))
    if difference.asks_expected and line.expected:
        expected_on = day_of(line.expected)
        if expected_on is None:
            wrong.append(_("enter the expected date like 31/03/2025, or leave it empty"))
    return status, expected_on, wrong


def _objections(refused: UpdatesRefused, wanted: list[Difference]) -> Faults:
    """What stands against the updates, each at its row. Nothing was saved."""
    faults: list[tuple[str, str]] = []
    for difference in wanted:
        objection = refused.objections.get(difference.action.pk)
        if isinstance(objection, EditConflict):
            found = [_("somebody recorded an update while you were looking. Look again, then accept it")]
        elif isinstance(objection, Unconfirmed):
            found = [*objection.questions.values(), _("Open it to answer, or untick it")]
        else:
            found = objection.messages if objection else []
        faults += [(f"row-{difference.row.pk}", f"{difference.action.recommendation}: {words}") for words in found]
    return faults


def _line(difference: Difference, data: Mapping[str, str] | None) -> _Line:
    pk = difference.row.pk
    if not isinstance(data, QueryDict):
        return _Line(difference, difference.is_ready)
    is_ticked = str(pk) in data.getlist("row")
    return _Line(difference, is_ticked, data.get(f"status-{pk}", ""), data.get(f"expected-{pk}", "").strip())


def _at(line: _Line, faults: Faults) -> tuple[str, ...]:
    return tuple(message for anchor, message in faults if anchor == f"row-{line.pk}")


def _list_page(
    request: ReaderRequest,
    found: Round,
    rows: list[ReturnedRow],
    told: list[Difference],
    data: QueryDict | None,
    *,
    faults: Faults = (),
    was_kept: bool = False,
) -> HttpResponse:
    lines = [replace(line, wrong=_at(line, faults)) for line in (_line(difference, data) for difference in told)]
    ticked = data.getlist("row") if data else []
    decided = decided_rows(found)
    context = {
        "holder": found.holder,
        "round": found,
        "ready": [line for line in lines if line.difference.is_ready],
        "open": [line for line in lines if not line.difference.is_ready],
        "unplaced": [_Unplaced(row, cells_of(row), str(row.pk) in ticked) for row in rows if row.requested is None],
        "is_long": len(rows) > _LONG,
        "statuses": [(status.value, status.label) for status in RECORDABLE],
        "accepted": [row for row in decided if row.outcome == ReturnedRow.Outcome.ACCEPTED],
        "same": [row for row in decided if row.outcome == ReturnedRow.Outcome.SAME],
        "left": [row for row in decided if row.outcome == ReturnedRow.Outcome.LEFT],
        "silent": not_answered(found),
        "faults": faults,
        "form_has_errors": bool(faults),
        "form_owner": keeping.owner_mark(request.reader.person),
        "was_kept": was_kept,
    }
    status = HTTPStatus.CONFLICT if faults else HTTPStatus.OK
    return render(request, "rounds/review.html", context, status=status)
