"""The home of a panel's members: what is late, next and changed at their force, whether it improves, and others."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from forces.bodies.models import Panel
from forces.people.requests import reader_of_request
from recommendations.pages.common.body_summaries import forces_of
from recommendations.pages.common.wording import edition_note
from recommendations.pages.panel_home.answers import answers, lead, progress_words
from recommendations.pages.panel_home.queries import PanelHome
from recommendations.register.statuses import PlainStatus
from soteria_tracker.web.exports import Format
from soteria_tracker.web.page_view import PageView


class PanelHomePage(PageView, TemplateView):
    """Five answers about one force, from what was released to its panel, each with the table behind it."""

    template_name = "pages/panel_home/panel_home.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        self.force = get_object_or_404(forces_of(self.reader), slug=kwargs["force"])
        if not self.reader.reads_panel_home(self.force):
            raise PermissionDenied

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        home = PanelHome.of(self.force, self.reader)
        slug = self.force.slug
        return super().get_context_data(**context) | {
            "force": self.force,
            "home": home,
            "lead": lead(home),
            "answers": answers(home),
            "progress_words": progress_words(home),
            "panel": Panel.objects.open_on(self.reader.day).filter(scrutinises=self.force).order_by("name").first(),
            "words": list(PlainStatus),
            "edition_note": edition_note(self.reader),
            "downloads": [
                {"label": _("PDF"), "url": reverse("panel-home-pdf", args=[slug]), "is_prepared": True},
                {"label": Format.XLSX.label, "url": reverse("dated:force-export", args=[slug, Format.XLSX])},
            ],
        }
