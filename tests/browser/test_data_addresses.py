"""A data address: created, refreshed by a program without a session, and gone with the membership."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

# Its contributor loses the membership: no other test may sign in as this person.
FORCE = "cambridgeshire"


def test_an_address_is_refreshed_until_the_membership_ends(
    signed_in: Callable[[str], Page], look: Callable[..., None], browser: Browser
) -> None:
    person = f"force.{FORCE}"
    member = signed_in(person)
    member.goto(f"/forces/{FORCE}/")

    # Given a table with its own address
    member.get_by_role("link", name="Data address").click()
    look(member, "create")
    member.get_by_label("Name").fill("Our actions")
    member.get_by_role("button", name="Create the address").click()
    expect(member.get_by_text("It is shown only once.")).to_be_visible()
    look(member, "created")
    address = member.locator(".st-code").first.inner_text()
    assert address.endswith(".csv")

    # Then a program that has not signed in reads the table
    program = browser.new_context().request
    answer = program.get(address)
    assert answer.status == 200
    headings, *rows = csv.reader(io.StringIO(answer.body().decode("utf-8-sig")))
    assert headings[0] == "Held by"
    assert rows

    # And when an administrator removes the person's membership, the address is gone
    admin = signed_in("admin")
    admin.goto(f"/admin/forces/person/?q={person}")
    admin.locator("#result_list tbody th a").first.click()
    admin.locator("input[name='memberships-0-DELETE']").check()
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(admin).to_have_url(re.compile(r"/admin/forces/person/(\?|$)"))
    assert program.get(address).status == 404


def test_an_address_that_was_withdrawn_is_gone(signed_in: Callable[[str], Page], browser: Browser) -> None:
    page = signed_in("office.cleveland")
    page.goto("/forces/cleveland/?status=overdue")
    page.get_by_role("link", name="Data address").click()
    page.get_by_label("Name").fill("Late")
    page.get_by_role("button", name="Create the address").click()
    expect(page.get_by_text("It is shown only once.")).to_be_visible()
    page.wait_for_load_state()
    address = page.locator(".st-code").last.inner_text()
    program = browser.new_context().request
    assert program.get(address).json()["filters"] == [{"name": "Status", "value": "Overdue"}]
    page.get_by_role("button", name="Withdraw").first.click()
    expect(page.locator("main")).to_contain_text("You have no data address.")
    assert program.get(address).status == 404
