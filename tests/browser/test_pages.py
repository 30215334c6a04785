"""Every page, at two sizes and for each role: accessible, no wider than the window, no script, no inline style.

No page has a script, so a page that was loaded once and then resized is the page that a phone shows.
"""

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import check_at_both_sizes, no_sideways_scroll, open_collapsed_parts

OFFICE, PANEL, FORCE, AUDITOR, ADMIN = "office.cleveland", "panel.cleveland", "force.cleveland", "auditor", "admin"
PAGES_FOR_EVERYONE = [
    "/overview/",
    "/forces/",
    "/forces/?q=cum&region=North+West",
    "/forces/cleveland/",
    "/forces/leicestershire/",
    "/forces/wiltshire/",
    "/forces/cleveland/soteria-2024/5/",
    "/inspections/",
    "/inspections/soteria-2024/",
    "/inspections/rape-2021/",
    "/inspections/soteria-2024/4/",
    "/inspections/soteria-2024/7/",
    "/my-work/",
    "/responses/",
    "/responses/?state=running&within=30",
    "/bodies/pcc-cleveland/settings/",
    "/bodies/pcc-cleveland/templates/letter/",
    "/bodies/home-office/",
    "/bodies/pcc-cleveland/",
    "/bodies/soteria-joint-unit/soteria-2024/4/",
    "/search/",
    "/search/?q=suspects",
    "/search/?q=the&force=cleveland",
    "/search/?q=no+such+zebra&after=2025-01-01",
    "/account/",
    "/as-at/2026-01-31/overview/",
    "/as-at/1999-01-01/overview/",
    "/as-at/2026-01-31/forces/cleveland/?known=2026-02-28",
    "/forces/leicestershire/changes/",
    "/forces/leicestershire/compare/",
    "/forces/cleveland/compare/?with=cumbria&with=wiltshire",
    "/log/",
    "/account/data/?path=/forces/cleveland/&query=status%3Doverdue",
    "/as-at/2026-01-31/inspections/soteria-2024/",
    "/inspections/soteria-2024/?forces=cleveland&forces=cumbria&forces=durham",
    "/inspections/soteria-2024/?columns=all",
    "/inspections/soteria-2024/?forces=cleveland&columns=all",
    "/inspections/soteria-2024/7/?status=closed",
    "/inspections/soteria-2024/7/statements/",
    "/bodies/soteria-joint-unit/?stale=on",
    "/inspections/soteria-2024/changes/",
    "/bodies/home-office/changes/",
]
FOR_ONE = [
    (PANEL, "/panel/cleveland/"),
    ("panel.leicestershire", "/panel/leicestershire/"),
    (PANEL, "/forces/cleveland/"),
    (PANEL, "/forces/cleveland/soteria-2024/7/"),
    (FORCE, "/forces/cleveland/soteria-2024/7/"),
    (AUDITOR, "/forces/"),
    (AUDITOR, "/forces/cleveland/"),
    (AUDITOR, "/log/"),
    (AUDITOR, "/log/?kind=account"),
    (ADMIN, "/bodies/home-office/soteria-2024/10/"),
    (PANEL, "/responses/?force=cleveland"),
    (AUDITOR, "/responses/"),
    ("office.leicestershire", "/my-work/"),
    ("office.leicestershire", "/forces/leicestershire/"),
    ("office.leicestershire", "/forces/leicestershire/?page=3&sort=deadline"),
    ("office.leicestershire", "/forces/leicestershire/?q=no+such+words"),
]
# The office's own lists, each for one force.
WORK = ["choose", "rounds", "letters", "leads", "releases", "assurance", "duties"]
FOR_ONE += [(OFFICE, f"/work/cleveland/{name}/") for name in WORK] + [(OFFICE, "/my-work/?mine=on")]
FOR_STRANGERS = ["/account/login/", "/account/password/reset/", "/account/signup/", "/help/", "/accessibility/"]
# `dev.py shots` takes a screenshot of each page for each role; the tests cover the pages above.
OTHER_ROLES = [PANEL, FORCE, "approver.cleveland", "office.cumbria", AUDITOR, ADMIN]
OWN_OFFICES = ("/my-work/", "/log/", "/bodies/pcc-cleveland/settings/", "/bodies/pcc-cleveland/templates/")
if os.environ.get("SOTERIA_SHOTS"):
    not_own = [(role, page) for role in OTHER_ROLES for page in PAGES_FOR_EVERYONE if not page.startswith(OWN_OFFICES)]
    # The auditor sees audited forces only
    FOR_ONE += [pair for pair in not_own if pair not in [*FOR_ONE, (AUDITOR, "/forces/wiltshire/")]]
TROUBLES = [(OFFICE, "/no-such-page/", 404), (OFFICE, "/admin/", 403)]


def plain(page: Page) -> None:
    """Check that the page has no script or inline style that the content security policy would block."""
    assert page.locator("script").count() == 0
    assert page.locator("[style], [onclick], [onchange], [onsubmit]").count() == 0


def fits_at_320_pixels(page: Page) -> None:
    """Check that nothing scrolls sideways at 400% zoom with all collapsed parts open."""
    page.set_viewport_size({"width": 320, "height": 640})
    open_collapsed_parts(page)
    no_sideways_scroll(page)


def keeps_what_it_says_when_printed(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator("nav[aria-label=Menu], .govuk-service-navigation").first.is_visible()
    assert page.get_by_text(re.compile("invented")).first.is_visible()
    page.emulate_media(media="null")


@pytest.mark.parametrize(("role", "address"), [*((OFFICE, address) for address in PAGES_FOR_EVERYONE), *FOR_ONE])
def test_a_page_is_accessible_and_fits_on_screen_and_paper(
    shared_page: Callable[[str], Page], role: str, address: str
) -> None:
    page = shared_page(role)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert page.get_by_text("invented", exact=False).count() >= 1  # the demonstration says so on every page
    plain(page)
    keeps_what_it_says_when_printed(page)
    check_at_both_sizes(page, role)
    fits_at_320_pixels(page)


@pytest.mark.parametrize("address", FOR_STRANGERS)
def test_a_page_for_anonymous_visitors_is_accessible_and_fits(shared_page: Callable[[str], Page], address: str) -> None:
    page = shared_page("")
    page.goto(address)
    assert page.locator("h1").count() == 1
    plain(page)
    check_at_both_sizes(page)


@pytest.mark.parametrize(("role", "address", "status"), TROUBLES)
def test_an_error_page_is_accessible_and_fits(
    shared_page: Callable[[str], Page], role: str, address: str, status: int
) -> None:
    page = shared_page(role)
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status
    plain(page)
    check_at_both_sizes(page)
