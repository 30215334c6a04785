from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forces", "0006_default_audience"),
        ("recommendations", "0015_sources_of_recommendations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalinspection",
            name="items_to_answer",
            field=models.CharField(
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
        migrations.AddField(
            model_name="historicalrecommendation",
            name="is_named_to_answer",
            field=models.BooleanField(
                default=False,
                help_text="Counts only where the inspection’s “items to answer” are those that the report names.",
                verbose_name="the report asks for a response to it by name",
            ),
        ),
        migrations.AddField(
            model_name="inspection",
            name="items_to_answer",
            field=models.CharField(
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
        migrations.AddField(
            model_name="recommendation",
            name="is_named_to_answer",
            field=models.BooleanField(
                default=False,
                help_text="Counts only where the inspection’s “items to answer” are those that the report names.",
                verbose_name="the report asks for a response to it by name",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("response_rule", "56-days"), _negated=True), ("items_to_answer", "all"), _connector="OR"
                ),
                name="section_55_asks_about_all_items",
                violation_error_message="Section 55 asks for an explanation of every recommendation.",
            ),
        ),
    ]
