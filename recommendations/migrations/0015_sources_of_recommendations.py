"""Who issues recommendations becomes data. Every report so far is one of HMICFRS, as entered in fixtures/sources.yaml."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from recommendations.migrations._hmicfrs import add_hmicfrs


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0014_reword_reference_pattern"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="For example, iopc. It cannot be changed later.",
                        max_length=40,
                        unique=True,
                        verbose_name="name in files",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="As in “IOPC recommendation 1”, for example IOPC.",
                        max_length=80,
                        unique=True,
                        verbose_name="name",
                    ),
                ),
                (
                    "body_name",
                    models.CharField(
                        help_text="Who sets deadlines and closes items, for example the IOPC, or the coroner.",
                        max_length=120,
                        verbose_name="body, within a sentence",
                    ),
                ),
                (
                    "kinds",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="What it issues, for example recommendation.",
                        verbose_name="kinds of item",
                    ),
                ),
                (
                    "response_rule",
                    models.CharField(
                        choices=[
                            ("56-days", "Within 56 days of publication (Police Act 1996, s.55)"),
                            ("own-date", "By a date that the report sets"),
                            ("none", "No response is required"),
                        ],
                        default="none",
                        help_text="The usual rule. Each report can have another.",
                        max_length=10,
                        verbose_name="response",
                    ),
                ),
                ("sets_deadlines", models.BooleanField(default=True, verbose_name="sets deadlines")),
                (
                    "closes_items",
                    models.BooleanField(
                        default=True,
                        help_text="If not, only the holder of an action can close it.",
                        verbose_name="closes items",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="position in the list")),
                (
                    "source",
                    models.TextField(
                        blank=True, help_text="The document that states these facts.", verbose_name="source"
                    ),
                ),
            ],
            options={
                "verbose_name": "source of recommendations",
                "verbose_name_plural": "sources of recommendations",
                "ordering": ["order", "name"],
            },
        ),
        migrations.RunPython(add_hmicfrs, migrations.RunPython.noop),
        migrations.AddField(
            model_name="historicalrecommendation",
            name="source_label",
            field=models.CharField(blank=True, editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="source_label",
            field=models.CharField(blank=True, editable=False, max_length=80),
        ),
        migrations.AlterField(
            model_name="historicalpart",
            name="deadline_set_by",
            field=models.CharField(
                choices=[("hmicfrs", "The body that issued it"), ("locally", "Set locally")],
                default="hmicfrs",
                max_length=10,
                verbose_name="deadline set by",
            ),
        ),
        migrations.AlterField(
            model_name="historicalrecommendation",
            name="deadline_set_by",
            field=models.CharField(
                choices=[("hmicfrs", "The body that issued it"), ("locally", "Set locally")],
                default="hmicfrs",
                max_length=10,
                verbose_name="deadline set by",
            ),
        ),
        migrations.AlterField(
            model_name="part",
            name="deadline_set_by",
            field=models.CharField(
                choices=[("hmicfrs", "The body that issued it"), ("locally", "Set locally")],
                default="hmicfrs",
                max_length=10,
                verbose_name="deadline set by",
            ),
        ),
        migrations.AlterField(
            model_name="position",
            name="due_on",
            field=models.DateField(
                help_text="The deadline set by the source, or the local target if it set none.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="recommendation",
            name="deadline_set_by",
            field=models.CharField(
                choices=[("hmicfrs", "The body that issued it"), ("locally", "Set locally")],
                default="hmicfrs",
                max_length=10,
                verbose_name="deadline set by",
            ),
        ),
        migrations.AlterField(
            model_name="sending",
            name="recipient",
            field=models.CharField(
                choices=[("home-secretary", "The Home Secretary"), ("hmicfrs", "The body that issued the report")],
                max_length=14,
                verbose_name="to",
            ),
        ),
        migrations.AlterField(
            model_name="update",
            name="closed_by",
            field=models.CharField(
                blank=True,
                choices=[("hmicfrs", "The body that issued it"), ("force", "The force")],
                max_length=10,
                verbose_name="closed by",
            ),
        ),
        migrations.AlterField(
            model_name="update",
            name="revised_deadline_on",
            field=models.DateField(
                blank=True,
                help_text="Leave this empty if the published deadline applies.",
                null=True,
                verbose_name="new deadline",
            ),
        ),
        migrations.AlterField(
            model_name="update",
            name="said_by",
            field=models.CharField(
                choices=[
                    ("force", "The force"),
                    ("office", "The commissioner’s office"),
                    ("body", "The body it is addressed to"),
                    ("inspectorate", "The body that issued it"),
                ],
                default="force",
                max_length=12,
                verbose_name="on whose behalf",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalSource",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="For example, iopc. It cannot be changed later.",
                        max_length=40,
                        verbose_name="name in files",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        db_index=True,
                        help_text="As in “IOPC recommendation 1”, for example IOPC.",
                        max_length=80,
                        verbose_name="name",
                    ),
                ),
                (
                    "body_name",
                    models.CharField(
                        help_text="Who sets deadlines and closes items, for example the IOPC, or the coroner.",
                        max_length=120,
                        verbose_name="body, within a sentence",
                    ),
                ),
                (
                    "kinds",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="What it issues, for example recommendation.",
                        verbose_name="kinds of item",
                    ),
                ),
                (
                    "response_rule",
                    models.CharField(
                        choices=[
                            ("56-days", "Within 56 days of publication (Police Act 1996, s.55)"),
                            ("own-date", "By a date that the report sets"),
                            ("none", "No response is required"),
                        ],
                        default="none",
                        help_text="The usual rule. Each report can have another.",
                        max_length=10,
                        verbose_name="response",
                    ),
                ),
                ("sets_deadlines", models.BooleanField(default=True, verbose_name="sets deadlines")),
                (
                    "closes_items",
                    models.BooleanField(
                        default=True,
                        help_text="If not, only the holder of an action can close it.",
                        verbose_name="closes items",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="position in the list")),
                (
                    "source",
                    models.TextField(
                        blank=True, help_text="The document that states these facts.", verbose_name="source"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical source of recommendations",
                "verbose_name_plural": "historical sources of recommendations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="historicalinspection",
            name="issued_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                default="hmicfrs",
                help_text="Who sets the deadlines of its items and closes them. An item can have a source of its own.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="recommendations.source",
                to_field="slug",
                verbose_name="issued by",
            ),
        ),
        migrations.AddField(
            model_name="historicalrecommendation",
            name="issued_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Only if it is another source than that of the report.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="recommendations.source",
                to_field="slug",
                verbose_name="issued by",
            ),
        ),
        migrations.AddField(
            model_name="inspection",
            name="issued_by",
            field=models.ForeignKey(
                default="hmicfrs",
                help_text="Who sets the deadlines of its items and closes them. An item can have a source of its own.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inspections",
                to="recommendations.source",
                to_field="slug",
                verbose_name="issued by",
            ),
        ),
        migrations.AddField(
            model_name="recommendation",
            name="issued_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Only if it is another source than that of the report.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="recommendations.source",
                to_field="slug",
                verbose_name="issued by",
            ),
        ),
    ]
