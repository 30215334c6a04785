"""Rules for every template and style sheet."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

ROOT = Path(__file__).resolve().parents[3]
# The admin keeps Django's own scripts, from files, and has style sheets of its own.
# A document that is downloaded is no page of ours: it carries its style with it.
OTHERS = {*(ROOT / "templates" / "admin").rglob("*.html"), ROOT / "templates" / "documents" / "document.html"}
# Browsers offer passkeys to scripts only. These are files of our own, and data that no browser runs.
PASSKEY_BUTTON = ROOT / "templates" / "mfa" / "passkey_button.html"
TEMPLATES = sorted(set((ROOT / "templates").rglob("*.html")) - OTHERS)
STYLES = ROOT / "static" / "css"
SHEETS = sorted(set(STYLES.glob("*.css")) - set(STYLES.glob("admin*.css")))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_has_no_inline_script_or_style(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    if template == PASSKEY_BUTTON:
        source = re.sub(
            r"""<script src="{% static '[^']+' %}"></script>|<script data-[\w-]+="[^"]+" type="application/json">""",
            "",
            source,
        )
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", source)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_loads_only_our_own_images(sheet: Path) -> None:
    source = sheet.read_text(encoding="utf-8")
    pictures = re.findall(r"url\((.*?)\)", source)
    assert all((sheet.parent / picture).resolve().is_file() for picture in pictures)
    assert "@font-face" not in source
    assert "GDS Transport" not in source


def test_every_style_sheet_except_that_of_pdf_files_is_on_every_page() -> None:
    page = render_to_string("base.html")
    assert [sheet.name for sheet in SHEETS if f"css/{sheet.name}" not in page] == ["paper.css"]


def test_the_base_template_renders_without_any_context() -> None:
    page = render_to_string("base.html")
    assert 'lang="en"' in page
    assert 'href="#main-content"' in page
    assert "<main" in page
    assert "Open Government Licence v3.0" in page
    assert "not part of GOV.UK" in page
    assert "Sign out" not in page


def test_a_demonstration_says_so_on_every_page() -> None:
    assert "Statuses, updates, people, the other inspections and the other responses are invented." in render_to_string(
        "base.html", {"installation": {"is_demonstration": True}}
    )
    assert "invented" not in render_to_string("base.html", {"installation": {"is_demonstration": False}})


def test_the_title_mentions_errors() -> None:
    assert re.search(r"<title>Error: +- Soteria Tracker", render_to_string("base.html", {"form_has_errors": True}))
    assert "<title>Error:" not in render_to_string("base.html")


def test_the_menu_marks_the_current_page() -> None:
    menu = [
        {"label": "Forces", "url": "/forces/", "current": "true"},
        {"label": "Inspections", "url": "/inspections/", "current": ""},
    ]
    page = render_to_string("base.html", {"menu": menu})
    assert page.count("aria-current") == 1
    assert re.search(r'href="/forces/" aria-current="true"', page)


def test_demonstration_accounts_are_listed_on_the_sign_in_page() -> None:
    accounts = [
        {"email": "admin@example.org", "role_label": "Administrator", "of": "the whole register", "area": ""},
        {"email_parts": ["office", "@example.org"], "role_label": "OPCC staff", "area": "Cleveland"},
    ]
    context = {"demonstration_accounts": accounts, "demonstration_password": "open-sesame"}
    page = render_to_string("account/login.html", context)
    words = " ".join(re.sub(r"<[^>]*>", "", page).split())
    assert "admin@example.org: Administrator, the whole register" in words
    assert "Area OPCC staff Cleveland office@example.org".replace(" ", "") in words.replace(" ", "")
    assert "open-sesame" in page
    assert "Demonstration accounts" not in render_to_string("account/login.html")
