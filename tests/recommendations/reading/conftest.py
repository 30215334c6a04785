"""What the readers are given: the bodies of the product's own files, and reports that were read."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from recommendations.reading.blocks.block import ReadFile
from recommendations.reading.blocks.plain_text import read_text
from recommendations.reading.blocks.read_file import read_file
from recommendations.reading.known import KnownBody, KnownInspection, KnownRegister
from recommendations.reading.names import BodyNames
from recommendations.reading.reports.as_known import as_known
from recommendations.reading.reports.reader import read_report

FIXTURES = Path(__file__).parents[3] / "fixtures"
DOCUMENTS = Path(__file__).parent / "documents"


@pytest.fixture(scope="session")
def names() -> BodyNames:
    """The bodies of fixtures/, and its two inspections without their items."""
    forces = yaml.safe_load((FIXTURES / "forces.yaml").read_text(encoding="utf-8"))["forces"]
    bodies = yaml.safe_load((FIXTURES / "bodies.yaml").read_text(encoding="utf-8"))
    known = [
        KnownBody(row["slug"], "force", row["name"], tuple(row.get("aliases", ())), row["short_name"]) for row in forces
    ]
    for kind, key in (("local", "local_policing_bodies"), ("national", "national_bodies")):
        for row in bodies[key]:
            short = (row["short_name"],) if kind == "national" else ()
            known.append(KnownBody(row["slug"], kind, row["name"], (*row.get("aliases", ()), *short)))
    local = {row["force"]: body["slug"] for body in bodies["local_policing_bodies"] for row in body.get("oversees", ())}
    inspections = []
    for path in sorted((FIXTURES / "inspections").glob("*.yaml")):
        row = yaml.safe_load(path.read_text(encoding="utf-8"))["inspection"]
        inspections.append(KnownInspection(row["slug"], row["title"], (), row["published_on"], "hmicfrs", ()))
    return BodyNames(KnownRegister(datetime.date(2026, 12, 1), tuple(known), local, tuple(inspections)))


@pytest.fixture(scope="session")
def names_and_reports(names: BodyNames) -> BodyNames:
    """The same, with the reports among the documents known."""
    reports = [
        as_known(read_report(document(path.name), names))
        for path in sorted(DOCUMENTS.glob("R*"))
        if not path.name.endswith(".json")
    ]
    register = names.register
    return BodyNames(replace(register, inspections=(*register.inspections, *reports)))


def document(name: str) -> ReadFile:
    """Return the blocks of one of the documents."""
    return read_file((DOCUMENTS / name).read_bytes())


def pasted(text: str) -> ReadFile:
    """Return the blocks of a pasted text."""
    return read_text(text.encode())
