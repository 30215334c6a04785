import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import forces.people.models


def of_person(related_name: str, db_index: bool = True) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE,
        related_name=related_name,
        to=settings.AUTH_USER_MODEL,
        db_index=db_index,
    )


def name_keys(apps, schema_editor):
    """Give the primary keys the names that they have in a new database, which matter to PostgreSQL only."""
    if schema_editor.connection.vendor == "postgresql":
        for kind in ("form", "file"):
            schema_editor.execute(f"ALTER INDEX forces_kept{kind}_pkey RENAME TO forces_unsaved{kind}_pkey")


class Migration(migrations.Migration):
    dependencies = [("forces", "0002_rename_kept_here")]

    operations = [
        migrations.RenameModel("KeptForm", "UnsavedForm"),
        migrations.RenameModel("KeptFile", "UnsavedFile"),
        migrations.RunPython(name_keys, migrations.RunPython.noop),
        # Made anew, so that the index has the name that it has in a new database.
        migrations.AlterField("unsavedform", "person", of_person("unsaved_forms", db_index=False)),
        migrations.AlterField("unsavedfile", "person", of_person("unsaved_files", db_index=False)),
        migrations.AlterField("unsavedform", "person", of_person("unsaved_forms")),
        migrations.AlterField("unsavedfile", "person", of_person("unsaved_files")),
        migrations.AlterField(
            "unsavedfile", "file", models.FileField(upload_to=forces.people.models.unsaved_file_path)
        ),
    ]
