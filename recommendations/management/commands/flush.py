"""`manage.py flush`: Django's command, which empties the database between tests, for insert-only tables.

On a test database it suspends their triggers while it runs. On any other database it refuses.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as DjangoFlush
from django.db import connections

from recommendations.register import insert_only


class Command(DjangoFlush):
    help = "Empty a test database. Refuses on any other database: the register's history is never deleted."

    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        name = str(connection.settings_dict["NAME"])
        in_memory = name == ":memory:" or (name.startswith("file:") and "mode=memory" in name)
        if not (in_memory or Path(name).name.startswith("test_")):
            raise CommandError(
                "This is not a test database. The register's history is never deleted. Nothing was changed."
            )
        with insert_only.lifted(options["database"]):
            super().handle(**options)
