"""The filter of the page where actions are selected."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from recommendations.pages.common.filters import ActionFilter
from recommendations.positions.models import Position
from recommendations.register.statuses import FINISHED
from soteria_tracker.web.filters import TickFilter


class SelectableActionFilter(ActionFilter):
    """The filter of a force page, but without closed and ended actions unless they are asked for.

    They are asked for with `finished`, or by choosing any status.
    """

    finished = TickFilter(label=_("Include closed and ended actions"), method="with_finished")

    def with_finished(self, positions: QuerySet[Position], name: str, is_asked: bool) -> QuerySet[Position]:
        is_asked = is_asked or bool(self.form.cleaned_data.get("status"))
        return positions if is_asked else positions.exclude(status__in=FINISHED)
