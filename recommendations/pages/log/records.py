"""The columns of the log: every source of records is a query with these, so that one UNION joins them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from recommendations.register.models import Recommendation


class RecordKind(TextChoices):
    """The kinds of records, as the log names and filters them."""

    UPDATE = "update", _("Update")
    RETRACTION = "retraction", _("Retraction")
    LETTER = "letter", _("Letter")
    REQUEST = "request", _("Request")
    RELEASE = "release", _("Release")
    ASSURANCE = "assurance", _("Assurance")
    RESPONSE = "response", _("Response")
    APPROVAL = "approval", _("Approval")
    PUBLICATION = "publication", _("Publication")
    COMMITMENT = "commitment", _("Commitment")
    LEAD = "lead", _("Action")
    ACCOUNT = "account", _("Account")
    REPORT = "report", _("Report")
    REORGANISATION = "reorganisation", _("Reorganisation")


class LogRecord(NamedTuple):
    """One row of the log. Which of the columns from `how_many` on are filled depends on the kind."""

    record_kind: str
    happened_at: Any
    person_key: int
    person_label: str  # empty where a command recorded it
    body_key: int
    body_label: str
    body_slug: str
    body_kind: str
    report_slug: str
    report_label: str
    item_reference: str
    item_title: str
    how_many: int
    record_key: int
    record_state: str
    record_text: str
    about_day: Any

    @property
    def item_number(self) -> str:
        """The printed number of the item; empty if it has none."""
        return Recommendation(reference=self.item_reference).printed_number


COLUMNS = LogRecord._fields


@dataclass(frozen=True)
class LogSource:
    """Rows of one table, and how each column of `LogRecord` follows from them."""

    rows: QuerySet[Any]
    columns: Mapping[str, Any]

    def select(self, *names: str, **conditions: Any) -> QuerySet[Any]:
        """Return these columns of the rows that meet the conditions. Other columns cost nothing."""
        used = {*names, *(condition.partition("__")[0] for condition in conditions)}
        columns = {name: column for name, column in self.columns.items() if name in used}
        return self.rows.order_by().annotate(**columns).filter(**conditions).values(*names)


def source(
    rows: QuerySet[Any],
    kind: RecordKind | Case,
    *,
    at: str = "recorded_at",
    by: str = "recorded_by",
    body: str | None = None,
    recommendation: str | None = None,
    inspection: str | None = None,
    how_many: Any = None,
    state: Any = None,
    text: Any = None,
    day: str | None = None,
    key: str = "pk",
) -> LogSource:
    """Return rows with the columns of `LogRecord`.

    `body`, `recommendation` and `inspection` are paths to what the record is about; "" means the row itself.
    """
    if recommendation is not None:
        inspection = _path(recommendation, "inspection")
    columns = {
        "record_kind": kind if isinstance(kind, Case) else Value(kind.value, output_field=CharField()),
        "happened_at": F(at),
        "person_key": Coalesce(F(f"{by}_id"), Value(0)),
        "person_label": _text(name_or_email(by)),
        "body_key": Value(0) if body is None else Coalesce(F(f"{body}_id"), Value(0)),
        "body_label": _text(body and Coalesce(NullIf(F(f"{body}__short_name"), Value("")), F(f"{body}__name"))),
        "body_slug": _text(_path(body, "slug")),
        "body_kind": _text(_path(body, "kind")),
        "report_slug": _text(_path(inspection, "slug")),
        "report_label": _text(_path(inspection, "short_title")),
        "item_reference": _text(_path(recommendation, "reference")),
        "item_title": _text(_path(recommendation, "short_title")),
        "how_many": Value(0) if how_many is None else Coalesce(how_many, Value(0), output_field=IntegerField()),
        "record_key": F(key),
        "record_state": _text(state),
        "record_text": _text(text),
        "about_day": F(day) if day else Cast(Value(None), DateField()),
    }
    return LogSource(rows, columns)


def _path(path: str | None, field: str) -> str | None:
    return f"{path}__{field}" if path else path if path is None else field


def name_or_email(person: str) -> Coalesce:
    return Coalesce(NullIf(F(f"{person}__name"), Value("")), F(f"{person}__email"))


def _text(expression: Any) -> Any:
    """Return the expression as a text that is never NULL."""
    if expression is None:
        return Value("", output_field=CharField())
    return Coalesce(F(expression) if isinstance(expression, str) else expression, Value(""), output_field=CharField())


def either(condition: Q, then: Any, otherwise: Any) -> Case:
    """Return a text that depends on a condition. Each of the two is a text or an expression."""
    then, otherwise = (Value(str(text)) if isinstance(text, str) else text for text in (then, otherwise))
    return Case(When(condition, then=then), default=otherwise, output_field=CharField())


def count_of(rows: QuerySet[Any]) -> Subquery:
    """Return a sub-select that counts rows, so that no join multiplies the records."""
    return Subquery(rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n"))


def before(model: Any, field: str) -> Subquery:
    """Return what the field was before a change, for each row of the history; NULL where that is not recorded."""
    earlier = model.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    return Subquery(earlier.values(field)[:1])
