"""Carry out what the preview of a tracker shows, and undo it: in one transaction, by the services that people use."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import Force
from forces.people.access import Reader
from forces.people.editions import Audience
from forces.people.history import save_all_with_history
from recommendations.imports.trackers.drafts import make_drafts
from recommendations.imports.trackers.models import ImportedRow, ImportedUpdate, TrackerImport
from recommendations.imports.trackers.planned import EVIDENCE_LIMIT, PlannedRow, has_web_address
from recommendations.imports.trackers.services import TrackerPreview, locked_import, plan_of, publication_days
from recommendations.leads.services import change_leads
from recommendations.positions.rebuilding import rebuild
from recommendations.reading.trackers.results import ReadEvidence
from recommendations.register.models import Action, Inspection, InspectionState, Update
from recommendations.register.retraction import retracted_ids
from recommendations.updates.entry import UpdateEntry, UpdateSubmission
from recommendations.updates.evidence import EvidenceEntry, add_evidence
from recommendations.updates.refusals import UpdatesRefused
from recommendations.updates.services import record_updates, retract_updates

# What the preview shows, the person has seen: no further question about it.
_CONFIRMED = frozenset(
    {"effective_on", "revised_deadline_on", "local_target_on", "expected_on", "words", "closed_by", "waiting_for_body"}
)


class ImportRefused(Exception):
    """Nothing was imported, for these reasons."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = list(reasons)


@transaction.atomic
def confirm_import(*, tracker: TrackerImport, preview: TrackerPreview, by: Reader) -> TrackerImport:
    """Carry out what the preview shows, all or nothing. A form that is sent twice imports once.

    Raises PermissionDenied; and ImportRefused if the register has changed since the preview, a question is open, or
    an update is refused.
    """
    current = locked_import(tracker, by)
    if current.is_confirmed:
        return current
    if preview.unanswered:
        raise ImportRefused([_("Answer every question that has no suggestion first.")])
    if repr(plan_of(current, preview.reading, by)) != repr(preview.plan):
        raise ImportRefused([_("The register has changed since you looked. Check the preview again.")])
    rows = preview.plan.to_save
    inspections, drafted = make_drafts(
        rows, publication_days(current, preview.reading), holder=current.holder, file_name=current.file_name, by=by
    )
    actions = _actions_of(rows, drafted)
    imported = _make_rows(current, rows, actions)
    _record(imported, rows, timezone.localdate(current.uploaded_at), by)
    _set_leads_and_references(imported, current.holder, by)
    current.confirmed_at, current.confirmed_by = timezone.now(), by.person
    current.drafts = {key: inspection.slug for key, inspection in inspections.items()}
    current.save(update_fields=["confirmed_at", "confirmed_by", "drafts"])
    return current


def _actions_of(rows: Sequence[PlannedRow], drafted: Mapping[tuple[str, str], Action]) -> list[Action]:
    """Return the action of each row, in the order of the rows."""
    known = Action.objects.in_bulk([row.action for row in rows if row.action])
    return [known[row.action] if row.action else drafted[row.key] for row in rows]


def _make_rows(tracker: TrackerImport, rows: Sequence[PlannedRow], actions: Sequence[Action]) -> list[ImportedRow]:
    return ImportedRow.objects.bulk_create(
        ImportedRow(
            tracker=tracker,
            cell=row.cell[:200],
            action=action,
            lead_set=row.lead[:120],
            references_added=[{"system": system, "reference": reference} for system, reference in row.references],
        )
        for row, action in zip(rows, actions, strict=True)
    )


def _record(
    imported: Sequence[ImportedRow], rows: Sequence[PlannedRow], received_on: datetime.date, by: Reader
) -> None:
    """Record the first updates of all actions, then their second ones, and so on: each action once at a time."""
    turns: dict[int, list[tuple[ImportedRow, PlannedRow, int]]] = defaultdict(list)
    done: Counter[int] = Counter()
    for each, row in zip(imported, rows, strict=True):
        for place in range(len(row.updates)):
            turns[done[each.action_id]].append((each, row, place))
            done[each.action_id] += 1
    for due in turns.values():
        submissions = [
            UpdateSubmission(each.action, _entry(row, place, received_on), uuid.uuid4()) for each, row, place in due
        ]
        try:
            updates = record_updates(submissions=submissions, by=by)
        except UpdatesRefused as refused:
            raise ImportRefused(list(_reasons(refused, due))) from None
        ImportedUpdate.objects.bulk_create(
            ImportedUpdate(row=each, update=update, cell=row.updates[place].cell[:200])
            for (each, row, place), update in zip(due, updates, strict=True)
        )
        for (_each, row, place), update in zip(due, updates, strict=True):
            for evidence in row.evidence[1:] if place == _place_of_evidence(row) else ():
                add_evidence(update, _evidence_entry(evidence))


def _entry(row: PlannedRow, place: int, received_on: datetime.date) -> UpdateEntry:
    planned = row.updates[place]
    state = dict(planned.state)
    has_evidence = bool(row.evidence) and place == _place_of_evidence(row)
    return UpdateEntry.of(
        words=planned.words,
        parts_done=state.pop("parts_done", frozenset()),
        evidence=_evidence_entry(row.evidence[0]) if has_evidence else None,
        confirmed=_CONFIRMED,
        effective_on=planned.on,
        audience=Audience.OFFICE if planned.is_note else Audience.FORCE_AND_OFFICE,
        said_by=Update.SaidBy.OFFICE if planned.is_note else Update.SaidBy.FORCE,
        reported_by=planned.reported_by,
        received_how=Update.ReceivedHow.TRACKER,
        received_on=received_on,
        **state,
    )


def _place_of_evidence(row: PlannedRow) -> int:
    """Return which update of a row carries its evidence: the last one that is no note, or else the first note."""
    others = [place for place, update in enumerate(row.updates) if not update.is_note]
    return others[-1] if others else 0


def _evidence_entry(evidence: ReadEvidence) -> EvidenceEntry:
    """Return the evidence with its address, if that is one of the web; any other stays as words."""
    is_web = has_web_address(evidence)
    shows = evidence.text if is_web else f"{evidence.text} {evidence.address}".strip()
    return EvidenceEntry(address=evidence.address if is_web else "", shows=shows[:EVIDENCE_LIMIT])


def _reasons(refused: UpdatesRefused, due: Iterable[tuple[ImportedRow, PlannedRow, int]]) -> Iterable[str]:
    for each, row, _place in due:
        if objection := refused.objections.get(each.action_id):
            messages = objection.messages if isinstance(objection, ValidationError) else [str(objection)]
            yield f"{row.cell}: {' '.join(messages)}"


def _set_leads_and_references(rows: Sequence[ImportedRow], holder: Force, by: Reader) -> None:
    change_leads(posts={row.action_id: row.lead_set for row in rows if row.lead_set}, holder=holder, by=by)
    added = {row.action_id: row.references_added for row in rows if row.references_added}
    actions = Action.objects.in_bulk(added)
    for action in actions.values():
        action.external_references = [*action.external_references, *added[action.pk]]
    save_all_with_history(list(actions.values()), fields=["external_references"], by=by.person)


# --- undoing -------------------------------------------------------------------------------------------------


@transaction.atomic
def undo_import(*, tracker: TrackerImport, by: Reader) -> TrackerImport:
    """Undo an import: its updates are retracted, and stay in the history. What was recorded since stays.

    Leads and references that have not changed since are as before. The actions of a draft inspection end, and the
    draft is taken from the lists, unless something else was recorded about it. Raises PermissionDenied, and
    ValidationError for an import that was not confirmed. Undoing twice does nothing.
    """
    current = locked_import(tracker, by)
    if not current.is_confirmed:
        raise ValidationError(_("This tracker has not been imported."))
    if current.is_undone:
        return current
    rows = list(current.rows.all())
    updates = list(Update.objects.filter(imported_from__row__tracker=current).select_related("action__holder"))
    gone = retracted_ids(Update.objects.filter(action__in=[row.action_id for row in rows]))
    reason = _("The import of “%(file)s” was undone.") % {"file": current.file_name}
    retract_updates(updates=[update for update in updates if update.pk not in gone], reason=reason, by=by)
    _restore(rows, current.holder, by)
    _end_drafts(current, {update.pk for update in updates}, by)
    current.undone_at, current.undone_by = timezone.now(), by.person
    current.save(update_fields=["undone_at", "undone_by"])
    return current


def _end_drafts(tracker: TrackerImport, made: set[int], by: Reader) -> None:
    """End the actions of draft inspections about which nothing else was recorded, and take the drafts from the lists.

    `made` are the updates of the import.
    """
    drafts = Inspection.objects.filter(slug__in=tracker.drafts.values())
    others = Update.objects.filter(action__recommendation__inspection__in=drafts, retracts=None).exclude(pk__in=made)
    unused = list(drafts.exclude(pk__in=others.values("action__recommendation__inspection")))
    actions = list(Action.objects.filter(recommendation__inspection__in=unused))
    for action in actions:
        action.ended_on = max(by.day, action.opened_on + datetime.timedelta(days=1))
    save_all_with_history(actions, fields=["ended_on"], by=by.person)
    rebuild(action.pk for action in actions)
    for inspection in unused:
        inspection.state = InspectionState.EXPECTED  # no list shows it; its retracted updates stay in the history
    save_all_with_history(unused, fields=["state"], by=by.person)


def _restore(rows: Sequence[ImportedRow], holder: Force, by: Reader) -> None:
    """Remove the leads and references that were added, where they have not changed since."""
    actions = Action.objects.in_bulk([row.action_id for row in rows])
    posts = {row.action_id: "" for row in rows if row.lead_set and actions[row.action_id].lead_post == row.lead_set}
    change_leads(posts=posts, holder=holder, by=by)
    changed = []
    for row in rows:
        action = actions[row.action_id]
        kept = [each for each in action.external_references if each not in row.references_added]
        if kept != action.external_references:
            action.external_references = kept
            changed.append(action)
    save_all_with_history(changed, fields=["external_references"], by=by.person)
