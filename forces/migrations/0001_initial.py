import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import forces.people.models
import soteria_tracker.web.today


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        blank=True, help_text="The first day without this body.", null=True, verbose_name="closed on"
                    ),
                ),
                ("source", models.TextField(blank=True, help_text="The document that says so.", verbose_name="source")),
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
            name="CalendarAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "token",
                    models.CharField(
                        default=forces.people.models.new_calendar_token, editable=False, max_length=64, unique=True
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
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
                        blank=True, help_text="The first day without this body.", null=True, verbose_name="closed on"
                    ),
                ),
                ("source", models.TextField(blank=True, help_text="The document that says so.", verbose_name="source")),
                ("ons_code", models.CharField(blank=True, max_length=9, verbose_name="ONS code")),
                ("abbreviation", models.CharField(db_index=True, max_length=3, verbose_name="map code")),
                ("country", models.CharField(blank=True, max_length=40, verbose_name="country")),
                ("region", models.CharField(blank=True, max_length=40, verbose_name="region")),
                ("map_column", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="map column")),
                ("map_row", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="map row")),
                (
                    "territorial",
                    models.BooleanField(default=True, verbose_name="territorial force of England and Wales"),
                ),
                (
                    "kept_here",
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
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                        blank=True, help_text="The first day without this body.", null=True, verbose_name="closed on"
                    ),
                ),
                ("source", models.TextField(blank=True, help_text="The document that says so.", verbose_name="source")),
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
                ("office_holder_title", models.CharField(max_length=120, verbose_name="title of the office-holder")),
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
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                ("first_day", models.DateField(default=soteria_tracker.web.today.today, verbose_name="first day")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                        blank=True, help_text="The first day without this body.", null=True, verbose_name="closed on"
                    ),
                ),
                ("source", models.TextField(blank=True, help_text="The document that says so.", verbose_name="source")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                        blank=True, help_text="The first day without this body.", null=True, verbose_name="closed on"
                    ),
                ),
                ("source", models.TextField(blank=True, help_text="The document that says so.", verbose_name="source")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
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
            name="Installation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="KeptFile",
            fields=[
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=255)),
                ("file", models.FileField(upload_to=forces.people.models._kept_file_path)),
                ("kept_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=500)),
                ("fields", models.JSONField()),
                ("kept_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("first_day", models.DateField(default=soteria_tracker.web.today.today, verbose_name="first day")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="last day")),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ["person", "role"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__isnull", True), ("last_day__gte", models.F("first_day")), _connector="OR"
                        ),
                        name="membership_ends_after_it_begins",
                        violation_error_message="The last day must not be before the first.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Oversight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_day", models.DateField(verbose_name="first day")),
                ("source", models.TextField(blank=True, verbose_name="source")),
            ],
            options={
                "verbose_name": "oversight",
                "verbose_name_plural": "oversight",
                "ordering": ["force", "first_day"],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("path", models.CharField(max_length=500)),
                ("query", models.CharField(blank=True, max_length=1000)),
                ("saved_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(verbose_name="on")),
                ("source", models.TextField(blank=True, verbose_name="source")),
            ],
            options={
                "verbose_name": "succession",
                "verbose_name_plural": "successions",
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
                ("map_column", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="map column")),
                ("map_row", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="map row")),
                (
                    "territorial",
                    models.BooleanField(default=True, verbose_name="territorial force of England and Wales"),
                ),
                (
                    "kept_here",
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
                ("office_holder_title", models.CharField(max_length=120, verbose_name="title of the office-holder")),
                (
                    "update_interval",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="Actions without an update for longer are shown as having no recent update.",
                        verbose_name="days between updates",
                    ),
                ),
            ],
            options={
                "verbose_name": "local policing body",
                "verbose_name_plural": "local policing bodies",
            },
            bases=("forces.body",),
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
            ],
            options={
                "verbose_name": "panel",
                "verbose_name_plural": "panels",
            },
            bases=("forces.body",),
        ),
        migrations.AddField(
            model_name="calendaraddress",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calendar_addresses",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalforce",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicallocalpolicingbody",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalmembership",
            name="body",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="historicalmembership",
            name="granted_by",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="historicalmembership",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalmembership",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="historicalnationalbody",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicaloversight",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalpanel",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalsuccession",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalsuccession",
            name="predecessor",
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
            model_name="historicalsuccession",
            name="successor",
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
            model_name="keptfile",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="kept_files", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="keptform",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="kept_forms", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="body",
            field=models.ForeignKey(
                blank=True,
                help_text="A panel, a force or a local policing body. Administrators have none.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to="forces.body",
                verbose_name="body",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="granted_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="granted",
                to=settings.AUTH_USER_MODEL,
                verbose_name="granted by",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="saved_views", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="predecessor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="successions", to="forces.body"
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="successor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="inheritances", to="forces.body"
            ),
        ),
        migrations.AddField(
            model_name="oversight",
            name="force",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="oversights",
                to="forces.force",
                verbose_name="force",
            ),
        ),
        migrations.AddField(
            model_name="historicalpanel",
            name="scrutinises",
            field=models.ForeignKey(
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
        migrations.AddField(
            model_name="historicaloversight",
            name="force",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="forces.force",
                verbose_name="force",
            ),
        ),
        migrations.AddField(
            model_name="calendaraddress",
            name="force",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calendar_addresses",
                to="forces.force",
            ),
        ),
        migrations.CreateModel(
            name="ForceWithoutBody",
            fields=[],
            options={
                "verbose_name": "force with no commissioner recorded",
                "verbose_name_plural": "forces with no commissioner recorded",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("forces.force",),
        ),
        migrations.AddField(
            model_name="oversight",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="oversights",
                to="forces.localpolicingbody",
                verbose_name="local policing body",
            ),
        ),
        migrations.AddField(
            model_name="historicaloversight",
            name="body",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="forces.localpolicingbody",
                verbose_name="local policing body",
            ),
        ),
        migrations.AddField(
            model_name="panel",
            name="scrutinises",
            field=models.ForeignKey(
                help_text="The force whose local policing body the panel scrutinises.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="panels",
                to="forces.force",
                verbose_name="force",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "administrator"), ("body__isnull", True)),
                    models.Q(models.Q(("role", "administrator"), _negated=True), ("body__isnull", False)),
                    _connector="OR",
                ),
                name="membership_names_a_body_unless_administrator",
                violation_error_message="Every role belongs to a body, except administrator, which belongs to none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(fields=("person", "name"), name="saved_view_has_a_name_of_its_own"),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(fields=("predecessor", "successor"), name="succession_is_recorded_once"),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("predecessor", models.F("successor")), _negated=True), name="nobody_succeeds_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendaraddress",
            constraint=models.UniqueConstraint(fields=("person", "force"), name="one_calendar_address_for_a_force"),
        ),
        migrations.AddConstraint(
            model_name="calendaraddress",
            constraint=models.UniqueConstraint(
                condition=models.Q(("force__isnull", True)),
                fields=("person",),
                name="one_calendar_address_for_all_forces",
            ),
        ),
        migrations.AddConstraint(
            model_name="oversight",
            constraint=models.UniqueConstraint(
                fields=("force", "first_day"),
                name="oversight_of_a_force_begins_once_a_day",
                violation_error_message="Another body starts to oversee this force on that day.",
            ),
        ),
    ]
