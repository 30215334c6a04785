"""Prove that updates and assurances are shown to those to whom they were released, and to no one else."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from forces.proof.verifying import named
from recommendations.assurance.models import Assurance
from recommendations.register.models import ReleasedItem, Update


def wrong_audiences() -> list[str]:
    """Return a sentence for each update and assurance whose audience is not that of its latest release."""
    return [
        _("%(record)s is shown to others than those to whom it was released.") % {"record": named(model, pk)}
        for model, name in ((Update, "update"), (Assurance, "assurance"))
        for pk in _wrong(model, name)
    ]


def _wrong(model: Any, name: str) -> Any:
    items = ReleasedItem.objects.filter(**{name: OuterRef("pk")}).order_by("-pk")
    after = Coalesce(Subquery(items.values("audience_after")[:1]), Value(""))
    wrong = model.objects.annotate(after_release=after).exclude(after_release=F("released_to"))
    return wrong.order_by("pk").values_list("pk", flat=True)
