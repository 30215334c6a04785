"""`manage.py delete_old_sessions`: delete what is left of ended sessions and kept forms, and old accesses."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from forces.people.access_log import delete_old_access_events
from forces.people.sessions import delete_old_sessions
from forces.people.unsaved_forms import delete_all_old


class Command(BaseCommand):
    """Deletes ended sessions, forms and files kept for more than a week, and accesses of more than a year ago."""

    help = (
        "Delete sessions that have ended, forms and files kept for more than a week, and accesses of "
        "more than a year ago. Run it every day. Exit code 0."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sessions, forms, accesses = delete_old_sessions(), delete_all_old(), delete_old_access_events()
        self.stdout.write(f"{sessions} sessions, {forms} forms and files, and {accesses} old accesses deleted.")
