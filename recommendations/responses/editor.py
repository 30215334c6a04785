"""What the editor's page shows beside its form: the checklist, where the force stands, and what somebody else saved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from forces.people.access import Reader
from recommendations.positions.counting import positions_on
from recommendations.responses.completeness import Lack, explanation_field, lacks
from recommendations.responses.content import Content, Item
from recommendations.responses.forms.draft import DraftForm, in_words, keys_of
from recommendations.responses.merging import Conflict
from recommendations.responses.models import Response


@dataclass(frozen=True)
class Theirs:
    """A field that somebody else saved meanwhile: what they saved, in words, and where mine stands."""

    field: BoundField
    who: str
    words: str


@dataclass(frozen=True)
class Row:
    """One recommendation in the editor."""

    item: Item
    kind: BoundField
    text: BoundField
    proposed: BoundField
    standing: str  # the group of the force's position, empty where the force has no action
    action_address: str
    said_address: str
    theirs: list[Theirs]
    lack: str  # the message, where completeness was asked for and it is not explained


@dataclass(frozen=True)
class Entry:
    """One line of the checklist: a field to go to, what it is called, and whether it is done."""

    field: str
    label: str
    is_done: bool
    done: str
    to_do: str
    title: str = ""  # of a recommendation, after its label


@dataclass
class Editor:
    """The page of one draft for its office. `is_checked`: what is missing is told as a fault."""

    response: Response
    content: Content
    form: DraftForm
    reader: Reader
    conflicts: Iterable[Conflict] = ()
    is_checked: bool = False
    lacks: list[Lack] = field(init=False)

    def __post_init__(self) -> None:
        self.lacks = lacks(self.content)
        self._missing = {lack.field: lack.message for lack in self.lacks}

    @cached_property
    def rows(self) -> list[Row]:
        """Every recommendation in the report's order, with its fields."""
        address = [self.response.force.slug, self.response.inspection.slug]
        standings = self._standings()
        rows = []
        for item in self.content.items:
            kind, proposed, text = self.form.fields_of(item)
            here = [*address, item.reference]
            standing = standings.get(item.reference, "")
            rows.append(
                Row(
                    item=item,
                    kind=kind,
                    text=text,
                    proposed=proposed,
                    standing=standing,
                    action_address=reverse("force-action", args=here) if standing else "",
                    said_address=reverse("response-said", args=here),
                    theirs=self.theirs_of(*keys_of(item.reference)),
                    lack=self._missing.get(explanation_field(item.reference), "") if self.is_checked else "",
                )
            )
        return rows

    def _standings(self) -> dict[str, str]:
        """Where the force stands with each recommendation today, in one query."""
        positions = positions_on(self.reader.day, self.reader).filter(
            holder=self.response.force_id, action__recommendation__inspection=self.response.inspection_id
        )
        return {
            position.action.recommendation.reference: position.group
            for position in positions.select_related("action__recommendation")
        }

    def theirs_of(self, *keys: str) -> list[Theirs]:
        """What somebody else saved meanwhile in these fields."""
        found = {conflict.key: conflict for conflict in self.conflicts}
        return [
            Theirs(self.form[key], found[key].who, in_words(key, found[key].theirs)) for key in keys if key in found
        ]

    @property
    def all_theirs(self) -> list[Theirs]:
        """All that somebody else saved meanwhile, in the page's order."""
        return self.theirs_of(*self.form.stored)

    @property
    def quoted_theirs(self) -> list[Theirs]:
        return self.theirs_of("quoted")

    @property
    def general_theirs(self) -> list[Theirs]:
        return self.theirs_of("general_comments")

    @property
    def reply_theirs(self) -> list[Theirs]:
        return self.theirs_of("reply")

    @property
    def general_lack(self) -> str:
        return self._missing.get("general_comments", "") if self.is_checked else ""

    @property
    def checklist(self) -> list[Entry]:
        """What the law asks for, in the page's order."""
        invitation = next((lack.field for lack in self.lacks if lack.field in _INVITATION), "")
        explained = _("Explained"), _("Not explained yet")
        return [
            Entry(
                "invited", _("Invitation to the chief officer"), not invitation, _("Recorded"), _("Not recorded yet")
            ),
            Entry(
                "general_comments",
                _("Comments on the report"),
                "general_comments" not in self._missing,
                _("Written"),
                _("Not written yet"),
            ),
            *(
                Entry(
                    explanation_field(item.reference),
                    item.label,
                    item.is_explained,
                    *explained,
                    item.short_title,
                )
                for item in self.needed
            ),
        ]

    @property
    def needed(self) -> list[Item]:
        """The items that need an explanation."""
        return [item for item in self.content.items if item.needs_explanation]

    @property
    def explained_count(self) -> int:
        return sum(item.is_explained for item in self.needed)

    @property
    def others_count(self) -> int:
        """How many items may be explained but need not be."""
        return len(self.content.items) - len(self.needed)


_INVITATION = ("invited", "not_invited_reason")
