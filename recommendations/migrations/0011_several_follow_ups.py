from django.db import migrations, models


def keep_follow_ups(apps, schema_editor):
    """Write the one inspection that each followed up as the first of several."""
    Inspection = apps.get_model("recommendations", "Inspection")
    for later in Inspection.objects.exclude(followed_up=None).only("pk", "followed_up_id"):
        later.follow_up_of.add(later.followed_up_id)


def keep_history(apps, schema_editor):
    """Write what each version of an inspection followed up, which the history cannot hold for several, as its reason."""
    History = apps.get_model("recommendations", "HistoricalInspection")
    slugs = dict(apps.get_model("recommendations", "Inspection").objects.values_list("pk", "slug"))
    for version in History.objects.exclude(follow_up_of=None).only("pk", "history_change_reason", "follow_up_of_id"):
        followed = f"Follow-up of {slugs.get(version.follow_up_of_id, version.follow_up_of_id)}"
        reason = "; ".join(filter(None, [version.history_change_reason, followed]))[:100]
        History.objects.filter(pk=version.pk).update(history_change_reason=reason)


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
        migrations.RunPython(keep_history, migrations.RunPython.noop),
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
