"""What a document is composed from, and the wording that several kinds of document share. Pure."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recommendations.documents.blocks import Block, Heading, Words
from recommendations.responses.completeness import unexplained
from recommendations.responses.content import ACTION_PROPOSED, ACTION_TAKEN, NO_ACTION, Content, Item, Letterhead


@dataclass(frozen=True)
class Source:
    """A response with what stands round it.

    `recorded_from` names the place of a response that was published elsewhere and recorded here as it stands.
    """

    content: Content
    letterhead: Letterhead
    comments_wanted_by: datetime.date | None = None
    recorded_from: str = ""


_LINE_ENDS = re.compile("[\v\f\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(value: Any) -> Any:
    """A source, or a part of one, without the control characters that come with pasted text: no Word file can hold
    them. Those that end a line become line ends."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", value))
    if isinstance(value, tuple):
        return tuple(printable(part) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: printable(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **parts)
    return value


def day(value: datetime.date | None) -> str:
    """ "31 January 2025"; nothing where there is no date."""
    return date_format(value, "j F Y") if value else ""


def listed(names: tuple[str, ...]) -> str:
    """ "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(others)s and %(last)s") % {"others": ", ".join(names[:-1]), "last": names[-1]}


def marks(source: Source, *, never_draft: bool = False) -> tuple[str, ...]:
    """What every page says before anything else."""
    found = []
    if source.letterhead.is_draft and not never_draft:
        found.append(_("DRAFT"))
    if source.letterhead.is_demonstration:
        found.append(_("Invented demonstration data"))
    return tuple(found)


def inspectorates(content: Content) -> str:
    """Who published the report."""
    return listed(content.inspectorates) or "HMICFRS"


def report_words(content: Content) -> str:
    """The report in a sentence: who, title, date."""
    words = {
        "who": inspectorates(content),
        "title": content.inspection_title,
        "day": day(content.inspection_published_on),
    }
    return _("the report by %(who)s “%(title)s”, published on %(day)s") % words


def notices(source: Source) -> list[Block]:
    """What a reader must know first: recorded from elsewhere, published incomplete."""
    found: list[Block] = []
    if source.recorded_from:
        text = _("This response was published elsewhere and stands here as it was recorded, from: %(place)s")
        found.append(Words(text % {"place": source.recorded_from}))
    lacking = unexplained(source.content)
    if source.letterhead.unexplained_reason:
        words = {
            "references": listed(tuple(lacking)),
            "reason": source.letterhead.unexplained_reason,
        }
        text = (
            _("Published without an explanation of: %(references)s. The reason recorded: %(reason)s")
            if lacking
            else _("Published incomplete. The reason recorded: %(reason)s")
        )
        found.append(Words(text % words))
    return found


def chief_officer_blocks(content: Content, level: int) -> Iterator[Block]:
    """The chief officer's comments on the report and the reply to them, or why there are none (s.55(5)(b) and (c))."""
    yield Heading(_("Comments of the chief officer of police"), level)
    if content.chief_officer_comments.strip():
        yield Words(content.chief_officer_comments)
    elif content.chief_officer == "not-invited":
        reason = {"reason": content.not_invited_reason or _("no reason is recorded")}
        yield Words(_("The chief officer was not invited to comment: %(reason)s") % reason)
    elif any(item.chief_officer_comment.strip() for item in content.items):
        yield Words(_("The chief officer’s comments stand with the recommendations."))
    elif content.no_chief_officer_comments:
        yield Words(_("The chief officer was invited to comment and made no comments."))
    else:
        yield Words(_("No comments of the chief officer are recorded."))
    if content.reply_to_chief_officer.strip():
        title = {"title": content.office_holder_title}
        yield Heading(_("Reply of the %(title)s to the chief officer") % title, level)
        yield Words(content.reply_to_chief_officer)


def recommendation_blocks(content: Content, level: int) -> Iterator[Block]:
    """Every recommendation with what is said on it, once, in the report's order, under the report's themes."""
    if not content.items:
        yield Words(_("The report has no recommendations."))
    theme = ""
    for item in content.items:
        if item.theme and item.theme != theme:
            yield Heading(item.theme, level)
        theme = item.theme
        yield from _item_blocks(item, content, level + 1 if item.theme else level)


def _item_blocks(item: Item, content: Content, level: int) -> Iterator[Block]:
    yield Heading(item.label, level)
    yield Words(item.text, quoted=True)
    if item.chief_officer_comment.strip():
        yield Heading(_("Comment of the chief officer of police"), level + 1)
        yield Words(item.chief_officer_comment)
    if item.explanation.strip() or item.needs_explanation:
        yield Heading(_("Explanation by the %(title)s") % {"title": content.office_holder_title}, level + 1)
        summary = _what_is_explained(item)
        if summary:
            yield Words(summary, strong=True)
        yield Words(item.explanation if item.explanation.strip() else _("No explanation is recorded."))


def _what_is_explained(item: Item) -> str:
    """The kind of an explanation in words (s.55(5B)): action taken, or proposed, or none."""
    if item.explanation_kind == ACTION_PROPOSED and item.proposed_by:
        return _("Action proposed, by %(day)s") % {"day": day(item.proposed_by)}
    words = {ACTION_TAKEN: _("Action taken"), ACTION_PROPOSED: _("Action proposed"), NO_ACTION: _("No action")}
    return words.get(item.explanation_kind, "")


def licence() -> Words:
    """The attribution under which the inspectorate's words are quoted."""
    return Words(
        _(
            "The recommendations and findings are quoted from the report: public sector information licensed under "
            "the Open Government Licence v3.0."
        )
    )
