"""`manage.py add_administrator`: add the first account of a real register, or another administrator."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from forces.people.models import Membership, Person, Role
from soteria_tracker.web.today import today


class Command(BaseCommand):
    help = (
        "Add an administrator. Asks for anything that the options do not state. Without a terminal, use "
        "--email X --name Y --password-from-stdin. Exit codes: 0 added, or nothing to do; 1 not added; 2 wrong usage."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default="", help="the email address to sign in with")
        parser.add_argument("--name", default="", help="the name to show next to what this person records")
        parser.add_argument(
            "--password-from-stdin", action="store_true", help="read the password from the first line of standard input"
        )
        parser.add_argument(
            "--only-if-none", action="store_true", help="do nothing if there is already an administrator"
        )

    def handle(self, *, email: str, name: str, password_from_stdin: bool, only_if_none: bool, **options: Any) -> None:
        if only_if_none and self._has_administrator():
            return
        if not (email and password_from_stdin) and not sys.stdin.isatty():
            raise CommandError(
                "There is no terminal. Use --email, --name and --password-from-stdin, and pass the password on "
                "standard input."
            )
        email = self._checked_email(email) if email else self._ask_email()
        person = Person(email=email, name=name or ("" if password_from_stdin else input("Name: ").strip()))
        password = self._read_password(person) if password_from_stdin else self._ask_password(person)
        with transaction.atomic():
            Person.objects.create_superuser(person.email, password, name=person.name)
        self.stdout.write(f"{person.email} can now sign in as an administrator.")

    @staticmethod
    def _has_administrator() -> bool:
        administrators = Membership.objects.held_on(today()).filter(role=Role.ADMINISTRATOR, person__is_active=True)
        return administrators.exists()

    def _ask_email(self) -> str:
        while True:
            try:
                return self._checked_email(input("Email address of the administrator: "))
            except CommandError as problem:
                self.stderr.write(str(problem))

    @staticmethod
    def _checked_email(email: str) -> str:
        email = email.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"“{email}” is not an email address. Enter one such as name@example.org.") from None
        if Person.objects.filter(email=email).exists():
            raise CommandError(f"Someone already signs in with {email}. Choose another address.")
        return email

    def _ask_password(self, person: Person) -> str:
        while True:
            password = getpass.getpass("Password (at least 12 characters): ")
            problems = self._weaknesses(password, person)
            if not problems and password != getpass.getpass("Confirm the password: "):
                problems = ["The two passwords do not match."]
            if not problems:
                return password
            self.stderr.write("\n".join(problems))

    def _read_password(self, person: Person) -> str:
        password = sys.stdin.readline().rstrip("\r\n")
        if problems := self._weaknesses(password, person):
            raise CommandError("\n".join([*problems, "Choose another password. No one was added."]))
        return password

    @staticmethod
    def _weaknesses(password: str, person: Person) -> list[str]:
        """Return what is wrong with a password, as sentences, or an empty list."""
        try:
            validate_password(password, person)
        except ValidationError as problem:
            return list(problem.messages)
        return []
