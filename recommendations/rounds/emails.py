"""The emails of a round: the office's own text, with what differs between leads filled in. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_LONGEST_LINK = 1_900  # characters; mail programs cut longer ones


@dataclass(frozen=True)
class EmailRecipient:
    """A lead who is asked for updates: what the placeholders of the email text become."""

    holder: str
    post: str
    name: str
    email: str
    actions: int
    reply_by: datetime.date


@dataclass(frozen=True)
class RoundEmail:
    """One email to copy or send."""

    email: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """A mailto: link. It has no text if the link would be too long for mail programs."""
        start = f"mailto:{quote(self.email, safe='@')}?subject={quote(self.subject)}"
        with_text = f"{start}&body={quote(self.text.replace(chr(10), chr(13) + chr(10)))}"
        return with_text if len(with_text) <= _LONGEST_LINK else start

    @property
    def link_has_text(self) -> bool:
        """Whether the link has the text of the email."""
        return "&body=" in self.link


def placeholders() -> dict[str, str]:
    """Return the placeholders of the email text with their values."""
    return {
        "[lead]": _("the lead’s name, or their post"),
        "[post]": _("the lead’s post"),
        "[actions]": _("the number of actions, for example “12 actions”"),
        "[date]": _("the date to reply by"),
        "[body]": _("the force or body whose actions they are"),
    }


def default_email_text() -> str:
    """Return the email text that a new round starts with."""
    return _(
        "Dear [lead],\n\n"
        "Please send us an update on the recommendations that you lead for [body]. The attached workbook lists "
        "[actions], each with the full text of the recommendation, its deadline and your last update.\n\n"
        "Please complete the white columns and return the workbook by [date]. "
        "If nothing has changed, please say so.\n\n"
        "Thank you."
    )


def request_email(text: str, to: EmailRecipient) -> RoundEmail:
    """Return the email that goes with a workbook."""
    subject = _("%(holder)s: please send your updates by %(day)s") % {"holder": to.holder, "day": _day(to.reply_by)}
    return RoundEmail(to.email, subject, fill_placeholders(text, to))


def reminder_email(to: EmailRecipient, *, replied: int, sent_on: datetime.date | None) -> RoundEmail:
    """Return the email that reminds a lead, who has replied on so many of their actions."""
    subject = _("Reminder: %(holder)s: please send your updates by %(day)s") % {
        "holder": to.holder,
        "day": _day(to.reply_by),
    }
    sent = _("On %(day)s we sent you") % {"day": _day(sent_on)} if sent_on else _("We sent you")
    progress = _("We have not had a reply yet.")
    if replied:
        progress = _("We have your replies on %(replied)d of them and need the rest.") % {"replied": replied}
    text = _(
        "Dear [lead],\n\n"
        "%(sent)s a workbook about [actions] that you lead for [body]. %(progress)s\n\n"
        "Please reply by [date]. If you need the workbook again, please tell us."
    ) % {"sent": sent, "progress": progress}
    return RoundEmail(to.email, subject, fill_placeholders(text, to))


def fill_placeholders(text: str, to: EmailRecipient) -> str:
    """Return the text with each placeholder replaced by what it means for this lead."""
    actions = ngettext("%(count)d action", "%(count)d actions", to.actions) % {"count": to.actions}
    values = {
        "[lead]": to.name or to.post or _("colleague"),
        "[post]": to.post or _("no lead named"),
        "[actions]": actions,
        "[date]": _day(to.reply_by),
        "[body]": to.holder,
    }
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text


def _day(day: datetime.date) -> str:
    return formats.date_format(day, "j F Y")
