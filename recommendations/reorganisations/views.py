"""The handover pack of one body as a file, for the office that hands over or takes over."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views import View

from recommendations.register.selection import HolderMixin
from recommendations.reorganisations.files import send_pack
from recommendations.reorganisations.handover import HandoverPack


class HandoverFile(HolderMixin, View):
    """Everything that the body received, or will receive or hand over, in its last reorganisation: Word or Excel.

    Raises Http404 if no reorganisation that stands concerns the body.
    """

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        pack = HandoverPack.latest_of(self.holder, self.reader)
        if pack is None:
            raise Http404
        return send_pack(pack, kwargs["format"], request)
