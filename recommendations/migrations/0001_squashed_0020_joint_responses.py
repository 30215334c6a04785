"""Migrations 0001 to 0020 in one, so that a new database is made in seconds. Those before it upgrade older ones."""

import datetime
import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import recommendations.register.models.evidence
import recommendations.register.models.letter
import recommendations.responses.models.office
import recommendations.rounds.models
from recommendations.migrations._full_text import drop_full_text, make_full_text
from recommendations.migrations._hmicfrs import add_hmicfrs
from soteria_tracker.first_schema import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("recommendations", "0001_initial"),
        ("recommendations", "0002_full_text"),
        ("recommendations", "0003_rename_elsewhere"),
        ("recommendations", "0004_position_revision"),
        ("recommendations", "0005_waiting_for_in_own_words"),
        ("recommendations", "0006_plain_labels"),
        ("recommendations", "0007_newest_texts"),
        ("recommendations", "0008_assignments_and_comments"),
        ("recommendations", "0009_more_scopes_and_kinds_of_deadlines"),
        ("recommendations", "0010_letters_and_references"),
        ("recommendations", "0011_several_follow_ups"),
        ("recommendations", "0012_more_groups_of_addressees"),
        ("recommendations", "0013_closed_by_the_force"),
        ("recommendations", "0014_reword_reference_pattern"),
        ("recommendations", "0015_sources_of_recommendations"),
        ("recommendations", "0016_items_to_answer"),
        ("recommendations", "0017_deadlines_of_parts"),
        ("recommendations", "0018_one_body_for_each_fire_commissioner"),
        ("recommendations", "0019_recurring_duties"),
        ("recommendations", "0020_joint_responses"),
    ]

    initial = True

    dependencies = [
        ("forces", "0008_reorganisations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="ClosingLevel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                        ("help", models.CharField(blank=True, max_length=300, verbose_name="help")),
                        ("order", models.PositiveSmallIntegerField(default=0, verbose_name="position in the list")),
                    ],
                    options={
                        "verbose_name": "closing level",
                        "verbose_name_plural": "closing levels",
                        "ordering": ["order", "name"],
                    },
                ),
                migrations.CreateModel(
                    name="LoadedRecord",
                    fields=[
                        (
                            "key",
                            models.CharField(max_length=250, primary_key=True, serialize=False, verbose_name="record"),
                        ),
                        ("digest", models.CharField(max_length=64, verbose_name="digest as last loaded")),
                        ("file", models.CharField(max_length=250, verbose_name="file")),
                        ("loaded_at", models.DateTimeField(auto_now=True, verbose_name="loaded at")),
                    ],
                    options={
                        "verbose_name": "loaded record",
                        "verbose_name_plural": "loaded records",
                    },
                ),
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                migrations.CreateModel(
                    name="Inspection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True, verbose_name="name in addresses")),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("short_title", models.CharField(max_length=80, verbose_name="short title")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("expected", "Expected"),
                                    ("embargoed", "Under embargo"),
                                    ("published", "Published"),
                                ],
                                default="expected",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "embargoed_until",
                            models.DateTimeField(blank=True, null=True, verbose_name="under embargo until"),
                        ),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("national", "National"),
                                    ("regional", "Regional"),
                                    ("several-forces", "Several forces"),
                                    ("force", "One force"),
                                ],
                                default="national",
                                max_length=14,
                                verbose_name="scope",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                choices=[
                                    ("peel", "PEEL"),
                                    ("thematic", "Thematic"),
                                    ("joint-thematic", "Joint thematic"),
                                    ("child-protection", "Child protection"),
                                    ("custody", "Custody"),
                                    ("crime-data-integrity", "Crime data integrity"),
                                    ("super-complaint", "Super-complaint"),
                                    ("revisit", "Revisit"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=20,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "inspectorates",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="HMICFRS and its partners, as the report names them.",
                                verbose_name="inspectorates",
                            ),
                        ),
                        (
                            "commissioned_by",
                            models.CharField(
                                choices=[
                                    ("programme", "The inspectorate’s programme"),
                                    ("home-secretary", "The Home Secretary (Police Act 1996, s.54(2B))"),
                                    ("local-policing-body", "A local policing body (Police Act 1996, s.54(2BA))"),
                                    ("not-known", "Not known"),
                                ],
                                default="not-known",
                                max_length=20,
                                verbose_name="commissioned by",
                            ),
                        ),
                        (
                            "subjects",
                            models.CharField(
                                choices=[
                                    ("all-forces", "All forces"),
                                    ("named-forces", "Named forces"),
                                    ("not-known", "Not known"),
                                ],
                                default="not-known",
                                max_length=12,
                                verbose_name="subjects",
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
                                default="56-days",
                                max_length=10,
                                verbose_name="response",
                            ),
                        ),
                        ("response_due_on", models.DateField(blank=True, null=True, verbose_name="response due on")),
                        ("address", models.URLField(blank=True, max_length=500, verbose_name="address of the report")),
                        ("key_findings", models.TextField(blank=True, max_length=50000, verbose_name="key findings")),
                        (
                            "source",
                            models.TextField(
                                blank=True, help_text="The document that states these facts.", verbose_name="source"
                            ),
                        ),
                        (
                            "source_address",
                            models.URLField(blank=True, max_length=500, verbose_name="address of the source"),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                default="hmicfrs",
                                help_text="Who sets the deadlines of its items and closes them. An item can have a source of its own.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inspections",
                                to="recommendations.source",
                                to_field="slug",
                                verbose_name="issued by",
                            ),
                        ),
                        (
                            "items_to_answer",
                            models.CharField(
                                choices=[
                                    ("all", "All items"),
                                    ("named", "The items that the report names"),
                                    ("addressed", "The items addressed to the local policing body"),
                                ],
                                default="all",
                                max_length=10,
                                verbose_name="items to answer",
                            ),
                        ),
                        (
                            "embargo_readers",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Until publication, only these people can see the inspection.",
                                related_name="embargoed_inspections",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="can see it under embargo",
                            ),
                        ),
                        (
                            "subject_forces",
                            models.ManyToManyField(
                                blank=True,
                                related_name="subject_of",
                                to="forces.force",
                                verbose_name="forces it is about",
                            ),
                        ),
                        (
                            "follow_up_of",
                            models.ManyToManyField(
                                blank=True,
                                related_name="follow_ups",
                                to="recommendations.inspection",
                                verbose_name="follow-up of",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "inspection",
                        "verbose_name_plural": "inspections",
                        "ordering": ["-published_on", "title"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "published"), _negated=True),
                                    ("published_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_published_inspection_has_its_date",
                                violation_error_message="Enter the date on which the report was published.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("response_rule", "own-date"), _negated=True),
                                    ("response_due_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="a_response_by_its_own_date_has_that_date",
                                violation_error_message="Enter the date by which the report asks for a response.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("slug", "responses"), _negated=True),
                                name="responses_is_a_reserved_inspection_slug",
                                violation_error_message="“responses” is reserved. Enter another name.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("response_rule", "56-days"), _negated=True),
                                    ("items_to_answer", "all"),
                                    _connector="OR",
                                ),
                                name="section_55_asks_about_all_items",
                                violation_error_message="Section 55 asks for an explanation of every recommendation.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recommendation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deadline_wording",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="deadline, in the report’s words"
                            ),
                        ),
                        (
                            "deadline_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("date", "A date"),
                                    ("immediately", "Immediately"),
                                    ("relative", "Relative to publication"),
                                    ("recurring", "Recurring"),
                                    ("ongoing", "Ongoing"),
                                    ("none", "No date set"),
                                ],
                                help_text="Leave empty if no one has decided yet.",
                                max_length=12,
                                verbose_name="kind of deadline",
                            ),
                        ),
                        ("deadline_on", models.DateField(blank=True, null=True, verbose_name="deadline")),
                        (
                            "deadline_set_by",
                            models.CharField(
                                choices=[("hmicfrs", "The body that issued it"), ("locally", "Set locally")],
                                default="hmicfrs",
                                max_length=10,
                                verbose_name="deadline set by",
                            ),
                        ),
                        (
                            "reference",
                            models.SlugField(
                                help_text="Unique in its inspection and used in addresses: 7, afi-3, coc-1.",
                                max_length=20,
                                verbose_name="reference",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number")),
                        ("order", models.PositiveSmallIntegerField(default=0, verbose_name="position in the report")),
                        ("kind", models.CharField(default="recommendation", max_length=40, verbose_name="kind")),
                        ("theme", models.CharField(blank=True, max_length=300, verbose_name="theme")),
                        (
                            "short_title",
                            models.CharField(
                                help_text="Used in lists. Not taken from the report.",
                                max_length=120,
                                verbose_name="short title",
                            ),
                        ),
                        ("text", models.TextField(max_length=20000, verbose_name="text, word for word")),
                        ("source", models.TextField(blank=True, verbose_name="source")),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recommendations",
                                to="recommendations.inspection",
                                verbose_name="inspection",
                            ),
                        ),
                        ("source_label", models.CharField(blank=True, editable=False, max_length=80)),
                        (
                            "issued_by",
                            models.ForeignKey(
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
                        (
                            "is_named_to_answer",
                            models.BooleanField(
                                default=False,
                                help_text="Counts only where the inspection’s “items to answer” are those that the report names.",
                                verbose_name="the report asks for a response to it by name",
                            ),
                        ),
                        (
                            "interval_months",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Only if it recurs: 12 for every year. The deadline is the first day on which it is due.",
                                null=True,
                                verbose_name="months between occurrences",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="recommendations.recommendation",
                                verbose_name="cause of concern it belongs to",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "recommendation",
                        "verbose_name_plural": "recommendations",
                        "ordering": ["inspection", "order", "reference"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("inspection", "reference"),
                                name="reference_is_unique_in_its_inspection",
                                violation_error_message="This inspection already has an item with this reference.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", True),
                                    models.Q(("parent", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="nothing_is_its_own_cause_of_concern",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("deadline_kind", "date"), ("deadline_on__isnull", False)),
                                    ("deadline_kind__in", ["relative", "recurring", "ongoing"]),
                                    models.Q(
                                        ("deadline_kind__in", ["immediately", "none", ""]),
                                        ("deadline_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="recommendation_has_a_deadline_date_only_where_its_kind_has",
                                violation_error_message="Enter a date if the kind is “A date”. “Immediately” and “No date set” have no date.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("interval_months__isnull", True),
                                    models.Q(
                                        ("deadline_kind", "recurring"),
                                        ("deadline_on__isnull", False),
                                        ("interval_months__gte", 1),
                                    ),
                                    _connector="OR",
                                ),
                                name="recommendation_has_an_interval_only_if_it_recurs",
                                violation_error_message="Enter the months between occurrences only if the deadline recurs and has a first day.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Part",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "deadline_wording",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="deadline, in the report’s words"
                            ),
                        ),
                        (
                            "deadline_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("date", "A date"),
                                    ("immediately", "Immediately"),
                                    ("relative", "Relative to publication"),
                                    ("recurring", "Recurring"),
                                    ("ongoing", "Ongoing"),
                                    ("none", "No date set"),
                                ],
                                help_text="Leave empty if no one has decided yet.",
                                max_length=12,
                                verbose_name="kind of deadline",
                            ),
                        ),
                        ("deadline_on", models.DateField(blank=True, null=True, verbose_name="deadline")),
                        (
                            "deadline_set_by",
                            models.CharField(
                                choices=[("hmicfrs", "The body that issued it"), ("locally", "Set locally")],
                                default="hmicfrs",
                                max_length=10,
                                verbose_name="deadline set by",
                            ),
                        ),
                        ("label", models.CharField(max_length=20, verbose_name="label")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        ("text", models.TextField(max_length=10000, verbose_name="text, word for word")),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="recommendations.recommendation",
                            ),
                        ),
                        (
                            "interval_months",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Only if it recurs: 12 for every year. The deadline is the first day on which it is due.",
                                null=True,
                                verbose_name="months between occurrences",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "part",
                        "verbose_name_plural": "parts",
                        "ordering": ["recommendation", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("recommendation", "label"),
                                name="part_label_is_unique_in_its_recommendation",
                                violation_error_message="This recommendation already has a part with this label.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("deadline_kind", "date"), ("deadline_on__isnull", False)),
                                    ("deadline_kind__in", ["relative", "recurring", "ongoing"]),
                                    models.Q(
                                        ("deadline_kind__in", ["immediately", "none", ""]),
                                        ("deadline_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="part_has_a_deadline_date_only_where_its_kind_has",
                                violation_error_message="Enter a date if the kind is “A date”. “Immediately” and “No date set” have no date.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("interval_months__isnull", True),
                                    models.Q(
                                        ("deadline_kind", "recurring"),
                                        ("deadline_on__isnull", False),
                                        ("interval_months__gte", 1),
                                    ),
                                    _connector="OR",
                                ),
                                name="part_has_an_interval_only_if_it_recurs",
                                violation_error_message="Enter the months between occurrences only if the deadline recurs and has a first day.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reply_by", models.DateField(verbose_name="reply by")),
                        ("email_text", models.TextField(blank=True, max_length=10000, verbose_name="email text")),
                        ("created_at", models.DateTimeField(verbose_name="created at")),
                        (
                            "closed_on",
                            models.DateField(
                                blank=True,
                                help_text="Late replies can still be uploaded.",
                                null=True,
                                verbose_name="closed on",
                            ),
                        ),
                        ("submission_key", models.UUIDField(unique=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rounds_created",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="forces.body"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "round of requests",
                        "verbose_name_plural": "rounds of requests",
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Request",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("lead_post", models.CharField(blank=True, max_length=120, verbose_name="lead")),
                        ("lead_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("lead_email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent on")),
                        ("reminded_on", models.DateField(blank=True, null=True, verbose_name="reminded on")),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="recommendations.round",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "request",
                        "verbose_name_plural": "requests",
                        "ordering": ["lead_post"],
                        "constraints": [
                            models.UniqueConstraint(fields=("round", "lead_post"), name="a_round_asks_a_post_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UpdateWords",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(help_text="SHA-256 of the text, in hexadecimal.", max_length=64)),
                        ("text", models.TextField()),
                    ],
                    options={
                        "verbose_name": "words",
                        "verbose_name_plural": "words",
                    },
                ),
                migrations.CreateModel(
                    name="Action",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("opened_on", models.DateField(verbose_name="opened on")),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which the action no longer exists.",
                                null=True,
                                verbose_name="ended on",
                            ),
                        ),
                        (
                            "lead_post",
                            models.CharField(
                                blank=True,
                                help_text="The post that leads, not the person who holds it.",
                                max_length=120,
                                verbose_name="lead",
                            ),
                        ),
                        (
                            "project",
                            models.CharField(
                                blank=True,
                                help_text="The force’s project that covers this action.",
                                max_length=120,
                                verbose_name="project",
                            ),
                        ),
                        (
                            "external_references",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="System and reference, for example in 4Action, HMICFRS’s portal or a risk register.",
                                verbose_name="references in other systems",
                            ),
                        ),
                        (
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="forces.body"
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                help_text="The part that addresses the holder, if the recommendation itself does not.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="recommendations.part",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="recommendations.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "action",
                        "verbose_name_plural": "actions",
                        "ordering": ["holder", "recommendation"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on__isnull", True), ("ended_on__gt", models.F("opened_on")), _connector="OR"
                                ),
                                name="action_ends_after_it_opens",
                                violation_error_message="The day it ended must be after the day it opened.",
                            ),
                            models.UniqueConstraint(
                                fields=("recommendation", "holder"), name="a_holder_has_one_action_for_a_recommendation"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ActionWithoutLead",
                    fields=[],
                    options={
                        "verbose_name": "action without a lead",
                        "verbose_name_plural": "actions without a lead",
                        "proxy": True,
                    },
                    bases=("recommendations.action",),
                ),
                migrations.CreateModel(
                    name="Assurance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("dated_on", models.DateField(verbose_name="date")),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("assured", "Assured"),
                                    ("partly", "Partly assured"),
                                    ("not-assured", "Not assured"),
                                ],
                                max_length=11,
                                verbose_name="how assured",
                            ),
                        ),
                        ("looked_at", models.TextField(max_length=10000, verbose_name="what the office looked at")),
                        ("meeting", models.CharField(blank=True, max_length=200, verbose_name="meeting")),
                        ("check_again_on", models.DateField(blank=True, null=True, verbose_name="check again on")),
                        (
                            "released_to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("office", "The office only (a note: it does not change the status)"),
                                    ("force-and-office", "The force and the office"),
                                    ("panel", "The force, the office and the panel"),
                                    ("public", "Everyone with an account"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "audience",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.comparison.Coalesce(
                                    django.db.models.functions.comparison.NullIf(
                                        models.F("released_to"), models.Value("")
                                    ),
                                    models.Value("office"),
                                ),
                                output_field=models.CharField(
                                    choices=[
                                        ("office", "The office only (a note: it does not change the status)"),
                                        ("force-and-office", "The force and the office"),
                                        ("panel", "The force, the office and the panel"),
                                        ("public", "Everyone with an account"),
                                    ],
                                    max_length=16,
                                ),
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("submission_key", models.UUIDField()),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assurances",
                                to="recommendations.action",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "retracts",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="retraction",
                                to="recommendations.assurance",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "assurance",
                        "verbose_name_plural": "assurances",
                        "ordering": ["action", "dated_on", "recorded_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("submission_key", "action"), name="an_assurance_is_recorded_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("retracts__isnull", True), models.Q(("level", ""), _negated=True)),
                                    models.Q(("level", ""), ("retracts__isnull", False)),
                                    _connector="OR",
                                ),
                                name="an_assurance_has_a_level_unless_it_retracts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("letter", "Letter to the Home Secretary"),
                                    ("form", "Form"),
                                    ("web", "Web page"),
                                ],
                                max_length=6,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                upload_to=recommendations.responses.models.office._template_path,
                                verbose_name="Word file",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=255, verbose_name="name of the file")),
                        ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="document_templates",
                                to="forces.localpolicingbody",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document template",
                        "verbose_name_plural": "document templates",
                        "constraints": [
                            models.UniqueConstraint(fields=("body", "kind"), name="one_template_per_office_and_kind")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JointResponse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "joint response",
                        "verbose_name_plural": "joint responses",
                    },
                ),
                migrations.CreateModel(
                    name="Response",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "applicability",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not decided: due, as the report requires"),
                                    ("due", "A response is due"),
                                    ("not-subject", "The force is clearly not the subject of the report"),
                                    ("own-report", "Answered in the response to the force’s own report"),
                                    ("not-required", "The report requires no response"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="is a response due?",
                            ),
                        ),
                        ("applicability_reason", models.CharField(blank=True, max_length=500, verbose_name="why")),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("invited_on", models.DateField(blank=True, null=True, verbose_name="invited on")),
                        ("comments_wanted_by", models.DateField(blank=True, null=True, verbose_name="comments due by")),
                        (
                            "not_invited_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason for not inviting"),
                        ),
                        (
                            "comments_received_on",
                            models.DateField(blank=True, null=True, verbose_name="comments received on"),
                        ),
                        (
                            "no_comments_received",
                            models.BooleanField(default=False, verbose_name="no comments received"),
                        ),
                        ("comments_submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("comments_document", models.FileField(blank=True, upload_to="comments/")),
                        ("comments_document_name", models.CharField(blank=True, max_length=255)),
                        (
                            "general_comments",
                            models.TextField(blank=True, max_length=20000, verbose_name="comments on the report"),
                        ),
                        (
                            "quoted",
                            models.CharField(
                                blank=True,
                                choices=[("", "Not stated"), ("yes", "Yes"), ("no", "No")],
                                default="",
                                max_length=3,
                                verbose_name="is the force quoted in the report?",
                            ),
                        ),
                        (
                            "reply",
                            models.TextField(
                                blank=True,
                                max_length=20000,
                                verbose_name="reply to the Chief Constable (Commissioner in London and the City)",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted for approval"),
                                    ("approved", "Approved"),
                                    ("published", "Published"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="stage",
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_digest", models.CharField(blank=True, max_length=64)),
                        (
                            "incomplete_reason",
                            models.CharField(
                                blank=True, max_length=1000, verbose_name="reason for publishing incomplete"
                            ),
                        ),
                        (
                            "returned_comment",
                            models.TextField(blank=True, max_length=2000, verbose_name="approver’s comment"),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "comments_submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "force",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="forces.force"
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="responses",
                                to="recommendations.inspection",
                            ),
                        ),
                        (
                            "own_report",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="recommendations.inspection",
                                verbose_name="own report",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "joint",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="recommendations.jointresponse",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "response",
                        "verbose_name_plural": "responses",
                        "ordering": ["-inspection__published_on", "force"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("inspection", "force"), name="one_response_per_inspection_and_force"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("applicability__in", ["", "due"]),
                                    models.Q(("applicability_reason", ""), _negated=True),
                                    ("own_report__isnull", False),
                                    _connector="OR",
                                ),
                                name="no_response_due_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("applicability", "own-report"), _negated=True),
                                    ("own_report__isnull", False),
                                    _connector="OR",
                                ),
                                name="own_report_is_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "approved"), _negated=True),
                                    models.Q(
                                        models.Q(("approved_digest", ""), _negated=True), ("approved_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="approval_has_digest_and_approver",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("invited_on__isnull", True), ("not_invited_reason", ""), _connector="OR"
                                ),
                                name="invited_or_reason_not_both",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Explanation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("taken", "Action taken"),
                                    ("proposed", "Action proposed"),
                                    ("none", "No action, and why"),
                                ],
                                max_length=8,
                                verbose_name="what is explained",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=20000, verbose_name="explanation")),
                        ("proposed_by", models.DateField(blank=True, null=True, verbose_name="proposed by (date)")),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="explanations",
                                to="recommendations.recommendation",
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="explanations",
                                to="recommendations.response",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "explanation",
                        "verbose_name_plural": "explanations",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("response", "recommendation"), name="one_explanation_per_recommendation"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True, verbose_name="name in addresses")),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("letter", "Letter"),
                                    ("form", "Form"),
                                    ("web-page", "Web page"),
                                    ("report", "Report"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                        ("address", models.URLField(blank=True, max_length=500, verbose_name="address")),
                        ("file", models.FileField(blank=True, upload_to="documents/", verbose_name="file")),
                        ("file_name", models.CharField(blank=True, max_length=255, verbose_name="name of the file")),
                        (
                            "claims",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="The facts that the document states about itself, word for word.",
                                verbose_name="claims",
                            ),
                        ),
                        ("source", models.TextField(blank=True, verbose_name="source")),
                        (
                            "force",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="forces.force"
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents_published",
                                to="forces.body",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="recommendations.inspection",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document",
                        "verbose_name_plural": "documents",
                        "ordering": ["dated_on", "title"],
                    },
                ),
                migrations.CreateModel(
                    name="Commitment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("commitment", "Commitment"), ("duty", "Duty")],
                                default="commitment",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("what", models.TextField(max_length=20000, verbose_name="what has to be done")),
                        ("source", models.CharField(blank=True, max_length=500, verbose_name="where it is stated")),
                        ("due_on", models.DateField(verbose_name="due on")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                        ("how_done", models.CharField(blank=True, max_length=500, verbose_name="how it was done")),
                        (
                            "action",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="recommendations.action",
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="forces.body",
                                verbose_name="who has to do it",
                            ),
                        ),
                        (
                            "explanation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="recommendations.explanation",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="recommendations.inspection",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "commitment",
                        "verbose_name_plural": "commitments",
                        "ordering": ["due_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("explanation__isnull", True), ("kind", "commitment"), _connector="OR"
                                ),
                                name="a_duty_comes_from_no_response",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InspectionWithMissingActions",
                    fields=[],
                    options={
                        "verbose_name": "published inspection with missing actions",
                        "verbose_name_plural": "published inspections with missing actions",
                        "proxy": True,
                    },
                    bases=("recommendations.inspection",),
                ),
                migrations.CreateModel(
                    name="Lead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("post", models.CharField(max_length=120, verbose_name="post")),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                        (
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="leads", to="forces.body"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lead",
                        "verbose_name_plural": "leads",
                        "ordering": ["holder", "post"],
                        "constraints": [
                            models.UniqueConstraint(fields=("holder", "post"), name="a_post_is_named_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sender", models.CharField(max_length=200, verbose_name="from")),
                        ("dated_on", models.DateField(verbose_name="dated")),
                        ("reference", models.CharField(blank=True, max_length=120, verbose_name="reference")),
                        (
                            "file",
                            models.FileField(
                                blank=True,
                                upload_to=recommendations.register.models.letter._letter_path,
                                verbose_name="file",
                            ),
                        ),
                        ("file_name", models.CharField(blank=True, max_length=255, verbose_name="name of the file")),
                        ("size", models.PositiveIntegerField(blank=True, null=True, verbose_name="size in bytes")),
                        ("checksum", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                        ("submission_key", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="forces.body"
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="letters",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "letter",
                        "verbose_name_plural": "letters",
                    },
                ),
                migrations.CreateModel(
                    name="LoadRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="at")),
                        ("files", models.JSONField(verbose_name="files, with their digests")),
                        ("result", models.JSONField(verbose_name="result")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="load_runs",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "load",
                        "verbose_name_plural": "loads",
                        "ordering": ["-at"],
                    },
                ),
                migrations.CreateModel(
                    name="OfficeSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "afis_need_explanations",
                            models.BooleanField(
                                default=False,
                                help_text="The law requires this for recommendations. Some offices explain areas for improvement too.",
                                verbose_name="explain areas for improvement too",
                            ),
                        ),
                        (
                            "approver_is_another",
                            models.BooleanField(
                                default=False,
                                help_text="Anyone who has written in the draft may not approve it.",
                                verbose_name="authors may not approve",
                            ),
                        ),
                        (
                            "comments_wanted_after",
                            models.PositiveSmallIntegerField(
                                default=28,
                                help_text="How long the Chief Constable (Commissioner in London and the City) has to comment. Proposed for each invitation, counted from its date.",
                                verbose_name="days allowed for comments",
                            ),
                        ),
                        ("signatory_name", models.CharField(blank=True, max_length=120, verbose_name="signatory")),
                        (
                            "signatory_title",
                            models.CharField(blank=True, max_length=160, verbose_name="job title of the signatory"),
                        ),
                        ("address", models.TextField(blank=True, max_length=500, verbose_name="address for letters")),
                        (
                            "body",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="office_settings",
                                to="forces.localpolicingbody",
                            ),
                        ),
                        (
                            "chief_officer_name",
                            models.CharField(
                                blank=True,
                                help_text="Invitations to comment are addressed to this person.",
                                max_length=120,
                                verbose_name="name of the Chief Constable (Commissioner in London and the City)",
                            ),
                        ),
                        (
                            "reference_pattern",
                            models.CharField(
                                blank=True,
                                help_text="Shown as “Our reference” on letters and invitations. {inspection}, {force} and {year} are filled in: OPCC/{year}/{inspection} becomes OPCC/2026/soteria-2024.",
                                max_length=60,
                                verbose_name="pattern of your reference",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "office settings",
                        "verbose_name_plural": "office settings",
                    },
                ),
                migrations.CreateModel(
                    name="Update",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no-update", "No update recorded"),
                                    ("not-started", "Not started"),
                                    ("in-progress", "In progress"),
                                    ("waiting", "Waiting for others"),
                                    ("complete", "Complete, says the force"),
                                    ("sent", "Sent for sign-off"),
                                    ("closed", "Closed"),
                                    ("not-accepted", "Not accepted by the force"),
                                    ("superseded", "Superseded"),
                                    ("transferred", "Transferred"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("local_target_on", models.DateField(blank=True, null=True, verbose_name="local target")),
                        (
                            "expected_on",
                            models.DateField(
                                blank=True,
                                help_text="This does not change the deadline.",
                                null=True,
                                verbose_name="expected completion date",
                            ),
                        ),
                        (
                            "revised_deadline_on",
                            models.DateField(
                                blank=True,
                                help_text="Leave this empty if the published deadline applies.",
                                null=True,
                                verbose_name="new deadline",
                            ),
                        ),
                        (
                            "deadline_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason for the new date"),
                        ),
                        (
                            "closed_by",
                            models.CharField(
                                blank=True,
                                choices=[("hmicfrs", "The body that issued it"), ("force", "The force")],
                                max_length=10,
                                verbose_name="closed by",
                            ),
                        ),
                        (
                            "verified_by",
                            models.CharField(
                                blank=True,
                                help_text="A name or a post.",
                                max_length=120,
                                verbose_name="closure confirmed by",
                            ),
                        ),
                        ("effective_on", models.DateField(verbose_name="date of the update")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        (
                            "said_by",
                            models.CharField(
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
                        ("reported_by", models.CharField(blank=True, max_length=120, verbose_name="reported by")),
                        (
                            "received_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("email", "By email"),
                                    ("meeting", "At a meeting"),
                                    ("letter", "By letter"),
                                    ("workbook", "In a returned workbook"),
                                    ("telephone", "By telephone"),
                                    ("document", "From a published document"),
                                    ("here", "Entered in Soteria Tracker by the person reporting it"),
                                ],
                                max_length=10,
                                verbose_name="how it was received",
                            ),
                        ),
                        ("received_on", models.DateField(blank=True, null=True, verbose_name="received on")),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("office", "The office only (a note: it does not change the status)"),
                                    ("force-and-office", "The force and the office"),
                                    ("panel", "The force, the office and the panel"),
                                    ("public", "Everyone with an account"),
                                ],
                                default="force-and-office",
                                max_length=16,
                                verbose_name="who can see it",
                            ),
                        ),
                        (
                            "released_to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("office", "The office only (a note: it does not change the status)"),
                                    ("force-and-office", "The force and the office"),
                                    ("panel", "The force, the office and the panel"),
                                    ("public", "Everyone with an account"),
                                ],
                                max_length=16,
                                verbose_name="released to",
                            ),
                        ),
                        (
                            "shown_to",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.comparison.Coalesce(
                                    django.db.models.functions.comparison.NullIf(
                                        models.F("released_to"), models.Value("")
                                    ),
                                    models.F("audience"),
                                ),
                                output_field=models.CharField(
                                    choices=[
                                        ("office", "The office only (a note: it does not change the status)"),
                                        ("force-and-office", "The force and the office"),
                                        ("panel", "The force, the office and the panel"),
                                        ("public", "Everyone with an account"),
                                    ],
                                    max_length=16,
                                ),
                                verbose_name="who can see it now",
                            ),
                        ),
                        (
                            "letter_says",
                            models.CharField(
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
                        ("submission_key", models.UUIDField(unique=True)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="updates",
                                to="recommendations.action",
                            ),
                        ),
                        (
                            "closing_level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="recommendations.closinglevel",
                                verbose_name="closing level",
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="updates",
                                to="recommendations.letter",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="updates_recorded",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "waiting_for_body",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="forces.body",
                                verbose_name="body that must act first",
                            ),
                        ),
                        (
                            "waiting_for_recommendation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="recommendations.recommendation",
                                verbose_name="recommendation that must come first",
                            ),
                        ),
                        (
                            "words",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="recommendations.updatewords",
                            ),
                        ),
                        (
                            "waiting_for_other",
                            models.CharField(
                                blank=True,
                                help_text="For example: the IT supplier.",
                                max_length=120,
                                verbose_name="or in your own words",
                            ),
                        ),
                        (
                            "occurrence_outcome",
                            models.CharField(
                                blank=True,
                                choices=[("done", "Done"), ("missed", "Missed")],
                                max_length=6,
                                verbose_name="how the last occurrence went",
                            ),
                        ),
                        (
                            "settled_until",
                            models.DateField(
                                blank=True,
                                help_text="For a recurring duty: it is next due on the first occurrence after this day.",
                                null=True,
                                verbose_name="occurrences recorded up to",
                            ),
                        ),
                        (
                            "retracts",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="retractions",
                                to="recommendations.update",
                            ),
                        ),
                        (
                            "parts_done",
                            models.ManyToManyField(
                                related_name="+",
                                through="recommendations.PartDone",
                                to="recommendations.part",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "update",
                        "verbose_name_plural": "updates",
                        "ordering": ["action", "effective_on", "recorded_at", "pk"],
                        "indexes": [
                            models.Index(fields=["action", "effective_on", "recorded_at", "id"], name="update_in_order")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("retracts__isnull", True),
                                        (
                                            "status__in",
                                            [
                                                "not-started",
                                                "in-progress",
                                                "waiting",
                                                "complete",
                                                "sent",
                                                "closed",
                                                "not-accepted",
                                                "superseded",
                                                "transferred",
                                                "withdrawn",
                                            ],
                                        ),
                                    ),
                                    models.Q(("retracts__isnull", False), ("status", "")),
                                    models.Q(("audience", "office"), ("status", "")),
                                    _connector="OR",
                                ),
                                name="an_update_states_unless_it_retracts_or_notes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("local_target_on__isnull", True), ("revised_deadline_on__isnull", True)),
                                    models.Q(("deadline_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_changed_date_has_its_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "closed"), _negated=True),
                                    models.Q(("closed_by", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="closed_says_by_whom",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "waiting"), _negated=True),
                                    ("waiting_for_body__isnull", False),
                                    ("waiting_for_recommendation__isnull", False),
                                    models.Q(("waiting_for_other", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="waiting_says_for_whom_or_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("occurrence_outcome", ""), ("settled_until__isnull", False), _connector="OR"
                                ),
                                name="an_outcome_is_that_of_an_occurrence",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartDone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recommendations.part"
                            ),
                        ),
                        (
                            "update",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="recommendations.update",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("update", "part"), name="a_part_is_done_once_in_an_update")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Link",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("waits-for", "waits for"),
                                    ("repeats", "repeats"),
                                    ("supersedes", "supersedes"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "source",
                            models.TextField(
                                blank=True,
                                help_text="The words of the report that state this link.",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "from_recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links",
                                to="recommendations.recommendation",
                            ),
                        ),
                        (
                            "to_recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="linked_from",
                                to="recommendations.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "link",
                        "verbose_name_plural": "links",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("from_recommendation", "kind", "to_recommendation"),
                                name="link_is_recorded_once",
                                violation_error_message="This link is already recorded.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_recommendation", models.F("to_recommendation")), _negated=True
                                ),
                                name="nothing_is_linked_to_itself",
                                violation_error_message="A recommendation cannot be linked to itself.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Addressee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[("lead", "Lead"), ("with", "Working with")],
                                default="lead",
                                max_length=4,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("all-forces", "All forces"),
                                    ("all-forces-in-england", "All forces in England"),
                                    ("all-forces-in-wales", "All forces in Wales"),
                                    ("special-forces", "Special police forces"),
                                    ("local-policing-bodies", "Local policing bodies"),
                                    ("fire-and-rescue-services", "Fire and rescue services"),
                                    ("regional-units", "Regional organised crime units"),
                                ],
                                max_length=30,
                                verbose_name="group",
                            ),
                        ),
                        (
                            "others",
                            models.CharField(
                                blank=True,
                                help_text="Not a registered body, so no action is created.",
                                max_length=200,
                                verbose_name="other addressee, as worded",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        (
                            "body",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addressed_in",
                                to="forces.body",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addressees",
                                to="recommendations.part",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="addressees",
                                to="recommendations.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "addressee",
                        "verbose_name_plural": "addressees",
                        "ordering": ["recommendation", "order", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("body__isnull", False), ("group", ""), ("others", "")),
                                    models.Q(
                                        ("body__isnull", True), ("others", ""), models.Q(("group", ""), _negated=True)
                                    ),
                                    models.Q(
                                        ("body__isnull", True), ("group", ""), models.Q(("others", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="addressee_is_a_body_or_a_group_or_others",
                                violation_error_message="Enter one of these: a body, a group, or another addressee as worded.",
                            ),
                            models.UniqueConstraint(
                                models.F("recommendation"),
                                django.db.models.functions.comparison.Coalesce("part", 0),
                                django.db.models.functions.comparison.Coalesce("body", 0),
                                models.F("group"),
                                models.F("others"),
                                name="nobody_is_addressed_twice_in_one_place",
                                violation_error_message="This addressee is already in the list.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecommendationWithoutDeadlineKind",
                    fields=[],
                    options={
                        "verbose_name": "recommendation without a deadline kind",
                        "verbose_name_plural": "recommendations without a deadline kind",
                        "proxy": True,
                    },
                    bases=("recommendations.recommendation",),
                ),
                migrations.CreateModel(
                    name="Release",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("panel", "The force, the office and the panel"),
                                    ("public", "Everyone with an account"),
                                ],
                                max_length=16,
                                verbose_name="released to",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="purpose")),
                        ("recorded_at", models.DateTimeField()),
                        ("submission_key", models.UUIDField(unique=True)),
                        (
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="releases", to="forces.body"
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="releases",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdraws",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawal",
                                to="recommendations.release",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "release",
                        "verbose_name_plural": "releases",
                        "ordering": ["-recorded_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdraws__isnull", True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="a_withdrawal_says_why",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RequestedAction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requested",
                                to="recommendations.action",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="recommendations.request",
                            ),
                        ),
                        (
                            "last_update",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="recommendations.update",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "requested action",
                        "verbose_name_plural": "requested actions",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("request", "action"), name="a_request_asks_of_an_action_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField()),
                        ("signatory_name", models.CharField(blank=True, max_length=120, verbose_name="signed by")),
                        (
                            "signatory_title",
                            models.CharField(blank=True, max_length=160, verbose_name="job title of the signatory"),
                        ),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                        ("content", models.JSONField(verbose_name="content")),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "incomplete_reason",
                            models.CharField(
                                blank=True, max_length=1000, verbose_name="why it was published incomplete"
                            ),
                        ),
                        ("address", models.URLField(blank=True, max_length=500, verbose_name="web address")),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="forces.localpolicingbody",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="recommendations.document",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="recommendations.response",
                            ),
                        ),
                        (
                            "is_published_elsewhere",
                            models.BooleanField(default=False, verbose_name="published elsewhere"),
                        ),
                        ("our_reference", models.CharField(blank=True, max_length=160, verbose_name="our reference")),
                        (
                            "correction_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="recommendations.publication",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "publication",
                        "verbose_name_plural": "publications",
                        "ordering": ["response", "version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("response", "version"), name="one_publication_per_version"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("correction_of__isnull", True),
                                    models.Q(("correction_of", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="publication_does_not_correct_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_published_elsewhere", True),
                                    models.Q(
                                        ("published_on__isnull", False), models.Q(("signatory_name", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="publication_has_date_and_signatory",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChiefOfficerComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=20000, verbose_name="comment")),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="recommendations.recommendation",
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="chief_officer_comments",
                                to="recommendations.response",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "comment of the Chief Constable (Commissioner in London and the City)",
                        "verbose_name_plural": "comments of the Chief Constable (Commissioner in London and the City)",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("response", "recommendation"), name="one_comment_per_recommendation"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("recommendation__isnull", True)),
                                fields=("response",),
                                name="one_general_comment_per_response",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnedWorkbook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                upload_to=recommendations.rounds.models._workbook_path, verbose_name="file"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=255, verbose_name="file name")),
                        ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                        ("checksum", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("received_on", models.DateField(verbose_name="received on")),
                        (
                            "returned_by",
                            models.CharField(help_text="A name or a post.", max_length=120, verbose_name="returned by"),
                        ),
                        ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returned_workbooks",
                                to="recommendations.round",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "returned workbook",
                        "verbose_name_plural": "returned workbooks",
                        "ordering": ["uploaded_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("round", "checksum"), name="a_workbook_is_uploaded_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sending",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "recipient",
                            models.CharField(
                                choices=[
                                    ("home-secretary", "The Home Secretary"),
                                    ("hmicfrs", "The body that issued the report"),
                                ],
                                max_length=14,
                                verbose_name="to",
                            ),
                        ),
                        ("sent_on", models.DateField(verbose_name="sent on")),
                        ("sent_by", models.CharField(max_length=120, verbose_name="sent by")),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sendings",
                                to="recommendations.publication",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sendings",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sending",
                        "verbose_name_plural": "sendings",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("publication", "recipient"), name="one_sending_per_recipient"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        (
                            "speaker",
                            models.CharField(
                                choices=[
                                    ("force", "The force"),
                                    ("chief-officer", "Chief Constable (Commissioner in London and the City)"),
                                    ("local-policing-body", "The local policing body"),
                                ],
                                max_length=20,
                                verbose_name="speaker",
                            ),
                        ),
                        ("heading", models.CharField(blank=True, max_length=300, verbose_name="heading")),
                        ("text", models.TextField(verbose_name="text, word for word")),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="recommendations.document",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="recommendations.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "statement",
                        "verbose_name_plural": "statements",
                        "ordering": ["document", "order"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("document", "order"), name="statement_has_its_place_in_its_document"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sheet", models.CharField(max_length=100, verbose_name="sheet")),
                        ("number", models.PositiveIntegerField(verbose_name="row in the sheet")),
                        ("cells", models.JSONField(default=list, verbose_name="cells")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("to-review", "To review"),
                                    ("accepted", "Accepted"),
                                    ("set-aside", "Set aside"),
                                    ("duplicate", "Same as an accepted reply"),
                                ],
                                default="to-review",
                                max_length=9,
                                verbose_name="outcome",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "requested",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replies",
                                to="recommendations.requestedaction",
                            ),
                        ),
                        (
                            "workbook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rows",
                                to="recommendations.returnedworkbook",
                            ),
                        ),
                        (
                            "update",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returned_row",
                                to="recommendations.update",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "row of a returned workbook",
                        "verbose_name_plural": "rows of returned workbooks",
                        "ordering": ["workbook", "sheet", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("workbook", "sheet", "number"), name="a_row_of_a_sheet_is_read_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "accepted"), ("update__isnull", False)),
                                    models.Q(
                                        models.Q(("outcome", "accepted"), _negated=True), ("update__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="an_accepted_row_became_an_update",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReleasedItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "audience_after",
                            models.CharField(
                                choices=[
                                    ("office", "The office only (a note: it does not change the status)"),
                                    ("force-and-office", "The force and the office"),
                                    ("panel", "The force, the office and the panel"),
                                    ("public", "Everyone with an account"),
                                ],
                                max_length=16,
                                verbose_name="audience afterwards",
                            ),
                        ),
                        (
                            "assurance",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="releases",
                                to="recommendations.assurance",
                            ),
                        ),
                        (
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="recommendations.release",
                            ),
                        ),
                        (
                            "update",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="releases",
                                to="recommendations.update",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "released item",
                        "verbose_name_plural": "released items",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("assurance__isnull", True), ("update__isnull", False)),
                                    models.Q(("assurance__isnull", False), ("update__isnull", True)),
                                    _connector="OR",
                                ),
                                name="a_released_item_is_an_update_or_an_assurance",
                            ),
                            models.UniqueConstraint(
                                fields=("release", "update"), name="a_release_names_an_update_once"
                            ),
                            models.UniqueConstraint(
                                fields=("release", "assurance"), name="a_release_names_an_assurance_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Position",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no-update", "No update recorded"),
                                    ("not-started", "Not started"),
                                    ("in-progress", "In progress"),
                                    ("waiting", "Waiting for others"),
                                    ("complete", "Complete, says the force"),
                                    ("sent", "Sent for sign-off"),
                                    ("closed", "Closed"),
                                    ("not-accepted", "Not accepted by the force"),
                                    ("superseded", "Superseded"),
                                    ("transferred", "Transferred"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("local_target_on", models.DateField(blank=True, null=True, verbose_name="local target")),
                        (
                            "expected_on",
                            models.DateField(
                                blank=True,
                                help_text="This does not change the deadline.",
                                null=True,
                                verbose_name="expected completion date",
                            ),
                        ),
                        (
                            "edition",
                            models.CharField(
                                choices=[
                                    ("working", "What the force and its office see"),
                                    ("panel", "What the panel sees"),
                                    ("public", "What the public sees"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("starts_on", models.DateField()),
                        ("until", models.DateField(default=datetime.date(9999, 12, 31))),
                        ("hmicfrs_deadline_on", models.DateField(null=True)),
                        (
                            "due_on",
                            models.DateField(
                                help_text="The earliest of its own deadline and those of parts not done.", null=True
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="positions",
                                to="recommendations.action",
                            ),
                        ),
                        (
                            "holder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="positions", to="forces.body"
                            ),
                        ),
                        (
                            "waiting_for_body",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="forces.body",
                                verbose_name="body that must act first",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="recommendations.recommendation",
                            ),
                        ),
                        (
                            "waiting_for_recommendation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="recommendations.recommendation",
                                verbose_name="recommendation that must come first",
                            ),
                        ),
                        (
                            "update",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="recommendations.update",
                            ),
                        ),
                        (
                            "waiting_for_other",
                            models.CharField(
                                blank=True,
                                help_text="For example: the IT supplier.",
                                max_length=120,
                                verbose_name="or in your own words",
                            ),
                        ),
                        (
                            "next_part",
                            models.ForeignKey(
                                help_text="The part whose deadline comes before the action’s own. Empty if the action’s own comes first.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="recommendations.part",
                            ),
                        ),
                        (
                            "settled_until",
                            models.DateField(
                                blank=True,
                                help_text="For a recurring duty: it is next due on the first occurrence after this day.",
                                null=True,
                                verbose_name="occurrences recorded up to",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "position",
                        "verbose_name_plural": "positions",
                        "ordering": ["action", "edition", "starts_on"],
                        "indexes": [
                            models.Index(
                                fields=["holder", "edition", "until", "starts_on"], name="position_of_holder_on"
                            ),
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
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("action", "edition", "starts_on"), name="one_position_begins_on_a_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("starts_on"))), name="a_position_lasts_a_day"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("file", "A file"),
                                    ("address", "An address"),
                                    ("seen", "Seen, not stored here"),
                                ],
                                max_length=7,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                blank=True,
                                upload_to=recommendations.register.models.evidence._evidence_path,
                                verbose_name="file",
                            ),
                        ),
                        ("file_name", models.CharField(blank=True, max_length=255, verbose_name="name of the file")),
                        ("size", models.PositiveIntegerField(blank=True, null=True, verbose_name="size in bytes")),
                        ("checksum", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                        ("address", models.URLField(blank=True, max_length=500, verbose_name="address")),
                        ("shows", models.CharField(blank=True, max_length=500, verbose_name="what it shows")),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="date of the evidence")),
                        (
                            "update",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="recommendations.update",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "evidence",
                        "verbose_name_plural": "evidence",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("address", ""),
                                        ("kind", "file"),
                                        models.Q(("file", ""), _negated=True),
                                        models.Q(("checksum", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("file", ""), ("kind", "address"), models.Q(("address", ""), _negated=True)
                                    ),
                                    models.Q(
                                        ("address", ""),
                                        ("file", ""),
                                        ("kind", "seen"),
                                        models.Q(("shows", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_has_what_its_kind_needs",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                help_text="The record that has the text, such as update:7.", max_length=80, unique=True
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("inspection", "Inspections"),
                                    ("recommendation", "Recommendations"),
                                    ("update", "Updates"),
                                    ("response", "Responses"),
                                    ("document", "Documents"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("office", "The office only (a note: it does not change the status)"),
                                    ("force-and-office", "The force and the office"),
                                    ("panel", "The force, the office and the panel"),
                                    ("public", "Everyone with an account"),
                                ],
                                default="public",
                                max_length=16,
                            ),
                        ),
                        (
                            "anchor",
                            models.CharField(
                                blank=True, help_text="The anchor of the text on its page.", max_length=60
                            ),
                        ),
                        ("heading", models.TextField(blank=True, help_text="The subject. Shown, but not searched.")),
                        ("title", models.TextField(blank=True)),
                        ("text", models.TextField()),
                        ("dated_on", models.DateField(null=True)),
                        (
                            "holder",
                            models.ForeignKey(
                                db_index=False,
                                help_text="The body whose text it is, if any.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="forces.body",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="recommendations.inspection",
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="recommendations.publication",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="recommendations.recommendation",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="recommendations.statement",
                            ),
                        ),
                        (
                            "update",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="recommendations.update",
                            ),
                        ),
                        (
                            "words",
                            models.ForeignKey(
                                help_text="The text of the update, so that a redaction also removes this row.",
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="recommendations.updatewords",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "text in the search index",
                        "verbose_name_plural": "texts in the search index",
                        "indexes": [
                            models.Index(fields=["inspection", "kind"], name="search_by_inspection"),
                            models.Index(fields=["kind", "-dated_on", "-id"], name="search_newest"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PositionRevision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "holder",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="position_revision",
                                to="forces.body",
                            ),
                        ),
                        ("token", models.UUIDField()),
                    ],
                ),
                migrations.CreateModel(
                    name="ActionComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=4000)),
                        ("written_at", models.DateTimeField()),
                        ("submission_key", models.UUIDField(unique=True)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="recommendations.action",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "mentions",
                            models.ManyToManyField(
                                related_name="+", through="recommendations.Mention", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "comment",
                        "verbose_name_plural": "comments",
                        "ordering": ["action", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("assigned_at", models.DateTimeField()),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="recommendations.action",
                            ),
                        ),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "assignee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "assignment",
                        "verbose_name_plural": "assignments",
                        "ordering": ["action", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Mention",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.CharField(max_length=260)),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="named",
                                to="recommendations.actioncomment",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mention",
                        "verbose_name_plural": "mentions",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("comment", "person"), name="a_comment_mentions_a_person_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JointRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not answered"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="",
                                max_length=9,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "force",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joint_requests",
                                to="forces.force",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joint_requests",
                                to="recommendations.inspection",
                            ),
                        ),
                        (
                            "joint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="recommendations.jointresponse",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "request to answer jointly",
                        "verbose_name_plural": "requests to answer jointly",
                        "ordering": ["asked_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answer", "")),
                                fields=("joint", "inspection", "force"),
                                name="one_open_request_to_join",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer", ""), ("answered_at__isnull", False), _connector="OR"),
                                name="answer_to_a_joint_request_has_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalClosingLevel",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(db_index=True, max_length=80, verbose_name="name")),
                        ("help", models.CharField(blank=True, max_length=300, verbose_name="help")),
                        ("order", models.PositiveSmallIntegerField(default=0, verbose_name="position in the list")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
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
                        "verbose_name": "historical closing level",
                        "verbose_name_plural": "historical closing levels",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalLead",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("post", models.CharField(max_length=120, verbose_name="post")),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
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
                        (
                            "holder",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.body",
                            ),
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
                    name="HistoricalOfficeSettings",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "afis_need_explanations",
                            models.BooleanField(
                                default=False,
                                help_text="The law requires this for recommendations. Some offices explain areas for improvement too.",
                                verbose_name="explain areas for improvement too",
                            ),
                        ),
                        (
                            "approver_is_another",
                            models.BooleanField(
                                default=False,
                                help_text="Anyone who has written in the draft may not approve it.",
                                verbose_name="authors may not approve",
                            ),
                        ),
                        (
                            "comments_wanted_after",
                            models.PositiveSmallIntegerField(
                                default=28,
                                help_text="How long the Chief Constable (Commissioner in London and the City) has to comment. Proposed for each invitation, counted from its date.",
                                verbose_name="days allowed for comments",
                            ),
                        ),
                        ("signatory_name", models.CharField(blank=True, max_length=120, verbose_name="signatory")),
                        (
                            "signatory_title",
                            models.CharField(blank=True, max_length=160, verbose_name="job title of the signatory"),
                        ),
                        ("address", models.TextField(blank=True, max_length=500, verbose_name="address for letters")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.localpolicingbody",
                            ),
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
                        (
                            "chief_officer_name",
                            models.CharField(
                                blank=True,
                                help_text="Invitations to comment are addressed to this person.",
                                max_length=120,
                                verbose_name="name of the Chief Constable (Commissioner in London and the City)",
                            ),
                        ),
                        (
                            "reference_pattern",
                            models.CharField(
                                blank=True,
                                help_text="Shown as “Our reference” on letters and invitations. {inspection}, {force} and {year} are filled in: OPCC/{year}/{inspection} becomes OPCC/2026/soteria-2024.",
                                max_length=60,
                                verbose_name="pattern of your reference",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical office settings",
                        "verbose_name_plural": "historical office settings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRound",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("reply_by", models.DateField(verbose_name="reply by")),
                        ("email_text", models.TextField(blank=True, max_length=10000, verbose_name="email text")),
                        ("created_at", models.DateTimeField(verbose_name="created at")),
                        (
                            "closed_on",
                            models.DateField(
                                blank=True,
                                help_text="Late replies can still be uploaded.",
                                null=True,
                                verbose_name="closed on",
                            ),
                        ),
                        ("submission_key", models.UUIDField(db_index=True)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
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
                        (
                            "holder",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.body",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical round of requests",
                        "verbose_name_plural": "historical rounds of requests",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalResponse",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "applicability",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not decided: due, as the report requires"),
                                    ("due", "A response is due"),
                                    ("not-subject", "The force is clearly not the subject of the report"),
                                    ("own-report", "Answered in the response to the force’s own report"),
                                    ("not-required", "The report requires no response"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="is a response due?",
                            ),
                        ),
                        ("applicability_reason", models.CharField(blank=True, max_length=500, verbose_name="why")),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("invited_on", models.DateField(blank=True, null=True, verbose_name="invited on")),
                        ("comments_wanted_by", models.DateField(blank=True, null=True, verbose_name="comments due by")),
                        (
                            "not_invited_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason for not inviting"),
                        ),
                        (
                            "comments_received_on",
                            models.DateField(blank=True, null=True, verbose_name="comments received on"),
                        ),
                        (
                            "no_comments_received",
                            models.BooleanField(default=False, verbose_name="no comments received"),
                        ),
                        ("comments_submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("comments_document", models.TextField(blank=True, max_length=100)),
                        ("comments_document_name", models.CharField(blank=True, max_length=255)),
                        (
                            "general_comments",
                            models.TextField(blank=True, max_length=20000, verbose_name="comments on the report"),
                        ),
                        (
                            "quoted",
                            models.CharField(
                                blank=True,
                                choices=[("", "Not stated"), ("yes", "Yes"), ("no", "No")],
                                default="",
                                max_length=3,
                                verbose_name="is the force quoted in the report?",
                            ),
                        ),
                        (
                            "reply",
                            models.TextField(
                                blank=True,
                                max_length=20000,
                                verbose_name="reply to the Chief Constable (Commissioner in London and the City)",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted for approval"),
                                    ("approved", "Approved"),
                                    ("published", "Published"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="stage",
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_digest", models.CharField(blank=True, max_length=64)),
                        (
                            "incomplete_reason",
                            models.CharField(
                                blank=True, max_length=1000, verbose_name="reason for publishing incomplete"
                            ),
                        ),
                        (
                            "returned_comment",
                            models.TextField(blank=True, max_length=2000, verbose_name="approver’s comment"),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "comments_submitted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "force",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.force",
                            ),
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
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.inspection",
                            ),
                        ),
                        (
                            "own_report",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.inspection",
                                verbose_name="own report",
                            ),
                        ),
                        (
                            "joint",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.jointresponse",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical response",
                        "verbose_name_plural": "historical responses",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalInspection",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("slug", models.SlugField(max_length=80, verbose_name="name in addresses")),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("short_title", models.CharField(max_length=80, verbose_name="short title")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("expected", "Expected"),
                                    ("embargoed", "Under embargo"),
                                    ("published", "Published"),
                                ],
                                default="expected",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "embargoed_until",
                            models.DateTimeField(blank=True, null=True, verbose_name="under embargo until"),
                        ),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("national", "National"),
                                    ("regional", "Regional"),
                                    ("several-forces", "Several forces"),
                                    ("force", "One force"),
                                ],
                                default="national",
                                max_length=14,
                                verbose_name="scope",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                choices=[
                                    ("peel", "PEEL"),
                                    ("thematic", "Thematic"),
                                    ("joint-thematic", "Joint thematic"),
                                    ("child-protection", "Child protection"),
                                    ("custody", "Custody"),
                                    ("crime-data-integrity", "Crime data integrity"),
                                    ("super-complaint", "Super-complaint"),
                                    ("revisit", "Revisit"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=20,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "inspectorates",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="HMICFRS and its partners, as the report names them.",
                                verbose_name="inspectorates",
                            ),
                        ),
                        (
                            "commissioned_by",
                            models.CharField(
                                choices=[
                                    ("programme", "The inspectorate’s programme"),
                                    ("home-secretary", "The Home Secretary (Police Act 1996, s.54(2B))"),
                                    ("local-policing-body", "A local policing body (Police Act 1996, s.54(2BA))"),
                                    ("not-known", "Not known"),
                                ],
                                default="not-known",
                                max_length=20,
                                verbose_name="commissioned by",
                            ),
                        ),
                        (
                            "subjects",
                            models.CharField(
                                choices=[
                                    ("all-forces", "All forces"),
                                    ("named-forces", "Named forces"),
                                    ("not-known", "Not known"),
                                ],
                                default="not-known",
                                max_length=12,
                                verbose_name="subjects",
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
                                default="56-days",
                                max_length=10,
                                verbose_name="response",
                            ),
                        ),
                        ("response_due_on", models.DateField(blank=True, null=True, verbose_name="response due on")),
                        ("address", models.URLField(blank=True, max_length=500, verbose_name="address of the report")),
                        ("key_findings", models.TextField(blank=True, max_length=50000, verbose_name="key findings")),
                        (
                            "source",
                            models.TextField(
                                blank=True, help_text="The document that states these facts.", verbose_name="source"
                            ),
                        ),
                        (
                            "source_address",
                            models.URLField(blank=True, max_length=500, verbose_name="address of the source"),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
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
                        (
                            "issued_by",
                            models.ForeignKey(
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
                        (
                            "items_to_answer",
                            models.CharField(
                                choices=[
                                    ("all", "All items"),
                                    ("named", "The items that the report names"),
                                    ("addressed", "The items addressed to the local policing body"),
                                ],
                                default="all",
                                max_length=10,
                                verbose_name="items to answer",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical inspection",
                        "verbose_name_plural": "historical inspections",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDocument",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("slug", models.SlugField(max_length=80, verbose_name="name in addresses")),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("letter", "Letter"),
                                    ("form", "Form"),
                                    ("web-page", "Web page"),
                                    ("report", "Report"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                        ("address", models.URLField(blank=True, max_length=500, verbose_name="address")),
                        ("file", models.TextField(blank=True, max_length=100, verbose_name="file")),
                        ("file_name", models.CharField(blank=True, max_length=255, verbose_name="name of the file")),
                        (
                            "claims",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="The facts that the document states about itself, word for word.",
                                verbose_name="claims",
                            ),
                        ),
                        ("source", models.TextField(blank=True, verbose_name="source")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "force",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.force",
                            ),
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
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.body",
                            ),
                        ),
                        (
                            "inspection",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.inspection",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical document",
                        "verbose_name_plural": "historical documents",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCommitment",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("commitment", "Commitment"), ("duty", "Duty")],
                                default="commitment",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("what", models.TextField(max_length=20000, verbose_name="what has to be done")),
                        ("source", models.CharField(blank=True, max_length=500, verbose_name="where it is stated")),
                        ("due_on", models.DateField(verbose_name="due on")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                        ("how_done", models.CharField(blank=True, max_length=500, verbose_name="how it was done")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.action",
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.body",
                                verbose_name="who has to do it",
                            ),
                        ),
                        (
                            "explanation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.explanation",
                            ),
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
                        (
                            "inspection",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.inspection",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical commitment",
                        "verbose_name_plural": "historical commitments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalStatement",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("order", models.PositiveSmallIntegerField()),
                        (
                            "speaker",
                            models.CharField(
                                choices=[
                                    ("force", "The force"),
                                    ("chief-officer", "Chief Constable (Commissioner in London and the City)"),
                                    ("local-policing-body", "The local policing body"),
                                ],
                                max_length=20,
                                verbose_name="speaker",
                            ),
                        ),
                        ("heading", models.CharField(blank=True, max_length=300, verbose_name="heading")),
                        ("text", models.TextField(verbose_name="text, word for word")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.document",
                            ),
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
                        (
                            "recommendation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical statement",
                        "verbose_name_plural": "historical statements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRecommendation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "deadline_wording",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="deadline, in the report’s words"
                            ),
                        ),
                        (
                            "deadline_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("date", "A date"),
                                    ("immediately", "Immediately"),
                                    ("relative", "Relative to publication"),
                                    ("recurring", "Recurring"),
                                    ("ongoing", "Ongoing"),
                                    ("none", "No date set"),
                                ],
                                help_text="Leave empty if no one has decided yet.",
                                max_length=12,
                                verbose_name="kind of deadline",
                            ),
                        ),
                        ("deadline_on", models.DateField(blank=True, null=True, verbose_name="deadline")),
                        (
                            "deadline_set_by",
                            models.CharField(
                                choices=[("hmicfrs", "The body that issued it"), ("locally", "Set locally")],
                                default="hmicfrs",
                                max_length=10,
                                verbose_name="deadline set by",
                            ),
                        ),
                        (
                            "reference",
                            models.SlugField(
                                help_text="Unique in its inspection and used in addresses: 7, afi-3, coc-1.",
                                max_length=20,
                                verbose_name="reference",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number")),
                        ("order", models.PositiveSmallIntegerField(default=0, verbose_name="position in the report")),
                        ("kind", models.CharField(default="recommendation", max_length=40, verbose_name="kind")),
                        ("theme", models.CharField(blank=True, max_length=300, verbose_name="theme")),
                        (
                            "short_title",
                            models.CharField(
                                help_text="Used in lists. Not taken from the report.",
                                max_length=120,
                                verbose_name="short title",
                            ),
                        ),
                        ("text", models.TextField(max_length=20000, verbose_name="text, word for word")),
                        ("source", models.TextField(blank=True, verbose_name="source")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
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
                        (
                            "inspection",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.inspection",
                                verbose_name="inspection",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.recommendation",
                                verbose_name="cause of concern it belongs to",
                            ),
                        ),
                        ("source_label", models.CharField(blank=True, editable=False, max_length=80)),
                        (
                            "issued_by",
                            models.ForeignKey(
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
                        (
                            "is_named_to_answer",
                            models.BooleanField(
                                default=False,
                                help_text="Counts only where the inspection’s “items to answer” are those that the report names.",
                                verbose_name="the report asks for a response to it by name",
                            ),
                        ),
                        (
                            "interval_months",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Only if it recurs: 12 for every year. The deadline is the first day on which it is due.",
                                null=True,
                                verbose_name="months between occurrences",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical recommendation",
                        "verbose_name_plural": "historical recommendations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPart",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "deadline_wording",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="deadline, in the report’s words"
                            ),
                        ),
                        (
                            "deadline_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("date", "A date"),
                                    ("immediately", "Immediately"),
                                    ("relative", "Relative to publication"),
                                    ("recurring", "Recurring"),
                                    ("ongoing", "Ongoing"),
                                    ("none", "No date set"),
                                ],
                                help_text="Leave empty if no one has decided yet.",
                                max_length=12,
                                verbose_name="kind of deadline",
                            ),
                        ),
                        ("deadline_on", models.DateField(blank=True, null=True, verbose_name="deadline")),
                        (
                            "deadline_set_by",
                            models.CharField(
                                choices=[("hmicfrs", "The body that issued it"), ("locally", "Set locally")],
                                default="hmicfrs",
                                max_length=10,
                                verbose_name="deadline set by",
                            ),
                        ),
                        ("label", models.CharField(max_length=20, verbose_name="label")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        ("text", models.TextField(max_length=10000, verbose_name="text, word for word")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
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
                        (
                            "recommendation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.recommendation",
                            ),
                        ),
                        (
                            "interval_months",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Only if it recurs: 12 for every year. The deadline is the first day on which it is due.",
                                null=True,
                                verbose_name="months between occurrences",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical part",
                        "verbose_name_plural": "historical parts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalLink",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("waits-for", "waits for"),
                                    ("repeats", "repeats"),
                                    ("supersedes", "supersedes"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "source",
                            models.TextField(
                                blank=True,
                                help_text="The words of the report that state this link.",
                                verbose_name="source",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
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
                        (
                            "from_recommendation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.recommendation",
                            ),
                        ),
                        (
                            "to_recommendation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical link",
                        "verbose_name_plural": "historical links",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAddressee",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "role",
                            models.CharField(
                                choices=[("lead", "Lead"), ("with", "Working with")],
                                default="lead",
                                max_length=4,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("all-forces", "All forces"),
                                    ("all-forces-in-england", "All forces in England"),
                                    ("all-forces-in-wales", "All forces in Wales"),
                                    ("special-forces", "Special police forces"),
                                    ("local-policing-bodies", "Local policing bodies"),
                                    ("fire-and-rescue-services", "Fire and rescue services"),
                                    ("regional-units", "Regional organised crime units"),
                                ],
                                max_length=30,
                                verbose_name="group",
                            ),
                        ),
                        (
                            "others",
                            models.CharField(
                                blank=True,
                                help_text="Not a registered body, so no action is created.",
                                max_length=200,
                                verbose_name="other addressee, as worded",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.body",
                            ),
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
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.part",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical addressee",
                        "verbose_name_plural": "historical addressees",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAction",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("opened_on", models.DateField(verbose_name="opened on")),
                        (
                            "ended_on",
                            models.DateField(
                                blank=True,
                                help_text="The first day on which the action no longer exists.",
                                null=True,
                                verbose_name="ended on",
                            ),
                        ),
                        (
                            "lead_post",
                            models.CharField(
                                blank=True,
                                help_text="The post that leads, not the person who holds it.",
                                max_length=120,
                                verbose_name="lead",
                            ),
                        ),
                        (
                            "project",
                            models.CharField(
                                blank=True,
                                help_text="The force’s project that covers this action.",
                                max_length=120,
                                verbose_name="project",
                            ),
                        ),
                        (
                            "external_references",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="System and reference, for example in 4Action, HMICFRS’s portal or a risk register.",
                                verbose_name="references in other systems",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
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
                        (
                            "holder",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.body",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The part that addresses the holder, if the recommendation itself does not.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.part",
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.recommendation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical action",
                        "verbose_name_plural": "historical actions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalExplanation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("taken", "Action taken"),
                                    ("proposed", "Action proposed"),
                                    ("none", "No action, and why"),
                                ],
                                max_length=8,
                                verbose_name="what is explained",
                            ),
                        ),
                        ("text", models.TextField(blank=True, max_length=20000, verbose_name="explanation")),
                        ("proposed_by", models.DateField(blank=True, null=True, verbose_name="proposed by (date)")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
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
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.recommendation",
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.response",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical explanation",
                        "verbose_name_plural": "historical explanations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalChiefOfficerComment",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("text", models.TextField(blank=True, max_length=20000, verbose_name="comment")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
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
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "recommendation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.recommendation",
                            ),
                        ),
                        (
                            "response",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.response",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical comment of the Chief Constable (Commissioner in London and the City)",
                        "verbose_name_plural": "historical comments of the Chief Constable (Commissioner in London and the City)",
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
                        ("lead_email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                        ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent on")),
                        ("reminded_on", models.DateField(blank=True, null=True, verbose_name="reminded on")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
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
                        (
                            "round",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="recommendations.round",
                            ),
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
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
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
            ]
        ),
        migrations.RunPython(make_full_text, drop_full_text),
        migrations.RunPython(add_hmicfrs, migrations.RunPython.noop),
    ]
