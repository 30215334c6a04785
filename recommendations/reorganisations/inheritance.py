"""What the office of a new local policing body takes over from the offices that it replaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forces.bodies.models import LocalPolicingBody
from forces.people.editions import Audience
from recommendations.responses.models import OfficeSettings
from recommendations.responses.queries import office_settings

_STRICTER = ("afis_need_explanations", "approver_is_another")  # if one office has them, so has the new one
_AGREED = (
    "comments_wanted_after",
    "signatory_name",
    "signatory_title",
    "address",
    "chief_officer_name",
    "reference_pattern",
)


def inherited_by_body(replaced: Sequence[LocalPolicingBody]) -> dict[str, Any]:
    """Return who sees an update by default and the days between updates: of several, the narrowest and the fewest."""
    if not replaced:
        return {}
    is_narrow = any(body.default_audience == Audience.OFFICE for body in replaced)
    return {
        "default_audience": Audience.OFFICE if is_narrow else Audience.FORCE_AND_OFFICE,
        "update_interval": min(body.update_interval for body in replaced),
    }


def inherited_settings(replaced: Sequence[LocalPolicingBody]) -> dict[str, Any]:
    """Return the settings of an office that replaces others; empty if none of them has saved any.

    What all have alike passes. Of what differs, the stricter passes, and a text or number is left as it usually is.
    """
    if not any(hasattr(body, "office_settings") for body in replaced):
        return {}
    rows = [office_settings(body) for body in replaced]
    stricter = {name: any(getattr(row, name) for row in rows) for name in _STRICTER}
    usual = OfficeSettings()
    agreed = {name: {getattr(row, name) for row in rows} for name in _AGREED}
    return stricter | {
        name: values.pop() if len(values) == 1 else getattr(usual, name) for name, values in agreed.items()
    }
