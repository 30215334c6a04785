"""Checks across files and database together. The order of the files does not matter: all of them count as read."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from recommendations.loading.checking import bodies, documents, inspections, recommendations
from recommendations.loading.checking.outlook import Outlook
from recommendations.loading.findings import Findings
from recommendations.loading.known import Known
from recommendations.loading.records import Source


def check(sources: Sequence[Source], known: Known, findings: Findings, *, day: datetime.date, complete: bool) -> None:
    """Note every fault and question of these files, against each other and what the database holds.

    `day` is today. `complete` is False where a file could not be read: then nothing is called missing.
    """
    outlook = Outlook.of(sources, known, findings, complete=complete)
    bodies.check(outlook)
    inspections.check(outlook, day)
    recommendations.check(outlook)
    documents.check(outlook)
