"""Merge the two bodies of each police and crime commissioner who became a police, fire and crime commissioner.

That is a new title of the same body (S.I. 2017/864, explanatory note): everything of the body with the earlier title
moves to the one with the later, which keeps the earlier name and leads its old addresses on.
"""

import hashlib
import json
import sys
import uuid

from django.db import IntegrityError, migrations, transaction

AREAS = ("cumbria", "essex", "north-yorkshire", "northamptonshire", "staffordshire")
# Insert-only tables that name a body, for each of which one trigger refuses changes. It is put back after the migration.
TABLES = ("recommendations_update", "recommendations_publication", "recommendations_letter", "recommendations_release")


def merge(apps, schema_editor):
    Local = apps.get_model("forces", "LocalPolicingBody")
    pairs = []
    for area in AREAS:
        earlier = Local.objects.filter(slug=f"pcc-{area}").first()
        later = Local.objects.filter(slug=f"pfcc-{area}").first()
        if earlier and later and earlier.successions.filter(successor=later.pk).exists():
            pairs.append((earlier, later))
    if not pairs:
        return
    _let_change(schema_editor.connection)
    for earlier, later in pairs:
        try:
            with transaction.atomic(schema_editor.connection.alias):
                _merge(apps, earlier, later)
        except IntegrityError as error:  # both hold the same: a person has to decide, so they stay two bodies
            sys.stderr.write(f"\n{earlier.slug} and {later.slug} stay two bodies: {error}\n")


def _let_change(connection):
    """Drop the triggers that refuse to change the body that an insert-only row names."""
    with connection.cursor() as cursor:
        for table in TABLES:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS insert_only_{table}_update{on}")


def _merge(apps, earlier, later):
    EarlierName = apps.get_model("forces", "EarlierName")
    Oversight, Succession = apps.get_model("forces", "Oversight"), apps.get_model("forces", "Succession")
    Loaded = apps.get_model("recommendations", "LoadedRecord")
    succession = Succession.objects.get(predecessor=earlier.pk, successor=later.pk)
    loaded = dict(Loaded.objects.values_list("key", "digest"))
    renamed = _as_loaded(_body(later)) == loaded.get(f"local-policing-body:{later.slug}")
    periods = Oversight.objects.filter(body=earlier.pk).select_related("force")
    unchanged = {
        period.pk: _as_loaded(_oversight(period, earlier.slug)) == loaded.get(_key_of(period)) for period in periods
    }
    name = EarlierName.objects.create(
        body_id=later.pk,
        name=earlier.name,
        short_name=earlier.short_name,
        office_holder_title=earlier.office_holder_title,
        slug=earlier.slug,
        until=succession.on,
        source=succession.source,
    )
    succession.delete()
    Oversight.objects.filter(body=later.pk, force__in=[period.force_id for period in periods]).delete()
    _move_everything(apps, earlier, later)
    earlier.delete()
    later.opened_on = earlier.opened_on
    later.aliases = list(dict.fromkeys([*later.aliases, *earlier.aliases]))
    later.save()
    # What was loaded from the files counts as loaded still, so that the files can correct it.
    if renamed:
        _set_loaded(Loaded, f"local-policing-body:{later.slug}", _body(later))
        _set_loaded(Loaded, f"earlier-name:{later.slug}/{name.until}", _earlier_name(name, later.slug))
    for period in Oversight.objects.filter(pk__in=unchanged).select_related("force"):
        if unchanged[period.pk]:
            _set_loaded(Loaded, _key_of(period), _oversight(period, later.slug))


def _move_everything(apps, earlier, later):
    """Let every row that names the earlier body name the later one."""
    Settings = apps.get_model("recommendations", "OfficeSettings")
    if Settings.objects.filter(body=later.pk).exists():
        Settings.objects.filter(body=earlier.pk).delete()
    Template = apps.get_model("recommendations", "DocumentTemplate")
    kept = Template.objects.filter(body=later.pk).values_list("kind", flat=True)
    Template.objects.filter(body=earlier.pk, kind__in=list(kept)).delete()
    Revision = apps.get_model("recommendations", "PositionRevision")
    Revision.objects.filter(holder__in=[earlier.pk, later.pk]).delete()
    Revision.objects.create(holder_id=later.pk, token=uuid.uuid4())
    bodies = {"body", "localpolicingbody"}
    for model in apps.get_models():
        if model.__name__.startswith("Historical"):  # a history says what was
            continue
        for field in model._meta.local_fields:
            target = field.remote_field and field.remote_field.model._meta
            is_of_body = target and target.app_label == "forces" and target.model_name in bodies
            if is_of_body and not field.primary_key:
                model.objects.filter(**{field.name: earlier.pk}).update(**{field.attname: later.pk})


# --- what the files say of these records, as the loading of files compares it ------------------------------


def _key_of(period):
    return f"oversight:{period.force.slug}/{period.first_day}"


def _oversight(period, body):
    return {
        "force": period.force.slug,
        "body": body,
        "first_day": period.first_day.isoformat(),
        "source": period.source,
    }


def _body(body):
    day = {
        name: value and value.isoformat() for name, value in vars(body).items() if name in ("opened_on", "closed_on")
    }
    plain = ("slug", "name", "short_name", "aliases", "source", "office", "office_holder_title")
    return {name: getattr(body, name) for name in plain} | day


def _earlier_name(name, body):
    plain = ("name", "short_name", "office_holder_title", "slug", "source")
    return {key: getattr(name, key) for key in plain} | {"body": body, "until": name.until.isoformat()}


def _as_loaded(content):
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _set_loaded(Loaded, key, content):
    Loaded.objects.update_or_create(key=key, defaults={"digest": _as_loaded(content), "file": "fixtures/bodies.yaml"})


class Migration(migrations.Migration):
    dependencies = [
        ("forces", "0008_reorganisations"),
        ("recommendations", "0017_deadlines_of_parts"),
    ]

    operations = [migrations.RunPython(merge, migrations.RunPython.noop)]
