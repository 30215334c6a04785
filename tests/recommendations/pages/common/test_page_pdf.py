"""Pages as PDF: the same text and numbers, tagged, with title and language, and nothing downloaded."""

import ctypes
import re
from typing import Any

import pypdfium2
import pytest
import tinyhtml5
from django.test import Client

from recommendations.documents import pdf_writer
from recommendations.pages.common import downloads
from recommendations.pages.common import page_pdf as paper
from tests.cast import TODAY, Cast, Register
from tests.reading import file_from_worker, words_of

pytestmark = pytest.mark.usefixtures("on_the_day")

PAGES = [
    ("/overview", "overview.pdf"),
    ("/forces/cleveland", "cleveland.pdf"),
    ("/inspections/soteria-2024", "soteria-2024.pdf"),
    ("/inspections/soteria-2024/7", "soteria-2024-7.pdf"),
    ("/bodies/soteria-joint-unit", "soteria-joint-unit.pdf"),
]


@pytest.fixture(scope="module")
def _pango() -> None:
    try:
        pdf_writer.library()
    except pdf_writer.PdfUnavailable as missing:
        pytest.skip(str(missing))


def text_of(contents: bytes) -> str:
    document = pypdfium2.PdfDocument(contents)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(words.replace("\ufffe", "").split())


def words_in(response: Any, pattern: str) -> list[str]:
    """Return the text of the matching parts of a page, without markup."""
    found = re.findall(pattern, response.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", part).split()) for part in found]


def unspaced(words: str) -> str:
    return re.sub(r"\s", "", words)


@pytest.mark.usefixtures("_pango")
@pytest.mark.parametrize(("page", "name"), PAGES)
def test_it_contains_the_text_of_the_page(office: Client, history: Register, page: str, name: str) -> None:
    shown, got = office.get(f"{page}/"), file_from_worker(office, f"{page}.pdf")
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"] == f'attachment; filename="{name}"'
    text = unspaced(text_of(got.content))
    title = words_in(shown, r"<h1[^>]*>(.*?)</h1>")
    sentence = words_in(shown, r'<p class="st-lead">(.*?)</p>')
    figures = words_in(shown, r'<div class="st-figure[^>]*>(.*?)</div>')
    assert title
    assert sentence
    for words in (*title, *sentence, "Position as at 3 March 2025"):
        assert unspaced(words).replace("&#x27;", "'") in text
    for figure in figures:
        assert "".join(re.findall(r"\d+%?", figure)[:1]) in text


@pytest.mark.usefixtures("_pango")
def test_it_is_tagged_and_has_a_title_and_a_language(office: Client, history: Register) -> None:
    contents = file_from_worker(office, "/forces/cleveland.pdf").content
    document = pypdfium2.PdfDocument(contents)
    assert document.is_tagged()
    assert document.get_metadata_dict()["Title"] == "Cleveland Police - Soteria Tracker"
    language = (ctypes.c_ushort * 16)()
    pypdfium2.raw.FPDFCatalog_GetLanguage(document.raw, language, ctypes.sizeof(language))
    assert bytes(language).decode("utf-16-le").rstrip("\0") == "en"
    document.close()


def pages_of(contents: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(contents)
    words = [" ".join(page.get_textpage().get_text_range().replace("\ufffe", "").split()) for page in document]
    document.close()
    return words


@pytest.mark.usefixtures("_pango")
def test_each_sheet_has_its_number_and_after_the_first_the_title_and_the_day(office: Client, history: Register) -> None:
    pages = pages_of(file_from_worker(office, "/as-at/2025-03-01/inspections/soteria-2024.pdf").content)
    assert len(pages) > 1
    for number, words in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in words
    for words in pages[1:]:
        assert history.soteria.title in words
        assert "1 March 2025" in words


@pytest.mark.usefixtures("_pango")
def test_the_texts_of_recommendations_are_on_the_paper_of_an_inspection(office: Client, history: Register) -> None:
    assert history.rec_7.text not in office.get("/inspections/soteria-2024/").content.decode()
    text = unspaced(text_of(file_from_worker(office, "/inspections/soteria-2024.pdf").content))
    assert unspaced(history.rec_7.text) in text


@pytest.mark.usefixtures("_pango")
def test_the_texts_of_what_is_still_to_do_are_on_the_paper_of_a_force(office: Client, history: Register) -> None:
    assert history.rec_7.text not in office.get("/forces/cleveland/").content.decode()
    text = unspaced(text_of(file_from_worker(office, "/forces/cleveland.pdf").content))
    assert unspaced(history.rec_7.text) in text


@pytest.mark.usefixtures("_pango")
def test_an_action_has_its_text_facts_and_history_on_paper_and_no_form(office: Client, history: Register) -> None:
    page = office.get("/forces/cleveland/soteria-2024/7/")
    assert "/forces/cleveland/soteria-2024/7.pdf" in page.content.decode()
    got = file_from_worker(office, "/forces/cleveland/soteria-2024/7.pdf")
    assert got["Content-Disposition"] == 'attachment; filename="cleveland-soteria-2024-7.pdf"'
    text = text_of(got.content)
    assert unspaced(history.rec_7.text) in unspaced(text)
    for words in ("History", "Deadline", "31 January 2025", "Report published"):
        assert words in text
    for words in ("Update this action", "Office comments", "Save"):
        assert words not in text


@pytest.mark.usefixtures("_pango")
def test_lists_and_settings_of_my_work_are_not_on_its_paper(office: Client, history: Register) -> None:
    assert "Office settings:" in words_of(office.get("/my-work/"))
    text = text_of(file_from_worker(office, "/my-work.pdf").content)
    assert "My work" in text
    assert "Office settings:" not in text
    assert "Select actions" not in text


@pytest.mark.usefixtures("_pango")
def test_a_long_table_says_how_many_rows_are_not_shown(
    office: Client, history: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "MOST_ROWS_ON_A_PAGE", 1)
    assert "Rows 1 to 1 of 2." in text_of(file_from_worker(office, "/forces/cleveland.pdf").content)


@pytest.mark.parametrize(
    ("around", "colour"),
    [("<u>{}</u>", "#fff"), ('<span class="st-badge">{}</span>', "#fff"), ("<p>{}</p>", "#a81f1a")],
)
def test_an_icon_has_the_colour_of_its_kind_and_is_white_on_a_badge(around: str, colour: str) -> None:
    page = '<svg class="st-sprite"><symbol id="i-overdue" viewBox="0 0 16 16"></symbol></svg>' + around.format(
        '<svg class="st-i st-i--overdue"><use href="#i-overdue"/></svg>'
    )
    root = tinyhtml5.parse(page, namespace_html_elements=False)
    paper.make_printable(root, TODAY)
    _sprite, icon = root.iter("{http://www.w3.org/2000/svg}svg")
    assert icon.get("fill") == icon.get("color") == colour


def test_icons_and_charts_are_self_contained() -> None:
    page = (
        '<svg class="st-sprite"><symbol id="i-due" viewBox="0 0 16 16"><path d="M8 0"/></symbol></svg>'
        '<svg class="st-i st-i--due" aria-hidden="true"><use href="#i-due"/></svg><svg role="img"><path/></svg>'
    )
    root = tinyhtml5.parse(page, namespace_html_elements=False)
    paper.make_printable(root, TODAY)
    svg = "{http://www.w3.org/2000/svg}"
    _sprite, icon, chart = root.iter(f"{svg}svg")
    assert icon.attrib == {
        "class": "st-i st-i--due",
        "aria-hidden": "true",
        "viewBox": "0 0 16 16",
        "fill": "#8a4b00",
        "color": "#8a4b00",
    }
    assert [part.attrib for part in icon] == [{"d": "M8 0"}]
    rules = chart.findtext(f"{svg}style", "")
    assert ".st-tick--used{" in rules.replace(" ", "")
    assert "var(" not in rules


@pytest.mark.usefixtures("_pango")
def test_only_the_products_own_files_are_loaded(caplog: pytest.LogCaptureFixture) -> None:
    """Local files and other sites are refused; the PDF is created without them."""
    fetcher = paper._fetcher(pdf_writer.library().URLFetcher, pdf_writer.library().urls)
    for address in (
        "file:///etc/passwd",
        "http://example.org/static/../settings.py",
        "http://example.org/",
        "http://testserver/static/..%2f..%2fdev.py",
        "http://testserver/static/nowhere.css",
    ):
        with pytest.raises(ValueError, match="Not a file of the product"):
            fetcher.fetch(address)
    assert fetcher.fetch("http://testserver/static/css/print.css").read()


def test_an_impossible_date_is_refused_with_a_message(office: Client, history: Register) -> None:
    refused = office.get("/as-at/2031-01-01/forces/cleveland.pdf")
    assert refused.status_code == 400
    assert "is in the future" in refused.content.decode()


def test_without_pango_the_page_says_what_to_do(
    office: Client, history: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise pdf_writer.PdfUnavailable("Install Pango.")

    monkeypatch.setattr(pdf_writer, "library", missing)
    assert "Install Pango." in words_of(file_from_worker(office, "/overview.pdf"))


def test_no_one_gets_a_pdf_of_a_page_they_cannot_read(client: Client, cast: Cast) -> None:
    client.force_login(cast.auditor)
    assert client.get("/forces/cumbria.pdf").status_code == 404


def test_a_fold_that_opens_on_paper_is_open_and_no_other_is() -> None:
    page = '<details class="govuk-details st-unfolds"></details><details class="govuk-details"></details>'
    root = tinyhtml5.parse(page, namespace_html_elements=False)
    paper.make_printable(root, TODAY)
    assert ["open" in fold.attrib for fold in root.iter("details")] == [True, False]
