import datetime
import io
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from forces.bodies.models import Installation
from forces.people.models import Membership, Person, Role
from recommendations.demonstration import services
from recommendations.demonstration.accounts import PASSWORD
from recommendations.positions.models import Position
from recommendations.register.models import Update
from tests.cast import Cast, Register

STRONG = "a-long-and-odd-phrase"


def run(command: str, *arguments: str, **options: Any) -> str:
    """Return what the command prints to standard output and standard error."""
    printed = io.StringIO()
    call_command(command, *arguments, stdout=printed, stderr=printed, **options)
    return printed.getvalue()


class TestMakeDemonstration:
    def test_it_fills_a_register_and_changes_nothing_when_run_again(self, register: Register) -> None:
        assert "Everything in it is invented" in run("make_demonstration", "--seed", "7")
        before = (Update.objects.count(), Person.objects.count(), Position.objects.count())
        assert before[0] > 0
        assert "from seed 7. Nothing was changed" in run("make_demonstration", "--seed", "8")
        assert (Update.objects.count(), Person.objects.count(), Position.objects.count()) == before

    def test_it_refuses_a_real_register(self, cast: Cast) -> None:
        with pytest.raises(CommandError, match="This is a real register"):
            run("make_demonstration")
        assert not Installation.objects.exists()

    @pytest.mark.django_db
    def test_it_loads_the_fixtures_where_nothing_is_loaded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        called: list[str] = []
        monkeypatch.setattr(services, "call_command", called.append)
        run("make_demonstration")
        assert called == ["load_register"]

    @pytest.mark.django_db
    def test_it_lists_the_accounts_of_a_demonstration_only(self) -> None:
        with pytest.raises(CommandError, match="not a demonstration"):
            run("make_demonstration", "--accounts")
        Installation.objects.create(pk=1, is_demonstration=True, made_on=datetime.date(2026, 3, 12))
        printed = run("make_demonstration", "--accounts")
        assert PASSWORD in printed
        assert "office.cleveland@example.org" in printed


class TestRebuildPositions:
    def test_the_check_passes_where_positions_equal_the_history(self, history: Register) -> None:
        assert "agree with their updates" in run("rebuild_positions", "--check")

    def test_the_check_names_an_action_that_differs_and_exits_with_1(
        self, history: Register, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Position.objects.filter(action=history.actions[("cleveland", "7")]).update(status="closed")
        with pytest.raises(SystemExit) as ended:
            call_command("rebuild_positions", "--check")
        assert ended.value.code == 1
        assert "cleveland/soteria-2024/7\nThe positions of 1 of 7 actions differ" in capsys.readouterr().err

    def test_it_corrects_positions(self, history: Register) -> None:
        Position.objects.all().delete()
        assert "7 of 7 actions" in run("rebuild_positions")
        assert "agree with their updates" in run("rebuild_positions", "--check")


@pytest.mark.django_db
class TestAddAdministrator:
    @staticmethod
    def add(monkeypatch: pytest.MonkeyPatch, password: str, *more: str, email: str = "new@example.org") -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
        return run("add_administrator", "--email", email, "--name", "New", "--password-from-stdin", *more)

    def test_it_adds_an_administrator_who_can_sign_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "new@example.org can now sign in" in self.add(monkeypatch, STRONG)
        person = Person.objects.get()
        assert person.is_staff
        assert person.check_password(STRONG)
        assert person.name == "New"

    @pytest.mark.parametrize(("weak", "why"), [("short", "too short"), ("1qaz2wsx3edc", "easy to guess")])
    def test_it_refuses_a_weak_password(self, monkeypatch: pytest.MonkeyPatch, weak: str, why: str) -> None:
        with pytest.raises(CommandError, match=f"(?s){why}.*No one was added"):
            self.add(monkeypatch, weak)
        assert not Person.objects.exists()

    def test_it_refuses_an_invalid_address(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(CommandError, match="not an email address"):
            self.add(monkeypatch, STRONG, email="somebody")

    def test_it_refuses_an_address_in_use(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.add(monkeypatch, STRONG)
        with pytest.raises(CommandError, match="Choose another address"):
            self.add(monkeypatch, STRONG, email="NEW@example.org")

    def test_it_can_skip_where_an_administrator_exists(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.add(monkeypatch, STRONG)
        self.add(monkeypatch, STRONG, "--only-if-none", email="second@example.org")
        assert Membership.objects.filter(role=Role.ADMINISTRATOR).count() == 1

    def test_it_says_what_to_do_without_a_terminal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        with pytest.raises(CommandError, match="no terminal"):
            run("add_administrator")

    def test_at_a_terminal_it_asks_until_the_answers_are_valid(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = io.StringIO()
        monkeypatch.setattr(terminal, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", terminal)
        answers = iter(["somebody", "asked@example.org", "Asked"])
        passwords = iter(["short", STRONG, "another-long-phrase", STRONG, STRONG])
        monkeypatch.setattr("builtins.input", lambda question: next(answers))
        monkeypatch.setattr("getpass.getpass", lambda question: next(passwords))
        printed = run("add_administrator")
        assert "not an email address" in printed
        assert "too short" in printed
        assert "do not match" in printed
        assert Person.objects.get().check_password(STRONG)
