"""What a reader can choose of the grid of one inspection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from soteria_tracker.web.filters import ONE_OF_THE_LIST

FEWEST_TO_COMPARE, MOST_TO_COMPARE = 2, 8
ALL_COLUMNS = "all"


class GridForm(forms.Form):
    """The part of the grid to show: all forces, one region or 2 to 8 forces, and all columns or those of forces.

    Chosen forces take precedence over a region. A choice that is not valid gets a message, and all forces are shown.
    """

    region = forms.ChoiceField(label=_("Region"), required=False, error_messages=ONE_OF_THE_LIST)
    forces = forms.MultipleChoiceField(
        label=_("Forces to compare"),
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” has no action here. Choose forces from the list.")},
    )
    columns = forms.ChoiceField(required=False, choices=[(ALL_COLUMNS, "")])

    def __init__(self, data: Mapping[str, Any], regions: Sequence[str], force_names: Mapping[str, str]) -> None:
        super().__init__(data)
        self._offer("region", [("", _("All regions")), *((region, region) for region in regions)])
        self._offer("forces", sorted(force_names.items(), key=lambda force: force[1]))

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_forces(self) -> list[str]:
        chosen = list(dict.fromkeys(self.cleaned_data["forces"]))
        if chosen and not FEWEST_TO_COMPARE <= len(chosen) <= MOST_TO_COMPARE:
            words = ngettext(
                "Choose %(fewest)d to %(most)d forces to compare. You chose %(count)d.",
                "Choose %(fewest)d to %(most)d forces to compare. You chose %(count)d.",
                len(chosen),
            )
            raise forms.ValidationError(
                words % {"fewest": FEWEST_TO_COMPARE, "most": MOST_TO_COMPARE, "count": len(chosen)}
            )
        return chosen

    def _cleaned(self, name: str) -> Any:
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def chosen_forces(self) -> list[str]:
        """Return the slugs of the forces to compare; an empty list for all forces and for an invalid choice."""
        return self._cleaned("forces") or []

    @property
    def chosen_region(self) -> str:
        """Return the chosen region; empty for all regions, for an unknown one, and where forces are chosen."""
        return "" if self.chosen_forces else self._cleaned("region") or ""

    @property
    def shows_all_columns(self) -> bool:
        """Return whether recommendations to national bodies have columns too."""
        return self._cleaned("columns") == ALL_COLUMNS

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Return what is chosen as (name, value), for the head of a download."""
        names = dict(self.fields["forces"].choices)  # type: ignore[attr-defined]
        words = [
            (_("Forces"), ", ".join(names[slug] for slug in self.chosen_forces)),
            (_("Region"), self.chosen_region),
        ]
        return [(str(name), value) for name, value in words if value]
