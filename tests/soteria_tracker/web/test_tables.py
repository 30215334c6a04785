import datetime
import re

import django_tables2 as tables
import pytest
from django.test import RequestFactory
from django_tables2 import RequestConfig

from recommendations.register.tables import StatusColumn
from soteria_tracker.web.tables import DateColumn, NumberColumn, Table, TitleColumn

ROWS = [
    {"title": f"<b>{number}</b>", "deadline": datetime.date(2025, 1, 31), "status": "overdue", "late": number}
    for number in range(30)
]


class SampleTable(Table):
    caption = "30 actions, overdue first"
    row_head = "title"
    title = TitleColumn("Recommendation", linkify=lambda record: f"/actions/{record['late']}/")
    deadline = DateColumn()
    status = StatusColumn(orderable=False)
    late = NumberColumn(verbose_name="Days late")


class TableWithMeta(Table):
    title = tables.Column()

    class Meta:
        order_by = "title"


def shown(rows: list[dict[str, object]] = ROWS, address: str = "/?status=overdue&page=2", **options: object) -> str:
    table = SampleTable(rows, **options)
    table.paginate(page=1, per_page=10)
    return re.sub(r"\s+", " ", table.as_html(RequestFactory().get(address)))


def test_it_has_a_caption() -> None:
    assert "<caption" in shown()
    assert "30 actions, overdue first" in shown()
    assert "Another" in shown(caption="Another")


@pytest.mark.parametrize("asked", ["-1", "0", "501", "9" * 25])
def test_an_address_cannot_ask_for_an_impossible_number_of_rows(asked: str) -> None:
    table = RequestConfig(RequestFactory().get(f"/?per_page={asked}")).configure(SampleTable(ROWS))
    assert len(table.page.object_list) == 25


def test_headers_belong_to_their_columns_and_rows() -> None:
    html = shown()
    assert html.count('scope="col" role="columnheader"') == 4
    assert html.count('scope="row" role="rowheader"') == 10


def test_cells_carry_their_headers_for_cards() -> None:
    assert 'data-label="Days late"' in shown()


def test_only_the_sorted_header_states_the_direction() -> None:
    assert "aria-sort" not in shown()
    assert shown(order_by="deadline").count('aria-sort="ascending"') == 1
    assert shown(order_by="-deadline").count('aria-sort="descending"') == 1


def test_sorting_keeps_the_filter_and_goes_to_the_first_page() -> None:
    assert 'href="?status=overdue&amp;sort=deadline"' in shown()


def test_sorting_again_reverses_the_order() -> None:
    assert 'href="?status=overdue&amp;sort=-deadline"' in shown(order_by="deadline")


def test_a_column_that_cannot_be_sorted_has_no_link() -> None:
    assert re.search(r"columnheader\"> ?Status ?</th>", shown())


def test_paging_keeps_the_filter() -> None:
    assert 'href="?status=overdue&amp;page=2"' in shown()


def test_values_are_shown_with_labels_and_escaped() -> None:
    html = shown()
    assert "31 January 2025" in html
    assert 'href="#i-overdue"' in html
    assert "&lt;b&gt;0&lt;/b&gt;" in html
    assert 'class="govuk-link"' in html
    assert "govuk-table__cell--numeric" in html


def test_an_empty_table_says_so() -> None:
    assert "Nothing to show." in shown([])
    assert "No forces match." in shown([], empty_text="No forces match.")


def test_a_table_with_its_own_meta_class_looks_the_same() -> None:
    html = TableWithMeta(ROWS).as_html(RequestFactory().get("/"))
    assert 'class="govuk-table st-table st-table--cards"' in html
    assert 'aria-sort="ascending"' in html


def test_an_export_contains_dates_and_labels() -> None:
    rows = list(SampleTable(ROWS[:1]).as_values())
    assert rows[1][1:] == [datetime.date(2025, 1, 31), "Overdue", 0]
