"""What a task of My work is; those of the office's responses, and of its promises and duties."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.pages.responses.queries import ResponseRow
from recommendations.positions.conditions import DUE_WITHIN_DAYS
from recommendations.register.statuses import Group
from recommendations.responses.clock import State
from recommendations.responses.commitments import followed_by
from recommendations.responses.models import Commitment, Response, Sending
from soteria_tracker.web.templatetags.soteria import ago, day, timing

DAYS_OF_A_WEEK = 7
_Stage = Response.Stage


class When(models.TextChoices):
    """The groups of My work, in its order."""

    OVERDUE = "overdue", gettext_lazy("Overdue")
    WEEK = "week", gettext_lazy("This week")
    MONTH = "month", gettext_lazy("Next 30 days")
    PASSED = "passed", gettext_lazy("Deadline passed, no update recorded")
    WAITING = "waiting", gettext_lazy("Waiting for others")
    RELEASE = "release", gettext_lazy("To release")
    ANSWERS = "answers", gettext_lazy("Answers to take in")
    CHECK = "check", gettext_lazy("Check again")
    LATER = "later", gettext_lazy("Later")


# With these nothing has to be done today: others must act first, or the office chooses the day.
UNHURRIED = frozenset({When.WAITING, When.RELEASE, When.LATER})


@dataclass(frozen=True)
class Task:
    """One thing to do: what, where it is done, by when. `icon` and `state` say how it stands; `timing` reads the date.

    `see` is the page of what it is about, where that is another than the page on which it is done. `is_mine`: of all
    that the office has to do, this is the reader's own. See `my_work.MyWork`.
    """

    when: When
    title: str
    url: str
    about: str
    icon: str
    state: str
    due_on: datetime.date | None = None
    timing: str = ""
    is_mine: bool = False
    see: str = ""
    holder: int | None = None  # of a task about one action: who holds it
    action: int | None = None

    @property
    def order(self) -> tuple[datetime.date, str]:
        return (self.due_on or datetime.date.max, self.title)


def when(due_on: datetime.date | None, on: datetime.date) -> When:
    """The group of what is due on a day; what has no date is to be done now."""
    if due_on is None:
        return When.WEEK
    ahead = (due_on - on).days
    if ahead < 0:
        return When.OVERDUE
    if ahead <= DAYS_OF_A_WEEK:
        return When.WEEK
    return When.MONTH if ahead <= DUE_WITHIN_DAYS else When.LATER


# --- responses ---------------------------------------------------------------------------------------------


def response_tasks(rows: Iterable[ResponseRow], reader: Reader) -> Iterator[Task]:
    """What the reader's office has to do on its own responses. `rows` are `responses.response_rows`."""
    for row in (row for row in rows if row.is_own):
        if _is_to_publish(row):
            yield _next_step(row, reader)
            if row.response and _comments_are_awaited(row.response):
                yield _comments(row, row.response, reader)
        if row.publication and not row.publication.is_elsewhere:
            yield from _to_send(row, row.publication.published_on, reader)


def _is_to_publish(row: ResponseRow) -> bool:
    """Whether it is due and not out, or a correction is drafted. What nobody began before its last day is left out."""
    if row.response is None:
        return row.days_left is not None
    return row.state is not State.NOT_DUE and row.response.stage != _Stage.PUBLISHED


def _next_step(row: ResponseRow, reader: Reader) -> Task:
    response = row.response
    step, is_mine = _step(response.stage if response else "", approves=row.force.pk in reader.approves)
    due_on = None if row.publication else row.last_day
    is_past = row.state is State.PAST
    return Task(
        when=when(due_on, reader.day) if is_mine else When.WAITING,
        title=str(step.title) % {"inspection": row.inspection.short_title},
        url=_address(step.address, row),
        about=_about(row),
        icon="overdue" if is_past else step.icon,
        state=row.clock.words if is_past else row.stage or _("Not begun"),
        due_on=due_on,
        timing=timing(due_on, reader.day),
        is_mine=is_mine,
    )


@dataclass(frozen=True)
class Step:
    """What brings a response further: in words, and on which page."""

    title: str | Promise
    address: str
    icon: str


_BEGIN = Step(gettext_lazy("Begin the response to %(inspection)s"), "response", "not-started")
_FINISH = Step(gettext_lazy("Finish the response to %(inspection)s"), "response", "in-progress")
_APPROVE = Step(gettext_lazy("Approve the response to %(inspection)s, or return it"), "response-approval", "sent")
_HAVE_APPROVED = Step(gettext_lazy("Have the response to %(inspection)s approved"), "response", "sent")
_PUBLISH = Step(gettext_lazy("Publish the response to %(inspection)s"), "response-publish", "complete")
_HAVE_PUBLISHED = Step(gettext_lazy("Have the response to %(inspection)s published"), "response", "complete")


def _step(stage: str, *, approves: bool) -> tuple[Step, bool]:
    """The next step of a response, and whether this reader takes it."""
    if stage == _Stage.SUBMITTED:
        return (_APPROVE, True) if approves else (_HAVE_APPROVED, False)
    if stage == _Stage.APPROVED:
        return (_PUBLISH, True) if approves else (_HAVE_PUBLISHED, False)
    return (_FINISH if stage else _BEGIN), True


def _about(row: ResponseRow) -> str:
    words = [f"{row.force.name}."]
    if row.explained:
        words.append(row.explained.sentence)
    if row.state is State.RUNNING:
        words.append(f"{row.clock.words}.")
    if row.publication:
        words.append(_("It is published; this is a correction."))
    response = row.response
    if response and response.stage == _Stage.DRAFT and not row.publication:
        if not response.invited_on and not response.not_invited_reason:
            words.append(_("The chief officer has not been invited to comment."))
        if response.returned_comment:
            words.append(_("Returned: “%(comment)s”") % {"comment": Truncator(response.returned_comment).chars(120)})
    return " ".join(words)


def _comments_are_awaited(response: Response) -> bool:
    return bool(
        response.invited_on
        and not response.no_comments_came
        and not response.comments_received_on
        and not response.comments_submitted_at
    )


def _comments(row: ResponseRow, response: Response, reader: Reader) -> Task:
    """Commenting is no duty, so this is never overdue."""
    wanted_by = response.comments_wanted_by
    about = _("%(force)s. Invited on %(day)s; nothing is recorded as received.")
    return Task(
        when=When.WAITING,
        title=_("Ask for the chief officer’s comments on %(inspection)s") % {"inspection": row.inspection.short_title},
        url=_address("response-comments", row),
        about=about % {"force": row.force.name, "day": day(response.invited_on)},
        icon="waiting",
        state=_("Comments awaited"),
        due_on=wanted_by,
        timing=ago(wanted_by, reader.day),
        is_mine=True,
    )


def _to_send(row: ResponseRow, published_on: datetime.date | None, reader: Reader) -> Iterator[Task]:
    """The two sendings of s.55(6) that are not recorded yet."""
    for recipient, to in (
        (Sending.Recipient.HOME_SECRETARY, _("the Home Secretary")),
        (Sending.Recipient.HMICFRS, _("HMICFRS")),
    ):
        if recipient not in row.sent_to:
            yield Task(
                when=When.WEEK,
                title=_("Send the response to %(inspection)s to %(recipient)s, and record it")
                % {"inspection": row.inspection.short_title, "recipient": to},
                url=_address("response-sendings", row),
                about=_("%(force)s. A copy goes to both (Police Act 1996, section 55).") % {"force": row.force.name},
                icon="sent",
                state=_("Published, not sent"),
                due_on=published_on,
                timing=_("published %(ago)s") % {"ago": ago(published_on, reader.day)},
                is_mine=True,
            )


def _address(name: str, row: ResponseRow) -> str:
    return reverse(name, args=[row.force.slug, row.inspection.slug])


def comments_wanted(force: Force, reader: Reader) -> QuerySet[Response]:
    """The responses on which the force was invited to comment and has not; none for others than its contributors."""
    if force.pk not in reader.contributes:
        return Response.objects.none()
    return (
        Response.objects.filter(
            force=force,
            invited_on__isnull=False,
            comments_received_on__isnull=True,
            comments_submitted_at__isnull=True,
            no_comments_came=False,
        )
        .exclude(stage=_Stage.PUBLISHED)
        .select_related("force", "inspection")
        .order_by("comments_wanted_by")
    )


# --- promises and duties -----------------------------------------------------------------------------------


def commitment_tasks(reader: Reader) -> Iterator[Task]:
    """What the reader's office follows that was promised or asked for, and nobody has done."""
    first = Commitment.history.filter(id=OuterRef("pk"), history_type="+", history_user=reader.person)
    for commitment in followed_by(reader).filter(done_on=None).annotate(is_own=Exists(first)).order_by("due_on", "pk"):
        its_time = when(commitment.due_on, reader.day)
        is_overdue = its_time is When.OVERDUE
        title, about = _what_to_keep(commitment)
        yield Task(
            when=its_time,
            title=title,
            url=commitment.get_absolute_url(),
            about=about,
            icon="overdue" if is_overdue else "event",
            state=str(Group.OVERDUE.label if is_overdue else commitment.get_kind_display()),
            due_on=commitment.due_on,
            timing=timing(commitment.due_on, reader.day),
            is_mine=commitment.is_own,
        )


def _what_to_keep(commitment: Commitment) -> tuple[str, str]:
    """What is to be done, and what that is about: of a duty its own words are the title."""
    explanation = commitment.explanation
    if explanation:
        title = _("Keep the promise on %(recommendation)s of %(inspection)s") % {
            "recommendation": in_a_sentence(explanation.recommendation.label),
            "inspection": explanation.response.inspection.short_title,
        }
        return title, Truncator(commitment.what).chars(140)
    title = _("See to the promise of %(body)s: %(what)s")
    if commitment.kind == Commitment.Kind.DUTY:
        title = _("See to the duty of %(body)s: %(what)s")
    of = commitment.action.recommendation.inspection if commitment.action else commitment.inspection
    about = [of.short_title if of else "", commitment.source]
    return (
        title % {"body": commitment.body, "what": Truncator(commitment.what).chars(90)},
        " ".join(f"{words.rstrip('.')}." for words in about if words),
    )


def in_a_sentence(label: str) -> str:
    """ "recommendation 7": a label as it stands within a sentence."""
    return label[:1].lower() + label[1:]
