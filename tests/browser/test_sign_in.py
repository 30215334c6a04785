"""Sign-in as an IT department accepts it, on a server that asks everyone for a second step: invitation, password and
authenticator app, recovery code, passkey, the sign-in of an organisation, and the end of a role.
"""

import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import DjangoDbBlocker

from recommendations.demonstration.accounts import PASSWORD
from tests import databases
from tests.browser.conftest import TIMEOUT, note_faults, wait_until_it_answers
from tests.provider import Provider, running_provider

NEW_PASSWORD = "a walk by the river"
Look = Callable[..., None]
OpenWindow = Callable[..., Page]


@pytest.fixture(scope="package")
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture(scope="package")
def strict_server(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker, provider: Provider
) -> Iterator[str]:
    """The address of a server that asks everyone for a second step. By name: browsers keep no passkey for a number."""
    folder = tmp_path_factory.mktemp("strict")
    with django_db_blocker.unblock():
        shutil.copytree(databases.demonstration(), folder, dirs_exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = databases.product_environment(folder) | {
        "SOTERIA_ALLOWED_HOSTS": "localhost",
        "SOTERIA_SECOND_FACTOR": "everyone",
        "SOTERIA_OIDC_SERVER": provider.address,
        "SOTERIA_OIDC_CLIENT_ID": "soteria",
        "SOTERIA_OIDC_CLIENT_SECRET": "secret",
        "SOTERIA_OIDC_NAME": "Example Directory",
        "SOTERIA_OIDC_HAS_SECOND_FACTOR": "1",
    }
    log = folder / "server.log"
    with log.open("w") as output:
        command = [*databases.MANAGE, "runserver", f"127.0.0.1:{port}", "--noreload"]
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until_it_answers(process, port, log)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture
def window(strict_server: str, browser: Browser) -> Iterator[OpenWindow]:
    """Return a function that opens the window of another person's browser, which can reach this machine only."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_window(*, leaves: bool = False) -> Page:
        context = browser.new_context(base_url=strict_server, locale="en-GB", timezone_id="Europe/London")
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        context.route(re.compile(r"^https?://(?!localhost|127\.0\.0\.1)"), lambda route: route.abort())
        page = context.new_page()
        if not leaves:  # for the provider's pages
            note_faults(page, strict_server, faults)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def set_up_app(page: Page, look: Look) -> list[str]:
    """Set up an authenticator app on the page that leads there, and return the recovery codes."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step of sign-in")
    look(page, "set-up")
    page.get_by_role("button", name="Set up an authenticator app").click()
    secret = page.locator("code").inner_text()
    look(page)
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    look(page)
    codes = page.locator("code").all_inner_texts()
    page.get_by_role("button", name="Continue").click()
    return codes


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.locator(".st-user").get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Email address")).to_be_visible()


def invite(approver: Page, office: str, name: str, look: Look) -> str:
    """Invite someone to the approver's office, and return the path of the link."""
    approver.goto(f"/bodies/{office}/people/invite/")
    look(approver)
    approver.get_by_label("Email address").fill(f"{name.lower()}@example.org")
    approver.get_by_label("Name").fill(name)
    approver.get_by_label("OPCC staff").check()
    approver.get_by_role("button", name="Give role").click()
    link = approver.locator("#link code").inner_text()
    look(approver, f"link-{name}")
    return re.sub(r"^https?://[^/]+", "", link)


@pytest.fixture
def approver(window: OpenWindow) -> Callable[[str], Page]:
    """`approver("cleveland")` gives the window of an approver who has set up a second step and signed in."""

    def signed_in(force: str) -> Page:
        page = window()
        sign_in(page, f"approver.{force}@example.org", PASSWORD)
        set_up_app(page, lambda *_: None)
        expect(page.get_by_role("heading", name="My work")).to_be_visible()
        return page

    return signed_in


def test_an_invited_person_signs_in_in_every_way_until_the_role_ends(
    window: OpenWindow, approver: Callable[[str], Page], look: Look
) -> None:
    manager, robin = approver("cleveland"), window()
    robin.goto(invite(manager, "pcc-cleveland", "Robin", look))
    look(robin, "join")
    robin.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    robin.get_by_label("Confirm the password").fill(NEW_PASSWORD)
    robin.get_by_role("button", name="Save password and sign in").click()
    robin.goto("/overview/")  # nothing else is shown yet
    codes = set_up_app(robin, look)
    expect(robin.get_by_role("heading", name="My work")).to_be_visible()

    # without the phone: a recovery code
    sign_out(robin)
    sign_in(robin, "robin@example.org", NEW_PASSWORD)
    expect(robin.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    look(robin)
    robin.get_by_label("Code").fill(codes[0])
    robin.get_by_role("button", name="Sign in").click()
    expect(robin.get_by_role("heading", name="My work")).to_be_visible()

    # a passkey, which then signs in alone
    _add_virtual_authenticator(robin)
    robin.goto("/account/second-step/")
    expect(robin.get_by_text("You have 9 recovery codes left.")).to_be_visible()
    look(robin, "with-app")
    robin.get_by_role("button", name="Add a passkey").click()
    look(robin)
    robin.get_by_role("button", name="Add a passkey").click()
    expect(robin.get_by_text("You have 1 passkey.")).to_be_visible()
    robin.get_by_role("link", name="View your passkeys").click()
    look(robin)
    sign_out(robin)
    robin.get_by_role("link", name="Sign in with a passkey").click()
    expect(robin.get_by_text("Your browser did not use a passkey.")).to_be_hidden()
    look(robin)
    robin.get_by_role("button", name="Use a passkey").click()
    expect(robin.get_by_role("heading", name="My work")).to_be_visible()
    robin.goto("/account/sessions/")
    expect(robin.get_by_text("This browser")).to_be_visible()
    look(robin)

    # the role ends, and the other browser is out at the next click
    manager.goto("/bodies/pcc-cleveland/people/")
    look(manager)
    manager.get_by_role("link", name=re.compile("End the role.*Robin")).click()
    manager.get_by_label("Now").check()
    look(manager, "end")
    manager.get_by_role("button", name="End the role").click()
    expect(manager.get_by_text("Role of Robin ended.")).to_be_visible()
    robin.locator("header").get_by_role("link", name="Your account").click()
    expect(robin.get_by_label("Email address")).to_be_visible()


def _add_virtual_authenticator(page: Page) -> None:
    """Give the browser an authenticator that answers of its own accord, as a fingerprint would."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "isUserVerified": True}})


def test_an_invited_person_joins_at_their_organisation(
    window: OpenWindow, approver: Callable[[str], Page], provider: Provider, look: Look
) -> None:
    provider.enter("sam", email="sam@another.example", name="Sam")
    sam = window(leaves=True)
    sam.goto(invite(approver("cumbria"), "pfcc-cumbria", "Sam", lambda *_: None))
    sam.get_by_role("button", name="Continue with Example Directory").click()
    sam.locator("input[name=sub]").fill("sam")
    sam.get_by_role("button", name="Authorize").click()
    expect(sam.get_by_role("heading", name="My work")).to_be_visible()
    sign_out(sam)
    look(sam, "provider")
    sam.get_by_role("button", name="Sign in with Example Directory").click()
    sam.get_by_role("button", name="sam").click()
    expect(sam.get_by_role("heading", name="My work")).to_be_visible()
