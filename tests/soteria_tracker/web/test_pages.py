import pytest
from django.test import Client

from recommendations.register.statuses import PositionGroup
from soteria_tracker.web.sign_in import ChangePasswordForm, LoginForm, ResetPasswordForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/help/", "/accessibility/"])
def test_anyone_can_read_it(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def test_every_group_is_explained(client: Client) -> None:
    page = client.get("/help/").content.decode()
    assert [key for key in PositionGroup.values if f"st-status--{key}" not in page] == []


def test_the_sign_in_form_uses_our_wording() -> None:
    form = LoginForm()
    assert [str(form[name].label) for name in ("login", "password")] == ["Email address", "Password"]
    assert not form["password"].help_text


def test_the_password_forms_use_our_wording() -> None:
    assert [str(field.label) for field in ResetPasswordForm()] == ["Email address"]
    assert [str(field.label) for field in ChangePasswordForm()] == [
        "Current password",
        "New password",
        "Confirm new password",
    ]


def test_anyone_can_read_the_sign_in_page(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    assert '<h1 class="govuk-heading-xl st-title">Sign in</h1>' in page
    assert "I have forgotten my password" in page
