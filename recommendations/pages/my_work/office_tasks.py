"""The tasks of an office that no deadline of a report sets: release, review replies, remind, check again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.people.access import Reader
from recommendations.assurance.models import Assurance
from recommendations.assurance.queries import to_check_again
from recommendations.pages.my_work.tasks import Task, TaskGroup, in_a_sentence
from recommendations.positions.conditions import DUE_WITHIN_DAYS
from recommendations.redactions.models import Redaction
from recommendations.redactions.queries import to_decide
from recommendations.releases.queries import unreleased_counts
from recommendations.rounds.queries import RoundAwaitingReplies, RoundToReview, rounds_in_hand
from soteria_tracker.web.templatetags.soteria import ago, day


def office_tasks(reader: Reader) -> Iterator[Task]:
    """Yield the tasks, in four queries."""
    for redaction in to_decide(reader):
        yield _decide(redaction, reader)
    yield from _to_release(reader)
    rounds = rounds_in_hand(reader)
    yield from _replies_to_review(rounds.to_review, reader)
    yield from _reminders(rounds.awaiting, reader)
    for assurance in to_check_again(reader):
        yield _check_again(assurance, reader)


def _decide(redaction: Redaction, reader: Reader) -> Task:
    """Return the task to decide whether words or a file are removed. Someone else asked."""
    asked_on, action = timezone.localdate(redaction.requested_at), redaction.action
    return Task(
        group=TaskGroup.APPROVAL,
        title=_("Decide whether to remove: %(what)s") % {"what": redaction.what},
        url=reverse("redaction", args=[action.holder.slug, redaction.pk]),
        about=_("%(action)s. Asked by %(who)s.") % {"action": action, "who": redaction.requested_by},
        verb=_("Decide"),
        icon="withheld",
        state=_("Waiting for your decision"),
        due_on=asked_on,
        timing=_("asked %(ago)s") % {"ago": ago(asked_on, reader.day)},
    )


def _to_release(reader: Reader) -> Iterator[Task]:
    """Yield the holders with updates to release. There is no deadline: the office chooses the day."""
    for waiting in unreleased_counts(reader):
        oldest = timezone.localdate(waiting.oldest)
        title = ngettext(
            "Release the latest update on %(count)d action of %(holder)s to its panel",
            "Release the latest updates on %(count)d actions of %(holder)s to its panel",
            waiting.count,
        )
        yield Task(
            group=TaskGroup.RELEASE,
            title=title % {"count": waiting.count, "holder": waiting.holder},
            url=reverse("releases", args=[waiting.holder.slug]),
            about=_("The panel sees an earlier update on these actions, or none."),
            verb=_("Release"),
            icon="withheld",
            state=_("Not released"),
            due_on=oldest,
            timing=_("oldest recorded %(ago)s") % {"ago": ago(oldest, reader.day)},
        )


def _replies_to_review(rounds: Iterable[RoundToReview], reader: Reader) -> Iterator[Task]:
    """Yield the rounds with replies to review. They are the reader's own where that person requested them."""
    for replies in rounds:
        title = ngettext(
            "Review %(count)d reply from %(holder)s", "Review %(count)d replies from %(holder)s", replies.count
        )
        yield Task(
            group=TaskGroup.REPLIES,
            title=title % {"count": replies.count, "holder": replies.holder},
            url=reverse("round-review", args=[replies.holder.slug, replies.round.pk]),
            about=_("Replies to the requests of %(day)s.") % {"day": day(replies.round.created_at)},
            verb=_("Check"),
            icon="due",
            state=_("To be reviewed"),
            due_on=replies.since,
            timing=_("received %(ago)s") % {"ago": ago(replies.since, reader.day)},
            is_mine=replies.round.created_by_id == reader.person.pk,
        )


def _reminders(rounds: Iterable[RoundAwaitingReplies], reader: Reader) -> Iterator[Task]:
    """Yield the rounds with posts that have not replied. Replying is not a duty, so this is never overdue."""
    for round_ in rounds:
        title = ngettext(
            "Remind %(count)d post at %(holder)s that has not replied",
            "Remind %(count)d posts at %(holder)s that have not replied",
            round_.not_replied,
        )
        about = _("%(answered)d of %(posts)d posts have replied to the requests of %(day)s.")
        yield Task(
            group=TaskGroup.WAITING,
            title=title % {"count": round_.not_replied, "holder": round_.holder},
            url=reverse("round", args=[round_.holder.slug, round_.round.pk]),
            about=about
            % {
                "answered": round_.posts - round_.not_replied,
                "posts": round_.posts,
                "day": day(round_.round.created_at),
            },
            verb=_("Remind"),
            icon="waiting",
            state=_("Waiting for replies"),
            due_on=round_.reply_by,
            timing=ago(round_.reply_by, reader.day),
            is_mine=round_.round.created_by_id == reader.person.pk,
        )


def _check_again(assurance: Assurance, reader: Reader) -> Task:
    """Return the task to check an action again. It is the reader's own where that person recorded the assurance."""
    action, on = assurance.action, assurance.check_again_on
    assert on  # noqa: S101 - the query asks for it
    recommendation = action.recommendation
    about = _("%(inspection)s, %(holder)s. %(view)s on %(day)s.") % {
        "inspection": recommendation.inspection.short_title,
        "holder": action.holder,
        "view": assurance.get_level_display(),
        "day": day(assurance.dated_on),
    }
    return Task(
        group=TaskGroup.CHECK if (on - reader.day).days <= DUE_WITHIN_DAYS else TaskGroup.LATER,
        title=_("Check %(label)s again: %(title)s")
        % {"label": in_a_sentence(recommendation.kind_and_number), "title": in_a_sentence(recommendation.short_title)},
        url=action.get_absolute_url(),
        do_url=f"{reverse('assurance-new', args=[action.holder.slug])}?action={action.pk}",
        about=about,
        verb=_("Check"),
        icon=assurance.level,
        state=assurance.get_level_display(),
        due_on=on,
        timing=ago(on, reader.day),
        is_mine=assurance.recorded_by_id == reader.person.pk,
        holder=action.holder_id,
        action=action.pk,
    )
