"""The page of one national body, local policing body or panel."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from forces.bodies.intervals import USUAL_INTERVAL
from forces.bodies.models import Body, BodyKind
from recommendations.pages.body.queries import Lineage, actions_waiting_for, body_of, overseer_on, oversight_periods
from recommendations.pages.common.action_rows import also_named_in
from recommendations.pages.common.holder_page import HolderPage


class BodyView(HolderPage):
    """A body's actions, the actions waiting for it, and the forces it oversees. Forces are redirected."""

    template_name = "pages/body/body.html"

    @cached_property
    def holder(self) -> Body:
        return body_of(self.kwargs["body"])

    @property
    def interval(self) -> int:
        is_local = self.holder.kind == BodyKind.LOCAL
        return self.holder.localpolicingbody.update_interval if is_local else USUAL_INTERVAL

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.holder.kind != BodyKind.FORCE:
            return super().get(request, *args, **kwargs)
        if self.is_download:
            return redirect("dated:force-export", self.holder.slug, kwargs["format"])
        return redirect(self.holder)

    def get_page_context(self) -> dict[str, Any]:
        context, body = super().get_page_context(), self.holder
        kind = body.kind
        return context | {
            "body": body,
            "lineage": Lineage.of(body),
            "also_named": also_named_in(body, self.reader),
            "downloads": context["downloads"] if self.filterset.tally.total else [],
            "periods": oversight_periods(body) if kind == BodyKind.LOCAL else [],
            "overseer": overseer_on(body, self.reader.day) if kind == BodyKind.PANEL else None,
            "waiting": actions_waiting_for(body, self.reader) if kind == BodyKind.NATIONAL else None,
        }
