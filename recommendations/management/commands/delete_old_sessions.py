"""`manage.py delete_old_sessions`: delete what is left of sessions that have ended, and of forms that were kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from forces.people.sessions import delete_old_sessions
from forces.people.unsaved_forms import delete_all_old


class Command(BaseCommand):
    """Deletes ended sessions, and forms and files that were kept for more than a week."""

    help = (
        "Delete sessions that have ended, and forms and files that were kept for someone for more than a week. Run it "
        "every day. Exit code 0."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sessions, forms = delete_old_sessions(), delete_all_old()
        self.stdout.write(f"{sessions} sessions and {forms} forms and files deleted.")
