"""The page where several actions of one holder are chosen."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forces.bodies.intervals import interval_of
from forces.people.access import Reader
from forces.people.requests import ReaderRequest
from recommendations.bulk.actions import doings_of
from recommendations.bulk.queries import Ticked, by_report, grouped
from recommendations.pages.common.action_filter import ActionFilter
from recommendations.pages.common.editions import wording_for
from recommendations.register.selection import holder_of

# All of them together fit into an address, which servers take up to some 4,000 characters of.
ROWS_A_PAGE = 250

_ACTION, _ALL, _ALL_OF, _FILTER, _PAGE = "action", "all", "all-of", "filter", "page"


@require_safe
def choose(request: ReaderRequest, holder: str) -> HttpResponse:
    """The actions that the filter finds, each with a box to tick, and what can be done with those ticked.

    A button that ticks all of one inspection sends the form to this page: then `filter` holds the filter in force.
    """
    reader, asked = request.reader, request.GET
    body = holder_of(reader, holder, may=Reader.may_record)
    filter_in_force = QueryDict(asked[_FILTER], mutable=True) if _FILTER in asked else asked.copy()
    for name in (_ACTION, _ALL, _ALL_OF, _FILTER, _PAGE):
        filter_in_force.pop(name, None)
    found = ActionFilter(filter_in_force, body, reader, interval=interval_of(body, reader.day))
    page = Paginator(by_report(found.rows), ROWS_A_PAGE).get_page(asked.get(_PAGE))
    ticked = Ticked(set(asked.getlist(_ACTION)), set(asked.getlist(_ALL_OF)), everything=_ALL in asked)
    groups = grouped(page.object_list, reader.day, ticked)
    context = {
        "holder": body,
        "form": found.form,
        "day": reader.day,
        "whole": found.whole,
        "page": page,
        "groups": groups,
        "ticked": sum(row.is_ticked for group in groups for row in group.rows),
        "with_leads": found.with_leads,
        "wording": wording_for(body, reader),
        "filter": filter_in_force.urlencode(),
        "doings": doings_of(reader, body),
    }
    return render(request, "bulk/choose.html", context)
