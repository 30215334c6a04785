"""A small register in files, to be loaded as it is or with one thing changed."""

import pytest

from recommendations.imports.fixtures.report import Report
from recommendations.imports.fixtures.services import load_texts

FORCES = """\
forces:
  - slug: cleveland
    name: Cleveland Police
    abbreviation: CLP
    ons_code: E23000013
    territorial: yes
    map: {column: 5, row: 2}
  - slug: cumbria
    name: Cumbria Constabulary
    abbreviation: CMA
    territorial: yes
  - slug: transport
    name: Transport Police
    abbreviation: BTP
    territorial: no
"""
BODIES = """\
local_policing_bodies:
  - slug: pcc-cleveland
    name: Police and Crime Commissioner for Cleveland
    kind: pcc
    title: Police and Crime Commissioner
    opened_on: 2012-11-22
    oversees:
      - {force: cleveland, from: 2012-11-22}
  - slug: pcc-cumbria
    name: Police and Crime Commissioner for Cumbria
    kind: pcc
    title: Police and Crime Commissioner
    opened_on: 2012-11-22
    closed_on: 2023-04-01
    oversees:
      - {force: cumbria, from: 2012-11-22}
  - slug: pfcc-cumbria
    name: Police, Fire and Crime Commissioner for Cumbria
    kind: pfcc
    title: Police, Fire and Crime Commissioner
    opened_on: 2023-04-01
    oversees:
      - {force: cumbria, from: 2023-04-01}
    succeeds: {body: pcc-cumbria, on: 2023-04-01}
panels:
  - slug: panel-cleveland
    name: Cleveland Police and Crime Panel
    force: cleveland
national_bodies:
  - slug: home-office
    name: Home Office
    source: The report
closing_levels:
  - name: Level not stated
    help: What is known
"""
INSPECTION = """\
inspection:
  slug: example-2025
  title: An example inspection
  short_title: Example
  state: published
  published_on: 2025-01-24
recommendations:
  - reference: "1"
    number: 1
    kind: recommendation
    short_title: Write examples
    text: |
      By 31 July 2025, forces should:

      - write examples; and
      - use them.
    deadline: {wording: By 31 July 2025, kind: date, date: 2025-07-31}
    parts:
      - {label: a, text: write examples}
      - {label: b, text: use them}
    addressees:
      - {role: lead, to: all forces}
      - {role: with, body: home-office}
  - reference: "2"
    number: 2
    kind: recommendation
    short_title: Review the codes
    text: The Home Office should review the codes.
    deadline: {kind: none}
    addressees:
      - {role: lead, body: home-office}
links:
  - from: "1"
    kind: waits for
    to: example-2025/2
    source: The report says so
"""
DOCUMENT = """\
document:
  slug: cleveland-form
  title: A response
  kind: form
  inspection: example-2025
  force: cleveland
  published_by: pcc-cleveland
  claims:
    - {what: Date of publication, words: 25 January 2025}
  statements:
    - speaker: force
      recommendation: "1"
      text: We write examples.
    - speaker: local policing body
      text: I welcome the report.
"""


@pytest.fixture
def texts() -> dict[str, str]:
    """The files of a small register, by name."""
    return {"forces.yaml": FORCES, "bodies.yaml": BODIES, "example.yaml": INSPECTION, "form.yaml": DOCUMENT}


@pytest.fixture
def loaded(db: None, texts: dict[str, str]) -> Report:
    """The small register, loaded."""
    report = load_texts(texts)
    assert not report.faults
    return report
