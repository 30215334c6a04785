"""The sources of the log: one query for each table that says who recorded what, as far as a reader may see it.

Each shows only what the reader may see elsewhere: nothing under embargo, no notes of an office to its auditor, no
draft responses to anyone outside the office.
"""

from collections.abc import Callable

from forces.people.access import Reader
from recommendations.pages.log.records import LogSource
from recommendations.pages.log.sources import office, register, reported, responses

FOR_ALL = (
    *(reported.updates, reported.retractions, reported.assurances, reported.letters),
    *(office.rounds, office.returned_workbooks, office.releases, office.leads),
    *(responses.responses, responses.publications, responses.sendings, responses.commitments),
    *(responses.joint_requests, responses.joint_answers),
    *(register.memberships, register.account_events),
)
FOR_AUDITORS = (register.inspections, register.recommendations, register.loads, register.reorganisations)


def sources(reader: Reader) -> tuple[Callable[[Reader], LogSource], ...]:
    """Return the functions that return the records of each source that the reader may see, none of them run yet."""
    return (*FOR_ALL, *FOR_AUDITORS) if register.is_auditor(reader) else FOR_ALL
