"""`manage.py grant_web_role NAME`: give the role of the web processes in PostgreSQL its rights, and no others."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction

from recommendations.register.web_role import grants


class Command(BaseCommand):
    help = (
        "Give a PostgreSQL role the rights that the web processes need, and take away all others: it cannot change or "
        "delete the history. Run it as the owner of the tables, after each migration. The role must exist. Exit codes: "
        "0 done; 1 refused, and nothing was changed; 2 wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", metavar="NAME", help="the role that DATABASE_URL names for the web processes")
        parser.add_argument("--dry-run", action="store_true", help="print the SQL, and change nothing")

    def handle(self, *, role: str, dry_run: bool, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles. This database is SQLite.", returncode=2)
        statements = grants(role)
        if dry_run:
            self.stdout.write("".join(f"{statement};\n" for statement in statements))
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        except DatabaseError as error:
            raise CommandError(f"{str(error).splitlines()[0]}. Nothing was changed.") from None
        self.stdout.write(f"The role {role} can read and record, and cannot change or delete the history.")
