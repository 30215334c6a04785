"""The page where several actions of one body are selected."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from forces.bodies.intervals import interval_of
from forces.people.access import Reader
from recommendations.bulk.actions import bulk_actions_for
from recommendations.bulk.filters import SelectableActionFilter
from recommendations.bulk.queries import by_inspection, group_by_inspection
from recommendations.pages.common.wording import wording_for
from recommendations.positions.models import Position
from recommendations.register.selection import MOST_SELECTED, HolderMixin, actions_with_ids, selected_ids
from soteria_tracker.web.ids import id_of

ROWS_A_PAGE = 50

_ALL, _ALL_OF, _CLEAR, _REMOVE = "all", "all-of", "clear", "remove"
_OPEN, _PAGE, _UNFILTERED = "open", "page", "unfiltered"
_TOO_MANY = _("You can select up to %(most)d actions at once. Use the filter to select fewer.")


class SelectActions(HolderMixin, TemplateView):
    """The actions that the filter finds, by page, each with a checkbox, and what can be done with those selected.

    The page is one form that each of its buttons sends to this address again, or to the page of a bulk action. It
    carries the actions selected on other pages in `chosen`, so a selection survives paging and filtering.
    """

    may = Reader.may_record
    template_name = "bulk/select.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        query, day = self.request.GET, self.reader.day
        asked = QueryDict() if _UNFILTERED in query else query
        found = SelectableActionFilter(asked, self.holder, self.reader, interval=interval_of(self.holder, day))
        matching = found.rows
        selected, more = _selected_in(query), _added_by(query, matching)
        is_too_many = len(selected | more) > MOST_SELECTED
        if not is_too_many:
            selected |= more
        actions = actions_with_ids(selected, self.reader, self.holder)
        page = Paginator(by_inspection(matching), ROWS_A_PAGE).get_page(query.get(_PAGE))
        groups = group_by_inspection(page.object_list, day, selected=selected, matching=matching)
        listed = {row.action.pk for group in groups for row in group.rows}
        filter_in_use = QueryDict(mutable=True)
        filter_in_use.update({name: asked[name] for name in found.form.fields if asked.get(name)})
        return super().get_context_data(
            form=found.form,
            filters_in_words=found.in_words,
            filter=filter_in_use.urlencode(),
            tally=found.tally,
            page=page,
            pages=page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
            groups=groups,
            are_all_open=query.get(_OPEN) == "yes",
            selected=len(selected),
            elsewhere=[action for action in actions if action.pk not in listed],
            too_many=_TOO_MANY % {"most": MOST_SELECTED} if is_too_many else "",
            with_leads=found.with_leads,
            wording=wording_for(self.holder, self.reader),
            bulk_actions=bulk_actions_for(self.reader, self.holder),
            **context,
        )


def _selected_in(query: QueryDict) -> set[int]:
    """Return the ids selected so far, except the one that a button deselects."""
    return set() if _CLEAR in query else selected_ids(query) - {id_of(query.get(_REMOVE, ""))}


def _added_by(query: QueryDict, matching: QuerySet[Position]) -> set[int]:
    """Return the ids that a button adds: all that match the filter, or those of one inspection."""
    if _ALL not in query:
        if _ALL_OF not in query:
            return set()
        matching = matching.filter(recommendation__inspection__slug__in=query.getlist(_ALL_OF))
    return set(matching.values_list("action", flat=True))
