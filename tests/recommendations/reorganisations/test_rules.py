"""What is wrong with a plan: each clash is named, with its line and what to do."""

from __future__ import annotations

import datetime

import pytest

from forces.bodies.handovers import Handover, Handovers
from recommendations.imports.findings import Findings
from recommendations.reorganisations.known_bodies import PlanContext, RecordedLater, RegisteredBody
from recommendations.reorganisations.plan import read_plan
from recommendations.reorganisations.rules import OVERSIGHT, PlanOutcome, check_plan

ON, MAY = datetime.date(2028, 4, 1), datetime.date(2028, 5, 1)
BODIES = [
    RegisteredBody(1, "cleveland", "Cleveland Police", "force", abbreviation="CLE", overseer="pcc-cleveland"),
    RegisteredBody(2, "durham", "Durham Constabulary", "force", abbreviation="DUR", overseer="pcc-durham"),
    RegisteredBody(3, "northumbria", "Northumbria Police", "force", abbreviation="NBR", overseer="mayor"),
    RegisteredBody(
        4,
        "cumbria",
        "Cumbria Constabulary",
        "force",
        abbreviation="CMA",
        overseer="pcc-durham",
        renamed_on=datetime.date(2028, 5, 1),
    ),
    RegisteredBody(5, "old", "Old Police", "force", closed_on=datetime.date(2020, 1, 1), abbreviation="OLD"),
    RegisteredBody(6, "later", "Later Police", "force", closed_on=datetime.date(2030, 1, 1), overseer="mayor"),
    RegisteredBody(11, "pcc-cleveland", "PCC for Cleveland", "local"),
    RegisteredBody(12, "pcc-durham", "PCC for Durham", "local"),
    RegisteredBody(13, "mayor", "Mayor of the North East", "local"),
    RegisteredBody(14, "college", "College of Policing", "national"),
]
BECOME = """
become:
  - from: [cleveland, northumbria]
    to: {slug: north-east, name: North East Police, abbreviation: NEP}
"""
OVERSEEN = "bodies: [{forces: [north-east], body: mayor}]"


def checked(text: str, *later: RecordedLater) -> tuple[PlanOutcome | None, list[str]]:
    """The outcome of a plan from 1 April 2028, and the errors."""
    findings = Findings()
    plan = read_plan("plan.yaml", f"on: 2028-04-01\nsource: An order\n{text}".encode(), findings)
    known = PlanContext({body.slug: body for body in BODIES}, later=later)
    outcome = check_plan(plan, known, findings) if plan else None
    return outcome, [str(error) for error in findings.errors]


def test_a_merger_closes_the_bodies_without_forces_and_keeps_the_others() -> None:
    outcome, errors = checked(BECOME + OVERSEEN)
    assert errors == []
    assert outcome
    assert outcome.successor_of == {"cleveland": "north-east", "northumbria": "north-east", "pcc-cleveland": "mayor"}
    assert outcome.overseer_of == {"north-east": "mayor", "cleveland": "mayor"}


def test_a_force_can_join_one_that_exists() -> None:
    outcome, errors = checked("become: [{from: cleveland, to: {slug: durham}}]")
    assert errors == []
    assert outcome
    assert outcome.successor_of == {"cleveland": "durham", "pcc-cleveland": "pcc-durham"}


def test_a_split_passes_the_work_to_the_successor_that_takes_it() -> None:
    to = (
        "{slug: east, name: East Police, abbreviation: EAS}, "
        "{slug: west, name: West Police, abbreviation: WES, takes_open_work: yes}"
    )
    outcome, errors = checked(
        f"become: [{{from: cleveland, to: [{to}]}}]\nbodies: [{{forces: [east, west], body: mayor}}]"
    )
    assert errors == []
    assert outcome
    assert (outcome.successor_of["cleveland"], outcome.also_succeeds) == ("west", (("cleveland", "east"),))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "line 1: The plan changes nothing."),
        (BECOME, "line 6: “north-east” has no local policing body from 1 April 2028."),
        (BECOME.replace("[cleveland,", "[clevland,") + OVERSEEN, "No force is called “clevland”. Did you mean"),
        (BECOME.replace("[cleveland,", "[college,") + OVERSEEN, "No force is called “college”."),
        (BECOME.replace("[cleveland,", "[old,") + OVERSEEN, "Old Police closes on 1 January 2020, so it cannot change"),
        (BECOME.replace("[cleveland,", "[later,") + OVERSEEN, "Later Police closes on 1 January 2030, after this plan"),
        (
            BECOME + "  - from: cleveland\n    to: {slug: durham}\n" + OVERSEEN,
            "“cleveland” already ends in the change at plan.yaml, line 5",
        ),
        (
            BECOME.replace("north-east, name", "northumbria, name") + OVERSEEN,
            "“northumbria” ends on 1 April 2028 itself",
        ),
        (BECOME.replace("North East Police", "Durham Constabulary") + OVERSEEN, "is the name of “durham”"),
        (BECOME.replace("NEP", "DUR") + OVERSEEN, "“DUR” is the map code of “durham”"),
        (BECOME.replace(", abbreviation: NEP", "") + OVERSEEN, "needs “abbreviation”"),
        (BECOME + OVERSEEN.replace("mayor", "mayer"), "new local policing body “mayer” needs “name”"),
        (BECOME + OVERSEEN.replace("mayor", "college"), "“college” is not a local policing body"),
        (
            BECOME + "bodies: [{forces: [north-east], body: mayor}, {forces: [north-east], body: pcc-durham}]",
            "“north-east” already has a local policing body at plan.yaml, line 7",
        ),
        (BECOME + "bodies: [{forces: [north-east, cleveland], body: mayor}]", "“cleveland” ends on 1 April 2028. Name"),
        (
            "become: [{from: cleveland, to: [{slug: durham}, {slug: cumbria}]}]",
            "Write “takes_open_work: yes” at one",
        ),
        (
            "bodies: [{forces: [durham], body: mayor}, {forces: [cumbria], body: pcc-cleveland}]",
            "its forces pass to different bodies (mayor, pcc-cleveland)",
        ),
        ("become: [{from: cleveland, too: {slug: durham}}]", "The key “too” is not known here. Did you mean “to”?"),
        (
            "become: [{from: cleveland, to: {slug: durham, name: New}}]",
            "exists already, so the plan cannot set its name",
        ),
        ("rename: [{body: clevelend, name: New}]", "No body is called “clevelend”. Did you mean “cleveland”?"),
        ("rename: [{body: cleveland, name: durham Constabulary}]", "is the name of “durham”. Choose another name"),
        ("rename: [{body: cleveland}]", "Write the new “name” or “title” of Cleveland Police"),
        ("rename: [{body: cleveland, name: New, title: Mayor}]", "Cleveland Police has no office-holder"),
        ("rename: [{body: old, name: New}]", "Old Police is not open on 1 April 2028"),
        ("rename: [{body: cumbria, name: New}]", "Cumbria Constabulary gets another name on 1 May 2028"),
        ("rename: [{body: durham, name: A}, {body: durham, name: B}]", "“durham” already gets a new name at plan.yaml"),
        (BECOME + OVERSEEN + "\nrename: [{body: cleveland, name: New}]", "Cleveland Police ends on 1 April 2028. Give"),
    ],
)
def test_it_names_the_clash(text: str, error: str) -> None:
    outcome, errors = checked(text)
    assert outcome is None
    assert [each for each in errors if error in each], errors


def test_a_day_before_recorded_work_is_refused() -> None:
    _outcome, errors = checked(BECOME + OVERSEEN, RecordedLater("cleveland", "an update", datetime.date(2028, 4, 3)))
    assert errors == [
        "plan.yaml, line 5: Cleveland Police has an update on 3 April 2028. Choose a day after that for the plan."
    ]


def test_another_body_from_a_later_day_is_refused() -> None:
    later = RecordedLater("durham", OVERSIGHT, datetime.date(2028, 5, 1))
    _outcome, errors = checked("bodies: [{forces: [durham], body: mayor}]", later)
    assert "Durham Constabulary has another local policing body on 1 May 2028" in errors[0]


def test_a_record_passes_through_several_holders() -> None:
    first, second = datetime.date(2028, 4, 1), datetime.date(2029, 4, 1)
    handovers = Handovers((Handover(1, 2, first), Handover(2, 3, second)))
    assert [handovers.holder_on(1, day) for day in (ON - datetime.timedelta(1), ON, second)] == [1, 2, 3]
    assert handovers.held_by([3], first) == {3}
    assert handovers.held_by([3], second) == {1, 2, 3}
    assert handovers.passed_by(first) == {1}
