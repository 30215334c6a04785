"""Who recorded what: every record of the organisations that an auditor audits, or of the reader's own office."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forces.people.access import Reader
from forces.people.requests import ReaderRequest, reader_of_request
from recommendations.pages.common.as_at import bad_request
from recommendations.pages.common.downloads import download, download_links, rows_on_a_page
from recommendations.pages.common.period import days_in_words
from recommendations.pages.log.filters import LogForm
from recommendations.pages.log.proof import proof_in_words
from recommendations.pages.log.records import LogRecord, RecordKind
from recommendations.pages.log.tables import DOWNLOAD_COLUMNS, LogTable
from soteria_tracker.web.page_view import PageView
from soteria_tracker.web.templatetags.soteria import thousands

ROWS_ON_A_PAGE = 25
SHORTCUTS = {  # the kinds that an auditor asks for first, in the plural
    RecordKind.RETRACTION: gettext_lazy("Retractions"),
    RecordKind.RELEASE: gettext_lazy("Releases"),
    RecordKind.ACCOUNT: gettext_lazy("Accounts"),
}


class LogPage(PageView):
    """The records, the newest first, under a filter; with a `format` in the address, all of them as a file."""

    request: ReaderRequest
    reader: Reader

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        if not self.reader.may_read_log():
            raise PermissionDenied(_("This log is for auditors, and for the staff of an office."))

    @cached_property
    def form(self) -> LogForm:
        return LogForm(self.request.GET, self.reader)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "format" in kwargs:
            return self._download() if self.form.is_valid() else bad_request(self.form)
        return render(request, "pages/log/log.html", self.get_context_data())

    def _download(self) -> HttpResponseBase:
        log, choice = self.form.log, self.form.choice
        records = log.records(choice)
        return download(
            self.request,
            self.kwargs["format"],
            name="who-recorded-what",
            title=_("Who recorded what"),
            columns=[label for label, _value in DOWNLOAD_COLUMNS],
            rows=([value(record, self.reader) for _label, value in DOWNLOAD_COLUMNS] for record in records),
            filters=self.form.in_words,
            counts=[(kind.label, count) for kind, count in log.counts(choice).items()],
        )

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        choice = self.form.choice
        counts: Counter[RecordKind] = self.form.log.counts(choice) if self.form.is_valid() else Counter()
        page = self._page(counts.total())
        rows = [LogRecord(*row) for row in page.object_list]
        return super().get_context_data(
            **context,
            form=self.form,
            sentence=self._sentence(counts),
            proof=proof_in_words(),
            shortcuts=[
                (kind, label, counts[kind]) for kind, label in SHORTCUTS.items() if counts[kind] and not choice.kind
            ],
            table=LogTable(rows, reader=self.reader, caption=_("Records, newest first")),
            page=page,
            clear_url=reverse("log"),
            downloads=download_links(self.request),
        )

    def _page(self, total: int) -> Page:
        paginator: Paginator[Any] = Paginator(
            self.form.log.rows(self.form.choice), rows_on_a_page(self.request, ROWS_ON_A_PAGE)
        )
        paginator.count = total  # known already: counting the joined rows again would double the work
        return paginator.get_page(self.request.GET.get("page"))

    def _sentence(self, counts: Counter[RecordKind]) -> SafeString:
        """Return "148 records by 11 people, 1 November 2026 to 30 November 2026. 3 are retractions."."""
        choice, total, retractions = self.form.choice, counts.total(), counts[RecordKind.RETRACTION]
        number = ngettext("%(count)s record", "%(count)s records", total) % {"count": thousands(total)}
        records = format_html("<strong>{}</strong>", number)
        if self.form.people and choice.is_everything:
            people = ngettext("%(count)d person", "%(count)d people", len(self.form.people))
            people %= {"count": len(self.form.people)}
            records = format_html(_("{records} by {people}"), records=records, people=people)
        sentence = format_html(_("{records}, {days}."), records=records, days=days_in_words(*self.form.days))
        if not retractions or choice.kind:
            return sentence
        retracted = ngettext("%(count)d is a retraction.", "%(count)d are retractions.", retractions)
        return format_html("{} {}", sentence, retracted % {"count": retractions})
