"""A record of the log in words: what was done, and the page of what it was done to."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import BodyKind
from forces.people.access import Reader
from forces.people.editions import Audience
from forces.people.models import AccountEvent, Role
from recommendations.assurance.models import Assurance
from recommendations.pages.log.records import LogRecord, RecordKind
from recommendations.register.statuses import Status
from recommendations.responses.models import Sending
from soteria_tracker.web.templatetags.soteria import day


def what_was_done(record: LogRecord) -> str:
    """Return what the person did, for example "Recorded “In progress”"."""
    return _SENTENCES[RecordKind(record.record_kind)](record)


def about(record: LogRecord) -> str:
    """Return what the record is about: an item of a report, a report, or an organisation."""
    if record.item_reference:
        words = {"item": record.item_number or record.item_title, "report": record.report_label}
        return _("%(report)s, %(item)s") % words
    return record.report_label or record.body_label or _("Soteria Tracker")


def address(record: LogRecord, reader: Reader) -> str:
    """Return the address of what was changed; of the organisation where this reader may not open that page.

    Empty for what has no page that this reader may open: the role of an administrator, and an auditor's panel.
    """
    kind, body, report = RecordKind(record.record_kind), record.body_slug, record.report_slug
    if kind is RecordKind.REPORT:
        return _address_in_the_register(record)
    if record.item_reference:
        page = "force-action" if record.body_kind == BodyKind.FORCE else "body-action"
        return reverse(page, args=[body, report, record.item_reference])
    if kind is RecordKind.PUBLICATION:
        return reverse("publication", args=[body, report, record.how_many])
    if report:
        return reverse("response", args=[body, report])
    if kind is RecordKind.LETTER and record.body_key in reader.logged_holders:
        return reverse("letter", args=[body, record.record_key])
    if record.body_key in reader.office | reader.own_bodies:
        if kind in _PAGES_OF_THE_OFFICE:
            return reverse(_PAGES_OF_THE_OFFICE[kind], args=[body, record.record_key])
        if kind is RecordKind.COMMITMENT:
            return reverse("duties", args=[body])
    if not body or (record.body_kind == BodyKind.PANEL and reader.is_auditor_only):
        return ""
    return reverse("dated:force" if record.body_kind == BodyKind.FORCE else "dated:body", args=[body])


def _address_in_the_register(record: LogRecord) -> str:
    if not record.report_slug:  # a load of files
        return reverse("dated:inspections")
    if not record.item_reference or record.record_state == "item-":
        return reverse("dated:inspection", args=[record.report_slug])
    return reverse("dated:recommendation", args=[record.report_slug, record.item_reference])


_PAGES_OF_THE_OFFICE = {RecordKind.REQUEST: "round", RecordKind.RELEASE: "release"}


def _update(record: LogRecord) -> str:
    if not record.record_state:
        return _("Recorded a note for the office")
    return _("Recorded “%(status)s”") % {"status": Status(record.record_state).label}


def _retraction(record: LogRecord) -> str:
    words = {"day": day(record.about_day), "reason": record.record_text}
    if record.record_state == "assurance":
        return _("Retracted an assurance")
    return _("Retracted the update of %(day)s. Reason: %(reason)s") % words


def _letter(record: LogRecord) -> str:
    words = ngettext(
        "Recorded the letter of %(day)s from %(sender)s for %(count)d action",
        "Recorded the letter of %(day)s from %(sender)s for %(count)d actions",
        record.how_many,
    )
    return words % {"day": day(record.about_day), "sender": record.record_text, "count": record.how_many}


def _request(record: LogRecord) -> str:
    if record.record_state == "upload":
        return _("Uploaded a reply to the request due on %(day)s") % {"day": day(record.about_day)}
    words = ngettext(
        "Requested an update on %(count)d action by %(day)s",
        "Requested updates on %(count)d actions by %(day)s",
        record.how_many,
    )
    return words % {"count": record.how_many, "day": day(record.about_day)}


def _release(record: LogRecord) -> str:
    count = record.how_many
    if record.record_state == "withdrawn":
        words = ngettext(
            "Withdrew the release of %(count)d update. Reason: %(reason)s",
            "Withdrew the release of %(count)d updates. Reason: %(reason)s",
            count,
        )
        return words % {"count": count, "reason": record.record_text}
    to = _("the panel") if record.record_state == Audience.PANEL else _("the public")
    if not count:
        return _("Released assurance to %(to)s") % {"to": to}
    words = ngettext("Released %(count)d update to %(to)s", "Released %(count)d updates to %(to)s", count)
    return words % {"count": count, "to": to}


def _assurance(record: LogRecord) -> str:
    if not record.record_state:
        return _("Recorded assurance")
    return _("Recorded assurance: %(level)s") % {"level": Assurance.Level(record.record_state).label}


def _response(record: LogRecord) -> str:
    return {
        "started": _("Started the response"),
        "submitted": _("Submitted the response for approval"),
        "draft:submitted": _("Changed the submitted response, which is a draft again"),
        "draft:approved": _("Changed the approved response, which ended its approval"),
        "draft:published": _("Started a correction of the response"),
        "asked": _("Asked the office to answer jointly"),
        "accepted": _("Agreed to answer jointly"),
        "declined": _("Declined to answer jointly"),
        "withdrawn": _("Withdrew the request to answer jointly"),
    }[record.record_state]


def _approval(record: LogRecord) -> str:
    if record.record_state == "returned":
        return _("Returned the response: “%(comment)s”") % {"comment": record.record_text}
    return _("Approved the response")


def _publication(record: LogRecord) -> str:
    state, _colon, recipient = record.record_state.partition(":")
    words = {"version": record.how_many, "day": day(record.about_day)}
    if state == "sent":
        words |= {"recipient": Sending.Recipient(recipient).label}
        return _("Recorded that version %(version)d was sent on %(day)s to: %(recipient)s") % words
    if state == "elsewhere":
        return _("Recorded version %(version)d, published elsewhere") % words
    return _("Published version %(version)d of the response") % words


def _commitment(record: LogRecord) -> str:
    sentence = {
        "duty:+": _("Recorded a duty: %(what)s"),
        "duty:~": _("Changed a duty: %(what)s"),
        "duty:done": _("Completed a duty: %(what)s"),
        "duty:-": _("Removed a duty: %(what)s"),
        "commitment:+": _("Recorded a commitment: %(what)s"),
        "commitment:~": _("Changed a commitment: %(what)s"),
        "commitment:done": _("Completed a commitment: %(what)s"),
        "commitment:-": _("Removed a commitment: %(what)s"),
    }[record.record_state]
    return sentence % {"what": record.record_text}


def _lead(record: LogRecord) -> str:
    if record.record_state == "other":
        return _("Changed the action")
    if not record.record_text:
        return _("Changed the action’s lead or project. No lead is named")
    return _("Changed the action’s lead or project. Lead: %(lead)s") % {"lead": record.record_text}


def _account(record: LogRecord) -> str:
    if record.record_state == AccountEvent.Kind.SECOND_FACTOR_RESET:
        return _("Reset the second step of %(person)s’s sign-in") % {"person": record.record_text}
    change, _colon, role = record.record_state.partition(":")
    sentence = {
        "+": _("Gave %(person)s the role %(role)s"),
        "~": _("Changed the dates of %(person)s’s role as %(role)s"),
        "-": _("Removed the role %(role)s from %(person)s"),
    }[change]
    done = sentence % {"person": record.record_text, "role": Role(role).label}
    if not record.about_day or change == "-":
        return done
    return _("%(done)s, until %(day)s") % {"done": done, "day": day(record.about_day)}


def _report(record: LogRecord) -> str:
    return {
        "load": _("Loaded files"),
        "+": _("Added the report"),
        "~": _("Changed the report"),
        "-": _("Removed the report"),
        "item~": _("Changed the recommendation"),
        "item-": _("Removed the recommendation"),
    }[record.record_state]


def _reorganisation(record: LogRecord) -> str:
    words = {"day": day(record.about_day), "summary": record.record_text.partition("\n")[0]}
    if record.record_state == "undone":
        return _("Undid the reorganisation of %(day)s: %(summary)s") % words
    return _("Recorded a reorganisation from %(day)s: %(summary)s") % words


_SENTENCES: dict[RecordKind, Callable[[LogRecord], str]] = {
    RecordKind.UPDATE: _update,
    RecordKind.RETRACTION: _retraction,
    RecordKind.LETTER: _letter,
    RecordKind.REQUEST: _request,
    RecordKind.RELEASE: _release,
    RecordKind.ASSURANCE: _assurance,
    RecordKind.RESPONSE: _response,
    RecordKind.APPROVAL: _approval,
    RecordKind.PUBLICATION: _publication,
    RecordKind.COMMITMENT: _commitment,
    RecordKind.LEAD: _lead,
    RecordKind.ACCOUNT: _account,
    RecordKind.REPORT: _report,
    RecordKind.REORGANISATION: _reorganisation,
}
