"""Leads: which post leads an action, and who holds the post. Posts stay and people move on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.history import save_with_history
from recommendations.register.models import Action, Lead

POST_LIMIT = 120


@dataclass(frozen=True)
class Holds:
    """Who holds a post: a name and an e-mail address, both optional notes."""

    name: str = ""
    email: str = ""


class ChangedMeanwhile(Exception):
    """Somebody changed the leads of these actions after the person opened the form. Nothing was saved."""

    def __init__(self, actions: list[Action]) -> None:
        super().__init__(f"{len(actions)} leads were changed meanwhile")
        self.actions = actions


def _allow(holder: Body, by: Reader) -> None:
    if not by.may_follow(holder):
        raise PermissionDenied(_("Leads are named by the office."))


def _checked(post: str) -> str:
    post = " ".join(post.split())
    if len(post) > POST_LIMIT:
        raise ValidationError({"post": [_("Shorten the name of the post to 120 characters or fewer")]})
    return post


@transaction.atomic
def change_leads(
    *, posts: Mapping[int, str], holder: Body, by: Reader, before: Mapping[int, str] | None = None
) -> list[Action]:
    """Give each action, by its id, the post that leads it; an empty one takes the lead away. All or none.

    `before` are the posts the person saw. Returns the actions that changed. Raises PermissionDenied, ValidationError by
    field, and ChangedMeanwhile with the actions whose lead is no longer what the person saw.
    """
    _allow(holder, by)
    wanted = {pk: _checked(post) for pk, post in posts.items()}
    actions = list(Action.objects.select_for_update().filter(holder=holder, pk__in=wanted).order_by("pk"))
    if len(actions) != len(wanted):
        raise PermissionDenied(_("You may not change these leads."))
    if before is not None:
        changed = [
            action for action in actions if action.lead_post not in (before.get(action.pk, ""), wanted[action.pk])
        ]
        if changed:
            raise ChangedMeanwhile(changed)
    to_change = [action for action in actions if action.lead_post != wanted[action.pk]]
    for action in to_change:
        action.lead_post = wanted[action.pk]
    bulk_update_with_history(to_change, Action, ["lead_post"], batch_size=500, default_user=by.person)
    return to_change


@transaction.atomic
def name_holder(*, holder: Body, post: str, holds: Holds, by: Reader, before: Holds | None = None) -> Lead:
    """Note who holds a post, or clear it. `before` is who the person saw there; None does not ask.

    What is cleared is cleared in the history of the post as well: a note on a person is not kept longer than it is
    used. Raises PermissionDenied, and ValidationError by field.
    """
    _allow(holder, by)
    wanted = _tidy(holds)
    lead = Lead.objects.select_for_update().filter(holder=holder, post=post).first() or Lead(holder=holder, post=post)
    there = Holds(lead.name, lead.email)
    if there == wanted:
        return lead
    if before is not None and there != _tidy(before):
        now = ", ".join(filter(None, [there.name, there.email])) or _("nobody")
        raise ValidationError({"name": [_("Somebody changed this meanwhile. It now says: %(now)s") % {"now": now}]})
    lead.name, lead.email = wanted.name, wanted.email
    save_with_history(lead, by=by.person)
    if wanted == Holds():
        lead.history.update(name="", email="")
    return lead


def _tidy(holds: Holds) -> Holds:
    return Holds(" ".join(holds.name.split()), holds.email.strip())


@transaction.atomic
def name_holders(*, holder: Body, holds: Mapping[str, Holds], before: Mapping[str, Holds], by: Reader) -> None:
    """Note who holds each of several posts, by their names: all or none.

    Raises PermissionDenied, and ValidationError with a message for each post that somebody changed meanwhile.
    """
    wrong: dict[str, list[str]] = {}
    for post, holding in holds.items():
        if _tidy(holding) == _tidy(before.get(post, Holds())):
            continue  # nothing was typed there
        try:
            name_holder(holder=holder, post=post, holds=holding, by=by, before=before.get(post, Holds()))
        except ValidationError as error:
            wrong[post] = error.messages
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def move_work(*, holder: Body, post: str, posts: Mapping[int, str], by: Reader) -> list[Action]:
    """Move a leaver's actions, by their ids, to other posts, and forget who held the post. All or none.

    Returns the actions that moved. Raises as `change_leads` and `name_holder` do: an action that this post no longer
    leads is among those of ChangedMeanwhile.
    """
    moved = change_leads(posts=posts, holder=holder, by=by, before=dict.fromkeys(posts, post))
    name_holder(holder=holder, post=post, holds=Holds(), by=by)
    return moved
