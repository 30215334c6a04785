"""The base of the pages about one action."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from forces.people.access import Reader
from forces.people.requests import reader_of_request
from recommendations.pages.action import queries
from recommendations.register.models import Action
from soteria_tracker.web.page_view import PageView


class ActionMixin(PageView):
    """A page about one action. Sets `reader` and `action`; raises Http404 if the reader may not see the action."""

    reader: Reader
    action: Action

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        self.action = queries.action_of(
            self.reader, kwargs["holder"], kwargs["inspection"], kwargs["reference"], tree=kwargs["tree"]
        )

    def get_success_url(self) -> str:
        """Return the top of the action's page, where the message about saving is shown."""
        return self.action.get_absolute_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(action=self.action, **context)
