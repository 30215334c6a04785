from django.db import migrations, models
from django.db.models import Q

NAME = "publication_has_date_and_signatory"
WITH_REFERENCES = ("action", "historicalaction")


def references() -> models.JSONField:
    return models.JSONField(
        verbose_name="references in other systems",
        default=list,
        blank=True,
        help_text="System and reference, for example in 4Action, HMICFRS’s portal or a risk register.",
    )


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0002_full_text")]

    operations = [
        migrations.RemoveConstraint("publication", NAME),
        migrations.RenameField("publication", "is_elsewhere", "is_published_elsewhere"),
        migrations.AddConstraint(
            "publication",
            models.CheckConstraint(
                name=NAME,
                condition=Q(is_published_elsewhere=True) | (Q(published_on__isnull=False) & ~Q(signatory_name="")),
            ),
        ),
        *(migrations.RenameField(model, "references_elsewhere", "external_references") for model in WITH_REFERENCES),
        *(migrations.AlterField(model, "external_references", references()) for model in WITH_REFERENCES),
    ]
