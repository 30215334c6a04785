"""The log of access: sign-ins, refusals and downloads of the people whom an auditor audits."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forces.people.access import Reader
from forces.people.models.access_event import KEPT_FOR
from forces.people.requests import ReaderRequest, reader_of_request
from recommendations.pages.access_log.forms import AccessLogForm
from recommendations.pages.common.as_at import bad_request
from recommendations.pages.common.downloads import download, download_links, rows_on_a_page
from recommendations.pages.common.period import days_in_words
from soteria_tracker.web.page_view import PageView
from soteria_tracker.web.tables import Table

ROWS_ON_A_PAGE = 50


class AccessTable(Table):
    """Accesses, the newest first."""

    happened_at = tables.DateTimeColumn(verbose_name=gettext_lazy("When"), format="j F Y, H:i")
    person = tables.Column(verbose_name=gettext_lazy("Who"))
    kind = tables.Column(verbose_name=gettext_lazy("What"))
    page = tables.Column(verbose_name=gettext_lazy("Page"), default="–")

    row_head = "happened_at"

    class Meta:
        attrs = {"class": "govuk-table st-table st-table--cards st-log"}
        empty_text = gettext_lazy("Nothing matches. Clear the filter.")
        orderable = False


class AccessLogPage(PageView):
    """The accesses under a filter; with a `format` in the address, all of them as a file."""

    request: ReaderRequest
    reader: Reader

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        if not self.reader.may_read_access_log():
            raise PermissionDenied(_("The log of access is for auditors and administrators."))

    @cached_property
    def form(self) -> AccessLogForm:
        return AccessLogForm(self.request.GET, self.reader)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "format" in kwargs:
            return self._download() if self.form.is_valid() else bad_request(self.form)
        return render(request, "pages/access_log/access_log.html", self.get_context_data())

    def _download(self) -> HttpResponseBase:
        events = self.form.events().iterator(chunk_size=2_000)
        return download(
            self.request,
            self.kwargs["format"],
            name="access",
            title=_("Log of access"),
            columns=[_("When"), _("Who"), _("Email address"), _("What"), _("Page")],
            rows=([e.happened_at, str(e.person), e.person.email, e.get_kind_display(), e.page] for e in events),
            filters=self.form.in_words,
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        paginator = Paginator(self.form.events(), rows_on_a_page(self.request, ROWS_ON_A_PAGE))
        page = paginator.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            **context,
            form=self.form,
            sentence=self._sentence(paginator.count),
            filter_in_words=", ".join(value for _name, value in self.form.in_words[2:]) or _("everyone, all kinds"),
            kept_for=KEPT_FOR.days,
            table=AccessTable(page.object_list, caption=_("Accesses, newest first")),
            page=page,
            clear_url=reverse("access-log"),
            downloads=download_links(self.request),
        )

    def _sentence(self, count: int) -> str:
        """Return "148 accesses, 1 November 2026 to 30 November 2026."."""
        accesses = ngettext("%(count)s access", "%(count)s accesses", count) % {"count": f"{count:,}"}
        return _("%(accesses)s, %(days)s.") % {"accesses": accesses, "days": days_in_words(*self.form.days)}
