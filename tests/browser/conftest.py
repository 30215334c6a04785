"""Fixtures for browser tests. Each worker has one server with a copy of the demonstration, and one browser.

A journey asks for `page` (no one is signed in) or `signed_in` (a page for one of the accounts of the demonstration), in
a desktop's window. A test that only reads asks for `shared_page`. `look` is the check that every page must pass, at two
window sizes.
"""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    StorageState,
    expect,
    sync_playwright,
)
from pytest_django import DjangoDbBlocker

from devtools import chromium
from devtools.steps import ON_CI
from recommendations.demonstration.accounts import PASSWORD
from tests import databases

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,  # axe would read style sheets by means that our content security policy refuses
    "resultTypes": ["violations"],  # do not describe each element that passes
}
VIEWPORTS = {"desktop": (1280, 900), "phone": (390, 844)}
START_SECONDS = 180
TIMEOUT = 30_000  # milliseconds: only a test that fails waits as long as this
expect.set_options(timeout=TIMEOUT)
OpenPage = Callable[..., Page]
# Chromium as root has no sandbox, and of its own accord it would call home.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


# Package scope, not session: Playwright's event loop must be gone before other tests use the database.
@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of the product, which serves its own copy of the demonstration."""
    folder = tmp_path_factory.mktemp("product")
    with django_db_blocker.unblock():
        shutil.copytree(databases.demonstration(), folder, dirs_exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "server.log"
    with log.open("w") as output:
        command = [*databases.MANAGE, "runserver", f"127.0.0.1:{port}", "--noreload"]
        process = subprocess.Popen(
            command, env=databases.product_environment(folder), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_until_it_answers(process, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"The server did not start:\n{log.read_text()}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests. Without one they are skipped, except on CI."""
    path = chromium.find()
    if not path:
        (pytest.fail if ON_CI else pytest.skip)(chromium.HOW_TO_INSTALL)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS, timeout=60_000)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def sessions() -> dict[str, StorageState]:
    """The cookies of people who have signed in, by role, so that each signs in once."""
    return {}


@pytest.fixture(params=list(VIEWPORTS))
def viewport(request: pytest.FixtureRequest) -> str:
    """For tests that do the same in each size of window: "desktop" or "phone". They resize their pages themselves."""
    return str(request.param)


class Windows:
    """Windows of the browser, each with its own cookies. Opening one takes long, so tests use them one after another.

    `faults` are scripts that failed, what the content security policy refused, and requests to other machines.
    """

    def __init__(self, browser: Browser, server: str) -> None:
        self._browser, self._server = browser, server
        self._free: dict[bool, list[Page]] = {True: [], False: []}  # with scripts, and without
        self._lent: list[tuple[bool, Page]] = []
        self.faults: list[str] = []

    def open(self, state: StorageState | None, *, scripts: bool = True) -> Page:
        """Return a new window, with or without someone's cookies."""
        context = self._browser.new_context(
            base_url=self._server,
            storage_state=state,
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(TIMEOUT)
        page = context.new_page()
        note_faults(page, self._server, self.faults)
        return page

    def lend(self, state: StorageState | None, *, scripts: bool = True) -> Page:
        """Return a desktop's window, which an earlier test may have used."""
        if self._free[scripts]:
            page = self._free[scripts].pop()
            page.context.add_cookies(state["cookies"] if state else [])  # type: ignore[arg-type]
        else:
            page = self.open(state, scripts=scripts)
        self._lent.append((scripts, page))
        return resize(page, "desktop")

    def take_back(self) -> None:
        """Make the windows that were lent as they were, for the next test."""
        for scripts, page in self._lent:
            page.unroute_all()
            page.goto("about:blank")
            page.emulate_media(media="null", color_scheme="null", forced_colors="null", reduced_motion="null")
            page.context.clear_cookies()
            self._free[scripts].append(page)
        self._lent.clear()


@pytest.fixture(scope="package")
def windows(server: str, browser: Browser) -> Windows:
    return Windows(browser, server)


@pytest.fixture
def open_page(windows: Windows) -> Iterator[OpenPage]:
    """Return a function that opens a window, with or without someone's cookies, and fails on script errors."""
    windows.faults.clear()
    yield windows.lend
    faults = [*windows.faults]
    windows.take_back()
    assert not faults, "\n".join(faults)


def resize(page: Page, viewport: str) -> Page:
    """Give a page the size of one of the viewports, and return it."""
    width, height = VIEWPORTS[viewport]
    page.set_viewport_size({"width": width, "height": height})
    return page


def note_faults(page: Page, server: str, faults: list[str]) -> None:
    """Note scripts that fail, what the content security policy refuses, and whatever is asked of another machine."""

    def on_script_error(error: Error) -> None:
        faults.append(f"{page.url}: {error}")

    def on_console_message(line: ConsoleMessage) -> None:
        if "Content Security Policy" in line.text:
            faults.append(f"{page.url}: {line.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((server, "data:")):
            faults.append(f"{page.url} asks another machine for {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            faults.append(f"{page.url} asks for {response.url}: {response.status}")

    page.on("pageerror", on_script_error)
    page.on("console", on_console_message)
    page.on("request", asked)
    page.on("response", answered)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page where no one is signed in."""
    return open_page(None)


@pytest.fixture
def signed_in(open_page: OpenPage, sessions: dict[str, StorageState]) -> Callable[[str], Page]:
    """`signed_in("office.cleveland")` gives an empty page on which that person is signed in."""

    return lambda role: _sign_in(role, open_page, sessions)


def _sign_in(role: str, open_page: OpenPage, sessions: dict[str, StorageState]) -> Page:
    page = open_page(sessions.get(role))
    if role not in sessions:
        page.goto("/")
        page.locator("input[name=login]").fill(f"{role}@example.org")
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("form:has(input[name=password]) button").click()
        expect(page.locator("input[name=password]"), f"{role} was not let in").to_have_count(0)
        sessions[role] = page.context.storage_state()
    return page


@pytest.fixture(scope="package")
def shared_pages() -> dict[str, Page]:
    """The pages that tests share, by role."""
    return {}


@pytest.fixture
def shared_page(
    windows: Windows, sessions: dict[str, StorageState], shared_pages: dict[str, Page]
) -> Iterator[Callable[[str], Page]]:
    """`shared_page("auditor")` gives a page on which that person is signed in, for tests that only read.

    Its cache is warm, and another test may have left another address on it. Without a role no one is signed in.
    """

    def page_of(role: str) -> Page:
        if role not in shared_pages:
            shared_pages[role] = _sign_in(role, windows.open, sessions) if role else windows.open(None)
        return resize(shared_pages[role], "desktop")

    windows.faults.clear()
    yield page_of
    assert not windows.faults, "\n".join(windows.faults)


@pytest.fixture
def look() -> Callable[..., None]:
    """`look(page)` checks what every page must be at both window sizes, and leaves its collapsed parts open."""

    def check(page: Page, name: str = "") -> None:
        before = page.viewport_size
        assert before
        check_at_both_sizes(page, name)
        page.set_viewport_size(before)
        open_collapsed_parts(page)

    return check


def check_at_both_sizes(page: Page, name: str = "") -> None:
    """Check a page at both window sizes. What a page shows does not change with its size, only how it is laid out."""
    page.wait_for_load_state()  # a click returns when the next page begins to arrive, still without any element
    for viewport in VIEWPORTS:
        check_page(resize(page, viewport), viewport, name)
        close_opened_parts(page)  # the next picture shows the page as it was


def check_page(page: Page, viewport: str, name: str = "") -> None:
    """Check what every page must be: accessible, and no wider than the window.

    With SOTERIA_SHOTS set to a folder it also keeps a picture there, named by the address, the name and the viewport.
    """
    page.wait_for_load_state()  # a click returns when the next page begins to arrive, still without any element
    if os.environ.get("SOTERIA_SHOTS"):
        address = urlsplit(page.url)
        words = re.sub(r"[^a-z0-9-]+", "_", f"{address.path}{address.query}").strip("_") or "home"
        picture = "-".join(filter(None, [words[:100], name, viewport])) + ".png"
        page.screenshot(path=Path(os.environ["SOTERIA_SHOTS"]) / picture, full_page=True)
    open_collapsed_parts(page)
    no_sideways_scroll(page)
    axe(page)


def open_collapsed_parts(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('details:not([open])').forEach(part => { part.open = part.wasClosed = true; })"
    )


def close_opened_parts(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open &&= !part.wasClosed; })")


def no_sideways_scroll(page: Page) -> None:
    """Fail when the page is wider than its window, naming the elements that stick out."""
    wide = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll("body *")]
                .filter(element => element.getBoundingClientRect().right > width + 1)
                .slice(0, 5).map(element => element.cloneNode().outerHTML);
        }"""
    )
    assert not wide, f"{page.url} scrolls sideways because of:\n" + "\n".join(wide)


def axe(page: Page) -> None:
    """Fail when axe-core finds a problem on the page; list rule, help and elements."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(document, options).then(result => result.violations)", AXE_OPTIONS)
    lines = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n"
        + "\n".join(f"    {node['html'][:200]}\n    {node['failureSummary']}" for node in fault["nodes"][:5])
        for fault in found
    ]
    assert not found, f"{page.url}: axe found {len(found)} faults\n" + "\n".join(lines)
