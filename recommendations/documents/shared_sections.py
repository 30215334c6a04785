"""Sections and wording that several kinds of document share. Pure."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recommendations.documents.document_source import DocumentSource
from recommendations.documents.elements import Element, Heading, Paragraphs
from recommendations.register.models import RecommendationKind
from recommendations.register.models.recommendation import kind_in_words
from recommendations.responses.completeness import unexplained
from recommendations.responses.content import (
    ACTION_PROPOSED,
    ACTION_TAKEN,
    NO_ACTION,
    Letterhead,
    ResponseContent,
    ResponseItem,
)
from recommendations.responses.joint_content import AnsweredItem


def day(value: datetime.date | None) -> str:
    """ "31 January 2025"; empty where there is no date."""
    return date_format(value, "j F Y") if value else ""


def listed(names: tuple[str, ...]) -> str:
    """ "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(others)s and %(last)s") % {"others": ", ".join(names[:-1]), "last": names[-1]}


def marks(source: DocumentSource, *, never_draft: bool = False) -> tuple[str, ...]:
    """Return what every page shows first."""
    found = []
    if source.letterhead.is_draft and not never_draft:
        found.append(_("DRAFT"))
    if source.letterhead.is_demonstration:
        found.append(_("Invented demonstration data"))
    return tuple(found)


def inspectorates(content: ResponseContent) -> str:
    """Return who published the report."""
    return listed(content.inspectorates) or "HMICFRS"


def all_inspectorates(content: ResponseContent) -> str:
    """Return who published the reports of a response, each once."""
    return listed(tuple(dict.fromkeys(inspectorates(report) for report in content.reports)))


def items_in_words(content: ResponseContent) -> str:
    """Return what the document shows, counted: "the 14 recommendations of the report"."""
    words = _("the %(items)s of the report"), _("the %(items)s of the reports")
    if content.other_items:
        words = _("the %(items)s that the report asks about"), _("the %(items)s that the reports ask about")
    return words[len(content.reports) > 1] % {"items": _counted(content.shown_items)}


def other_items_in_words(content: ResponseContent) -> str:
    """Return what the report does not ask about, in a sentence; empty where it asks about everything."""
    if not content.other_items:
        return ""
    if not content.shown_items:
        words = _("The report does not ask the %(body)s about its %(items)s.")
    elif len(content.other_items) > 1:
        words = _("The report does not ask the %(body)s about its other items: %(items)s.")
        if len(content.reports) > 1:
            words = _("The reports do not ask the %(body)s about their other items: %(items)s.")
    else:
        words = _("The report does not ask the %(body)s about its other %(items)s.")
    return words % {"body": content.bodies_in_words, "items": _counted(content.other_items)}


def _counted(items: Iterable[ResponseItem]) -> str:
    """ "14 recommendations and 2 areas for improvement"; a single item without its number."""
    kinds = Counter(_kind_of(item) for item in items)
    counted = listed(tuple(kind_in_words(kind, count) for kind, count in kinds.items()))
    return counted.removeprefix("1 ") if kinds.total() == 1 else counted


def _kind_of(item: ResponseItem) -> str:
    """Return the kind that the label of an item begins with: "afi" for "Area for improvement 3" or one unnumbered."""
    kind, title, _rest = item.label.rpartition(f": {item.short_title}")
    words = kind if title else item.label.rpartition(" ")[0]
    return next((kind.value for kind in RecommendationKind if str(kind.label) == words), words)


def reference_line(head: Letterhead) -> str:
    """ "Our reference: OPCC/2026/soteria-2024"; empty where the office has none."""
    return _("Our reference: %(reference)s") % {"reference": head.our_reference} if head.our_reference else ""


def report_words(content: ResponseContent) -> str:
    """Return the report, or each of several, in a sentence: who, title, date."""
    report = _("the report by %(who)s “%(title)s”, published on %(day)s")
    return listed(
        tuple(
            report
            % {
                "who": inspectorates(each),
                "title": each.inspection_title,
                "day": day(each.inspection_published_on),
            }
            for each in content.reports
        )
    )


def kind_of_response(content: ResponseContent) -> str:
    return _("joint response") if len(content.bodies) > 1 else _("response")


def joint_words(content: ResponseContent) -> str:
    """Return in a sentence for which forces, and to which reports, a joint response answers."""
    if len(content.reports) > 1:
        words = _("It answers for %(forces)s, to %(number)d reports.")
    else:
        words = _("It answers for %(forces)s.")
    return words % {"forces": content.forces_in_words, "number": len(content.reports)}


def notices(source: DocumentSource) -> list[Element]:
    """Return what a reader must know first: that it was published elsewhere, or is incomplete."""
    found: list[Element] = []
    if source.recorded_from:
        text = _("This response was published elsewhere. This is a word-for-word record, from: %(place)s")
        found.append(Paragraphs(text % {"place": source.recorded_from}))
    lacking = dict.fromkeys(label for member in source.content.members for label in unexplained(member))
    if source.letterhead.unexplained_reason:
        words = {
            "references": listed(tuple(lacking)),
            "reason": source.letterhead.unexplained_reason,
        }
        text = (
            _("Published without an explanation of: %(references)s. Reason recorded: %(reason)s")
            if lacking
            else _("Published incomplete. Reason recorded: %(reason)s")
        )
        found.append(Paragraphs(text % words))
    return found


def chief_officer_elements(content: ResponseContent, level: int) -> Iterator[Element]:
    """Yield each Chief Constable's comments on the report and the reply, or why there are none (s.55(5)(b) and (c))."""
    for name, member in content.named_members:
        yield from _chief_officer_elements(member, f", {name}" if name else "", level)


def _chief_officer_elements(content: ResponseContent, name: str, level: int) -> Iterator[Element]:
    chief_officer = {"title": content.chief_officer_title}
    yield Heading(_("%(title)s’s comments") % chief_officer + name, level)
    if content.chief_officer_comments.strip():
        yield Paragraphs(content.chief_officer_comments)
    elif content.chief_officer == "not-invited":
        reason = {"reason": content.not_invited_reason or _("no reason is recorded")}
        yield Paragraphs(_("The %(title)s was not invited to comment: %(reason)s") % (chief_officer | reason))
    elif any(item.chief_officer_comment.strip() for item in content.items):
        yield Paragraphs(_("The %(title)s’s comments are shown with the recommendations.") % chief_officer)
    elif content.no_chief_officer_comments:
        yield Paragraphs(_("The %(title)s was invited to comment and made no comments.") % chief_officer)
    else:
        yield Paragraphs(_("No comments by the %(title)s are recorded.") % chief_officer)
    if content.reply_to_chief_officer.strip():
        yield Heading(_("%(title)s’s reply") % {"title": content.office_holder_title} + name, level)
        yield Paragraphs(content.reply_to_chief_officer)


def recommendation_elements(content: ResponseContent, level: int) -> Iterator[Element]:
    """Yield each recommendation asked about with the response to it, in the report's order, under its themes.

    A joint response names the report, where it answers several, and the force, where only one was asked. The last
    paragraph says how many others the report has.
    """
    if not any(report.items for report in content.reports):
        yield Paragraphs(_("The report has no recommendations."))
    for group in content.item_groups:
        if group.heading:
            yield Heading(group.heading, level)
        yield from _items_elements(group.items, content, level + 1 if group.heading else level)
    if others := other_items_in_words(content):
        yield Paragraphs(others)


def _items_elements(items: Iterable[AnsweredItem], content: ResponseContent, level: int) -> Iterator[Element]:
    theme = ""
    for answered in items:
        item = answered.item
        if item.theme and item.theme != theme:
            yield Heading(item.theme, level)
        theme = item.theme
        yield from _item_elements(answered, content, level + 1 if item.theme else level)


def _item_elements(answered: AnsweredItem, content: ResponseContent, level: int) -> Iterator[Element]:
    item = answered.item
    yield Heading(item.label, level)
    yield Paragraphs(item.text, quoted=True)
    for whose, text in answered.comments:
        yield Heading(whose, level + 1)
        yield Paragraphs(text)
    if item.explanation.strip() or item.needs_explanation:
        yield Heading(_("%(whose)s explanation") % {"whose": content.whose}, level + 1)
        summary = _kind_in_words(item)
        if summary:
            yield Paragraphs(summary, strong=True)
        yield Paragraphs(item.explanation if item.explanation.strip() else _("No explanation is recorded."))


def _kind_in_words(item: ResponseItem) -> str:
    """Return the kind of an explanation in words (s.55(5B)): action taken, or proposed, or none."""
    if item.explanation_kind == ACTION_PROPOSED and item.proposed_by:
        return _("Action proposed, by %(day)s") % {"day": day(item.proposed_by)}
    words = {ACTION_TAKEN: _("Action taken"), ACTION_PROPOSED: _("Action proposed"), NO_ACTION: _("No action")}
    return words.get(item.explanation_kind, "")


def licence() -> Paragraphs:
    """Return the attribution under which the inspectorate's words are quoted."""
    return Paragraphs(
        _(
            "The recommendations and findings are quoted from the report: public sector information licensed under "
            "the Open Government Licence v3.0."
        )
    )
