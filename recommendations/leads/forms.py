"""The forms about leads: who holds the posts, a lead for several actions at once, and a handover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.leads.queries import Post
from recommendations.leads.services import POST_LIMIT, PostHolder
from recommendations.positions.models import Position
from recommendations.register.models import Action
from soteria_tracker.web.forms import ShortTextField, ShownFormSet
from soteria_tracker.web.service_forms import ServiceForm

NAME_LIMIT = 120
_POSTS = forms.TextInput(attrs={"list": "posts"})  # the list of known posts stands on the page


class EmailField(ShortTextField, forms.EmailField):
    """An email address whose error message says what to enter."""

    default_error_messages = {"invalid": _("Enter an email address like name@example.org")}


class PostHolderForm(forms.Form):
    """Who holds one post: as it was shown, and as it was typed."""

    post = forms.CharField(widget=forms.HiddenInput, max_length=POST_LIMIT)
    name = ShortTextField(label=_("Name"), max_length=NAME_LIMIT, required=False)
    email = EmailField(label=_("Email"), max_length=254, required=False)
    name_before = forms.CharField(widget=forms.HiddenInput, required=False)
    email_before = forms.CharField(widget=forms.HiddenInput, required=False)

    use_required_attribute = False


class PostHolderFormSet(forms.formset_factory(PostHolderForm, ShownFormSet, extra=0)):  # type: ignore[misc]
    """One form for each post of a body."""

    @staticmethod
    def initial_of(post: Post) -> dict[str, str]:
        """The values that one form starts with."""
        shown = {"name": post.name, "email": post.email}
        return {"post": post.post, **shown, **{f"{name}_before": value for name, value in shown.items()}}

    def typed(self) -> dict[str, PostHolder]:
        """Who was typed in, by post."""
        return {data["post"]: PostHolder(data["name"], data["email"]) for data in self.cleaned_data}

    def shown(self) -> dict[str, PostHolder]:
        """Who was shown when the page was opened, by post."""
        return {data["post"]: PostHolder(data["name_before"], data["email_before"]) for data in self.cleaned_data}

    def refuse(self, error: ValidationError) -> None:
        """Show a refusal of `set_post_holders` beside the posts it names."""
        for form in self.forms:
            for message in error.message_dict.get(form.cleaned_data["post"], []):
                form.add_error("name", message)


class LeadForm(ServiceForm):
    """One lead for all the selected actions."""

    post = ShortTextField(
        label=_("Which post is the lead?"),
        max_length=POST_LIMIT,
        required=False,
        help_text=_("Enter the post, not the person who holds it. Choose one from the list or type a new one."),
        widget=_POSTS,
    )
    no_lead = forms.BooleanField(label=_("No lead"), required=False)

    def __init__(self, *args: Any, actions: Sequence[Action], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["post"].needed_sometimes = True  # type: ignore[attr-defined]
        self.actions = actions

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "post" not in self.errors and bool(cleaned.get("post")) == cleaned.get("no_lead"):
            self.add_error("post", _now("Enter a post or select “No lead”, not both"))
        return cleaned

    @property
    def posts(self) -> dict[int, str]:
        """The lead of each action, by its id."""
        return {action.pk: self.cleaned_data["post"] for action in self.actions}

    @property
    def shown(self) -> list[tuple[Action, str]]:
        """Each action with the lead that the person saw."""
        return [(action, self.data.get(f"before-{action.pk}", action.lead_post)) for action in self.actions]

    @property
    def before(self) -> dict[int, str]:
        """The lead that the person saw, by the action's id."""
        return {action.pk: lead for action, lead in self.shown}


class HandoverForm(ServiceForm):
    """Someone leaves a post: either someone else holds it now, or its work moves to other posts."""

    STAYS, MOVES = "stays", "moves"

    what = forms.ChoiceField(
        label=_("What happens to the post?"),
        choices=[(STAYS, _("Someone else holds it")), (MOVES, _("Its work moves to other posts"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what happens to the post")},
    )
    name = ShortTextField(
        label=_("Who holds it now?"),
        max_length=NAME_LIMIT,
        required=False,
        help_text=_("Leave this blank if no one holds it or you do not need the name."),
    )
    email = EmailField(label=_("Their email address"), max_length=254, required=False)
    post = ShortTextField(
        label=_("Which post takes over its actions?"),
        max_length=POST_LIMIT,
        required=False,
        help_text=_("If an action moves to a different post, enter that post beside it below."),
        widget=_POSTS,
    )

    def __init__(self, *args: Any, leaving: str, positions: Sequence[Position], **options: Any) -> None:
        super().__init__(*args, **options)
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
        cleaned = super().clean() or {}
        own = {_row_name(position): cleaned.get(_row_name(position), "") for position in self.rows}
        if cleaned.get("what") == self.STAYS and (cleaned.get("post") or any(own.values())):
            self.add_error("what", _now("You entered other posts. Select that its work moves, or clear them"))
        if cleaned.get("what") == self.MOVES:
            if cleaned.get("name") or cleaned.get("email"):
                self.add_error(
                    "what",
                    _now("You entered who holds it now. Select that someone else holds it, or clear them"),
                )
            if not self.rows:
                self.add_error(
                    "what",
                    _now(
                        "This post leads no open actions, so there is no work to move. Select “Someone else holds it”"
                    ),
                )
            elif "post" not in self.errors and not cleaned.get("post") and not all(own.values()):
                self.add_error("post", _now("Enter the post that takes over its actions"))
            elif "post" not in self.errors and {_plain(post) for post in self.posts.values()} <= {_plain(self.leaving)}:
                self.add_error("post", _now("Enter a different post from the one being handed over"))
        return cleaned

    @property
    def posts(self) -> Mapping[int, str]:
        """The post that leads each action from now on, by the action's id."""
        cleaned = self.cleaned_data
        return {
            position.action_id: cleaned.get(_row_name(position)) or cleaned.get("post") or self.leaving
            for position in self.rows
        }

    @property
    def post_holder(self) -> PostHolder:
        """Who holds the post from now on."""
        return PostHolder(self.cleaned_data["name"], self.cleaned_data["email"])


def _plain(post: str) -> str:
    """The name of a post without differences of spacing and capitals, for comparing."""
    return " ".join(post.split()).casefold()


def _row_name(position: Position) -> str:
    return f"to-{position.action_id}"
