"""Views that people save under a name: addresses of our own pages only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from forces.people.models import Person, SavedView

MOST_SAVED = 50
LONGEST_NAME = 80
_NEVER_SAVED = ("page", "unsaved")
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def can_be_saved(page: View) -> View:
    """Mark a page whose address people can save."""
    page.can_be_saved = True  # type: ignore[attr-defined]
    return page


def own_page(path: str, query: str) -> str | None:
    """Return the address if it is that of a page that can be saved, else None. Other sites and downloads cannot."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    is_page = path.startswith("/") and "format" not in match.kwargs
    return f"{path}?{query}" if is_page and getattr(match.func, "can_be_saved", False) else None


@transaction.atomic
def save_view(*, name: str, path: str, query: str, by: Person) -> SavedView:
    """Save a page with its filter, in place of any view with the same name.

    Raises ValidationError if the name is missing or too long, the address is not one of our pages, or the list is full.
    """
    name = " ".join(name.replace("\0", "").split())
    if not name:
        raise ValidationError(_("Enter a name for the view."))
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("The name must be 80 characters or fewer."))
    asked = QueryDict(query, mutable=True)
    for parameter in _NEVER_SAVED:
        asked.pop(parameter, None)
    query = asked.urlencode()
    if own_page(path, query) is None or len(path) > 500 or len(query) > 1000:
        raise ValidationError(_("This address cannot be saved as a view."))
    if not SavedView.objects.filter(person=by, name=name).exists() and by.saved_views.count() >= MOST_SAVED:
        raise ValidationError(_("You have %(most)d saved views. Remove one first.") % {"most": MOST_SAVED})
    view, _is_new = SavedView.objects.update_or_create(person=by, name=name, defaults={"path": path, "query": query})
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: Person) -> None:
    """Remove a view of this person."""
    SavedView.objects.filter(pk=view.pk, person=by).delete()
