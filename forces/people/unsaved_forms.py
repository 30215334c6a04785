"""Store what a person typed when it cannot be saved, because their session expired, or the form's token is out of date.

A form contains its owner's signed id. If it is sent without a valid sign-in, it is stored for that owner only and shown
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

from forces.people.models import UNSAVED_PARAMETER, Person, UnsavedFile, UnsavedForm

OWNER_FIELD = "form_owner"
STORED_FOR = timedelta(days=7)
MOST_STORED_FORMS = 20
MOST_STORED_BYTES = 50 * 1024 * 1024  # in the files of one person
_NEVER_STORED = frozenset({"csrfmiddlewaretoken", OWNER_FIELD})
_signer = signing.TimestampSigner(salt="form-owner")


def sign_owner(person: Person) -> str:
    """Return the signed value in a form, so that only this person can see what was typed in it."""
    return _signer.sign(str(person.public_id))


def _owner(request: HttpRequest) -> Person | None:
    try:
        public_id = _signer.unsign(request.POST.get(OWNER_FIELD, ""), max_age=STORED_FOR)
    except signing.BadSignature:
        return None
    return Person.objects.filter(public_id=public_id, is_active=True).first()


def _printable(text: str) -> str:
    """Return the text without null characters, which PostgreSQL does not accept."""
    return text.replace("\0", "")


@transaction.atomic
def store_form(request: HttpRequest) -> str | None:
    """Store a posted form for its owner. Returns the address that shows it again, or None if it has no owner."""
    owner = _owner(request)
    if owner is None or len(request.path) > 500:
        return None
    fields = {
        name: values for name, values in request.POST.lists() if name not in _NEVER_STORED and "password" not in name
    }
    for name, uploads in request.FILES.lists():
        fields[f"{name}_token"] = [str(store_file(upload, by=owner).token) for upload in uploads]
    return store_fields(owner, request.path, fields).get_absolute_url()


@transaction.atomic
def store_fields(person: Person, path: str, fields: Mapping[str, Sequence[str]]) -> UnsavedForm:
    """Store the fields of the form at this path (up to 500 characters) as this person's unsaved form."""
    printable = {_printable(name): [_printable(value) for value in values] for name, values in fields.items()}
    form = UnsavedForm.objects.create(person=person, path=path, fields=printable)
    delete_old(person)
    return form


def find_form(request: HttpRequest) -> QueryDict | None:
    """Return the fields of the unsaved form in the address, if it belongs to this person and page; else None."""
    try:
        token = uuid.UUID(request.GET.get(UNSAVED_PARAMETER, ""))
    except ValueError:
        return None
    form = UnsavedForm.objects.filter(token=token, person=request.user.pk, path=request.path).first()
    if form is None:
        return None
    fields = QueryDict(mutable=True)
    for name, values in form.fields.items():
        fields.setlist(name, values)
    return fields


def forms_of(person: Person) -> QuerySet[UnsavedForm]:
    """Return the unsaved forms of this person, newest first."""
    return person.unsaved_forms.filter(kept_at__gt=timezone.now() - STORED_FOR).order_by("-kept_at")


def store_file(upload: UploadedFile, *, by: Person) -> UnsavedFile:
    """Store an uploaded file for the person who chose it. Returns its record, which has a token.

    Their oldest files make room for it where there are too many.
    """
    file = UnsavedFile(person=by, name=(upload.name or "file")[-255:])
    file.file.save(file.name, upload, save=False)
    file.save()
    room = MOST_STORED_BYTES
    for stored in list(by.unsaved_files.order_by("-kept_at", "-pk")):
        room -= _size_of(stored)
        if room < 0 and stored != file:
            delete_file(stored)
    return file


def _size_of(file: UnsavedFile) -> int:
    try:
        return file.file.size
    except OSError:  # someone removed it from the disc
        return 0


def find_file(token: str, *, person: Person) -> UnsavedFile | None:
    """Return the unsaved file with this token, if it belongs to this person."""
    try:
        return UnsavedFile.objects.filter(token=uuid.UUID(token), person=person).first()
    except ValueError:
        return None


def delete_file(file: UnsavedFile) -> None:
    """Delete an unsaved file, because it has been saved with its record or is too old."""
    file.file.close()
    file.file.delete(save=False)
    file.delete()


def delete_old(person: Person) -> None:
    """Delete what has been stored for this person for too long, and all but the newest forms."""
    since = timezone.now() - STORED_FOR
    newest = UnsavedForm.objects.filter(person=person, kept_at__gt=since).order_by("-kept_at")[:MOST_STORED_FORMS]
    UnsavedForm.objects.filter(person=person).exclude(pk__in=[form.pk for form in newest]).delete()
    for file in UnsavedFile.objects.filter(person=person, kept_at__lte=since):
        delete_file(file)


def delete_all_old() -> int:
    """Delete what has been stored for too long for anyone. Returns how many forms and files there were."""
    since = timezone.now() - STORED_FOR
    forms, _by_model = UnsavedForm.objects.filter(kept_at__lte=since).delete()
    files = list(UnsavedFile.objects.filter(kept_at__lte=since))
    for file in files:
        delete_file(file)
    return forms + len(files)
