"""Which invented response stands where: chosen for the forces with accounts, by dice for the others. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass

from recommendations.responses.models import Response, Sending

Stage = Response.Stage
BOTH = (Sending.Recipient.HOME_SECRETARY, Sending.Recipient.HMICFRS)


@dataclass(frozen=True)
class Plan:
    """How one response stands. Days are days of its period: 1 is the day on which the report was published."""

    stage: Stage = Stage.PUBLISHED
    explained: float = 1.0  # the share of the recommendations that are explained
    invited: int = 4
    wanted: int = 30
    comments_came: bool = True
    published: int = 0
    sent_to: tuple[Sending.Recipient, ...] = BOTH
    own_report: bool = False  # answered through the force's own report: none is due
    returned: bool = False


# The pages of the forces with accounts show every stage.
CHOSEN: dict[tuple[str, str], Plan | None] = {
    ("cleveland", "rape-2021"): Plan(published=49),
    ("cleveland", "invented-custody-cleveland"): Plan(Stage.DRAFT, explained=0.5, returned=True),
    ("cleveland", "invented-other-cleveland"): None,
    ("cumbria", "rape-2021"): Plan(published=61),
    ("cumbria", "invented-custody-cumbria"): Plan(Stage.SUBMITTED),
    ("cumbria", "invented-other-cumbria"): None,
    ("cambridgeshire", "soteria-2024"): Plan(published=50, sent_to=BOTH[:1]),
    ("cambridgeshire", "invented-custody-cambridgeshire"): Plan(Stage.APPROVED),
    ("cambridgeshire", "invented-other-cambridgeshire"): None,
    ("leicestershire", "soteria-2024"): Plan(published=44),
    ("leicestershire", "rape-2021"): Plan(published=56),
    ("leicestershire", "invented-custody-5"): Plan(Stage.DRAFT, explained=0.4, comments_came=False),
    ("leicestershire", "invented-thematic-5"): Plan(Stage.DRAFT, explained=0.7),
    ("leicestershire", "invented-revisit-4"): Plan(published=52, sent_to=()),
    ("leicestershire", "invented-joint-thematic-4"): Plan(Stage.DRAFT, own_report=True),
    ("leicestershire", "invented-other-4"): Plan(published=63),
    ("leicestershire", "invented-peel-1"): None,
}


def plan_for(force: str, inspection: str, dice: random.Random) -> Plan | None:
    """The plan of one response; None where none is recorded here."""
    if (force, inspection) in CHOSEN:
        return CHOSEN[force, inspection]
    roll = dice.random()
    if roll < 0.1:
        return None
    late = roll < 0.18
    return Plan(invited=dice.randint(2, 12), published=dice.randint(57, 80) if late else dice.randint(33, 56))
