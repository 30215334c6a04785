"""The tasks of an office on commitments and duties that are not done."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from forces.people.access import Reader
from recommendations.pages.my_work.tasks import Task, TaskGroup, group_by_date, in_a_sentence
from recommendations.register.statuses import PositionGroup
from recommendations.responses.commitments import commitments_followed_by
from recommendations.responses.models import Commitment, CommitmentKind
from soteria_tracker.web.templatetags.soteria import timing


def commitment_tasks(reader: Reader) -> Iterator[Task]:
    """Yield a task for each commitment and duty that the reader's office follows and no one has completed."""
    created = Commitment.history.filter(id=OuterRef("pk"), history_type="+", history_user=reader.person)
    commitments = commitments_followed_by(reader).filter(done_on=None).annotate(is_own=Exists(created))
    for commitment in sorted(commitments.order_by(), key=lambda found: (found.due_on, found.pk)):
        group = group_by_date(commitment.due_on, reader.day)
        is_overdue = group is TaskGroup.OVERDUE
        title, about = _title_and_about(commitment)
        yield Task(
            group=group,
            title=title,
            url=commitment.get_absolute_url(),
            about=about,
            verb=_("Open"),
            icon="overdue" if is_overdue else "event",
            state=str(PositionGroup.OVERDUE.label if is_overdue else commitment.get_kind_display()),
            due_on=commitment.due_on,
            timing=timing(commitment.due_on, reader.day),
            is_mine=commitment.is_own,
        )


def _title_and_about(commitment: Commitment) -> tuple[str, str]:
    """Return the task, and what it is about: the recommendation that it was promised on, or the body and the source."""
    explanation = commitment.explanation
    if explanation:
        title = _("Complete the commitment on %(recommendation)s of %(inspection)s") % {
            "recommendation": in_a_sentence(explanation.recommendation.label),
            "inspection": explanation.response.inspection.short_title,
        }
        return title, Truncator(commitment.what).chars(140)
    title = _("Complete the commitment: %(what)s")
    if commitment.kind == CommitmentKind.DUTY:
        title = _("Complete the duty: %(what)s")
    inspection = commitment.action.recommendation.inspection if commitment.action else commitment.inspection
    about = [str(commitment.body), inspection.short_title if inspection else "", commitment.source]
    return (
        title % {"what": Truncator(commitment.what).chars(90)},
        " ".join(f"{words.rstrip('.')}." for words in about if words),
    )
