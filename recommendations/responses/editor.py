"""What the editor's page shows besides its form: the checklist, the force's positions, other people's changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from forces.people.access import Reader
from recommendations.positions.counting import positions_on
from recommendations.responses.completeness import MissingPart, explanation_field, has_letter, missing_parts
from recommendations.responses.concurrent_edits import DraftConflict
from recommendations.responses.content import ResponseContent, ResponseItem
from recommendations.responses.forms.draft import DraftForm, ExplanationForm, display_value
from recommendations.responses.models import Response
from recommendations.responses.services.drafting import REPORT

_INVITATION_FIELDS = ("invited", "not_invited_reason")


OPEN_AT_ONCE = 3  # recommendations to explain that are shown in full; the others are folded


@dataclass(frozen=True)
class OtherVersion:
    """What someone else saved in a field in the meantime, in words, and the field that shows mine."""

    field: BoundField
    saved_by: str
    words: str


@dataclass(frozen=True)
class EditorRow:
    """One recommendation in the editor."""

    item: ResponseItem
    form: ExplanationForm
    position: str  # the group of the force's position, empty where the force has no action
    action_url: str
    precedents_url: str
    other_versions: list[OtherVersion]
    missing: str  # what to do, where completeness was asked for and it is not explained
    is_next: bool  # one of the first that are not explained yet

    @property
    def is_open(self) -> bool:
        """Whether it is shown in full: it comes next, or something about it has to be read."""
        return bool(self.is_next or self.missing or self.other_versions or self.form.errors or self.form.questions)


@dataclass(frozen=True)
class ChecklistItem:
    """One line of the checklist: the field it leads to, its name, and whether it is done."""

    field: str
    label: str
    is_done: bool
    done: str
    to_do: str
    title: str = ""  # of a recommendation, after its label


@dataclass
class Editor:
    """The page of one draft for its office. `is_checked`: what is missing is shown as an error."""

    response: Response
    content: ResponseContent
    form: DraftForm
    reader: Reader
    conflicts: Iterable[DraftConflict] = ()
    is_checked: bool = False
    missing_parts: list[MissingPart] = field(init=False)

    def __post_init__(self) -> None:
        self.missing_parts = missing_parts(self.content)
        self._messages = {part.field: part.message for part in self.missing_parts}

    @property
    def has_errors(self) -> bool:
        """Whether the page has to tell the office of anything wrong."""
        return bool(self.form.has_errors or self.all_other_versions or (self.is_checked and self.missing_parts))

    @cached_property
    def rows(self) -> list[EditorRow]:
        """Every recommendation in the report's order, with its form."""
        positions = self._positions()
        to_explain = [item.reference for item in self.content.items if item.needs_explanation and not item.is_explained]
        return [
            self._row(item, positions.get(item.reference, ""), is_next=item.reference in to_explain[:OPEN_AT_ONCE])
            for item in self.content.items
        ]

    def _row(self, item: ResponseItem, position: str, *, is_next: bool) -> EditorRow:
        address = [self.response.force.slug, self.response.inspection.slug, item.reference]
        return EditorRow(
            item=item,
            form=self.form.parts[item.reference],
            position=position,
            action_url=reverse("force-action", args=address) if position else "",
            precedents_url=reverse("response-precedents", args=address),
            other_versions=self.other_versions_of(item.reference),
            missing=self._messages.get(explanation_field(item.reference), "") if self.is_checked else "",
            is_next=is_next,
        )

    def _positions(self) -> dict[str, str]:
        """Return the group today of each action that was opened for the force, by recommendation, in one query."""
        positions = positions_on(self.reader.day, self.reader).filter(
            action__holder=self.response.force_id, action__recommendation__inspection=self.response.inspection_id
        )
        return {
            position.action.recommendation.reference: position.group
            for position in positions.select_related("action__recommendation")
        }

    def other_versions_of(self, reference: str, *fields: str) -> list[OtherVersion]:
        """Return what someone else saved meanwhile about a recommendation or the report, in all or these fields."""
        form = self.form.parts[reference] if reference else self.form
        return [
            OtherVersion(form[conflict.field], conflict.saved_by, display_value(conflict.field, conflict.theirs))
            for conflict in self.conflicts
            if conflict.reference == reference and (not fields or conflict.field in fields)
        ]

    @cached_property
    def all_other_versions(self) -> list[OtherVersion]:
        """Everything that someone else saved meanwhile, in the page's order."""
        of_recommendations = [version for row in self.rows for version in row.other_versions]
        return [*self.other_versions_of(REPORT), *of_recommendations]

    @property
    def other_quoted(self) -> list[OtherVersion]:
        return self.other_versions_of(REPORT, "quoted")

    @property
    def other_general_comments(self) -> list[OtherVersion]:
        return self.other_versions_of(REPORT, "general_comments")

    @property
    def other_reply(self) -> list[OtherVersion]:
        return self.other_versions_of(REPORT, "reply")

    @property
    def general_missing(self) -> str:
        return self._messages.get("general_comments", "") if self.is_checked else ""

    @property
    def checklist(self) -> list[ChecklistItem]:
        """What the law requires, in the page's order."""
        invitation = any(part.field in _INVITATION_FIELDS for part in self.missing_parts)
        title = {"title": self.content.chief_officer_title}
        return [
            ChecklistItem(
                "invited",
                _("Invitation to the %(title)s") % title,
                not invitation,
                _("Recorded"),
                _("Not recorded yet"),
            ),
            ChecklistItem(
                "general_comments",
                _("Comments on the report"),
                "general_comments" not in self._messages,
                _("Written"),
                _("Not written yet"),
            ),
            *(
                ChecklistItem(
                    explanation_field(item.reference),
                    item.label,
                    item.is_explained,
                    _("Explained"),
                    _("Not explained yet"),
                    item.short_title,
                )
                for item in self.needed
            ),
        ]

    @property
    def has_letter(self) -> bool:
        return has_letter(self.content)

    @property
    def needed(self) -> list[ResponseItem]:
        """The items that need an explanation."""
        return [item for item in self.content.items if item.needs_explanation]

    @property
    def explained_count(self) -> int:
        return sum(item.is_explained for item in self.needed)

    @property
    def optional_count(self) -> int:
        """How many items may be explained but need not be."""
        return len(self.content.items) - len(self.needed)
