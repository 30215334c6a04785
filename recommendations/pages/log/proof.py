"""What the last verification of the history found, in one sentence."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.proof.models import Verification
from soteria_tracker.web.templatetags.soteria import day


def proof_in_words() -> str:
    """Return the result of the last verification with its day, without naming any record."""
    last = Verification.objects.order_by("verified_at").last()
    if last is None:
        return _("The history has not been verified yet.")
    verified_on = day(timezone.localdate(last.verified_at))
    if last.faults:
        found = ngettext("%(count)s fault", "%(count)s faults", last.faults) % {"count": f"{last.faults:,}"}
        return _(
            "The verification of the history on %(day)s found %(faults)s: records were altered, removed or added from "
            "outside. Ask the people who run Soteria Tracker for the report."
        ) % {"day": verified_on, "faults": found}
    return _("The history was verified on %(day)s: none of its %(count)s records was altered after it was made.") % {
        "day": verified_on,
        "count": f"{last.records:,}",
    }
