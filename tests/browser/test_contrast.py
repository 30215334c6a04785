"""The reader's own colours (forced colours): edges of what can be pressed, and charts that can be read."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

OFFICE = "office.cleveland"
PAGES = ("/forces/cleveland/", "/forces/cleveland/soteria-2024/7/", "/work/cleveland/choose/", "/overview/")

# The contrast of the drawn text with what is behind it: its own part of a bar, else the page. A colour that cannot be
# read as red, green and blue is an error.
TEXTS = """() => {
  const rgb = colour => {
    const found = colour.match(/^rgba?\\((\\d+), (\\d+), (\\d+)/);
    if (!found) throw new Error(colour);
    return found.slice(1).map(Number);
  };
  const light = colour => rgb(colour).map(c => c / 255).map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const page = getComputedStyle(document.body).backgroundColor;
  const canvas = page.startsWith('rgba(0, 0, 0, 0') ? getComputedStyle(document.documentElement).backgroundColor : page;
  return [...document.querySelectorAll('svg.st-chart text')].map(text => {
    const part = text.closest('.st-bar g')?.querySelector('rect');
    const behind = light(part ? getComputedStyle(part).fill : canvas);
    const front = light(getComputedStyle(text).fill);
    const ratio = (Math.max(behind, front) + .05) / (Math.min(behind, front) + .05);
    return [text.textContent, Math.round(ratio * 10) / 10];
  });
}"""
EDGES = """() => [...document.querySelectorAll('.govuk-button, .st-find__button, .st-pick, .st-status--tag')]
  .filter(each => each.checkVisibility())
  .map(each => [each.textContent.trim(), getComputedStyle(each)])
  .map(([words, style]) => [words, style.borderTopStyle, parseFloat(style.borderTopWidth)])"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_buttons_have_edges_and_charts_can_be_read(signed_in: Callable[[str], Page], scheme: str) -> None:
    page = signed_in(OFFICE)
    page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
    edges, texts = [], []
    for address in PAGES:
        page.goto(address)
        edges += page.evaluate(EDGES)
        texts += page.evaluate(TEXTS)
    assert len(edges) > 20
    assert [words for words, line, width in edges if line == "none" or width < 1] == []
    assert len(texts) > 20
    assert [text for text, contrast in texts if contrast < 4.5] == []


def test_parts_of_a_bar_have_edges_and_the_selected_status_is_marked(signed_in: Callable[[str], Page]) -> None:
    page = signed_in(OFFICE)
    page.emulate_media(forced_colors="active")
    page.goto("/forces/cleveland/")
    strokes = page.locator(".st-strip rect").evaluate_all("parts => parts.map(part => getComputedStyle(part).stroke)")
    assert len(strokes) > 3
    assert "none" not in strokes
    page.goto("/forces/cleveland/soteria-2024/7/")
    outlines = page.locator(".st-pick").evaluate_all("picks => picks.map(pick => getComputedStyle(pick).outlineStyle)")
    assert sorted(style for style, _same in itertools.groupby(sorted(outlines))) == ["none", "solid"]
    assert outlines.count("solid") == 1
