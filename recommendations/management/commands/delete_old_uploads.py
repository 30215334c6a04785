"""`manage.py delete_old_uploads`: delete trackers that were uploaded and not imported within a week."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from recommendations.imports.trackers.services import UNCONFIRMED_FOR, remove_old_uploads


class Command(BaseCommand):
    """Deletes them with their answers."""

    help = (
        "Delete the trackers that were uploaded more than a week ago and not imported. Run it every day; every upload "
        "does so too. Imported trackers are kept. Exit code 0."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = remove_old_uploads(before=timezone.now() - UNCONFIRMED_FOR)
        self.stdout.write(f"{count} deleted.")
