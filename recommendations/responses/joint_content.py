"""What a document shows of a whole response: one force and one report, or the members of a joint response. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from recommendations.responses.content import ResponseContent, ResponseItem


@dataclass(frozen=True)
class AnsweredItem:
    """One item with every Chief Constable's comment on it: whose it is, and the text."""

    item: ResponseItem
    anchor: str  # unique on a page
    comments: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ItemGroup:
    """Items under one heading: of one report of several, or asked of one force of several. Usually without one."""

    heading: str
    items: tuple[AnsweredItem, ...]


class WholeResponse:
    """What ResponseContent says of all members of a response. With one member, that is the response itself."""

    @property
    def members(self) -> tuple[ResponseContent, ...]:
        """Return every member in the same order from whichever it is read: by report, oldest first, then by force."""
        own = cast("ResponseContent", self)
        everyone = (own, *own.others)
        return tuple(sorted(everyone, key=lambda each: (*_report_of(each), each.force)))

    @property
    def is_joint(self) -> bool:
        return len(self.members) > 1

    @property
    def reports(self) -> tuple[ResponseContent, ...]:
        """Return the first member for each report."""
        return tuple({_report_of(member): member for member in reversed(self.members)}.values())[::-1]

    @property
    def bodies(self) -> tuple[str, ...]:
        """Return the local policing bodies that answer, each once."""
        return _unique(member.body for member in self.members)

    @property
    def bodies_in_words(self) -> str:
        """ "Police and Crime Commissioner for Dorset and the …": what follows "the"."""
        first, *others = self.bodies
        return _in_words([first, *(_("the %(body)s") % {"body": body} for body in others)])

    @property
    def forces(self) -> tuple[str, ...]:
        """Return the forces that it answers for, each once."""
        return _unique(member.force for member in self.members)

    @property
    def forces_in_words(self) -> str:
        return _in_words(self.forces)

    @property
    def report_titles(self) -> str:
        return _in_words([report.inspection_title for report in self.reports])

    @property
    def quoted_titles(self) -> str:
        """ "“An inspection of custody” and “An inspection of vetting”"."""
        return _in_words([_("“%(title)s”") % {"title": report.inspection_title} for report in self.reports])

    @property
    def whose(self) -> str:
        """Return the possessive before "comments": "Police and Crime Commissioner’s", "Local policing bodies’"."""
        if len(self.bodies) > 1:
            return _("Local policing bodies’")
        return _("%(title)s’s") % {"title": self.members[0].office_holder_title}

    @property
    def copied_to(self) -> str:
        """Return who gets a copy beside the Home Secretary."""
        return _in_words(_unique(member.answered_to or "HMICFRS" for member in self.members))

    @property
    def last_days(self) -> tuple[datetime.date, ...]:
        """Return each different last day for the response; none where the reports set none."""
        return tuple(dict.fromkeys(member.last_day for member in self.members if member.last_day))

    @property
    def named_members(self) -> list[tuple[str, ResponseContent]]:
        """Return each member with what tells it from the others: its force, its report, or both; else nothing."""
        several_forces = len({member.force for member in self.members}) > 1
        several_reports = len(self.reports) > 1
        return [
            (
                ", ".join([member.force] * several_forces + [member.inspection_short_title] * several_reports),
                member,
            )
            for member in self.members
        ]

    @property
    def chief_officer_sections(self) -> list[tuple[str, str, ResponseContent]]:
        """Return the anchor, unique on a page, and the heading for the comments of each member's Chief Constable."""
        return [
            (
                "chief-officer" if member is self else f"chief-officer-{number}",
                ", ".join(filter(None, (member.chief_officer_title, name))),
                member,
            )
            for number, (name, member) in enumerate(self.named_members, 1)
        ]

    @property
    def shown_items(self) -> list[ResponseItem]:
        """Return the items that documents show, each once, in the order of the reports."""
        return self._items(is_shown=True)

    @property
    def other_items(self) -> list[ResponseItem]:
        """Return the items that the reports do not ask about: documents say how many there are."""
        return self._items(is_shown=False)

    def _items(self, *, is_shown: bool) -> list[ResponseItem]:
        found = []
        for report in self.reports:
            shown = {item.reference for each in self._answering(report) for item in each.items if item.is_shown}
            found += [item for item in report.items if (item.reference in shown) == is_shown]
        return found

    @property
    def item_groups(self) -> list[ItemGroup]:
        """Return the items of each report: those for every force that is answered for, then those for one only."""
        groups = []
        for number, report in enumerate(self.reports, 1):
            members = self._answering(report)
            title = report.inspection_title if len(self.reports) > 1 else ""
            prefix = "" if report is self or any(each is self for each in members) else f"report-{number}-"
            for force in ("", *(member.force for member in members)):
                items = tuple(
                    _answered(item.reference, members, prefix)
                    for item in report.items
                    if item.asked_force == force and any(_item(each, item.reference).is_shown for each in members)
                )
                if items:
                    groups.append(ItemGroup(": ".join(filter(None, (title, force))), items))
        return groups

    def _answering(self, report: ResponseContent) -> list[ResponseContent]:
        """Return the members that answer the report, one for each force."""
        return [member for member in self.members if _report_of(member) == _report_of(report)]


def _report_of(content: ResponseContent) -> tuple[datetime.date, str]:
    return content.inspection_published_on, content.inspection_title


def _item(content: ResponseContent, reference: str) -> ResponseItem:
    return next(item for item in content.items if item.reference == reference)


def _answered(reference: str, members: list[ResponseContent], prefix: str) -> AnsweredItem:
    """Return the item as the force that was asked has it, with the comments of every member's Chief Constable."""
    versions = [(member, _item(member, reference)) for member in members]
    item = next(
        (found for member, found in versions if found.is_shown and found.asked_force in ("", member.force)),
        versions[0][1],
    )
    comments = []
    for member, found in versions:
        if found.chief_officer_comment.strip():
            whose = _("%(title)s’s comment") % {"title": member.chief_officer_title}
            if len(members) > 1:
                whose = f"{whose}, {member.force}"
            comments.append((whose, found.chief_officer_comment))
    return AnsweredItem(item, f"{prefix}rec-{reference}", tuple(comments))


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _in_words(names: Iterable[str]) -> str:
    """ "A, B and C"."""
    return get_text_list(list(names), _("and"))
