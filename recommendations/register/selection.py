"""Pages about one body's work: who can open them, and the actions that a person selected."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from forces.bodies.models import Body
from forces.people.access import Reader
from forces.people.editions import Edition
from forces.people.requests import reader_of_request
from recommendations.register.models import Action
from recommendations.register.models.recommendation import ISSUER_OF_ACTION
from soteria_tracker.web.ids import id_of
from soteria_tracker.web.page_view import PageView
from soteria_tracker.web.service_forms import form_data

MOST_SELECTED = 250  # at once: their ids fit into one address; servers accept up to about 4,000 characters


class HolderMixin(PageView):
    """A class-based view under /work/<holder>/. Sets `reader` and `holder`, and adds `holder` to the context.

    `may` is the right that the page needs. Raises Http404 if the reader cannot see the body's working records,
    PermissionDenied if the right is missing.
    """

    may: ClassVar[Callable[[Reader, Body], bool]] = Reader.may_follow
    reader: Reader
    holder: Body

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        self.holder = holder_of(self.reader, kwargs["holder"], may=type(self).may)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**{**context, "holder": self.holder})


class SelectedActionsMixin(HolderMixin):
    """A page about selected actions of one body. Sets `actions`, and adds them to the context.

    If no action is selected, the page redirects to `select_first`.
    """

    select_first = "choose"
    actions: list[Action]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        data = form_data(request)
        self.actions = selected_actions(request.GET if data is None else data, self.reader, self.holder)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.actions:
            messages.warning(request, _("Select one or more actions first."))
            return redirect(self.select_first, self.holder.slug)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(actions=self.actions, **context)


def holder_of(reader: Reader, slug: str, *, may: Callable[[Reader, Body], bool]) -> Body:
    """Return the body at an address under /work/, for readers with the right `may`, for example `Reader.may_follow`.

    Raises Http404 if the reader cannot see its working records, PermissionDenied if the right is missing.
    """
    holder = get_object_or_404(Body, slug=slug)
    if reader.edition_of(holder) != Edition.WORKING:
        raise Http404
    if not may(reader, holder):
        raise PermissionDenied(_("You do not have access to this for %(holder)s.") % {"holder": holder})
    return holder


def selected_ids(data: QueryDict) -> set[int]:
    """Return the ids that `action` lists in the address or form, and those that `chosen` carries: "12-15-20".

    Raises Http404 if any of them is not a number.
    """
    carried = {text for value in data.getlist("chosen") for text in value.split("-") if text}
    named = {*data.getlist("action"), *carried}
    ids = {pk for text in named if (pk := id_of(text)) is not None}
    if len(ids) != len(named):
        raise Http404
    return ids


def selected_actions(data: QueryDict, reader: Reader, holder: Body) -> list[Action]:
    """Return the holder's actions of `selected_ids`, by inspection and recommendation.

    Raises Http404 if any of them belongs to another holder or is not visible to the reader.
    """
    return actions_with_ids(selected_ids(data), reader, holder)


def actions_with_ids(ids: Collection[int], reader: Reader, holder: Body) -> list[Action]:
    """Return the holder's actions with these ids, by inspection and recommendation.

    Raises Http404 if any of them belongs to another holder or is not visible to the reader.
    """
    if not ids:
        return []
    actions = list(
        Action.objects.visible_to(reader)
        .filter(holder__in=reader.held_by(holder), pk__in=ids)
        .select_related("holder", "part", *ISSUER_OF_ACTION)
        .defer("recommendation__inspection__key_findings")  # a long text that no list shows
        .order_by(
            F("recommendation__inspection__published_on").desc(nulls_first=True),
            "recommendation__inspection__short_title",
            "recommendation__inspection_id",
            "recommendation__order",
            "recommendation__reference",
        )
    )
    if len(actions) != len(ids):
        raise Http404
    return actions
