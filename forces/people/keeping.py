"""Keep what a person typed if it cannot be saved: their session expired, or the form's token is out of date.

A form contains its owner's signed id. If it is sent without a valid sign-in, it is kept for that owner only and shown
again after sign-in as an unsaved form. It is never saved automatically.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from forces.people.models import KEPT_PARAMETER, KeptFile, KeptForm, Person

OWNER_FIELD = "form_owner"
KEPT_FOR = timedelta(days=7)
MOST_KEPT_FORMS = 20
_NEVER_KEPT = frozenset({"csrfmiddlewaretoken", OWNER_FIELD})
_signer = signing.TimestampSigner(salt="form-owner")


def owner_mark(person: Person) -> str:
    """Return the signed value in a form, so that only this person can see what was typed in it."""
    return _signer.sign(str(person.public_id))


def _owner(request: HttpRequest) -> Person | None:
    try:
        public_id = _signer.unsign(request.POST.get(OWNER_FIELD, ""), max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return Person.objects.filter(public_id=public_id, is_active=True).first()


def _printable(text: str) -> str:
    """Return the text without null characters, which PostgreSQL does not accept."""
    return text.replace("\0", "")


@transaction.atomic
def keep_form(request: HttpRequest) -> str | None:
    """Keep a posted form for its owner. Returns the address that shows it again, or None if it has no owner."""
    owner = _owner(request)
    if owner is None or len(request.path) > 500:
        return None
    fields = {
        name: values for name, values in request.POST.lists() if name not in _NEVER_KEPT and "password" not in name
    }
    for name, uploads in request.FILES.lists():
        fields[f"{name}_kept"] = [str(keep_file(upload, by=owner).token) for upload in uploads]
    return keep_fields(owner, request.path, fields).get_absolute_url()


@transaction.atomic
def keep_fields(person: Person, path: str, fields: Mapping[str, Sequence[str]]) -> KeptForm:
    """Keep the fields of the form at this path (up to 500 characters) as this person's unsaved form."""
    printable = {_printable(name): [_printable(value) for value in values] for name, values in fields.items()}
    kept = KeptForm.objects.create(person=person, path=path, fields=printable)
    clear_old(person)
    return kept


def kept_form(request: HttpRequest) -> QueryDict | None:
    """Return the kept form in the address, if it belongs to this person and this page; else None."""
    try:
        token = uuid.UUID(request.GET.get(KEPT_PARAMETER, ""))
    except ValueError:
        return None
    kept = KeptForm.objects.filter(token=token, person=request.user.pk, path=request.path).first()
    if kept is None:
        return None
    fields = QueryDict(mutable=True)
    for name, values in kept.fields.items():
        fields.setlist(name, values)
    return fields


def kept_forms(person: Person) -> QuerySet[KeptForm]:
    """Return the forms kept for this person, newest first."""
    return person.kept_forms.filter(kept_at__gt=timezone.now() - KEPT_FOR).order_by("-kept_at")


def keep_file(upload: UploadedFile, *, by: Person) -> KeptFile:
    """Keep an uploaded file for the person who chose it. Returns its record, which has a token."""
    kept = KeptFile(person=by, name=(upload.name or "file")[-255:])
    kept.file.save(kept.name, upload, save=False)
    kept.save()
    return kept


def kept_file(token: str, *, person: Person) -> KeptFile | None:
    """Return the kept file with this token, if it belongs to this person."""
    try:
        return KeptFile.objects.filter(token=uuid.UUID(token), person=person).first()
    except ValueError:
        return None


def forget_file(kept: KeptFile) -> None:
    """Remove a kept file, because its update now has a copy or it is too old."""
    kept.file.close()
    kept.file.delete(save=False)
    kept.delete()


def clear_old(person: Person) -> None:
    """Delete what has been kept for this person for too long, and all but the newest forms."""
    since = timezone.now() - KEPT_FOR
    newest = KeptForm.objects.filter(person=person, kept_at__gt=since).order_by("-kept_at")[:MOST_KEPT_FORMS]
    KeptForm.objects.filter(person=person).exclude(pk__in=[kept.pk for kept in newest]).delete()
    for kept in KeptFile.objects.filter(person=person, kept_at__lte=since):
        forget_file(kept)
