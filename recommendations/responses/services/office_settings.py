"""The settings of an office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from forces.bodies.models import LocalPolicingBody
from forces.bodies.services import save_body
from forces.people.access import Reader
from forces.people.history import save_with_history
from recommendations.responses.models import OfficeSettings

# Settings that belong to the body itself, because its forces' updates depend on them.
BODY_FIELDS = frozenset({"update_interval", "default_audience"})


@transaction.atomic
def save_office_settings(*, body: LocalPolicingBody, values: Mapping[str, Any], by: Reader) -> OfficeSettings:
    """Save and return an office's settings. `values` are fields of OfficeSettings, and those in `BODY_FIELDS`.

    Raises PermissionDenied for anyone but the body's own office, ValidationError by field.
    """
    if body.pk not in by.own_bodies:
        raise PermissionDenied(_("Only the office of this body can change its settings."))
    settings = OfficeSettings.objects.select_for_update().filter(body=body).first() or OfficeSettings(body=body)
    of_body = {name: value for name, value in values.items() if name in BODY_FIELDS and value != getattr(body, name)}
    for name in values.keys() - BODY_FIELDS:
        setattr(settings, name, values[name])
    settings.full_clean()
    save_with_history(settings, by=by.person)
    if of_body:
        for name, value in of_body.items():
            setattr(body, name, value)
        body.clean_fields(exclude={field.name for field in body._meta.fields} - BODY_FIELDS)
        save_body(body=body, by=by.person)
    return settings
