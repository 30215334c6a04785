"""An office's own Word templates: checked before they are kept."""

from __future__ import annotations

from typing import IO

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.bodies.models import LocalPolicingBody
from forces.people.access import Reader
from recommendations.documents import example_response, word_templates
from recommendations.responses.models import DocumentTemplate, TemplateKind
from soteria_tracker.web.office_packages.reader import FILE_LIMIT
from soteria_tracker.web.office_packages.word import check_word_file


def check_template(file: IO[bytes], name: str) -> None:
    """Check that a file is a Word document that can be filled in, by filling it in with an example.

    Raises ValidationError, saying what to do.
    """
    contents = _read(file)
    check_word_file(contents, name)
    missing = word_templates.missing_placeholders(contents)
    if missing:
        raise ValidationError(
            _("The template has no %(names)s. Add it where the text should go: the law requires it.")
            % {"names": ", ".join(f"{{{{ {placeholder} }}}}" for placeholder in missing)}
        )
    preview(contents)


def preview(template: bytes) -> bytes:
    """Return the template filled in with an example, as a Word file. Raises ValidationError as check_template does."""
    return word_templates.fill(template, example_response.EXAMPLE, (_("Example"),))


@transaction.atomic
def save_template(
    *, body: LocalPolicingBody, kind: str, file: IO[bytes], file_name: str, by: Reader
) -> DocumentTemplate:
    """Save a template in place of the office's earlier one of this kind, and return it.

    Raises PermissionDenied for anyone but the body's own office, ValidationError as check_template does.
    """
    _check_right(body, by)
    if kind not in TemplateKind.values:
        raise ValidationError(_("There is no document of that kind."))
    check_template(file, file_name)
    template = DocumentTemplate.objects.filter(body=body, kind=kind).first() or DocumentTemplate(body=body, kind=kind)
    _forget_file(template)
    template.file_name = file_name[-255:]
    template.uploaded_by, template.uploaded_at = by.person, timezone.now()
    template.file.save(file_name, ContentFile(_read(file)), save=False)
    template.save()
    return template


@transaction.atomic
def delete_template(*, body: LocalPolicingBody, kind: str, by: Reader) -> None:
    """Remove the office's template, so that the standard document is used. Raises as save_template does.

    Those of the bodies that it replaced are removed too: it would use one of them.
    """
    _check_right(body, by)
    for template in DocumentTemplate.objects.filter(body__in=by.held_by(body), kind=kind):
        _forget_file(template)
        template.delete()


def _check_right(body: LocalPolicingBody, by: Reader) -> None:
    if body.pk not in by.own_bodies:
        raise PermissionDenied(_("You can only change the templates of your own office."))


def _forget_file(template: DocumentTemplate) -> None:
    """Delete the file that is replaced, once the replacement is committed."""
    if template.file:
        storage, name = template.file.storage, str(template.file.name)
        transaction.on_commit(lambda: storage.delete(name))


def _read(file: IO[bytes]) -> bytes:
    """Return the whole file, or as much as shows that it is too large."""
    file.seek(0)
    contents = file.read(FILE_LIMIT + 1)
    file.seek(0)
    return contents
