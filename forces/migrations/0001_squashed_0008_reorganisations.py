"""Migrations 0001 to 0008 in one, so that a new database is made in seconds. Those before it upgrade older ones."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import forces.people.models.addresses
import forces.people.models.unsaved
import soteria_tracker.web.today
from soteria_tracker.first_schema import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("forces", "0001_initial"),
        ("forces", "0002_rename_kept_here"),
        ("forces", "0003_unsaved_forms"),
        ("forces", "0004_prepared_file"),
        ("forces", "0005_data_addresses"),
        ("forces", "0006_default_audience"),
        ("forces", "0007_earlier_names"),
        ("forces", "0008_reorganisations"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("email", models.EmailField(max_length=254, unique=True, verbose_name="email address")),
                        ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                        ("is_active", models.BooleanField(default=True, verbose_name="can sign in")),
                        ("joined_at", models.DateTimeField(auto_now_add=True, verbose_name="added at")),
                    ],
                    options={
                        "verbose_name": "person",
                        "verbose_name_plural": "people",
                        "ordering": ["email"],
                    },
                ),
                migrations.CreateModel(
                    name="Body",
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
                                    ("force", "Force"),
                                    ("national", "National body"),
                                    ("local", "Local policing body"),
                                    ("panel", "Police and crime panel"),
                                ],
                                editable=False,
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, unique=True, verbose_name="name")),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, help_text="Used in dense tables.", max_length=80, verbose_name="short name"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True, verbose_name="name in addresses")),
                        (
                            "aliases",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Other names that documents use.",
                                verbose_name="other names",
                            ),
                        ),
                        (
                            "opened_on",
                            models.DateField(
                                blank=True, help_text="Leave empty if not known.", null=True, verbose_name="opened on"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(
                                blank=True,
                                help_text="The first day without this body.",
                                null=True,
                                verbose_name="closed on",
                            ),
                        ),
                        (
                            "source",
                            models.TextField(blank=True, help_text="The document that says so.", verbose_name="source"),
                        ),
                    ],
                    options={
                        "verbose_name": "body",
                        "verbose_name_plural": "bodies",
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on__isnull", True),
                                    ("opened_on__isnull", True),
                                    ("closed_on__gt", models.F("opened_on")),
                                    _connector="OR",
                                ),
                                name="body_closes_after_it_opens",
                                violation_error_message="The day it closed must be after the day it opened.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Force",
                    fields=[
                        (
                            "body_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to="forces.body",
                            ),
                        ),
                        ("ons_code", models.CharField(blank=True, max_length=9, verbose_name="ONS code")),
                        ("abbreviation", models.CharField(max_length=3, unique=True, verbose_name="map code")),
                        ("country", models.CharField(blank=True, max_length=40, verbose_name="country")),
                        ("region", models.CharField(blank=True, max_length=40, verbose_name="region")),
                        (
                            "map_column",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="map column"),
                        ),
                        ("map_row", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="map row")),
                        (
                            "territorial",
                            models.BooleanField(default=True, verbose_name="territorial force of England and Wales"),
                        ),
                        (
                            "uses_soteria_tracker",
                            models.BooleanField(
                                default=False,
                                help_text="The office of this force keeps its records in this register. Others read “Does not use Soteria Tracker”.",
                                verbose_name="uses Soteria Tracker",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "force",
                        "verbose_name_plural": "forces",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ons_code", ""), _negated=True),
                                fields=("ons_code",),
                                name="force_ons_code_is_unique",
                                violation_error_message="Another force has this ONS code.",
                            )
                        ],
                    },
                    bases=("forces.body",),
                ),
                migrations.CreateModel(
                    name="CalendarAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "token",
                            models.CharField(
                                default=forces.people.models.addresses.new_calendar_token,
                                editable=False,
                                max_length=64,
                                unique=True,
                            ),
                        ),
                        ("made_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_addresses",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "force",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_addresses",
                                to="forces.force",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "force"), name="one_calendar_address_for_a_force"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("force__isnull", True)),
                                fields=("person",),
                                name="one_calendar_address_for_all_forces",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Installation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("is_demonstration", models.BooleanField(default=False)),
                        ("seed", models.PositiveIntegerField(blank=True, null=True)),
                        ("made_on", models.DateField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("pk", 1)), name="there_is_one_installation")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                                choices=[
                                    ("panel-member", "Panel member"),
                                    ("force-contributor", "Force contributor"),
                                    ("opcc-staff", "OPCC staff"),
                                    ("opcc-approver", "OPCC approver"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "first_day",
                            models.DateField(default=soteria_tracker.web.today.today, verbose_name="first day"),
                        ),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "body",
                            models.ForeignKey(
                                blank=True,
                                help_text="A panel, a force or a local policing body. Administrators have none.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="forces.body",
                                verbose_name="body",
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="granted",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="granted by",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "membership",
                        "verbose_name_plural": "memberships",
                        "ordering": ["person", "role"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_day__isnull", True),
                                    ("last_day__gte", models.F("first_day")),
                                    _connector="OR",
                                ),
                                name="membership_ends_after_it_begins",
                                violation_error_message="The last day must not be before the first.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("role", "administrator"), ("body__isnull", True)),
                                    models.Q(
                                        models.Q(("role", "administrator"), _negated=True), ("body__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="membership_names_a_body_unless_administrator",
                                violation_error_message="Every role belongs to a body, except administrator, which belongs to none.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LocalPolicingBody",
                    fields=[
                        (
                            "body_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to="forces.body",
                            ),
                        ),
                        (
                            "office",
                            models.CharField(
                                choices=[
                                    ("pcc", "Police and crime commissioner"),
                                    ("pfcc", "Police, fire and crime commissioner"),
                                    ("mayor", "Mayor with police and crime functions"),
                                    ("mopac", "Mayor’s Office for Policing and Crime"),
                                    ("common-council", "Common Council of the City of London"),
                                ],
                                max_length=20,
                                verbose_name="office",
                            ),
                        ),
                        (
                            "office_holder_title",
                            models.CharField(max_length=120, verbose_name="title of the office-holder"),
                        ),
                        (
                            "update_interval",
                            models.PositiveSmallIntegerField(
                                default=90,
                                help_text="Actions without an update for longer are shown as having no recent update.",
                                verbose_name="days between updates",
                            ),
                        ),
                        (
                            "default_audience",
                            models.CharField(
                                choices=[
                                    ("force-and-office", "The force and the office"),
                                    ("office", "The office only (a note: it does not change the status)"),
                                ],
                                default="force-and-office",
                                help_text="Can be changed for each update. To show it to the panel or to the public, release it.",
                                max_length=16,
                                verbose_name="who can see an update by default",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "local policing body",
                        "verbose_name_plural": "local policing bodies",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("default_audience__in", ["force-and-office", "office"])),
                                name="default_audience_releases_nothing",
                            )
                        ],
                    },
                    bases=("forces.body",),
                ),
                migrations.CreateModel(
                    name="Oversight",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first_day", models.DateField(verbose_name="first day")),
                        ("source", models.TextField(blank=True, verbose_name="source")),
                        (
                            "force",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="oversights",
                                to="forces.force",
                                verbose_name="force",
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="oversights",
                                to="forces.localpolicingbody",
                                verbose_name="local policing body",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "oversight",
                        "verbose_name_plural": "oversight",
                        "ordering": ["force", "first_day"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("force", "first_day"),
                                name="oversight_of_a_force_begins_once_a_day",
                                violation_error_message="Another body starts to oversee this force on that day.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("path", models.CharField(max_length=500)),
                        ("query", models.CharField(blank=True, max_length=1000)),
                        ("saved_at", models.DateTimeField(auto_now=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("person", "name"), name="saved_view_has_a_name_of_its_own")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Succession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="on")),
                        ("source", models.TextField(blank=True, verbose_name="source")),
                        (
                            "predecessor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successions",
                                to="forces.body",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="inheritances",
                                to="forces.body",
                            ),
                        ),
                        (
                            "passes_record",
                            models.BooleanField(
                                default=False,
                                editable=False,
                                help_text="From the day, the successor holds the predecessor’s actions. Only a reorganisation sets this.",
                                verbose_name="passes on its record",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "succession",
                        "verbose_name_plural": "successions",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("predecessor", "successor"), name="succession_is_recorded_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                                name="nobody_succeeds_itself",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("passes_record", True)),
                                fields=("predecessor",),
                                name="a_record_passes_to_one_successor",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NationalBody",
                    fields=[
                        (
                            "body_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to="forces.body",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "national body",
                        "verbose_name_plural": "national bodies",
                    },
                    bases=("forces.body",),
                ),
                migrations.CreateModel(
                    name="Panel",
                    fields=[
                        (
                            "body_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to="forces.body",
                            ),
                        ),
                        (
                            "scrutinises",
                            models.ForeignKey(
                                help_text="The force whose local policing body the panel scrutinises.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="panels",
                                to="forces.force",
                                verbose_name="force",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "panel",
                        "verbose_name_plural": "panels",
                    },
                    bases=("forces.body",),
                ),
                migrations.CreateModel(
                    name="ForceWithoutBody",
                    fields=[],
                    options={
                        "verbose_name": "force with no commissioner recorded",
                        "verbose_name_plural": "forces with no commissioner recorded",
                        "proxy": True,
                    },
                    bases=("forces.force",),
                ),
                migrations.CreateModel(
                    name="UnsavedForm",
                    fields=[
                        (
                            "token",
                            models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                        ),
                        ("path", models.CharField(max_length=500)),
                        ("fields", models.JSONField()),
                        ("kept_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="unsaved_forms",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="UnsavedFile",
                    fields=[
                        (
                            "token",
                            models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                        ),
                        ("name", models.CharField(max_length=255)),
                        ("file", models.FileField(upload_to=forces.people.models.unsaved.unsaved_file_path)),
                        ("kept_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="unsaved_files",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PreparedFile",
                    fields=[
                        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ("site", models.CharField(max_length=300)),
                        ("address", models.CharField(max_length=2000)),
                        ("memberships", models.JSONField(default=list)),
                        ("requested_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("started_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("status_code", models.PositiveSmallIntegerField(null=True)),
                        ("content_type", models.CharField(blank=True, max_length=100)),
                        ("disposition", models.CharField(blank=True, max_length=500)),
                        ("contents", models.BinaryField(default=bytes)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="prepared_files",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="DataAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("path", models.CharField(max_length=500)),
                        ("query", models.CharField(blank=True, max_length=1000)),
                        (
                            "token_digest",
                            models.CharField(
                                help_text="SHA-256 of the token, in hexadecimal.", max_length=64, unique=True
                            ),
                        ),
                        ("memberships", models.JSONField(default=list)),
                        ("created_at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="data_addresses",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="EarlierName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("short_name", models.CharField(blank=True, max_length=80, verbose_name="short name")),
                        (
                            "office_holder_title",
                            models.CharField(
                                blank=True,
                                help_text="Of a local policing body only.",
                                max_length=120,
                                verbose_name="title of the office-holder",
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                blank=True,
                                db_index=False,
                                help_text="Only if addresses and files had another name for it then. They lead to the body.",
                                max_length=80,
                                verbose_name="name in addresses",
                            ),
                        ),
                        (
                            "until",
                            models.DateField(help_text="The first day with the next name.", verbose_name="until"),
                        ),
                        (
                            "source",
                            models.TextField(blank=True, help_text="The document that says so.", verbose_name="source"),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="earlier_names",
                                to="forces.body",
                                verbose_name="body",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "earlier name",
                        "verbose_name_plural": "earlier names",
                        "ordering": ["body", "until"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("body", "until"),
                                name="one_name_ends_on_a_day",
                                violation_error_message="Another name of this body ends on that day.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("slug", ""), _negated=True),
                                fields=("slug",),
                                name="earlier_name_in_addresses_is_unique",
                                violation_error_message="Another body had this name in addresses.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reorganisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="from")),
                        ("plan", models.TextField(help_text="The file, as it was read.", verbose_name="plan")),
                        ("summary", models.TextField(verbose_name="what it does")),
                        ("created", models.JSONField(default=list)),
                        ("changed", models.JSONField(default=list)),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reorganisations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="recorded by",
                            ),
                        ),
                        (
                            "undoes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="undoing",
                                to="forces.reorganisation",
                                verbose_name="undoes",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reorganisation",
                        "verbose_name_plural": "reorganisations",
                        "ordering": ["-recorded_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalForce",
                    fields=[
                        (
                            "body_ptr",
                            models.ForeignKey(
                                auto_created=True,
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                parent_link=True,
                                related_name="+",
                                to="forces.body",
                            ),
                        ),
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("force", "Force"),
                                    ("national", "National body"),
                                    ("local", "Local policing body"),
                                    ("panel", "Police and crime panel"),
                                ],
                                editable=False,
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=200, verbose_name="name")),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, help_text="Used in dense tables.", max_length=80, verbose_name="short name"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, verbose_name="name in addresses")),
                        (
                            "aliases",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Other names that documents use.",
                                verbose_name="other names",
                            ),
                        ),
                        (
                            "opened_on",
                            models.DateField(
                                blank=True, help_text="Leave empty if not known.", null=True, verbose_name="opened on"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(
                                blank=True,
                                help_text="The first day without this body.",
                                null=True,
                                verbose_name="closed on",
                            ),
                        ),
                        (
                            "source",
                            models.TextField(blank=True, help_text="The document that says so.", verbose_name="source"),
                        ),
                        ("ons_code", models.CharField(blank=True, max_length=9, verbose_name="ONS code")),
                        ("abbreviation", models.CharField(db_index=True, max_length=3, verbose_name="map code")),
                        ("country", models.CharField(blank=True, max_length=40, verbose_name="country")),
                        ("region", models.CharField(blank=True, max_length=40, verbose_name="region")),
                        (
                            "map_column",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="map column"),
                        ),
                        ("map_row", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="map row")),
                        (
                            "territorial",
                            models.BooleanField(default=True, verbose_name="territorial force of England and Wales"),
                        ),
                        (
                            "uses_soteria_tracker",
                            models.BooleanField(
                                default=False,
                                help_text="The office of this force keeps its records in this register. Others read “Does not use Soteria Tracker”.",
                                verbose_name="uses Soteria Tracker",
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
                        "verbose_name": "historical force",
                        "verbose_name_plural": "historical forces",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalLocalPolicingBody",
                    fields=[
                        (
                            "body_ptr",
                            models.ForeignKey(
                                auto_created=True,
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                parent_link=True,
                                related_name="+",
                                to="forces.body",
                            ),
                        ),
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("force", "Force"),
                                    ("national", "National body"),
                                    ("local", "Local policing body"),
                                    ("panel", "Police and crime panel"),
                                ],
                                editable=False,
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=200, verbose_name="name")),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, help_text="Used in dense tables.", max_length=80, verbose_name="short name"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, verbose_name="name in addresses")),
                        (
                            "aliases",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Other names that documents use.",
                                verbose_name="other names",
                            ),
                        ),
                        (
                            "opened_on",
                            models.DateField(
                                blank=True, help_text="Leave empty if not known.", null=True, verbose_name="opened on"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(
                                blank=True,
                                help_text="The first day without this body.",
                                null=True,
                                verbose_name="closed on",
                            ),
                        ),
                        (
                            "source",
                            models.TextField(blank=True, help_text="The document that says so.", verbose_name="source"),
                        ),
                        (
                            "office",
                            models.CharField(
                                choices=[
                                    ("pcc", "Police and crime commissioner"),
                                    ("pfcc", "Police, fire and crime commissioner"),
                                    ("mayor", "Mayor with police and crime functions"),
                                    ("mopac", "Mayor’s Office for Policing and Crime"),
                                    ("common-council", "Common Council of the City of London"),
                                ],
                                max_length=20,
                                verbose_name="office",
                            ),
                        ),
                        (
                            "office_holder_title",
                            models.CharField(max_length=120, verbose_name="title of the office-holder"),
                        ),
                        (
                            "update_interval",
                            models.PositiveSmallIntegerField(
                                default=90,
                                help_text="Actions without an update for longer are shown as having no recent update.",
                                verbose_name="days between updates",
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
                            "default_audience",
                            models.CharField(
                                choices=[
                                    ("force-and-office", "The force and the office"),
                                    ("office", "The office only (a note: it does not change the status)"),
                                ],
                                default="force-and-office",
                                help_text="Can be changed for each update. To show it to the panel or to the public, release it.",
                                max_length=16,
                                verbose_name="who can see an update by default",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical local policing body",
                        "verbose_name_plural": "historical local policing bodies",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMembership",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("panel-member", "Panel member"),
                                    ("force-contributor", "Force contributor"),
                                    ("opcc-staff", "OPCC staff"),
                                    ("opcc-approver", "OPCC approver"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "first_day",
                            models.DateField(default=soteria_tracker.web.today.today, verbose_name="first day"),
                        ),
                        ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
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
                                help_text="A panel, a force or a local policing body. Administrators have none.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.body",
                                verbose_name="body",
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="granted by",
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
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical membership",
                        "verbose_name_plural": "historical memberships",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalNationalBody",
                    fields=[
                        (
                            "body_ptr",
                            models.ForeignKey(
                                auto_created=True,
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                parent_link=True,
                                related_name="+",
                                to="forces.body",
                            ),
                        ),
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("force", "Force"),
                                    ("national", "National body"),
                                    ("local", "Local policing body"),
                                    ("panel", "Police and crime panel"),
                                ],
                                editable=False,
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=200, verbose_name="name")),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, help_text="Used in dense tables.", max_length=80, verbose_name="short name"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, verbose_name="name in addresses")),
                        (
                            "aliases",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Other names that documents use.",
                                verbose_name="other names",
                            ),
                        ),
                        (
                            "opened_on",
                            models.DateField(
                                blank=True, help_text="Leave empty if not known.", null=True, verbose_name="opened on"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(
                                blank=True,
                                help_text="The first day without this body.",
                                null=True,
                                verbose_name="closed on",
                            ),
                        ),
                        (
                            "source",
                            models.TextField(blank=True, help_text="The document that says so.", verbose_name="source"),
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
                        "verbose_name": "historical national body",
                        "verbose_name_plural": "historical national bodies",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalOversight",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("first_day", models.DateField(verbose_name="first day")),
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
                            "force",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.force",
                                verbose_name="force",
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
                                verbose_name="local policing body",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical oversight",
                        "verbose_name_plural": "historical oversight",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPanel",
                    fields=[
                        (
                            "body_ptr",
                            models.ForeignKey(
                                auto_created=True,
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                parent_link=True,
                                related_name="+",
                                to="forces.body",
                            ),
                        ),
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("force", "Force"),
                                    ("national", "National body"),
                                    ("local", "Local policing body"),
                                    ("panel", "Police and crime panel"),
                                ],
                                editable=False,
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(db_index=True, max_length=200, verbose_name="name")),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, help_text="Used in dense tables.", max_length=80, verbose_name="short name"
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, verbose_name="name in addresses")),
                        (
                            "aliases",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Other names that documents use.",
                                verbose_name="other names",
                            ),
                        ),
                        (
                            "opened_on",
                            models.DateField(
                                blank=True, help_text="Leave empty if not known.", null=True, verbose_name="opened on"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(
                                blank=True,
                                help_text="The first day without this body.",
                                null=True,
                                verbose_name="closed on",
                            ),
                        ),
                        (
                            "source",
                            models.TextField(blank=True, help_text="The document that says so.", verbose_name="source"),
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
                            "scrutinises",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The force whose local policing body the panel scrutinises.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.force",
                                verbose_name="force",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical panel",
                        "verbose_name_plural": "historical panels",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSuccession",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("on", models.DateField(verbose_name="on")),
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
                            "predecessor",
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
                            "successor",
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
                            "passes_record",
                            models.BooleanField(
                                default=False,
                                editable=False,
                                help_text="From the day, the successor holds the predecessor’s actions. Only a reorganisation sets this.",
                                verbose_name="passes on its record",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical succession",
                        "verbose_name_plural": "historical successions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEarlierName",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("short_name", models.CharField(blank=True, max_length=80, verbose_name="short name")),
                        (
                            "office_holder_title",
                            models.CharField(
                                blank=True,
                                help_text="Of a local policing body only.",
                                max_length=120,
                                verbose_name="title of the office-holder",
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                blank=True,
                                db_index=False,
                                help_text="Only if addresses and files had another name for it then. They lead to the body.",
                                max_length=80,
                                verbose_name="name in addresses",
                            ),
                        ),
                        (
                            "until",
                            models.DateField(help_text="The first day with the next name.", verbose_name="until"),
                        ),
                        (
                            "source",
                            models.TextField(blank=True, help_text="The document that says so.", verbose_name="source"),
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
                            "body",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="forces.body",
                                verbose_name="body",
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
                        "verbose_name": "historical earlier name",
                        "verbose_name_plural": "historical earlier names",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        ),
    ]
