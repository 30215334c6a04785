"""Positions name their recommendation, so that counts over the whole country need not read every action for it."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
    UPDATE recommendations_position SET recommendation_id = (
        SELECT recommendation_id FROM recommendations_action WHERE id = recommendations_position.action_id
    )
"""


def _field(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="recommendations.recommendation", **options
    )


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL alters no table whose rows wait for their foreign keys to be checked

    dependencies = [("recommendations", "0005_searching")]

    operations = [
        migrations.AddField("position", "recommendation", _field(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("position", "recommendation", _field()),
        # which edition a reader sees of a holder is known before the query
        migrations.RemoveIndex("position", "position_of_holder_on"),
        migrations.AddIndex(
            "position",
            models.Index(fields=["holder", "edition", "until", "starts_on"], name="position_of_holder_on"),
        ),
        migrations.RemoveIndex("position", "position_of_edition_on"),
        migrations.AddIndex(
            "position",
            models.Index(
                fields=[
                    "edition",
                    "until",
                    "starts_on",
                    "holder",
                    "recommendation",
                    "status",
                    "due_on",
                    "expected_on",
                    "hmicfrs_deadline_on",
                    "local_target_on",
                    "waiting_for_body",
                ],
                name="position_of_edition_on",
            ),
        ),
    ]
