import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import forces.people.models


def of_person(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [("forces", "0002_rename_kept_here")]

    operations = [
        migrations.RenameModel("KeptForm", "UnsavedForm"),
        migrations.RenameModel("KeptFile", "UnsavedFile"),
        migrations.AlterField("unsavedform", "person", of_person("unsaved_forms")),
        migrations.AlterField("unsavedfile", "person", of_person("unsaved_files")),
        migrations.AlterField(
            "unsavedfile", "file", models.FileField(upload_to=forces.people.models.unsaved_file_path)
        ),
    ]
