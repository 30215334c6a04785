"""An office previews a release to its panel, confirms it, and withdraws it, in a real browser."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from playwright.sync_api import Page, expect

FORCE = "leicestershire"


def _record(office: Page, words: str) -> str:
    """Record an update for the force and its office on the first action; return the address of the action."""
    office.goto(f"/forces/{FORCE}/soteria-2024/7/")
    form = office.locator("form[method=post]:has(textarea[name=words])")
    form.locator("textarea[name=words]").fill(words)
    form.get_by_text("Date, source and more").click()
    form.locator("input[name=reported_by]").fill("Head of Performance")
    expect(form.locator("input[name=audience][value=force-and-office]")).to_be_checked()
    form.get_by_role("button", name="Save update").click()
    expect(office.get_by_text("Update saved.")).to_be_visible()
    return office.url


def test_an_update_is_previewed_released_read_and_withdrawn(
    signed_in: Callable[[str], Page], look: Callable[..., None]
) -> None:
    words = f"The board has seen paper {uuid.uuid4().hex[:8]}."
    office, panel = signed_in(f"office.{FORCE}"), signed_in(f"panel.{FORCE}")

    # Given an update that only the force and its office can read
    action = _record(office, words)
    panel.goto(action)
    expect(panel.get_by_text(words)).to_have_count(0)

    # When the office selects it from the list to release
    office.goto(f"/forces/{FORCE}/")
    office.get_by_role("link", name="Releases", exact=True).click()
    look(office, "waiting")
    office.get_by_label("Recommendation 7: ").check()
    office.get_by_role("button", name="Continue with selected").first.click()
    look(office)
    office.get_by_label("Purpose").fill("Papers for the next meeting")
    office.get_by_role("button", name="Preview the release").click()

    # Then the office sees what would change, and the panel still sees nothing
    expect(office.get_by_role("heading", name="What the panel will see")).to_be_visible()
    look(office, "preview")
    expect(office.get_by_text(words)).to_be_visible()
    panel.reload()
    expect(panel.get_by_text(words)).to_have_count(0)

    # When the office confirms the release
    office.get_by_role("button", name="Release to the panel").click()
    expect(office.get_by_text("released.").first).to_be_visible()
    look(office, "released")
    panel.reload()
    expect(panel.get_by_text(words).first).to_be_visible()

    # And withdraws it
    office.get_by_label("Why are you withdrawing it?").fill("The paper was not final.")
    office.get_by_role("button", name="Withdraw release").click()
    expect(office.get_by_text("Release withdrawn.")).to_be_visible()
    look(office, "withdrawn")
    panel.reload()
    expect(panel.get_by_text(words)).to_have_count(0)
    office.goto(f"/work/{FORCE}/releases/")
    expect(office.get_by_text("Papers for the next meeting")).to_be_visible()
    look(office, "list")
