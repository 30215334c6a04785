"""The shape of a plan: a YAML file, read as fixtures are, with every error at its line."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, ValidationError

from forces.bodies.models import Body, Force, LocalPolicingBody
from recommendations.imports.findings import Findings
from recommendations.imports.fixtures.fields import Date, Line, Slug, Text, YesNo, choice, limit
from recommendations.imports.fixtures.reading import add_errors
from recommendations.imports.fixtures.record import Record
from recommendations.imports.fixtures.schema import MapRecord
from recommendations.imports.fixtures.yaml_reader import YamlList, YamlMapping, read_yaml

BodySlug = Annotated[Slug, limit(Body, "slug")]


class NewPanelRecord(Record):
    """The police and crime panel of a new force."""

    slug: BodySlug
    name: Annotated[Line, limit(Body, "name")]


class SuccessorRecord(Record):
    """A force that exists from the day. Of a force that exists already, only the slug is given."""

    slug: BodySlug
    name: Annotated[Line, limit(Body, "name")] = ""
    short_name: Annotated[Line, limit(Body, "short_name")] = ""
    abbreviation: Annotated[Line, limit(Force, "abbreviation")] = ""
    ons_code: Annotated[Line, limit(Force, "ons_code")] = ""
    country: Annotated[Line, limit(Force, "country")] = ""
    region: Annotated[Line, limit(Force, "region")] = ""
    map: MapRecord | None = None
    panel: NewPanelRecord | None = None
    takes_open_work: YesNo = False


class ChangeRecord(Record):
    """Forces that end on the day, and the forces that take their place."""

    from_: tuple[BodySlug, ...] = Field(alias="from", min_length=1)
    to: tuple[SuccessorRecord, ...] = Field(min_length=1)


class BodyChangeRecord(Record):
    """The local policing body of these forces from the day: an existing one by its slug, or a new one."""

    forces: tuple[BodySlug, ...] = Field(min_length=1)
    body: BodySlug
    name: Annotated[Line, limit(Body, "name")] = ""
    short_name: Annotated[Line, limit(Body, "short_name")] = ""
    kind: Annotated[Text, choice(LocalPolicingBody.Office)] = ""
    title: Annotated[Line, limit(LocalPolicingBody, "office_holder_title")] = ""


class RenameRecord(Record):
    """A body that stays the same and has another name or title from the day."""

    body: BodySlug
    name: Annotated[Line, limit(Body, "name")] = ""
    short_name: Annotated[Line, limit(Body, "short_name")] = ""
    title: Annotated[Line, limit(LocalPolicingBody, "office_holder_title")] = ""


class MembersRecord(Record):
    """Whose roles continue at the successor."""

    offices: YesNo = True
    forces: YesNo = True
    panels: YesNo = True


class ReorganisationPlan(Record):
    """One reorganisation."""

    on: Date
    source: Text
    become: tuple[ChangeRecord, ...] = ()
    bodies: tuple[BodyChangeRecord, ...] = ()
    rename: tuple[RenameRecord, ...] = ()
    members: MembersRecord = MembersRecord()


def read_plan(name: str, content: bytes, findings: Findings) -> ReorganisationPlan | None:
    """Return the plan in a file. Notes what is wrong and returns None if it is not one."""
    found = read_yaml(name, content, findings)
    if found is None:
        return None
    data, place = found
    _list_single_values(data)
    try:
        return ReorganisationPlan.model_validate(data)
    except ValidationError as error:
        add_errors(error.errors(include_url=False), ReorganisationPlan, data, place, findings)
    return None


def _list_single_values(data: Any) -> None:
    """Read `from: dyfed-powys` and `to: {slug: …}` as lists of one, which they may also be."""
    changes = data.get("become") if isinstance(data, YamlMapping) else None
    for change in changes if isinstance(changes, YamlList) else []:
        if not isinstance(change, YamlMapping):
            continue
        for key, kind in (("from", str), ("to", YamlMapping)):
            if isinstance(value := change.get(key), kind):
                change[key] = YamlList([value], [change.value_places[key]])
