"""The page where several actions of one body are selected."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.views.generic import TemplateView

from forces.bodies.intervals import interval_of
from forces.people.access import Reader
from recommendations.bulk.actions import bulk_actions_for
from recommendations.bulk.queries import SelectedRows, by_inspection, group_by_inspection
from recommendations.pages.common.filters import ActionFilter
from recommendations.pages.common.wording import wording_for
from recommendations.register.selection import HolderMixin

# All of them fit into one address; servers accept up to about 4,000 characters.
ROWS_A_PAGE = 250

_ACTION, _ALL, _ALL_OF, _FILTER, _PAGE = "action", "all", "all-of", "filter", "page"


class SelectActions(HolderMixin, TemplateView):
    """The actions that the filter finds, each with a checkbox, and what can be done with those selected.

    A button that selects a whole inspection sends the form to this page again; `filter` then holds the filter in use.
    """

    may = Reader.may_record
    template_name = "bulk/select.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        query, day = self.request.GET, self.reader.day
        filter_in_use = QueryDict(query[_FILTER], mutable=True) if _FILTER in query else query.copy()
        for name in (_ACTION, _ALL, _ALL_OF, _FILTER, _PAGE):
            filter_in_use.pop(name, None)
        found = ActionFilter(filter_in_use, self.holder, self.reader, interval=interval_of(self.holder, day))
        page = Paginator(by_inspection(found.rows), ROWS_A_PAGE).get_page(query.get(_PAGE))
        selected = SelectedRows(set(query.getlist(_ACTION)), set(query.getlist(_ALL_OF)), everything=_ALL in query)
        groups = group_by_inspection(page.object_list, day, selected)
        return super().get_context_data(
            form=found.form,
            tally=found.tally,
            page=page,
            groups=groups,
            selected=sum(row.is_selected for group in groups for row in group.rows),
            with_leads=found.with_leads,
            wording=wording_for(self.holder, self.reader),
            filter=filter_in_use.urlencode(),
            bulk_actions=bulk_actions_for(self.reader, self.holder),
            **context,
        )
