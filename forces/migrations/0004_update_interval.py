"""How long an office waits for an update before an action is stale."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forces", "0003_calendars_and_saved_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicallocalpolicingbody",
            name="update_interval",
            field=models.PositiveSmallIntegerField(
                default=90,
                help_text="An action that is not done and has had no update for longer is shown as stale.",
                verbose_name="days between updates",
            ),
        ),
        migrations.AddField(
            model_name="localpolicingbody",
            name="update_interval",
            field=models.PositiveSmallIntegerField(
                default=90,
                help_text="An action that is not done and has had no update for longer is shown as stale.",
                verbose_name="days between updates",
            ),
        ),
    ]
