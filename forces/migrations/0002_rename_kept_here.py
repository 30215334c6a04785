from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("forces", "0001_initial")]

    operations = [
        migrations.RenameField("force", "kept_here", "uses_soteria_tracker"),
        migrations.RenameField("historicalforce", "kept_here", "uses_soteria_tracker"),
    ]
