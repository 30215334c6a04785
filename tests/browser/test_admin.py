"""The administration: every page accessible, no wider than its window, in light and dark colours.

Colours do not depend on the width of the window, nor the layout on the colours: light is checked on the desktop and
dark on the phone.
"""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib import admin
from playwright.sync_api import Page

from tests.browser.conftest import check_page, close_opened_parts, resize

OWN_APPS = {"forces", "recommendations"}
LISTS = sorted(
    f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    for model in admin.site._registry
    if model._meta.app_label in OWN_APPS
)
LOAD = "/admin/recommendations/loadrun/load/"
SCHEMES = {"desktop": "light", "phone": "dark"}


def check_light_and_dark(page: Page, name: str = "") -> None:
    for viewport, scheme in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        check_page(resize(page, viewport), viewport, f"{name}{scheme}")
        close_opened_parts(page)


@pytest.fixture
def admin_page(shared_page: Callable[[str], Page]) -> Page:
    return shared_page("admin")


def open_first(page: Page, address: str) -> str:
    """Open the first record of a list, and return its address; empty if the list has none."""
    page.goto(address)
    links = page.locator("#result_list tbody a[href*='/change/']")
    if not links.count():
        return ""
    links.first.click()
    page.wait_for_load_state()
    return page.url.partition("?")[0]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_and_its_first_record_are_accessible_and_fit(admin_page: Page, address: str) -> None:
    answer = admin_page.goto(address)
    assert answer is not None
    assert answer.status == 200
    check_light_and_dark(admin_page)
    resize(admin_page, "desktop")
    too_wide = "[...document.querySelectorAll('.results')].filter(part => part.scrollWidth > part.clientWidth).length"
    assert not admin_page.evaluate(too_wide), "the list fits 1280 pixels without scrolling sideways"
    if open_first(admin_page, address) and "/admin/" in admin_page.url:
        check_light_and_dark(admin_page)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/forces/",
        "/admin/forces/person/add/",
        "/admin/recommendations/recommendation/add/",
        "/admin/recommendations/inspection/add/",
    ],
)
def test_a_page_of_the_administration_is_accessible_and_fits(admin_page: Page, address: str) -> None:
    admin_page.goto(address)
    check_light_and_dark(admin_page)


@pytest.mark.parametrize(
    ("address", "tail"),
    [
        ("/admin/forces/person/", "history"),
        ("/admin/recommendations/recommendation/", "history"),
        ("/admin/forces/succession/", "delete"),
        ("/admin/recommendations/inspection/", "merge"),
        ("/admin/recommendations/inspection/", "publication-date"),
    ],
)
def test_a_page_of_a_record_is_accessible_and_fits(admin_page: Page, address: str, tail: str) -> None:
    answer = admin_page.goto(open_first(admin_page, address).replace("/change/", f"/{tail}/"))
    assert answer is not None
    assert answer.status == 200
    check_light_and_dark(admin_page)


def test_the_load_page_its_errors_and_its_preview_are_accessible_and_fit(admin_page: Page) -> None:
    template = (settings.FIXTURES / "template.yaml").read_text(encoding="utf-8")
    example = template.replace("short-name-2025", "examples-2025")
    admin_page.goto(LOAD)
    check_light_and_dark(admin_page)
    for name, text in {"errors": re.sub("nature: .*", "nature: revist", example), "preview": example}.items():
        admin_page.goto(LOAD)
        admin_page.get_by_label("Text of one file").fill(text)
        admin_page.get_by_role("button", name="Check").click()
        admin_page.get_by_text("Nothing was saved." if name == "errors" else "Nothing is saved yet.").wait_for()
        check_light_and_dark(admin_page, f"{name}-")
