"""The base of every table, and the columns that tables share."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import django_tables2 as tables
from django.core.paginator import Paginator
from django.utils.encoding import force_str
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from soteria_tracker.web.exports.describing import PageLink
from soteria_tracker.web.templatetags.soteria import date

NUMBER = {"td": {"class": "govuk-table__cell--numeric"}, "th": {"class": "govuk-table__header--numeric"}}
MOST_ROWS_ON_A_PAGE = 500  # some 25 sheets of paper
# For columns that a phone only reads out.
LESS = {"td": {"class": "st-less"}}
LESS_NUMBER = {"td": {"class": "govuk-table__cell--numeric st-less"}, "th": NUMBER["th"]}


class Table(tables.Table):
    """A table with a caption, row heads and sorted heads said in words; on a phone each row is a card.

    `caption` says what the table holds; `row_head` names the column that names the row.
    """

    caption: Any = ""
    row_head: str | None = None

    class Meta:
        template_name = "components/table.html"
        attrs = {"class": "govuk-table st-table st-table--cards"}
        empty_text = _("Nothing to show.")

    def __init__(self, *args: Any, caption: Any = None, **options: Any) -> None:
        # django-tables2 does not inherit Meta, so this gives tables with their own Meta the same attributes
        options.setdefault("template_name", Table.Meta.template_name)
        if options.get("empty_text") is None:
            options["empty_text"] = self._meta.empty_text or Table.Meta.empty_text
        super().__init__(*args, **options)
        self.attrs.setdefault("class", Table.Meta.attrs["class"])
        if caption is not None:
            self.caption = caption

    def paginate(
        self, paginator_class: type[Paginator] = Paginator, per_page: int | None = None, page: int = 1, **options: Any
    ) -> None:
        """Divide the rows into pages. `per_page` may come from an address, so any other number of rows is ignored."""
        if per_page not in range(1, MOST_ROWS_ON_A_PAGE + 1):
            per_page = None
        super().paginate(paginator_class, per_page, page, **options)

    def get_column_class_names(self, classes_set: set[str], bound_column: tables.columns.BoundColumn) -> set[str]:
        """Only the classes a column asks for: no column names in the page."""
        return set(classes_set)

    def heading_of(self, record: Any) -> Any:
        """Return the heading under which a row stands; None in a table without headings."""
        return None

    @property
    def rows_with_headings(self) -> Iterator[tuple[Any, Any]]:
        """Yield the rows of the page, each with the heading above it, which is None if it is that of the row before."""
        before = None
        for row in self.paginated_rows:
            heading = self.heading_of(row.record)
            yield (heading if heading != before else None), row
            before = heading

    def shown_values(self) -> list[object]:
        """Return everything that the page shows of the table, for `{% kept %}`."""
        page = getattr(self, "page", None)
        return [
            type(self).__name__,
            [(column.name, column.header) for column in self.columns],
            (self.caption, self.empty_text),
            (page.number, page.paginator.count) if page else None,
            [row.record for row in self.paginated_rows],
        ]

    def as_values(self, exclude_columns: Iterable[str] | None = None) -> Iterator[list[Any]]:
        """Yield the heads of the columns of a download, then its rows.

        The value of an `ExportColumn` is asked of the row itself: an accessor that a row lacks would cost an error.
        """
        columns = [
            column
            for column in self.columns.iterall()
            if not (column.column.exclude_from_export or column.name in (exclude_columns or ()))
        ]
        yield [str(column.header) for column in columns]
        for row in self.rows:
            yield [
                force_str(
                    column.column.value_of(row.record)
                    if isinstance(column.column, ExportColumn)
                    else row.get_cell_value(column.name),
                    strings_only=True,
                )
                for column in columns
            ]


class CountedPaginator(Paginator):
    """Divides rows that have been counted before, without counting them again."""

    def __init__(self, *args: Any, count: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.count = count


class TitleColumn(tables.Column):
    """What the row is about; with `linkify` a link to its page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("attrs", {"a": {"class": "govuk-link"}})
        super().__init__(*args, **options)


class DateColumn(tables.Column):
    """A day in words, on one line; a dash for none."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("attrs", {"td": {"class": "st-nowrap"}})
        super().__init__(*args, **options)

    def render(self, value: datetime.date) -> SafeString:
        return date(value)

    def value(self, value: datetime.date | None) -> datetime.date | None:
        """What an export holds: the date itself."""
        return value


class NumberColumn(tables.Column):
    """A number, set to the right."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("attrs", NUMBER)
        super().__init__(*args, **options)


class ExportColumn(tables.Column):
    """A column that only downloads have. `value_of` returns what it holds for a row of the table's data."""

    def __init__(self, label: Any, value_of: Callable[[Any], Any]) -> None:
        super().__init__(verbose_name=label, empty_values=(), orderable=False, visible=False)
        self.value_of = value_of


def page_link_column(address_of: Callable[[Any], str]) -> ExportColumn:
    """Return the column of a download that links each row to its page."""
    return ExportColumn(_("Page"), lambda record: PageLink(address_of(record)))
