"""Request rounds, letters, leads, releases, assurance and duties."""

import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import recommendations.rounds.models


def drop_the_old_trigger(apps, schema_editor):
    """It refused every change of an update; the new one lets the releases' column change. SQLite's goes anyway."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "DROP TRIGGER IF EXISTS insert_only_recommendations_update_update ON recommendations_update"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("forces", "0004_update_interval"),
        ("recommendations", "0006_positions_know_their_recommendation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(drop_the_old_trigger, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Assurance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dated_on", models.DateField(verbose_name="date")),
                (
                    "view",
                    models.CharField(
                        blank=True,
                        choices=[("assured", "Assured"), ("partly", "Partly assured"), ("not-assured", "Not assured")],
                        max_length=11,
                        verbose_name="the office’s view",
                    ),
                ),
                ("looked_at", models.TextField(max_length=10000, verbose_name="what was looked at")),
                ("meeting", models.CharField(blank=True, max_length=200, verbose_name="at which meeting")),
                ("check_again_on", models.DateField(blank=True, null=True, verbose_name="check again on")),
                (
                    "released_to",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("office", "The office only (a note: it does not change where the action stands)"),
                            ("force-and-office", "The force and the office"),
                            ("panel", "The force, the office and the panel"),
                            ("public", "Everybody who can read this register"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "audience",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            django.db.models.functions.comparison.NullIf(models.F("released_to"), models.Value("")),
                            models.Value("office"),
                        ),
                        output_field=models.CharField(
                            choices=[
                                ("office", "The office only (a note: it does not change where the action stands)"),
                                ("force-and-office", "The force and the office"),
                                ("panel", "The force, the office and the panel"),
                                ("public", "Everybody who can read this register"),
                            ],
                            max_length=16,
                        ),
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("submission_key", models.UUIDField()),
            ],
            options={
                "verbose_name": "assurance",
                "verbose_name_plural": "assurances",
                "ordering": ["action", "dated_on", "recorded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalLead",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("post", models.CharField(max_length=120, verbose_name="post")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical lead",
                "verbose_name_plural": "historical leads",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRequest",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("lead_post", models.CharField(blank=True, max_length=120, verbose_name="lead")),
                ("lead_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("lead_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent on")),
                ("chased_on", models.DateField(blank=True, null=True, verbose_name="reminded on")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical request",
                "verbose_name_plural": "historical requests",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRound",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("wanted_by", models.DateField(verbose_name="answers wanted by")),
                ("message", models.TextField(blank=True, max_length=10000, verbose_name="words of the e-mail")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, help_text="No more answers are waited for.", null=True, verbose_name="ended on"
                    ),
                ),
                ("submission_key", models.UUIDField(db_index=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical request round",
                "verbose_name_plural": "historical request rounds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.CharField(max_length=120, verbose_name="post")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
            ],
            options={
                "verbose_name": "lead",
                "verbose_name_plural": "leads",
                "ordering": ["holder", "post"],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("panel", "The force, the office and the panel"),
                            ("public", "Everybody who can read this register"),
                        ],
                        max_length=16,
                        verbose_name="released to",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="what for")),
                ("recorded_at", models.DateTimeField()),
                ("submission_key", models.UUIDField(unique=True)),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
                "ordering": ["-recorded_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Released",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("office", "The office only (a note: it does not change where the action stands)"),
                            ("force-and-office", "The force and the office"),
                            ("panel", "The force, the office and the panel"),
                            ("public", "Everybody who can read this register"),
                        ],
                        max_length=16,
                        verbose_name="for whom afterwards",
                    ),
                ),
            ],
            options={
                "verbose_name": "released item",
                "verbose_name_plural": "released items",
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lead_post", models.CharField(blank=True, max_length=120, verbose_name="lead")),
                ("lead_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("lead_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent on")),
                ("chased_on", models.DateField(blank=True, null=True, verbose_name="reminded on")),
            ],
            options={
                "verbose_name": "request",
                "verbose_name_plural": "requests",
                "ordering": ["lead_post"],
            },
        ),
        migrations.CreateModel(
            name="RequestedAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "requested action",
                "verbose_name_plural": "requested actions",
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(upload_to=recommendations.rounds.models._return_path, verbose_name="file")),
                ("file_name", models.CharField(max_length=255, verbose_name="name of the file")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("checksum", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("received_on", models.DateField(verbose_name="received on")),
                (
                    "returned_by",
                    models.CharField(help_text="A name or a post.", max_length=120, verbose_name="returned by"),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "returned workbook",
                "verbose_name_plural": "returned workbooks",
                "ordering": ["recorded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReturnedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sheet", models.CharField(max_length=100, verbose_name="sheet")),
                ("number", models.PositiveIntegerField(verbose_name="row in the sheet")),
                ("cells", models.JSONField(default=list, verbose_name="cells")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "To be decided"),
                            ("accepted", "Accepted"),
                            ("left", "Left out"),
                            ("same", "The same as accepted"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "row of a returned workbook",
                "verbose_name_plural": "rows of returned workbooks",
                "ordering": ["returned", "sheet", "number"],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("wanted_by", models.DateField(verbose_name="answers wanted by")),
                ("message", models.TextField(blank=True, max_length=10000, verbose_name="words of the e-mail")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, help_text="No more answers are waited for.", null=True, verbose_name="ended on"
                    ),
                ),
                ("submission_key", models.UUIDField(unique=True)),
            ],
            options={
                "verbose_name": "request round",
                "verbose_name_plural": "request rounds",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="action",
            name="project",
            field=models.CharField(
                blank=True,
                help_text="The force’s project that answers this and others.",
                max_length=120,
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="action",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="recommendations.action",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="how_done",
            field=models.CharField(blank=True, max_length=500, verbose_name="how it was done"),
        ),
        migrations.AddField(
            model_name="commitment",
            name="inspection",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="recommendations.inspection",
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="kind",
            field=models.CharField(
                choices=[("promise", "Promise"), ("duty", "Duty")], default="promise", max_length=7, verbose_name="kind"
            ),
        ),
        migrations.AddField(
            model_name="commitment",
            name="source",
            field=models.CharField(blank=True, max_length=500, verbose_name="where it is said"),
        ),
        migrations.AddField(
            model_name="historicalaction",
            name="project",
            field=models.CharField(
                blank=True,
                help_text="The force’s project that answers this and others.",
                max_length=120,
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="historicalcommitment",
            name="action",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="recommendations.action",
            ),
        ),
        migrations.AddField(
            model_name="historicalcommitment",
            name="how_done",
            field=models.CharField(blank=True, max_length=500, verbose_name="how it was done"),
        ),
        migrations.AddField(
            model_name="historicalcommitment",
            name="inspection",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="recommendations.inspection",
            ),
        ),
        migrations.AddField(
            model_name="historicalcommitment",
            name="kind",
            field=models.CharField(
                choices=[("promise", "Promise"), ("duty", "Duty")], default="promise", max_length=7, verbose_name="kind"
            ),
        ),
        migrations.AddField(
            model_name="historicalcommitment",
            name="source",
            field=models.CharField(blank=True, max_length=500, verbose_name="where it is said"),
        ),
        migrations.AddField(
            model_name="letter",
            name="checksum",
            field=models.CharField(blank=True, max_length=64, verbose_name="SHA-256"),
        ),
        migrations.AddField(
            model_name="letter",
            name="file_name",
            field=models.CharField(blank=True, max_length=255, verbose_name="name of the file"),
        ),
        migrations.AddField(
            model_name="letter",
            name="size",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="size in bytes"),
        ),
        migrations.AddField(
            model_name="letter",
            name="submission_key",
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="update",
            name="letter_says",
            field=models.CharField(
                blank=True,
                choices=[
                    ("achieved", "Achieved"),
                    ("partly", "Partially achieved"),
                    ("not-achieved", "Not achieved"),
                    ("no-longer", "No longer applicable"),
                ],
                max_length=12,
                verbose_name="what the letter says",
            ),
        ),
        migrations.AddField(
            model_name="update",
            name="released_to",
            field=models.CharField(
                blank=True,
                choices=[
                    ("office", "The office only (a note: it does not change where the action stands)"),
                    ("force-and-office", "The force and the office"),
                    ("panel", "The force, the office and the panel"),
                    ("public", "Everybody who can read this register"),
                ],
                max_length=16,
                verbose_name="released to",
            ),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="forces.body",
                verbose_name="who has to do it",
            ),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="explanation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="commitments",
                to="recommendations.explanation",
            ),
        ),
        migrations.AlterField(
            model_name="commitment",
            name="what",
            field=models.TextField(max_length=20000, verbose_name="what was promised or asked for"),
        ),
        migrations.AlterField(
            model_name="historicalcommitment",
            name="body",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="forces.body",
                verbose_name="who has to do it",
            ),
        ),
        migrations.AlterField(
            model_name="historicalcommitment",
            name="what",
            field=models.TextField(max_length=20000, verbose_name="what was promised or asked for"),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("explanation__isnull", True), ("kind", "promise"), _connector="OR"),
                name="a_commitment_of_a_response_is_a_promise",
            ),
        ),
        migrations.AddField(
            model_name="assurance",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assurances", to="recommendations.action"
            ),
        ),
        migrations.AddField(
            model_name="assurance",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="assurance",
            name="retracts",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="retraction",
                to="recommendations.assurance",
            ),
        ),
        migrations.AddField(
            model_name="historicallead",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicallead",
            name="holder",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="forces.body",
            ),
        ),
        migrations.AddField(
            model_name="historicalrequest",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalround",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalround",
            name="holder",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="forces.body",
            ),
        ),
        migrations.AddField(
            model_name="historicalround",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="leads", to="forces.body"
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="forces.body"
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="releases", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="withdraws",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawal",
                to="recommendations.release",
            ),
        ),
        migrations.AddField(
            model_name="released",
            name="assurance",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="releases",
                to="recommendations.assurance",
            ),
        ),
        migrations.AddField(
            model_name="released",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="recommendations.release"
            ),
        ),
        migrations.AddField(
            model_name="released",
            name="update",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="releases",
                to="recommendations.update",
            ),
        ),
        migrations.AddField(
            model_name="requestedaction",
            name="action",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="requested", to="recommendations.action"
            ),
        ),
        migrations.AddField(
            model_name="requestedaction",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="recommendations.request"
            ),
        ),
        migrations.AddField(
            model_name="requestedaction",
            name="seen",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="recommendations.update",
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="returnedrow",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="returnedrow",
            name="requested",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="recommendations.requestedaction",
            ),
        ),
        migrations.AddField(
            model_name="returnedrow",
            name="returned",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="recommendations.return"
            ),
        ),
        migrations.AddField(
            model_name="returnedrow",
            name="update",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returned_row",
                to="recommendations.update",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="forces.body"
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rounds_made", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="return",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="recommendations.round"
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="recommendations.round"
            ),
        ),
        migrations.AddField(
            model_name="historicalrequest",
            name="round",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="recommendations.round",
            ),
        ),
        migrations.AddField(
            model_name="update",
            name="shown_to",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    django.db.models.functions.comparison.NullIf(models.F("released_to"), models.Value("")),
                    models.F("audience"),
                ),
                output_field=models.CharField(
                    choices=[
                        ("office", "The office only (a note: it does not change where the action stands)"),
                        ("force-and-office", "The force and the office"),
                        ("panel", "The force, the office and the panel"),
                        ("public", "Everybody who can read this register"),
                    ],
                    max_length=16,
                ),
                verbose_name="who may read it",
            ),
        ),
        migrations.AddConstraint(
            model_name="assurance",
            constraint=models.UniqueConstraint(
                fields=("submission_key", "action"), name="an_assurance_is_recorded_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="assurance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retracts__isnull", True), models.Q(("view", ""), _negated=True)),
                    models.Q(("retracts__isnull", False), ("view", "")),
                    _connector="OR",
                ),
                name="an_assurance_has_a_view_unless_it_retracts",
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=models.UniqueConstraint(fields=("holder", "post"), name="a_post_is_named_once"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdraws__isnull", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="a_withdrawal_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="released",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assurance__isnull", True), ("update__isnull", False)),
                    models.Q(("assurance__isnull", False), ("update__isnull", True)),
                    _connector="OR",
                ),
                name="a_released_item_is_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="released",
            constraint=models.UniqueConstraint(fields=("release", "update"), name="a_release_names_an_update_once"),
        ),
        migrations.AddConstraint(
            model_name="released",
            constraint=models.UniqueConstraint(
                fields=("release", "assurance"), name="a_release_names_an_assurance_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="requestedaction",
            constraint=models.UniqueConstraint(fields=("request", "action"), name="a_request_asks_of_an_action_once"),
        ),
        migrations.AddConstraint(
            model_name="returnedrow",
            constraint=models.UniqueConstraint(
                fields=("returned", "sheet", "number"), name="a_row_of_a_sheet_is_read_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnedrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "accepted"), ("update__isnull", False)),
                    models.Q(models.Q(("outcome", "accepted"), _negated=True), ("update__isnull", True)),
                    _connector="OR",
                ),
                name="an_accepted_row_became_an_update",
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(fields=("round", "checksum"), name="a_workbook_is_taken_in_once"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(fields=("round", "lead_post"), name="a_round_asks_a_post_once"),
        ),
    ]
