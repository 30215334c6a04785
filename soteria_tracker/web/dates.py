"""Dates as people write them: one parser for every form and workbook, and a form field with three boxes.

What was typed into the boxes is kept and shown again, right or wrong.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
YEARS = range(1900, 2101)  # accepted: arithmetic with days near the first or last year of Python would fail
_WHOLE_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class YearError(ValueError):
    """The year has neither two nor four digits."""


class YearRangeError(ValueError):
    """The date exists, but its year is not one of YEARS."""


class NoSuchDateError(ValueError):
    """Day, month and year are numbers, but there is no such date."""


def date_of(day: str, month: str, year: str) -> datetime.date:
    """Return the date that these three texts mean. The month may be a name; a year of two digits, "25", is 2025.

    Raises YearError, YearRangeError, NoSuchDateError, and ValueError for anything else.
    """
    month = str(MONTHS.get(month.lower(), month))
    if not all(part.isascii() and part.isdigit() for part in (day, month, year)):
        raise ValueError("Not a number")
    if len(year) not in (2, 4):
        raise YearError(year)
    if max(len(day), len(month)) > 2:
        raise ValueError("Too many digits")
    try:
        found = datetime.date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        raise NoSuchDateError(day, month, year) from None
    if found.year not in YEARS:
        raise YearRangeError(year)
    return found


class TypedDate(NamedTuple):
    """What a person typed in the three boxes."""

    day: str
    month: str
    year: str

    @property
    def missing(self) -> list[str]:
        """Return the names of the empty boxes."""
        return [box for box in self._fields if not getattr(self, box)]


class DateWidget(forms.Widget):
    """Three text boxes named `<name>-day`, `<name>-month` and `<name>-year`.

    An address may also give the whole date as `<name>=2025-01-31`; the boxes then show it.
    """

    template_name = "forms/date.html"
    use_fieldset = True

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first box, for links to the field."""
        return f"{id_}-day" if id_ else ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedDate:
        boxes = TypedDate(*(str(data.get(f"{name}-{box}", "")).strip() for box in TypedDate._fields))
        if any(boxes) or not data.get(name):
            return boxes
        match = _WHOLE_DATE.fullmatch(str(data[name]))
        if not match:
            return TypedDate(str(data[name]), "", "")
        year, month, day = match.groups()
        return TypedDate(str(int(day)), str(int(month)), year)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and all(f"{name}-{box}" not in data for box in TypedDate._fields)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = self.typed(value)
        given = context["widget"]["attrs"]
        labels = (_("Day"), _("Month"), _("Year"))
        context["widget"]["boxes"] = [
            {
                "name": f"{name}-{box}",
                "id": f"{given.get('id', name)}-{box}",
                "label": label,
                "value": typed_in,
                "width": 4 if box == "year" else 2,
                "wrong": bool(given.get("aria-invalid")) and (not typed.missing or box in typed.missing),
            }
            for box, label, typed_in in zip(TypedDate._fields, labels, typed, strict=True)
        ]
        return context

    @staticmethod
    def typed(value: Any) -> TypedDate:
        if isinstance(value, TypedDate):
            return value
        if isinstance(value, datetime.date):
            return TypedDate(str(value.day), str(value.month), str(value.year))
        return TypedDate("", "", "")


def were_typed(data: Mapping[str, Any], *names: str) -> bool:
    """Whether any of these dates came from the three boxes, not as `<name>=2025-01-31`."""
    return any(f"{name}-{box}" in data for name in names for box in TypedDate._fields)


def without_days(query: QueryDict, *names: str) -> QueryDict:
    """Return a copy of a query without these dates, in either form."""
    parameters = {f"{name}{box}" for name in names for box in ("", *(f"-{box}" for box in TypedDate._fields))}
    rest = query.copy()
    for name in parameters & rest.keys():
        del rest[name]
    return rest


def with_days(query: QueryDict, days: Mapping[str, datetime.date | None]) -> str:
    """Return the query of an address, "?…" or empty, with each of these dates as `<name>=2025-01-31`."""
    query = without_days(query, *days)
    for name, value in days.items():
        if value:
            query[name] = value.isoformat()
    return f"?{query.urlencode()}" if query else ""


class DateField(forms.Field):
    """A date in three boxes. Its messages begin with `called`, or else with the label."""

    widget = DateWidget
    default_error_messages = {
        "required": _("%(called)s must have a day, a month and a year"),
        "missing_1": _("%(called)s must include a %(box)s"),
        "missing_2": _("%(called)s must include a %(box)s and a %(other)s"),
        "year": _("%(called)s must have a year of 4 numbers, such as 2025"),
        "year_range": _("%(called)s must have a year from %(first)d to %(last)d"),
        "invalid": _("%(called)s must be a real date"),
        "no_such_date": _("%(called)s must be a real date: %(typed)s does not exist"),
    }
    _box_names = {"day": _("day"), "month": _("month"), "year": _("year")}

    def __init__(self, *, called: Any = "", **options: Any) -> None:
        super().__init__(**options)
        self.called = called

    def clean(self, value: Any) -> datetime.date | None:
        typed = DateWidget.typed(value)
        if not any(typed):
            if self.required:
                raise self._error("required")
            return None
        if typed.missing:
            names = [self._box_names[box] for box in typed.missing]
            raise self._error("missing_1" if len(names) == 1 else "missing_2", box=names[0], other=names[-1])
        day = self._real_date(typed)
        self.run_validators(day)
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        return DateWidget.typed(initial() if callable(initial) else initial) != DateWidget.typed(data)

    def _real_date(self, typed: TypedDate) -> datetime.date:
        try:
            return date_of(*typed)
        except YearError:
            raise self._error("year") from None
        except YearRangeError:
            raise self._error("year_range", first=YEARS[0], last=YEARS[-1]) from None
        except NoSuchDateError as error:
            day, month, year = error.args
            named = f" {calendar.month_name[int(month)]} " if 0 < int(month) < 13 else f"/{month}/"
            raise self._error("no_such_date", typed=f"{day}{named}{year}") from None
        except ValueError:
            raise self._error("invalid") from None

    def _error(self, code: str, **words: Any) -> ValidationError:
        called = self.called or self.label or _("The date")
        return ValidationError(self.error_messages[code], code=code, params={"called": called, **words})
