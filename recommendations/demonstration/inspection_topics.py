"""What invented inspections are called, and what they ask forces to do."""

from __future__ import annotations

from dataclasses import dataclass

from recommendations.register.models import Inspection

_Nature = Inspection.Nature


@dataclass(frozen=True)
class Topic:
    """The title of invented inspections of one nature, and what they ask forces to do."""

    title: str
    subjects: tuple[str, ...]
    scope: Inspection.Scope = Inspection.Scope.FORCE


# Each subject begins with its verb, which gets an s in "how it records …".
TOPICS = {
    _Nature.PEEL: Topic(
        "Effectiveness, efficiency and legitimacy of the force",
        (
            "record the reasons for decisions about stop and search",
            "answer calls from the public in time",
            "manage the workload of its investigators",
            "plan for the skills it needs in two years",
            "supervise the investigations of volume crime",
            "use the results of surveys of its workforce",
            "check the quality of its case files",
            "share what its neighbourhood teams learn",
            "keep victims told of the progress of their case",
            "track outstanding suspects",
            "review what its partnerships achieve",
            "explain its use of force to the public",
            "support new officers in their first two years",
            "measure the benefits of its change programme",
        ),
    ),
    _Nature.CUSTODY: Topic(
        "Custody suites",
        (
            "record the reasons for each strip search",
            "check the cells for damage and report it",
            "review the length of detention before charge",
            "explain rights in words that are easily understood",
            "record the use of force in custody",
            "keep the care plans of detained people up to date",
            "plan the handover between custody staff",
        ),
    ),
    _Nature.CHILD_PROTECTION: Topic(
        "Protection of children",
        (
            "record the views of the child",
            "supervise investigations that concern children",
            "share information with its safeguarding partners",
            "manage the demand on its child protection teams",
            "review cases in which a child goes missing more than once",
            "train staff in the control room to see risk",
            "plan its strategy meetings with partners",
        ),
    ),
    _Nature.CRIME_DATA_INTEGRITY: Topic(
        "Crime data integrity",
        (
            "record reported crime within 24 hours",
            "check the reasons for cancelled crime records",
            "train new staff in the crime recording rules",
            "keep the backlog of incidents under review",
        ),
    ),
    _Nature.THEMATIC: Topic(
        "Use of digital evidence",
        (
            "manage the queue for the examination of devices",
            "explain to witnesses what is taken from a phone",
            "check the quality of downloads",
            "store digital evidence so that it can be found again",
            "train investigators to ask only for what they need",
        ),
        Inspection.Scope.NATIONAL,
    ),
    _Nature.JOINT_THEMATIC: Topic(
        "Work with prosecutors on case files",
        (
            "track the actions that prosecutors ask for",
            "review rejected case files with the prosecutors",
            "share one set of measures with the prosecutors",
            "train supervisors to check files before they are sent",
        ),
        Inspection.Scope.NATIONAL,
    ),
    _Nature.REVISIT: Topic(
        "Revisit to the control room",
        (
            "check the risk assessment of callers who wait",
            "record the reasons when an incident is given another grade",
            "supervise the queue of incidents without a unit",
            "support call handlers after difficult calls",
        ),
    ),
    _Nature.OTHER: Topic(
        "Vetting and counter-corruption",
        (
            "track the renewal of vetting",
            "record the reasons for its vetting decisions",
            "check the use of its systems for signs of misuse",
            "manage declarations of business interests",
            "brief supervisors on notifiable associations",
        ),
    ),
}
