"""From the bytes of one file to what it says, with every fault of its form noted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recommendations.loading.findings import Findings
from recommendations.loading.mappings import read_mapping
from recommendations.loading.nodes import compose
from recommendations.loading.records import Source
from recommendations.loading.values import Page


def read(name: str, content: bytes, findings: Findings) -> Source | None:
    """What the file says; None, with the fault noted, if it cannot be read at all. `name` stands in the faults."""
    node = compose(name, content, findings)
    if node is None:
        return None
    page = Page(name, findings)
    source = read_mapping(Source, node, _("The file"), page)
    if source and source.inspection is None and "inspection" not in source.places:
        for called in ("recommendations", "links"):
            if called in source.places:
                findings.fault(
                    source.at(called),
                    _("“%(key)s” needs an “inspection” in the same file. Add it above.") % {"key": called},
                )
    return source
