from django.db import migrations

from recommendations.migrations._full_text import drop_full_text, make_full_text


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0001_initial")]

    operations = [migrations.RunPython(make_full_text, drop_full_text)]
