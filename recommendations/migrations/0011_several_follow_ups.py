from django.db import migrations, models


def keep_follow_ups(apps, schema_editor):
    """Write the one inspection that each followed up as the first of several."""
    Inspection = apps.get_model("recommendations", "Inspection")
    for later in Inspection.objects.exclude(followed_up=None).only("pk", "followed_up_id"):
        later.follow_up_of.add(later.followed_up_id)


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0010_letters_and_references")]

    operations = [
        migrations.RenameField("inspection", "follow_up_of", "followed_up"),
        migrations.AlterField(
            "inspection",
            "followed_up",
            models.ForeignKey(
                blank=True, null=True, on_delete=models.PROTECT, related_name="+", to="recommendations.inspection"
            ),
        ),
        migrations.RemoveField("historicalinspection", "follow_up_of"),
        migrations.AddField(
            "inspection",
            "follow_up_of",
            models.ManyToManyField(
                blank=True, related_name="follow_ups", to="recommendations.inspection", verbose_name="follow-up of"
            ),
        ),
        migrations.RunPython(keep_follow_ups, migrations.RunPython.noop),
        migrations.RemoveField("inspection", "followed_up"),
    ]
