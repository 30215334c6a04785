"""What pages say of an edition and of the progress of actions."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forces.bodies.models import RECORDED_BY_ADMINISTRATORS, Body
from forces.people.access import Reader
from forces.people.editions import Edition
from recommendations.positions.counting import Tally
from recommendations.positions.models import Position
from recommendations.register.statuses import Wording, label_of


def wording_in(kind: str, edition: str) -> Wording:
    """Return what "no update" means in one edition of a holder of this kind.

    A national body's updates are shown to everyone: they do not need to be released.
    """
    has_all_updates = edition == Edition.WORKING or kind in RECORDED_BY_ADMINISTRATORS
    return Wording.RECORDED if has_all_updates else Wording.RELEASED


def wording_for(holder: Body, reader: Reader) -> Wording:
    """Return what "no update" means on the page of one holder."""
    return wording_in(holder.kind, reader.edition_of(holder))


def wording_of(position: Position) -> Wording:
    """Return what "no update" means for one position. Its action's holder must be loaded."""
    return wording_in(position.action.holder.kind, position.edition)


def wording_of_many(reader: Reader) -> Wording:
    """Return what "no update" means for many holders together."""
    if reader.is_auditor_only:
        return Wording.RECORDED
    return Wording.EITHER if reader.working_holders else Wording.RELEASED


def shows_lead(holder: Body, reader: Reader) -> bool:
    """Return whether the reader may see who leads the holder's actions. Leads are never released."""
    return holder.kind in RECORDED_BY_ADMINISTRATORS or holder.pk in reader.working_holders


def released_to(holder: Body, reader: Reader) -> str:
    """Return the opening of a sentence about the holder, "As released to the panel:"; empty if everything is shown."""
    if wording_for(holder, reader) is Wording.RECORDED:
        return ""
    is_panel = reader.edition_of(holder) == Edition.PANEL
    return _("As released to the panel:") if is_panel else _("As released to the public:")


def edition_note(reader: Reader) -> str:
    """Return which edition the figures of a page about many forces are from."""
    if reader.is_auditor_only:
        return _("Only the forces you audit are shown, from their office’s records.")
    if reader.working_forces:
        return ngettext(
            "Your own force is shown from your office’s records; others as released to the public.",
            "Your own forces are shown from your offices’ records; others as released to the public.",
            len(reader.existing(reader.working_forces)),
        )
    if reader.panel:
        return _("The force you scrutinise is shown as released to its panel; others as released to the public.")
    return _("Forces are shown as released to the public.")


def edition_note_of(holder: Body, reader: Reader) -> str:
    """Return which edition the figures of one holder's page are from."""
    if reader.is_without_office(holder):
        return _("Recorded once and shown to everyone.")
    return {
        Edition.WORKING: _(
            "Shown from the office’s records. The panel and the public see only what is released to them."
        ),
        Edition.PANEL: _("Shown as released to the panel."),
        Edition.PUBLIC: _("Shown as released to the public."),
    }[reader.edition_of(holder)]


def key_of(tally: Tally, wording: Wording) -> list[dict[str, object]]:
    """Return the groups with any actions, with the labels for this reader and the counts, for {% key %}."""
    return [{"key": group.value, "word": label_of(group, wording), "count": count} for group, count in tally.present]


def force_progress_in_words(tally: Tally, wording: Wording) -> str:
    """Return "86 of 215 force actions are closed and 29 are overdue.", or that no force uses Soteria Tracker.

    `wording` is whether "no update" means none recorded or none released.
    """
    if not tally.total:
        return _("No force has an action here.")
    if not tally.tracked:
        return _("No force uses Soteria Tracker yet.")
    return " ".join(filter(None, [_closed_and_overdue(tally), _passed(tally, wording), _waiting(tally)]))


def _closed_and_overdue(tally: Tally) -> str:
    closed = ngettext(
        "%(closed)d of %(tracked)d force actions is closed",
        "%(closed)d of %(tracked)d force actions are closed",
        tally.closed,
    ) % {"closed": tally.closed, "tracked": tally.tracked}
    if tally.overdue:
        overdue = ngettext("%(count)d is overdue", "%(count)d are overdue", tally.overdue) % {"count": tally.overdue}
        return _("%(closed)s and %(overdue)s.") % {"closed": closed, "overdue": overdue}
    if tally.passed:  # `_passed` comes next: those may be late too
        return f"{closed}."
    return _("%(closed)s. Nothing is overdue.") % {"closed": closed}


def _waiting(tally: Tally) -> str:
    waiting = tally.overdue_waiting
    if not waiting:
        return ""
    words = ngettext(
        "%(count)d of the overdue actions is waiting for others.",
        "%(count)d of the overdue actions are waiting for others.",
        waiting,
    )
    return words % {"count": waiting}


def _passed(tally: Tally, wording: Wording) -> str:
    passed = tally.passed
    if not passed:
        return ""
    words = ngettext(
        "%(count)d has passed its deadline with no update %(recorded)s.",
        "%(count)d have passed their deadline with no update %(recorded)s.",
        passed,
    )
    return words % {"count": passed, "recorded": wording.label}


def overdue_waiting_words(tally: Tally, awaited: list[str]) -> str:
    """Return how many overdue actions are waiting, and for whom if they all wait for the same body."""
    if not tally.overdue_waiting:
        return ""
    words = ngettext(
        "%(count)d of them is waiting for others", "%(count)d of them are waiting for others", tally.overdue_waiting
    ) % {"count": tally.overdue_waiting}
    return f"{words}: {awaited[0]}" if len(awaited) == 1 else words
