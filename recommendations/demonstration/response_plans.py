"""What each invented response looks like: fixed for the forces with accounts, random for the others."""

from __future__ import annotations

import random
from dataclasses import dataclass

from recommendations.responses.models import ResponseStage, Sending

BOTH = (Sending.Recipient.HOME_SECRETARY, Sending.Recipient.SOURCE)


@dataclass(frozen=True)
class ResponsePlan:
    """The state of one response. Days are days of its period: day 1 is the date of publication of the report."""

    stage: ResponseStage = ResponseStage.PUBLISHED
    explained: float = 1.0  # the share of the recommendations that are explained
    invited: int = 4
    wanted: int = 30
    comments_came: bool = True
    published: int = 0
    sent_to: tuple[Sending.Recipient, ...] = BOTH
    own_report: bool = False  # answered with the force's own report, so none is due
    returned: bool = False


# Chosen so that the pages of the forces with accounts show every stage.
CHOSEN: dict[tuple[str, str], ResponsePlan | None] = {
    ("cleveland", "rape-2021"): ResponsePlan(published=49),
    ("cleveland", "invented-custody-cleveland"): ResponsePlan(ResponseStage.DRAFT, explained=0.5, returned=True),
    ("cleveland", "invented-other-cleveland"): None,
    ("cumbria", "rape-2021"): ResponsePlan(published=61),
    ("cumbria", "invented-custody-cumbria"): ResponsePlan(ResponseStage.SUBMITTED),
    ("cumbria", "invented-other-cumbria"): None,
    ("cambridgeshire", "soteria-2024"): ResponsePlan(published=50, sent_to=BOTH[:1]),
    ("cambridgeshire", "invented-custody-cambridgeshire"): ResponsePlan(ResponseStage.APPROVED),
    ("cambridgeshire", "invented-other-cambridgeshire"): None,
    ("leicestershire", "soteria-2024"): ResponsePlan(published=44),
    ("leicestershire", "rape-2021"): ResponsePlan(published=56),
    ("leicestershire", "invented-custody-5"): ResponsePlan(ResponseStage.DRAFT, explained=0.4, comments_came=False),
    ("leicestershire", "invented-thematic-5"): ResponsePlan(ResponseStage.DRAFT, explained=0.7),
    ("leicestershire", "invented-revisit-4"): ResponsePlan(published=52, sent_to=()),
    ("leicestershire", "invented-joint-thematic-4"): ResponsePlan(ResponseStage.DRAFT, own_report=True),
    ("leicestershire", "invented-other-4"): ResponsePlan(published=63),
    ("leicestershire", "invented-peel-1"): None,
    ("norfolk", "soteria-2024"): ResponsePlan(published=47),
    ("suffolk", "soteria-2024"): ResponsePlan(published=47),
}
# Responses that are given jointly, by force and inspection. Their plans are the same.
JOINT = [(("norfolk", "soteria-2024"), ("suffolk", "soteria-2024"))]


def plan_for(force: str, inspection: str, rng: random.Random) -> ResponsePlan | None:
    """Return the plan of one response, or None if none is recorded."""
    if (force, inspection) in CHOSEN:
        return CHOSEN[force, inspection]
    roll = rng.random()
    if roll < 0.1:
        return None
    late = roll < 0.18
    return ResponsePlan(invited=rng.randint(2, 12), published=rng.randint(57, 80) if late else rng.randint(33, 56))
