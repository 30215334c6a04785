"""Which forces to compare with a force."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.pages.common.body_summaries import forces_of

WITH, MOST = "with", 7
_PROBLEM = _("Choose 1 to 7 forces.")


class CompareForm(forms.Form):
    """The other forces, 1 to 7 of them. The page asks for them until some are chosen."""

    def __init__(self, query: QueryDict, force: Force, reader: Reader) -> None:
        super().__init__(query if query.keys() & {WITH, "chosen"} else None)
        self.force = force
        others = forces_of(reader).open_on(reader.day).exclude(pk=force.pk).order_by("name")
        self.offered = {other.slug: other for other in others}
        self.fields[WITH] = forms.MultipleChoiceField(
            label=_("Forces"),
            choices=[(slug, other.label) for slug, other in self.offered.items()],
            error_messages={"required": _PROBLEM, "invalid_choice": _PROBLEM},
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and len(set(cleaned[WITH])) > MOST:
            self.add_error(WITH, _PROBLEM)
        return cleaned

    @property
    def others(self) -> list[Force]:
        """Return the chosen forces by name; none until 1 to 7 are chosen."""
        chosen: list[str] = self.cleaned_data[WITH] if self.is_valid() else []
        return [force for slug, force in self.offered.items() if slug in chosen]

    @property
    def ticked(self) -> list[str]:
        """Return the slugs to show ticked: those asked for, right or wrong."""
        return self.data.getlist(WITH) if isinstance(self.data, QueryDict) else []

    @property
    def neighbours(self) -> list[Force]:
        """Return the other forces of the force's region, as far as they can be compared at once."""
        return [other for other in self.offered.values() if other.region and other.region == self.force.region][:MOST]

    @property
    def in_words(self) -> list[tuple[str, Any]]:
        """Return what is chosen as (name, value), for the file."""
        return [(str(_("Compared with")), ", ".join(force.shown_name for force in self.others))]
