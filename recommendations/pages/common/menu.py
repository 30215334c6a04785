"""The menu and the home page, by role."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from forces.bodies.models import Force
from forces.people.access import Reader


def home_of(reader: Reader) -> str:
    """Return the address of the reader's home page.

    Office staff start at My work, members of one panel at its home, contributors of one force at its page, and
    administrators and everyone else at the national overview.
    """
    if reader.office and not reader.is_administrator:
        return reverse("my-work")
    forces = reader.existing(reader.contributes | reader.panel)
    if len(forces) == 1 and not reader.is_administrator:
        force = Force.objects.get(pk=next(iter(forces)))
        is_of_panel = reader.reads_panel_home(force)
        return reverse("panel-home", args=[force.slug]) if is_of_panel else force.get_absolute_url()
    return reverse("dated:overview")


def _starts_at_a_panel(reader: Reader) -> bool:
    """Return whether `home_of` is the home of a panel."""
    forces = reader.existing(reader.contributes | reader.panel)
    return len(forces) == 1 and forces <= reader.panel_holders and not (reader.office or reader.is_administrator)


def _panel_homes(reader: Reader) -> list[tuple[str, str]]:
    """Return the label and address of each panel's home, for members of several panels only. One query for those."""
    scrutinised = reader.existing(reader.panel)
    if len(scrutinised) < 2 or reader.office or reader.is_administrator:
        return []
    forces = [force for force in Force.objects.filter(pk__in=scrutinised) if reader.reads_panel_home(force)]
    return [
        (_("Panel: %(force)s") % {"force": force.label}, reverse("panel-home", args=[force.slug]))
        for force in sorted(forces, key=lambda force: force.label)
    ]


def menu(request: HttpRequest) -> dict[str, Any]:
    """For every template, `menu`: the entries of `entries`, looked up only if shown."""
    return {"menu": SimpleLazyObject(lambda: entries(request))}


def entries(request: HttpRequest) -> list[dict[str, object]]:
    """Return the menu entries for the signed-in person: label, url and `current`, for aria-current."""
    reader = getattr(request, "reader", None)
    if reader is None or not reader.has_a_role:
        return []
    pages = [(_("My work"), reverse("my-work"))] if reader.office else _panel_homes(reader)
    pages += [
        (_("National overview"), reverse("dated:overview")),
        (_("Forces"), reverse("dated:forces")),
        (_("Inspections"), reverse("dated:inspections")),
        (_("Responses"), reverse("responses")),
    ]
    if reader.office or reader.may_administer():
        pages.append((_("Import"), reverse("imports")))
    if reader.may_read_log():
        pages.append((_("Who recorded what"), reverse("log")))
    if reader.may_administer():
        pages.append((_("Load inspections"), reverse("admin:recommendations_loadrun_load")))
        pages.append((_("Administration"), reverse("admin:index")))
    path = request.path
    if path.startswith("/work/"):  # following a body's work begins at My work
        path = reverse("my-work")
    elif "/responses/" in path:  # a force's response has an address under its force
        path = reverse("responses")
    is_panel_home = path.startswith("/panel/")
    links: list[dict[str, object]] = [
        {"label": label, "url": url, "current": _current(url, path, request)} for label, url in pages
    ]
    if _starts_at_a_panel(reader):
        links.insert(0, {"label": _("Home"), "url": reverse("home"), "current": "page" if is_panel_home else ""})
    return links


def _current(url: str, path: str, request: HttpRequest) -> str:
    """Return "page" for the address of this page, "true" where `path` is under it, and else an empty string."""
    address = url.partition("?")[0]
    if address == request.path:
        return "page"
    return "true" if path.startswith(address) else ""
