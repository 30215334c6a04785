"""`manage.py add_administrator`: the first account of a real register, or another administrator."""

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
        "Add an administrator. Asks for what the options do not give. For use without a terminal: "
        "--email X --name Y --password-from-stdin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", default="", help="the e-mail address to sign in with")
        parser.add_argument("--name", default="", help="the name to show beside what this person records")
        parser.add_argument(
            "--password-from-stdin", action="store_true", help="read the password from the first line of standard input"
        )
        parser.add_argument("--only-if-none", action="store_true", help="do nothing if there is an administrator")

    def handle(self, *, email: str, name: str, password_from_stdin: bool, only_if_none: bool, **options: Any) -> None:
        if only_if_none and self._there_is_one():
            return
        if not (email and password_from_stdin) and not sys.stdin.isatty():
            raise CommandError(
                "There is no terminal to ask at. Give --email, --name and --password-from-stdin, and the password on "
                "standard input."
            )
        email = self._checked_email(email) if email else self._ask_email()
        person = Person(email=email, name=name or ("" if password_from_stdin else input("Name: ").strip()))
        password = self._read_password(person) if password_from_stdin else self._ask_password(person)
        with transaction.atomic():
            Person.objects.create_superuser(person.email, password, name=person.name)
        self.stdout.write(f"{person.email} can now sign in as administrator.")

    @staticmethod
    def _there_is_one() -> bool:
        held = Membership.objects.held_on(today()).filter(role=Role.ADMINISTRATOR, person__is_active=True)
        return held.exists()

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
            raise CommandError(f"“{email}” is not an e-mail address. Write it like name@example.org.") from None
        if Person.objects.filter(email=email).exists():
            raise CommandError(f"Somebody signs in with {email} already. Choose another address.")
        return email

    def _ask_password(self, person: Person) -> str:
        while True:
            password = getpass.getpass("Password (at least 12 characters): ")
            problems = self._weaknesses(password, person)
            if not problems and password != getpass.getpass("The same password again: "):
                problems = ["The two passwords are not the same."]
            if not problems:
                return password
            self.stderr.write("\n".join(problems))

    def _read_password(self, person: Person) -> str:
        password = sys.stdin.readline().rstrip("\r\n")
        if problems := self._weaknesses(password, person):
            raise CommandError("\n".join([*problems, "Choose another password. Nobody was added."]))
        return password

    @staticmethod
    def _weaknesses(password: str, person: Person) -> list[str]:
        """What is wrong with a password, in plain words; empty if nothing is."""
        try:
            validate_password(password, person)
        except ValidationError as problem:
            return list(problem.messages)
        return []
