"""Tell for each column whether its dates in numbers put the day or the month first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from recommendations.reading.trackers.headings import Meaning
from recommendations.reading.trackers.printed_dates import is_ambiguous, is_month_first
from recommendations.reading.trackers.table import SheetColumn, SheetTable, column_key

_DATED = frozenset(
    [
        Meaning.DEADLINE,
        Meaning.DEADLINE_WORDING,
        Meaning.REVISED_DEADLINE,
        Meaning.LOCAL_TARGET,
        Meaning.UPDATE,
        Meaning.OLDER_UPDATE,
        Meaning.UPDATE_DATE,
        Meaning.CLOSED_ON,
    ]
)
_SAMPLE = 400  # rows


def orders_of(
    tables: Sequence[SheetTable], answers: Mapping[str, str]
) -> tuple[dict[int, dict[int, bool]], list[tuple[SheetTable, SheetColumn, str]]]:
    """Return whether the month comes first, by table (its id) and column, and the columns that nothing settles.

    The other dates of a column settle its order; else those of the other columns do. Without either the day is first,
    as in Britain, and a person is asked. Each doubtful column comes with an ambiguous text.
    """
    settled: dict[tuple[int, int], bool] = {}
    open_columns: list[tuple[SheetTable, SheetColumn, str]] = []
    for table in tables:
        for column in table.columns:
            if column.meaning not in _DATED:
                continue
            texts = list(_texts(table, column))
            order = is_month_first(texts)
            if order is not None:
                settled[id(table), column.index] = order
            elif example := next((text for text in texts if is_ambiguous(text)), ""):
                open_columns.append((table, column, example))
    usual = set(settled.values())
    orders: dict[int, dict[int, bool]] = {id(table): {} for table in tables}
    for (table_id, index), order in settled.items():
        orders[table_id][index] = order
    doubtful = []
    for table, column, example in open_columns:
        answer = answers.get(order_key(table, column))
        if usual == {False}:
            continue
        orders[id(table)][column.index] = answer == "month-first"
        doubtful.append((table, column, example))
    return orders, doubtful


def order_key(table: SheetTable, column: SheetColumn) -> str:
    """Return the key of the question about a column's order."""
    return f"order of dates:{column_key(table, column)}"


def _texts(table: SheetTable, column: SheetColumn) -> Iterator[str]:
    step = max(len(table.records) // _SAMPLE, 1)
    for record in table.records[::step]:
        for row in record.rows if column.row is None else [column.row]:
            value = table.grid.value(row, column.index)
            if isinstance(value, str):
                yield value
