"""The accounts of the demonstration. Their password is public, so they exist in no other database."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from forces.bodies.models import Body, Installation, Oversight, Panel
from forces.people.models import Membership, Person, Role

PASSWORD = "soteria-demonstration"  # noqa: S105 - public on purpose
FORCES_WITH_ACCOUNTS = {
    "cleveland": "Cleveland",
    "cumbria": "Cumbria",
    "cambridgeshire": "Cambridgeshire",
    "leicestershire": "Leicestershire",
}
_DUTIES = [
    ("office", "office", Role.OPCC_STAFF, "the commissioner’s office"),
    ("approver", "approver", Role.OPCC_APPROVER, "the commissioner’s office"),
    ("force", "force", Role.FORCE_CONTRIBUTOR, "the force"),
    ("panel", "panel member", Role.PANEL_MEMBER, "the police and crime panel"),
]


@dataclass(frozen=True)
class Account:
    """One account: its name is a role, never a person's name."""

    email: str
    name: str
    role: Role
    of: str = ""
    forces: tuple[str, ...] = ()

    @property
    def role_label(self) -> str:
        """ "OPCC staff", "Panel member"."""
        return str(self.role.label)

    @property
    def email_parts(self) -> list[str]:
        """The email address, split where a narrow column may break it: before the area and before the @."""
        return re.split(r"(?=\.\w+@|@)", self.email)

    @property
    def area(self) -> str:
        """The name of the account's force, or an empty string if it has several or none."""
        return FORCES_WITH_ACCOUNTS[self.forces[0]] if len(self.forces) == 1 else ""


ADMINISTRATOR = Account("admin@example.org", "Administrator", Role.ADMINISTRATOR, "the whole register")
ACCOUNTS = [
    ADMINISTRATOR,
    Account(
        "auditor@example.org",
        "Auditor",
        Role.AUDITOR,
        "the commissioners of " + ", ".join(FORCES_WITH_ACCOUNTS.values()),
        tuple(FORCES_WITH_ACCOUNTS),
    ),
    *(
        Account(f"{prefix}.{slug}@example.org", f"{name} {duty}", role, f"{name}: {of}", (slug,))
        for slug, name in FORCES_WITH_ACCOUNTS.items()
        for prefix, duty, role, of in _DUTIES
    ),
]


def accounts_to_show() -> list[Account]:
    """Return the accounts to list on the sign-in page. A real register has none."""
    return ACCOUNTS if Installation.objects.filter(is_demonstration=True).exists() else []


def table_of_accounts() -> str:
    """Return the accounts as lines of text, with the password that they share."""
    rows = [("Email address", "Role", "Of"), *((a.email, a.role_label, a.of) for a in ACCOUNTS)]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    lines = [f"  {row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}" for row in rows]
    return "\n".join([f"Accounts of the demonstration. They all have the password {PASSWORD}", *lines])


def make_accounts(*, first_day: datetime.date, day: datetime.date) -> dict[str, Person]:
    """Save every account with its memberships from the first day, and return the people by email address.

    Each membership is of the body that exists on `day`, from the day when it opened if that is later.
    """
    hashed = make_password(PASSWORD)  # once: a hash is slow on purpose
    people = {
        person.email: person
        for person in Person.objects.bulk_create(
            Person(email=account.email, name=account.name, password=hashed) for account in ACCOUNTS
        )
    }
    for account in ACCOUNTS:
        for body in _bodies_of(account, day):
            Membership.objects.create(
                person=people[account.email],
                body=body,
                role=account.role,
                first_day=max(first_day, body.opened_on or first_day) if body else first_day,
                granted_by=None if account is ADMINISTRATOR else people[ADMINISTRATOR.email],
            )
    return people


def make_recorders(forces: list[Body]) -> dict[str, Person]:
    """Save and return by force the people who record for the offices without an account. None of them can sign in."""
    unusable = make_password(None)
    people = [
        Person(
            email=f"office.{force.slug}@example.org", name=f"{force.label} office", password=unusable, is_active=False
        )
        for force in forces
    ]
    return dict(zip((force.slug for force in forces), Person.objects.bulk_create(people), strict=True))


def _bodies_of(account: Account, day: datetime.date) -> list[Body | None]:
    if account.role is Role.ADMINISTRATOR:
        return [None]
    if account.role is Role.FORCE_CONTRIBUTOR:
        return list(Body.objects.filter(slug__in=account.forces))
    if account.role is Role.PANEL_MEMBER:
        return list(Panel.objects.filter(scrutinises__slug__in=account.forces))
    overseeing = Oversight.objects.on(day).filter(force__slug__in=account.forces).select_related("body")
    return [oversight.body for oversight in overseeing]
