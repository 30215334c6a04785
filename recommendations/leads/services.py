"""Leads: which post leads each action, and who holds the post."""

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
class PostHolder:
    """The name and email address of the person in a post, both optional."""

    name: str = ""
    email: str = ""


class LeadsChanged(Exception):
    """Someone changed the leads of these actions after the person opened the form. Nothing was saved."""

    def __init__(self, actions: list[Action]) -> None:
        super().__init__(f"{len(actions)} leads were changed in the meantime")
        self.actions = actions


def _allow(holder: Body, by: Reader) -> None:
    if not by.may_follow(holder):
        raise PermissionDenied(_("Only the office can change leads."))


def _checked(post: str) -> str:
    post = " ".join(post.split())
    if len(post) > POST_LIMIT:
        raise ValidationError({"post": [_("The name of the post must be 120 characters or fewer")]})
    return post


@transaction.atomic
def change_leads(
    *, posts: Mapping[int, str], holder: Body, by: Reader, before: Mapping[int, str] | None = None
) -> list[Action]:
    """Set the lead of each action, all or none, and return the actions that changed.

    `posts` is the new lead by the action's id, empty for none; `before` is the lead that the person saw. Raises
    PermissionDenied, ValidationError by field, and LeadsChanged with the actions whose lead has changed since.
    """
    _allow(holder, by)
    wanted = {pk: _checked(post) for pk, post in posts.items()}
    held = Action.objects.filter(holder__in=by.held_by(holder), pk__in=wanted)
    actions = list(held.select_for_update().order_by("pk"))
    if len(actions) != len(wanted):
        raise PermissionDenied(_("You do not have access to change these leads."))
    if before is not None:
        changed = [
            action for action in actions if action.lead_post not in (before.get(action.pk, ""), wanted[action.pk])
        ]
        if changed:
            raise LeadsChanged(changed)
    to_change = [action for action in actions if action.lead_post != wanted[action.pk]]
    for action in to_change:
        action.lead_post = wanted[action.pk]
    bulk_update_with_history(to_change, Action, ["lead_post"], batch_size=500, default_user=by.person)
    return to_change


@transaction.atomic
def set_post_holder(
    *, holder: Body, post: str, post_holder: PostHolder, by: Reader, before: PostHolder | None = None
) -> Lead:
    """Record who holds a post and return its row. `before` is who the person saw; None skips that check.

    Clearing removes the name and email from the history too, so that no personal detail is kept longer than needed.
    Raises PermissionDenied, and ValidationError by field.
    """
    _allow(holder, by)
    wanted = _tidy(post_holder)
    of_post = Lead.objects.select_for_update().filter(post=post)
    found = of_post.by_post(holder, by.held_by(holder)).get(post)
    lead = found if found and found.holder_id == holder.pk else Lead(holder=holder, post=post)
    stored = PostHolder(found.name, found.email) if found else PostHolder()
    if stored == wanted:
        return found or lead
    if before is not None and stored != _tidy(before):
        now = ", ".join(filter(None, [stored.name, stored.email])) or _("no one")
        raise ValidationError({"name": [_("Someone else has changed this. It is now: %(now)s") % {"now": now}]})
    lead.name, lead.email = wanted.name, wanted.email
    save_with_history(lead, by=by.person)
    if wanted == PostHolder():
        passed = of_post.filter(holder__in=by.held_by(holder))
        passed.update(name="", email="")
        Lead.history.filter(post=post, holder__in=by.held_by(holder)).update(name="", email="")
    return lead


def _tidy(post_holder: PostHolder) -> PostHolder:
    return PostHolder(" ".join(post_holder.name.split()), post_holder.email.strip())


@transaction.atomic
def set_post_holders(
    *, holder: Body, holders: Mapping[str, PostHolder], shown: Mapping[str, PostHolder], by: Reader
) -> None:
    """Record who holds each post, all or none. `holders` is what was typed and `shown` what was shown, by post.

    Raises PermissionDenied, and ValidationError with a message for each post that someone else has changed.
    """
    wrong: dict[str, list[str]] = {}
    for post, typed in holders.items():
        before = shown.get(post, PostHolder())
        if _tidy(typed) == _tidy(before):
            continue  # unchanged on the form, whatever is stored by now
        try:
            set_post_holder(holder=holder, post=post, post_holder=typed, by=by, before=before)
        except ValidationError as error:
            wrong[post] = error.messages
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def transfer_work(*, holder: Body, post: str, posts: Mapping[int, str], by: Reader) -> list[Action]:
    """Move a leaver's actions to other posts and clear who held the post, all or none. Return the actions that moved.

    `posts` is the new lead by the action's id. Raises as `change_leads` and `set_post_holder` do; LeadsChanged holds
    the actions that this post no longer leads.
    """
    moved = change_leads(posts=posts, holder=holder, by=by, before=dict.fromkeys(posts, post))
    set_post_holder(holder=holder, post=post, post_holder=PostHolder(), by=by)
    return moved
