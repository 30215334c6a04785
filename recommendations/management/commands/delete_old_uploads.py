"""`manage.py delete_old_uploads`: delete files that were uploaded, and trackers not imported, within a week."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from recommendations.imports.trackers.services import UNCONFIRMED_FOR, remove_old_uploads
from recommendations.imports.uploads.services import remove_old_files


class Command(BaseCommand):
    """Deletes them with their answers."""

    help = (
        "Delete the files that were uploaded more than a week ago, and the trackers among them that "
        "were not imported. Run it every day; every upload "
        "does so too. Imported trackers are kept. Exit code 0."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - UNCONFIRMED_FOR
        count = remove_old_uploads(before=before) + remove_old_files(before=before)
        self.stdout.write(f"{count} deleted.")
