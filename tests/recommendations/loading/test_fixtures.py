"""The register's own files: what they come to, and that their quotations are word for word."""

import csv
import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings

from forces.bodies.models import Body, Force, LocalPolicingBody, NationalBody, Oversight
from recommendations.imports.fixtures.checking.inspections import EXAMPLE_SLUG
from recommendations.imports.fixtures.findings import Findings
from recommendations.imports.fixtures.reading import read
from recommendations.imports.fixtures.records import Source
from recommendations.imports.fixtures.report import Report
from recommendations.imports.fixtures.services import TEMPLATE, fixture_paths, load_files, load_texts
from recommendations.positions.models import Position
from recommendations.positions.rebuilding import differing
from recommendations.register.models import Action, Inspection, Recommendation, Statement
from recommendations.responses.models import Publication

SEED = settings.ROOT / "tests" / "fixtures_seed"
FORCES_OF_RAPE = {"1", "2", "3", "4", "5", "6", "7", "12"}
FORCES_OF_SOTERIA = {"3", "5", "7", "9", "11"}
NATIONAL = {
    ("rape-2021", "3"): {"home-office"},
    ("rape-2021", "4"): {"npcc-lead-adult-sexual-offences", "crown-prosecution-service"},
    ("rape-2021", "8"): {"national-criminal-justice-board"},
    ("rape-2021", "9"): {"crown-prosecution-service"},
    ("rape-2021", "10"): {"college-of-policing", "npcc-lead-adult-sexual-offences"},
    ("rape-2021", "11"): {"home-office"},
    ("rape-2021", "12"): {"college-of-policing", "npcc-lead-adult-sexual-offences"},
    ("rape-2021", "13"): {"college-of-policing", "npcc-lead-adult-sexual-offences", "crown-prosecution-service"},
    ("soteria-2024", "1"): {"home-office"},
    ("soteria-2024", "2"): {"soteria-joint-unit"},
    ("soteria-2024", "4"): {"soteria-joint-unit"},
    ("soteria-2024", "6"): {"soteria-joint-unit", "college-of-policing"},
    ("soteria-2024", "8"): {"soteria-joint-unit", "college-of-policing"},
    ("soteria-2024", "10"): {"home-office", "ministry-of-justice"},
    ("soteria-2024", "12"): {"npcc-digital-data-and-technology-coordination-committee"},
    ("soteria-2024", "13"): {"national-police-chiefs-council"},
    ("soteria-2024", "14"): {"home-office"},
}


def load_fixtures() -> Report:
    report = load_files(fixture_paths())
    assert not report.faults
    return report


def source_of(path: Path) -> Source:
    findings = Findings()
    source = read(path.name, path.read_bytes(), findings)
    assert source
    assert not findings.faults
    return source


def words(text: str) -> str:
    """The text without markup, list marks and line breaks."""
    text = re.sub(r"<[^>]+>|\*\*|^\s*-\s+|\|", " ", text, flags=re.MULTILINE)
    return " ".join(text.split())


@pytest.mark.django_db
def test_the_register_holds_what_the_files_hold() -> None:
    report = load_fixtures()
    assert not report.conflicts
    assert Force.objects.count() == 48
    assert Force.objects.territorial().count() == 43
    assert not Force.objects.filter(kept_here=True).exists()
    assert Inspection.objects.count() == 2
    assert Recommendation.objects.count() == 27
    assert not load_fixtures().changes_anything


@pytest.mark.django_db
def test_the_actions_are_those_of_the_leads_and_no_others() -> None:
    load_fixtures()
    forces = Action.objects.filter(holder__kind=Body.Kind.FORCE)
    assert not forces.filter(holder__force__territorial=False).exists()
    for slug, references in (("rape-2021", FORCES_OF_RAPE), ("soteria-2024", FORCES_OF_SOTERIA)):
        for force in Force.objects.territorial():
            opened = forces.filter(holder=force, recommendation__inspection__slug=slug)
            assert set(opened.values_list("recommendation__reference", flat=True)) == references
    national: dict[tuple[str, str], set[str]] = {}
    for inspection, reference, holder in Action.objects.exclude(holder__kind=Body.Kind.FORCE).values_list(
        "recommendation__inspection__slug", "recommendation__reference", "holder__slug"
    ):
        national.setdefault((inspection, reference), set()).add(holder)
    assert national == NATIONAL
    assert Action.objects.count() == 43 * 13 + sum(len(holders) for holders in NATIONAL.values())


@pytest.mark.django_db
def test_forces_have_rape_12_by_its_last_sentence() -> None:
    load_fixtures()
    action = Action.objects.get(
        holder__slug="cleveland", recommendation__inspection__slug="rape-2021", part__isnull=False
    )
    assert action.recommendation.reference == "12"
    assert action.part
    assert action.part.text.startswith("Forces should then publish annual SSAIDP attendance figures")
    assert action.opened_on == datetime.date(2021, 7, 16)


@pytest.mark.django_db
def test_nobody_is_accused() -> None:
    load_fixtures()
    assert set(Position.objects.values_list("status", flat=True)) == {"no-update"}
    assert Position.objects.count() == 3 * Action.objects.count()
    assert set(Publication.objects.values_list("published_on", flat=True)) == {None}  # so no response is late
    assert differing(Action.objects.values_list("pk", flat=True)) == []


@pytest.mark.django_db
def test_each_territorial_force_is_overseen_by_one_body_today() -> None:
    load_fixtures()
    overseen = Oversight.objects.on(datetime.date(2025, 6, 1)).values_list("force__slug", flat=True)
    assert sorted(overseen) == sorted(Force.objects.territorial().values_list("slug", flat=True))
    assert LocalPolicingBody.objects.get(slug="pfcc-cumbria").kind == "local"
    assert NationalBody.objects.get(slug="soteria-joint-unit").kind == "national"


@pytest.mark.django_db
def test_the_template_is_valid_but_for_its_name_in_addresses() -> None:
    load_fixtures()
    template = settings.FIXTURES / TEMPLATE
    as_it_stands = load_files([template], dry_run=True)
    assert [fault.message for fault in as_it_stands.faults] == [
        "This is the template’s example. Replace the example’s name in addresses first, then all the rest."
    ]
    named = template.read_text(encoding="utf-8").replace(EXAMPLE_SLUG, "cleveland-2025")
    report = load_texts({TEMPLATE: named}, dry_run=True)
    assert not report.faults
    assert not report.questions
    # forces have the first recommendation; the Home Office, Cleveland and Cumbria what names them
    assert report.actions_opened == 43 + 4


def test_the_template_is_not_among_the_files_that_are_loaded() -> None:
    assert TEMPLATE not in {path.name for path in fixture_paths()}
    assert len(fixture_paths()) == 8


def test_the_territorial_forces_are_those_of_the_table() -> None:
    columns = ("ons_code", "name", "short_name", "slug", "abbreviation", "country", "region")
    with (SEED / "forces.csv").open(encoding="utf-8", newline="") as file:
        table = {tuple(row[column] for column in columns) for row in csv.DictReader(file)}
    forces = [force for force in source_of(settings.FIXTURES / "forces.yaml").forces if force.territorial]
    assert {tuple(getattr(force, column) for column in columns) for force in forces} == table


@pytest.mark.parametrize("slug", ["rape-2021", "soteria-2024"])
def test_every_recommendation_is_word_for_word(slug: str) -> None:
    seeds = [words(path.read_text(encoding="utf-8")) for path in sorted(SEED.glob("*.txt"))]
    recommendations = source_of(settings.FIXTURES / "inspections" / f"{slug}.yaml").recommendations
    assert recommendations
    for recommendation in recommendations:
        assert any(words(recommendation.text) in seed for seed in seeds), recommendation.reference


@pytest.mark.parametrize("path", sorted((settings.FIXTURES / "documents").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_statement_and_claim_is_word_for_word(path: Path) -> None:
    seed = words((SEED / f"{path.stem}.txt").read_text(encoding="utf-8"))
    document = source_of(path).document
    assert document
    assert document.statements
    for statement in document.statements:
        assert words(statement.text) in seed, statement.text[:60]
        assert words(statement.heading) in seed
    for claim in document.claims:
        assert words(claim.words) in seed, claim.words


@pytest.mark.django_db
def test_statements_are_attributed_only_as_their_documents_do() -> None:
    load_fixtures()
    attributed = {
        slug: list(
            Statement.objects.filter(document__slug=slug, recommendation__isnull=False)
            .order_by("order")
            .values_list("recommendation__reference", flat=True)
        )
        for slug in ("cleveland-2024-form", "cumbria-2024-page", "cambridgeshire-2021-letter")
    }
    assert attributed == {
        "cleveland-2024-form": [],
        "cumbria-2024-page": ["3", "5", "7", "9", "11"],
        "cambridgeshire-2021-letter": [str(number) for number in range(1, 14)],
    }
