"""The shapes of the register's files: which keys there are, which must be there, and how long a text may be.

The limits are those of the models' fields. `fixtures/template.yaml` explains the keys to the people who write them.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import models

from forces.bodies.models import Body, Force, LocalPolicingBody
from recommendations.loading import values
from recommendations.loading.mappings import Record, key, one
from recommendations.register.models import (
    Addressee,
    ClosingLevel,
    Document,
    Inspection,
    Link,
    Part,
    Recommendation,
    Statement,
)
from recommendations.register.models.recommendation import Deadline
from recommendations.responses.models import Publication

TEXT_LIMIT = 20_000  # of a text whose model states none
ITEM_LIMIT = 200  # of one item of a list


def _limit(model: type[models.Model], name: str) -> int:
    return getattr(model._meta.get_field(name), "max_length", None) or TEXT_LIMIT


def _slug(model: type[models.Model], name: str = "slug", *, required: bool = True) -> Any:
    return key(values.slug(_limit(model, name)), required=required, default="")


def _line(model: type[models.Model], name: str, *, required: bool = False) -> Any:
    return key(values.line(_limit(model, name)), required=required, default="")


def _text(model: type[models.Model], name: str, *, required: bool = False) -> Any:
    return key(values.text(_limit(model, name)), required=required, default="")


def _choice(choices: type[models.TextChoices], *, required: bool = False, default: str = "") -> Any:
    return key(values.choice(choices), required=required, default=default)


def _list(value: values.Value, *, required: bool = False) -> Any:
    return key(values.many(value), required=required, default=())


def _date(*, required: bool = False) -> Any:
    return key(values.date, required=required)


# --- who: forces.yaml, bodies.yaml ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class BodyRecord(Record):
    """What every body has."""

    slug: str = _slug(Body)
    name: str = _line(Body, "name", required=True)
    short_name: str = _line(Body, "short_name")
    aliases: tuple[str, ...] = _list(values.line(ITEM_LIMIT))
    opened_on: datetime.date | None = _date()
    closed_on: datetime.date | None = _date()
    source: str = _text(Body, "source")


@dataclass(frozen=True, kw_only=True)
class MapRecord(Record):
    column: int | None = key(values.number, required=True)
    row: int | None = key(values.number, required=True)


@dataclass(frozen=True, kw_only=True)
class ForceRecord(BodyRecord):
    ons_code: str = _line(Force, "ons_code")
    abbreviation: str = _line(Force, "abbreviation", required=True)
    country: str = _line(Force, "country")
    region: str = _line(Force, "region")
    map: MapRecord | None = key(one(MapRecord))
    territorial: bool = key(values.yes_no, required=True, default=True)


@dataclass(frozen=True, kw_only=True)
class OversightRecord(Record):
    """Stands with the local policing body that oversees."""

    force: str = _slug(Body)
    from_: datetime.date | None = _date(required=True)
    source: str = _text(Body, "source")


@dataclass(frozen=True, kw_only=True)
class SuccessionRecord(Record):
    """Stands with the successor; `body` is whose place it took."""

    body: str = _slug(Body)
    on: datetime.date | None = _date(required=True)
    source: str = _text(Body, "source")


@dataclass(frozen=True, kw_only=True)
class LocalPolicingBodyRecord(BodyRecord):
    kind: str = _choice(LocalPolicingBody.Office, required=True)
    title: str = _line(LocalPolicingBody, "office_holder_title", required=True)
    oversees: tuple[OversightRecord, ...] = _list(one(OversightRecord))
    succeeds: SuccessionRecord | None = key(one(SuccessionRecord))


@dataclass(frozen=True, kw_only=True)
class PanelRecord(BodyRecord):
    force: str = _slug(Body)


@dataclass(frozen=True, kw_only=True)
class NationalBodyRecord(BodyRecord):
    pass


@dataclass(frozen=True, kw_only=True)
class ClosingLevelRecord(Record):
    name: str = _line(ClosingLevel, "name", required=True)
    help: str = _line(ClosingLevel, "help")


# --- what: inspections/*.yaml --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class InspectionRecord(Record):
    slug: str = _slug(Inspection)
    title: str = _line(Inspection, "title", required=True)
    short_title: str = _line(Inspection, "short_title", required=True)
    state: str = _choice(Inspection.State, required=True)
    embargoed_until: datetime.datetime | None = key(values.moment)
    published_on: datetime.date | None = _date()
    scope: str = _choice(Inspection.Scope, default=Inspection.Scope.NATIONAL)
    nature: str = _choice(Inspection.Nature, default=Inspection.Nature.OTHER)
    follow_up_of: str = _slug(Inspection, required=False)
    inspectorates: tuple[str, ...] = _list(values.line(ITEM_LIMIT))
    commissioned_by: str = _choice(Inspection.CommissionedBy, default=Inspection.CommissionedBy.NOT_KNOWN)
    subjects: str = _choice(Inspection.Subjects, default=Inspection.Subjects.NOT_KNOWN)
    subject_forces: tuple[str, ...] = _list(values.slug(_limit(Body, "slug")))
    response_rule: str = _choice(Inspection.ResponseRule, default=Inspection.ResponseRule.DAYS_56)
    response_due_on: datetime.date | None = _date()
    address: str = key(values.address(_limit(Inspection, "address")), default="")
    key_findings: str = _text(Inspection, "key_findings")
    source: str = _text(Inspection, "source")
    source_address: str = key(values.address(_limit(Inspection, "source_address")), default="")


@dataclass(frozen=True, kw_only=True)
class DeadlineRecord(Record):
    wording: str = _line(Recommendation, "deadline_wording")
    kind: str = _choice(Deadline.Kind, required=True)
    date: datetime.date | None = _date()
    set_by: str = _choice(Deadline.SetBy, default=Deadline.SetBy.HMICFRS)


@dataclass(frozen=True, kw_only=True)
class PartRecord(Record):
    label: str = _line(Part, "label", required=True)
    text: str = _text(Part, "text", required=True)
    deadline: DeadlineRecord | None = key(one(DeadlineRecord))


@dataclass(frozen=True, kw_only=True)
class AddresseeRecord(Record):
    """One of `to` (a group), `body` (a slug) and `others` (as worded)."""

    role: str = _choice(Addressee.Role, required=True)
    to: str = _choice(Addressee.Group)
    body: str = _slug(Body, required=False)
    others: str = _line(Addressee, "others")
    part: str = _line(Part, "label")


@dataclass(frozen=True, kw_only=True)
class RecommendationRecord(Record):
    reference: str = _slug(Recommendation, "reference")
    number: int | None = key(values.number)
    kind: str = key(
        values.choice_or_words(Recommendation.Kind, _limit(Recommendation, "kind")),
        required=True,
        default=Recommendation.Kind.RECOMMENDATION,
    )
    parent: str = _slug(Recommendation, "reference", required=False)
    theme: str = _line(Recommendation, "theme")
    short_title: str = _line(Recommendation, "short_title", required=True)
    text: str = _text(Recommendation, "text", required=True)
    deadline: DeadlineRecord | None = key(one(DeadlineRecord))
    parts: tuple[PartRecord, ...] = _list(one(PartRecord))
    addressees: tuple[AddresseeRecord, ...] = _list(one(AddresseeRecord), required=True)
    source: str = _text(Recommendation, "source")


@dataclass(frozen=True, kw_only=True)
class LinkRecord(Record):
    """From a recommendation of this file to another, written `inspection/reference`."""

    from_: str = _slug(Recommendation, "reference")
    kind: str = _choice(Link.Kind, required=True)
    to: str = key(
        values.line(_limit(Inspection, "slug") + 1 + _limit(Recommendation, "reference")), required=True, default=""
    )
    source: str = _text(Link, "source", required=True)


# --- what was said: documents/*.yaml -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ClaimRecord(Record):
    what: str = key(values.line(ITEM_LIMIT), required=True, default="")
    words: str = key(values.text(TEXT_LIMIT), required=True, default="")


@dataclass(frozen=True, kw_only=True)
class StatementRecord(Record):
    speaker: str = _choice(Statement.Speaker, required=True)
    recommendation: str = _slug(Recommendation, "reference", required=False)
    heading: str = _line(Statement, "heading")
    text: str = _text(Statement, "text", required=True)


@dataclass(frozen=True, kw_only=True)
class ResponseRecord(Record):
    """Stands with the document that is the published response; what it does not state is left out."""

    published_on: datetime.date | None = _date()
    signatory_name: str = _line(Publication, "signatory_name")
    signatory_title: str = _line(Publication, "signatory_title")


@dataclass(frozen=True, kw_only=True)
class DocumentRecord(Record):
    slug: str = _slug(Document)
    title: str = _line(Document, "title", required=True)
    kind: str = _choice(Document.Kind, required=True)
    inspection: str = _slug(Inspection)
    force: str = _slug(Body)
    published_by: str = _slug(Body)
    dated_on: datetime.date | None = _date()
    address: str = key(values.address(_limit(Document, "address")), default="")
    source: str = _text(Document, "source")
    claims: tuple[ClaimRecord, ...] = _list(one(ClaimRecord))
    statements: tuple[StatementRecord, ...] = _list(one(StatementRecord))
    response: ResponseRecord | None = key(one(ResponseRecord))


@dataclass(frozen=True, kw_only=True)
class Source(Record):
    """One file: whatever it holds of these."""

    forces: tuple[ForceRecord, ...] = _list(one(ForceRecord))
    local_policing_bodies: tuple[LocalPolicingBodyRecord, ...] = _list(one(LocalPolicingBodyRecord))
    panels: tuple[PanelRecord, ...] = _list(one(PanelRecord))
    national_bodies: tuple[NationalBodyRecord, ...] = _list(one(NationalBodyRecord))
    closing_levels: tuple[ClosingLevelRecord, ...] = _list(one(ClosingLevelRecord))
    inspection: InspectionRecord | None = key(one(InspectionRecord))
    recommendations: tuple[RecommendationRecord, ...] = _list(one(RecommendationRecord))
    links: tuple[LinkRecord, ...] = _list(one(LinkRecord))
    document: DocumentRecord | None = key(one(DocumentRecord))

    @property
    def bodies(self) -> tuple[BodyRecord, ...]:
        """All bodies of the file, of whatever kind."""
        return (*self.forces, *self.local_policing_bodies, *self.panels, *self.national_bodies)
