import datetime

import pytest

from forces.bodies.models import Installation
from recommendations.demonstration.accounts import ACCOUNTS, PASSWORD, accounts_to_show, table_of_accounts


@pytest.mark.django_db
def test_a_real_register_shows_no_accounts() -> None:
    assert accounts_to_show() == []


@pytest.mark.django_db
def test_a_demonstration_shows_all_of_its_accounts() -> None:
    Installation.objects.create(pk=1, is_demonstration=True, made_on=datetime.date(2026, 3, 12))
    assert accounts_to_show() == ACCOUNTS


def test_there_are_four_accounts_for_each_of_four_forces_an_auditor_and_an_administrator() -> None:
    assert len(ACCOUNTS) == len({account.email for account in ACCOUNTS}) == 18
    assert {account.email for account in ACCOUNTS} >= {
        "admin@example.org",
        "auditor@example.org",
        "office.cleveland@example.org",
        "approver.cumbria@example.org",
        "force.cambridgeshire@example.org",
        "panel.leicestershire@example.org",
    }


def test_every_area_lists_its_accounts_in_the_same_order() -> None:
    by_area: dict[str, list[str]] = {}
    for account in ACCOUNTS:
        by_area.setdefault(account.area, []).append(str(account.role))
        assert "".join(account.email_parts) == account.email
    assert list(by_area) == ["", "Cleveland", "Cumbria", "Cambridgeshire", "Leicestershire"]
    assert len({tuple(roles) for area, roles in by_area.items() if area}) == 1


def test_the_table_lists_every_account_and_the_password() -> None:
    lines = table_of_accounts().splitlines()
    assert PASSWORD in lines[0]
    assert len(lines) == 2 + len(ACCOUNTS)
    assert len({line.index(account.role_label) for line, account in zip(lines[2:], ACCOUNTS, strict=True)}) == 1
