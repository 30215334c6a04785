"""What the pages of one round share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from recommendations.register.selection import HolderMixin
from recommendations.rounds.models import Round
from recommendations.rounds.queries import get_round


class RoundMixin(HolderMixin):
    """A view under /work/<holder>/rounds/<pk>/. Sets `round`, and adds it to the context.

    Raises Http404 for another holder's round, and for one with actions that the reader cannot see.
    """

    round: Round

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.round = get_round(self.reader, self.holder, kwargs["pk"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, **context)
