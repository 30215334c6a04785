"""The forms of leads: who holds the posts, a lead for many actions at once, and a handover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.leads.queries import Post
from recommendations.leads.services import POST_LIMIT, Holds
from recommendations.positions.models import Position
from recommendations.register.models import Action
from recommendations.responses.forms.fields import ServiceForm
from soteria_tracker.web.forms import ShortTextField

NAME_LIMIT = 120
_DIGITS = 6  # of the number of a row
_POSTS = forms.TextInput(attrs={"list": "posts"})  # the list of known posts stands on the page


class EmailField(ShortTextField, forms.EmailField):
    """An e-mail address whose faults say what to do."""

    default_error_messages = {"invalid": _("Enter an e-mail address like name@example.org")}


class HolderForm(forms.Form):
    """Who holds one post, as it was shown and as it was typed."""

    post = forms.CharField(widget=forms.HiddenInput, max_length=POST_LIMIT)
    name = ShortTextField(label=_("Name"), max_length=NAME_LIMIT, required=False)
    email = EmailField(label=_("E-mail"), max_length=254, required=False)
    name_before = forms.CharField(widget=forms.HiddenInput, required=False)
    email_before = forms.CharField(widget=forms.HiddenInput, required=False)

    use_required_attribute = False

    def __init__(self, data: QueryDict | None, *, shown: Post, number: int) -> None:
        initial = {
            "post": shown.post,
            "name": shown.name,
            "email": shown.email,
            "name_before": shown.name,
            "email_before": shown.email,
        }
        super().__init__(data, prefix=str(number), initial=initial)
        self.shown = shown

    @property
    def holds(self) -> Holds:
        """Who was typed in."""
        return Holds(self.cleaned_data["name"], self.cleaned_data["email"])

    @property
    def before(self) -> Holds:
        """Who was shown."""
        return Holds(self.cleaned_data["name_before"], self.cleaned_data["email_before"])


def holder_forms(posts: Sequence[Post], data: QueryDict | None) -> list[HolderForm]:
    """One form for each post. Those that were sent are found again by the names of their posts."""
    if data is None:
        return [HolderForm(None, shown=post, number=number) for number, post in enumerate(posts)]
    known = {post.post: post for post in posts}
    numbers = ((name.removesuffix("-post"), name) for name in data if name.endswith("-post"))
    sent = {int(number): str(data[name]) for number, name in numbers if number.isdecimal() and len(number) <= _DIGITS}
    return [HolderForm(data, shown=known.get(post, Post(post)), number=number) for number, post in sorted(sent.items())]


class LeadForm(ServiceForm):
    """One lead for all the chosen actions. `before`: the leads that were shown."""

    post = ShortTextField(
        label=_("Which post leads them?"),
        max_length=POST_LIMIT,
        required=False,
        help_text=_("The post, not the person who holds it. Choose a known one or type a new one."),
        widget=_POSTS,
    )
    nobody = forms.BooleanField(label=_("No post leads them"), required=False)

    def __init__(self, data: QueryDict | None = None, *, actions: Sequence[Action]) -> None:
        super().__init__(data)
        self.fields["post"].needed_sometimes = True  # type: ignore[attr-defined]
        self.actions = actions

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "post" not in self.errors and bool(said.get("post")) == said.get("nobody"):
            self.add_error("post", _now("Enter the post, or say that none leads them, and not both"))
        return said

    @property
    def posts(self) -> dict[int, str]:
        """The lead of each action, by its id."""
        return {action.pk: self.cleaned_data["post"] for action in self.actions}

    @property
    def shown(self) -> list[tuple[Action, str]]:
        """Each action with the lead that was shown, or is shown now."""
        return [(action, self.data.get(f"before-{action.pk}", action.lead_post)) for action in self.actions]

    @property
    def before(self) -> dict[int, str]:
        return {action.pk: lead for action, lead in self.shown}


class HandoverForm(ServiceForm):
    """Somebody leaves a post: either it stays and another holds it, or its work moves to other posts."""

    STAYS, MOVES = "stays", "moves"

    what = forms.ChoiceField(
        label=_("What becomes of the post?"),
        choices=[(STAYS, _("It stays, and somebody else holds it")), (MOVES, _("Its work moves to other posts"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of the post")},
    )
    name = ShortTextField(
        label=_("Who holds it now?"),
        max_length=NAME_LIMIT,
        required=False,
        help_text=_("Leave this empty if nobody does, or if the name is not needed."),
    )
    email = EmailField(label=_("Their e-mail address"), max_length=254, required=False)
    post = ShortTextField(
        label=_("Which post leads its actions from now on?"),
        max_length=POST_LIMIT,
        required=False,
        help_text=_("For actions that go elsewhere, name the post beside them below."),
        widget=_POSTS,
    )

    def __init__(self, data: QueryDict | None = None, *, leaving: str, positions: Sequence[Position]) -> None:
        super().__init__(data)
        self.leaving = leaving
        self.rows = positions
        for position in positions:
            field = ShortTextField(label=_now("Moves to"), max_length=POST_LIMIT, required=False, widget=_POSTS)
            self.fields[_row_name(position)] = field

    @property
    def rows_with_fields(self) -> list[tuple[Position, Any]]:
        """Each open action of the post with the field that says where it goes."""
        return [(position, self[_row_name(position)]) for position in self.rows]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        own = {_row_name(position): said.get(_row_name(position), "") for position in self.rows}
        if said.get("what") == self.STAYS and (said.get("post") or any(own.values())):
            self.add_error("what", _now("You named other posts: choose that its work moves, or leave them empty"))
        if said.get("what") == self.MOVES:
            if said.get("name") or said.get("email"):
                self.add_error("what", _now("You named who holds it now: choose that it stays, or leave that empty"))
            if not self.rows:
                self.add_error("what", _now("It leads no open action, so no work can move: choose that it stays"))
            elif "post" not in self.errors and not said.get("post") and not all(own.values()):
                self.add_error("post", _now("Enter the post that leads its actions from now on"))
            elif "post" not in self.errors and {_plain(post) for post in self.posts.values()} <= {_plain(self.leaving)}:
                self.add_error("post", _now("Enter another post than the one that is handed over"))
        return said

    @property
    def posts(self) -> Mapping[int, str]:
        """Where each action goes, by its id. One that stays with the post is named too."""
        said = self.cleaned_data
        return {
            position.action_id: said.get(_row_name(position)) or said.get("post") or self.leaving
            for position in self.rows
        }

    @property
    def holds(self) -> Holds:
        """Who holds the post from now on."""
        return Holds(self.cleaned_data["name"], self.cleaned_data["email"])


def _plain(post: str) -> str:
    """A post to compare with another: its spaces and capitals make no other one."""
    return " ".join(post.split()).casefold()


def _row_name(position: Position) -> str:
    return f"to-{position.action_id}"
