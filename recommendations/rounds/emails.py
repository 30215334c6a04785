"""The words of a round's e-mails: the office's own, with what differs from lead to lead filled in. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_LONGEST_LINK = 1_900  # characters; mail programs cut longer ones


@dataclass(frozen=True)
class To:
    """What differs from lead to lead."""

    holder: str
    post: str
    name: str
    email: str
    actions: int
    wanted_by: datetime.date


@dataclass(frozen=True)
class Mail:
    """One e-mail to copy or send: to whom, about what, its words."""

    email: str
    subject: str
    words: str

    @property
    def link(self) -> str:
        """A mailto: link. Words too long for one are left to be copied."""
        start = f"mailto:{quote(self.email, safe='@')}?subject={quote(self.subject)}"
        whole = f"{start}&body={quote(self.words.replace(chr(10), chr(13) + chr(10)))}"
        return whole if len(whole) <= _LONGEST_LINK else start

    @property
    def link_has_words(self) -> bool:
        """Whether the link carries the words."""
        return "&body=" in self.link


def placeholders() -> dict[str, str]:
    """What may stand in brackets in the words, and what it becomes."""
    return {
        "[lead]": _("the name of who holds the post, or the post"),
        "[post]": _("the post"),
        "[actions]": _("how many actions, such as “12 actions”"),
        "[date]": _("the day by which answers are wanted"),
        "[body]": _("whose actions they are"),
    }


def usual_message() -> str:
    """The words a round begins with."""
    return _(
        "Dear [lead],\n\n"
        "Please tell us how the work stands on what HMICFRS has asked of [body]. The workbook attached has [actions] "
        "that you lead: what was recommended, word for word, the deadline, and what you last told us.\n\n"
        "Write in the white columns, and send the workbook back by [date]. If nothing has changed, please say so.\n\n"
        "Thank you."
    )


def request_mail(message: str, to: To) -> Mail:
    """The e-mail that goes with a workbook."""
    subject = _("%(holder)s: answers wanted by %(day)s") % {"holder": to.holder, "day": _day(to.wanted_by)}
    return Mail(to.email, subject, fill(message, to))


def reminder(to: To, *, answered: int, sent_on: datetime.date | None) -> Mail:
    """The e-mail that asks once more."""
    subject = _("Reminder: %(holder)s: answers wanted by %(day)s") % {"holder": to.holder, "day": _day(to.wanted_by)}
    sent = _("On %(day)s we sent you") % {"day": _day(sent_on)} if sent_on else _("We sent you")
    left = _("We have had no answer yet.")
    if answered:
        left = _("We have had answers on %(answered)d of them, and wait for the others.") % {"answered": answered}
    words = _(
        "Dear [lead],\n\n"
        "%(sent)s a workbook about [actions] that you lead for [body]. %(left)s\n\n"
        "Answers are wanted by [date]. If you need the workbook again, please say so."
    ) % {"sent": sent, "left": left}
    return Mail(to.email, subject, fill(words, to))


def fill(message: str, to: To) -> str:
    """The words with what stands in brackets filled in."""
    actions = ngettext("%(count)d action", "%(count)d actions", to.actions) % {"count": to.actions}
    values = {
        "[lead]": to.name or to.post or _("colleague"),
        "[post]": to.post or _("no lead named"),
        "[actions]": actions,
        "[date]": _day(to.wanted_by),
        "[body]": to.holder,
    }
    for placeholder, value in values.items():
        message = message.replace(placeholder, value)
    return message


def _day(day: datetime.date) -> str:
    return formats.date_format(day, "j F Y")
