"""The tables of what is not released yet, and of what was released and withdrawn."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from forces.people.editions import Audience
from recommendations.register.statuses import Wording, label_of
from soteria_tracker.web.tables import Table
from soteria_tracker.web.templatetags.soteria import labelled_icon


class UnreleasedTable(Table):
    """Positions of `queries.unreleased_actions`, each with a box to select its action."""

    action = tables.TemplateColumn(template_name="releases/parts/select_action.html", verbose_name=_("Action"))
    update = tables.TemplateColumn(template_name="releases/parts/last_update.html", verbose_name=_("Last update"))
    released_status = tables.Column(default="")

    row_head = "action"

    def __init__(self, *args: Any, audience: str, **options: Any) -> None:
        super().__init__(*args, orderable=False, **options)
        is_panel = audience == Audience.PANEL
        heading = _("The panel can read") if is_panel else _("The public can read")
        self.columns["released_status"].column.verbose_name = heading
        shown = ngettext("%(count)d action", "%(count)d actions", len(self.data)) % {"count": len(self.data)}
        self.caption = _("%(actions)s, most recently recorded first") % {"actions": shown}

    def render_released_status(self, value: str) -> SafeString:
        return labelled_icon(value, label_of(value, Wording.RELEASED))


class ReleaseTable(Table):
    """Releases and withdrawals of `queries.releases_of`."""

    release = tables.TemplateColumn(
        template_name="releases/parts/release.html", verbose_name=_("Release or withdrawal"), accessor="pk"
    )
    reason = tables.Column(verbose_name=_("Purpose or reason"), default="–")
    recorded = tables.TemplateColumn(
        template_name="releases/parts/recorded.html", verbose_name=_("Recorded"), accessor="recorded_at"
    )

    row_head = "release"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, orderable=False, caption=_("Newest first"), **options)
