"""What an office has to do of its own accord: release, take in answers, remind, check again."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.people.access import Reader
from recommendations.assurance.models import Assurance
from recommendations.assurance.queries import to_check_again
from recommendations.pages.my_work.tasks import Task, When, in_a_sentence
from recommendations.positions.conditions import DUE_WITHIN_DAYS
from recommendations.releases.queries import to_release
from recommendations.rounds.queries import answers_to_take_in, awaited
from soteria_tracker.web.templatetags.soteria import ago, day


def office_tasks(reader: Reader) -> Iterator[Task]:
    """The tasks of an office that no deadline of HMICFRS sets; in four queries."""
    yield from _to_release(reader)
    yield from _answers(reader)
    yield from _awaited(reader)
    for assurance in to_check_again(reader):
        yield _check_again(assurance, reader)


def _to_release(reader: Reader) -> Iterator[Task]:
    """Releasing has no day of its own: the office chooses it."""
    for waiting in to_release(reader):
        oldest = timezone.localdate(waiting.oldest)
        title = ngettext(
            "Release the last update of %(count)d action of %(holder)s to its panel",
            "Release the last updates of %(count)d actions of %(holder)s to its panel",
            waiting.count,
        )
        yield Task(
            when=When.RELEASE,
            title=title % {"count": waiting.count, "holder": waiting.holder},
            url=reverse("releases", args=[waiting.holder.slug]),
            about=_("The panel reads an earlier update of these, or none."),
            icon="withheld",
            state=_("Not released"),
            due_on=oldest,
            timing=_("oldest recorded %(ago)s") % {"ago": ago(oldest, reader.day)},
        )


def _answers(reader: Reader) -> Iterator[Task]:
    """Answers that came back. They are the reader's own where that person asked."""
    for came in answers_to_take_in(reader):
        title = ngettext(
            "Take in %(count)d answer of %(holder)s", "Take in %(count)d answers of %(holder)s", came.count
        )
        yield Task(
            when=When.ANSWERS,
            title=title % {"count": came.count, "holder": came.holder},
            url=reverse("round-take-in", args=[came.holder.slug, came.round.pk]),
            about=_("To the requests of %(day)s.") % {"day": day(came.round.made_at)},
            icon="due",
            state=_("To be decided"),
            due_on=came.since,
            timing=_("received %(ago)s") % {"ago": ago(came.since, reader.day)},
            is_mine=came.round.made_by_id == reader.person.pk,
        )


def _awaited(reader: Reader) -> Iterator[Task]:
    """Posts that have not answered. Answering is no duty with a date, so this is never overdue."""
    for silent in awaited(reader):
        title = ngettext(
            "Remind %(count)d post of %(holder)s that has not answered",
            "Remind %(count)d posts of %(holder)s that have not answered",
            silent.unanswered,
        )
        about = _("%(answered)d of %(posts)d posts have answered the requests of %(day)s.")
        yield Task(
            when=When.WAITING,
            title=title % {"count": silent.unanswered, "holder": silent.holder},
            url=reverse("round", args=[silent.holder.slug, silent.round.pk]),
            about=about
            % {
                "answered": silent.posts - silent.unanswered,
                "posts": silent.posts,
                "day": day(silent.round.made_at),
            },
            icon="waiting",
            state=_("Answers awaited"),
            due_on=silent.wanted_by,
            timing=ago(silent.wanted_by, reader.day),
            is_mine=silent.round.made_by_id == reader.person.pk,
        )


def _check_again(assurance: Assurance, reader: Reader) -> Task:
    """What the office said it would look at again. It is the reader's own where that person said so."""
    action, on = assurance.action, assurance.check_again_on
    assert on  # noqa: S101 - the query asks for it
    recommendation = action.recommendation
    about = _("%(inspection)s, %(holder)s. %(view)s on %(day)s.") % {
        "inspection": recommendation.inspection.short_title,
        "holder": action.holder,
        "view": assurance.get_view_display(),
        "day": day(assurance.dated_on),
    }
    return Task(
        when=When.CHECK if (on - reader.day).days <= DUE_WITHIN_DAYS else When.LATER,
        title=_("Check %(label)s again: %(title)s")
        % {"label": in_a_sentence(recommendation.label), "title": in_a_sentence(recommendation.short_title)},
        url=f"{reverse('assurance-new', args=[action.holder.slug])}?action={action.pk}",
        see=action.get_absolute_url(),
        about=about,
        icon=assurance.view,
        state=assurance.get_view_display(),
        due_on=on,
        timing=ago(on, reader.day),
        is_mine=assurance.recorded_by_id == reader.person.pk,
        holder=action.holder_id,
        action=action.pk,
    )
