"""The tasks of an office on its responses: the next step, the comments it waits for, and the copies to send."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forces.people.access import Reader
from recommendations.pages.my_work.tasks import Task, TaskGroup, group_by_date
from recommendations.pages.responses.queries import ResponseRow
from recommendations.responses.clock import ClockState
from recommendations.responses.models import JointRequest, Response, ResponseStage, Sending
from soteria_tracker.web.templatetags.soteria import ago, day, timing


def response_tasks(rows: Iterable[ResponseRow], reader: Reader) -> Iterator[Task]:
    """Yield the tasks of the reader's office on its own responses. `rows` come from `response_rows`."""
    for row in (row for row in rows if row.is_own):
        if _is_to_publish(row):
            yield _next_step(row, reader)
            if row.response and _waits_for_comments(row.response):
                yield _comments(row, row.response, reader)
        is_published_here = row.publication and not row.publication.is_published_elsewhere
        if row.publication and is_published_here and row.inspection.is_under_section_55:
            yield from _copies_to_send(row, row.publication.published_on, reader)


def joint_request_tasks(reader: Reader) -> Iterator[Task]:
    """Yield a task for each request to answer jointly that the reader's office has not answered.

    One query, and three more if there are any.
    """
    requests = JointRequest.objects.filter(answer="", force__in=reader.office)
    related = requests.select_related("force", "inspection", "asked_by").prefetch_related("joint__members__force")
    for request in related:
        yield Task(
            group=TaskGroup.WEEK,
            title=_("Accept or decline: answer %(inspection)s jointly with %(forces)s")
            % {"inspection": request.inspection.short_title, "forces": request.joint_forces},
            url=reverse("response-joint", args=[request.force.slug, request.inspection.slug]),
            about=_("%(force)s. Asked by %(who)s on %(day)s.")
            % {"force": request.force.shown_name, "who": request.asked_by, "day": day(localdate(request.asked_at))},
            verb=_("Answer"),
            icon="waiting",
            state=_("Not answered"),
            is_mine=True,
        )


def _is_to_publish(row: ResponseRow) -> bool:
    """Return whether it is due and not published, or a correction is drafted.

    A response that no one started before its last day is left out.
    """
    if row.response is None:
        return row.days_left is not None
    return row.state is not ClockState.NOT_DUE and row.response.stage != ResponseStage.PUBLISHED


def _next_step(row: ResponseRow, reader: Reader) -> Task:
    response = row.response
    step, is_mine = _step(response.stage if response else "", approves=row.force.pk in reader.approves)
    if row.joint and row.joint.waits_for_approval and step is _PUBLISH:
        step, is_mine = _GET_APPROVED, False
    due_on = None if row.publication else row.last_day
    is_past = row.state is ClockState.PAST
    return Task(
        group=_group_of(step, due_on, reader) if is_mine else TaskGroup.WAITING,
        title=str(step.title) % {"inspection": row.inspection.short_title},
        url=_address(step.url_name, row),
        about=_about(row),
        verb=str(step.verb),
        icon="overdue" if is_past else step.icon,
        state=row.clock.words if is_past else row.stage or _("Not started"),
        due_on=due_on,
        timing=timing(due_on, reader.day),
        is_mine=is_mine,
    )


def _group_of(step: ResponseStep, due_on: datetime.date | None, reader: Reader) -> TaskGroup:
    """Return the group of a step that the reader can take: what waits for an approver comes first."""
    return TaskGroup.APPROVAL if step in (_APPROVE, _PUBLISH) else group_by_date(due_on, reader.day)


@dataclass(frozen=True)
class ResponseStep:
    """The next step of a response: what to do, and on which page."""

    title: str | Promise
    url_name: str
    icon: str
    verb: str | Promise


_START = ResponseStep(
    gettext_lazy("Start the response to %(inspection)s"), "response", "not-started", gettext_lazy("Start")
)
_FINISH = ResponseStep(
    gettext_lazy("Finish the response to %(inspection)s"), "response", "in-progress", gettext_lazy("Continue")
)
_APPROVE = ResponseStep(
    gettext_lazy("Approve or return the response to %(inspection)s"),
    "response-approval",
    "sent",
    gettext_lazy("Review"),
)
_GET_APPROVED = ResponseStep(
    gettext_lazy("Get the response to %(inspection)s approved"), "response", "sent", gettext_lazy("Open")
)
_PUBLISH = ResponseStep(
    gettext_lazy("Publish the response to %(inspection)s"), "response-publish", "complete", gettext_lazy("Publish")
)
_GET_PUBLISHED = ResponseStep(
    gettext_lazy("Get the response to %(inspection)s published"), "response", "complete", gettext_lazy("Open")
)


def _step(stage: str, *, approves: bool) -> tuple[ResponseStep, bool]:
    """Return the next step of a response, and whether this reader can take it."""
    if stage == ResponseStage.SUBMITTED:
        return (_APPROVE, True) if approves else (_GET_APPROVED, False)
    if stage == ResponseStage.APPROVED:
        return (_PUBLISH, True) if approves else (_GET_PUBLISHED, False)
    return (_FINISH if stage else _START), True


def _about(row: ResponseRow) -> str:
    sentences = [f"{row.force.shown_name}."]
    if row.joint_with:
        sentences.append(_("Joint with %(names)s.") % {"names": row.joint_with})
    if row.explained:
        sentences.append(row.explained.sentence)
    if row.state is ClockState.RUNNING:
        sentences.append(f"{row.clock.words}.")
    if row.publication:
        sentences.append(_("Already published: this is a correction."))
    response = row.response
    if response and response.stage == ResponseStage.DRAFT and not row.publication:
        if not response.invited_on and not response.not_invited_reason:
            sentences.append(
                _("You have not invited the %(title)s to comment.") % {"title": row.force.chief_officer_title}
            )
        if response.returned_comment:
            comment = Truncator(response.returned_comment).chars(120)
            sentences.append(_("Returned: “%(comment)s”") % {"comment": comment})
    return " ".join(sentences)


def _waits_for_comments(response: Response) -> bool:
    return bool(
        response.invited_on
        and not response.no_comments_received
        and not response.comments_received_on
        and not response.comments_submitted_at
    )


def _comments(row: ResponseRow, response: Response, reader: Reader) -> Task:
    """Return the task to ask for comments. Commenting is not a duty, so this is never overdue."""
    wanted_by = response.comments_wanted_by
    title = _("Ask for the %(title)s’s comments on %(inspection)s")
    about = _("%(force)s. Invited on %(day)s; no comments received.")
    return Task(
        group=TaskGroup.WAITING,
        title=title % {"title": row.force.chief_officer_title, "inspection": row.inspection.short_title},
        url=_address("response-comments", row),
        about=about % {"force": row.force.shown_name, "day": day(response.invited_on)},
        verb=_("Open"),
        icon="waiting",
        state=_("Waiting for comments"),
        due_on=wanted_by,
        timing=ago(wanted_by, reader.day),
        is_mine=True,
    )


def _copies_to_send(row: ResponseRow, published_on: datetime.date | None, reader: Reader) -> Iterator[Task]:
    """Yield a task for each of the two recipients (s.55(6)) to whom no copy is recorded as sent."""
    for recipient, to in (
        (Sending.Recipient.HOME_SECRETARY, _("the Home Secretary")),
        (Sending.Recipient.SOURCE, row.inspection.answered_to),
    ):
        if recipient not in row.sent_to:
            yield Task(
                group=TaskGroup.WEEK,
                title=_("Send the response to %(inspection)s to %(recipient)s, and record it")
                % {"inspection": row.inspection.short_title, "recipient": to},
                url=_address("response-sendings", row),
                about=_("%(force)s. You must send a copy to both (Police Act 1996, section 55).")
                % {"force": row.force.shown_name},
                verb=_("Record"),
                icon="sent",
                state=_("Published, not sent"),
                due_on=published_on,
                timing=_("published %(ago)s") % {"ago": ago(published_on, reader.day)},
                is_mine=True,
            )


def _address(name: str, row: ResponseRow) -> str:
    return reverse(name, args=[row.force.slug, row.inspection.slug])
