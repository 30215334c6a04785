"""An office's own template: what is refused, what is filled in, and that no code in it runs."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.exceptions import ValidationError

from recommendations.documents import template_worker, word_templates
from recommendations.documents.template_worker import RefusedTemplate
from recommendations.documents.word_templates import (
    INLINE,
    SECTIONS,
    fill,
    missing_placeholders,
    render_template,
)
from soteria_tracker.web.office_packages.reader import FILE_LIMIT
from tests.recommendations.documents.samples import CONTENT, ITEMS, source, text_of

WHOLE = ("Letter of {{ body }}", "{{ general_comments }}", "{{ recommendations }}")


def template(*paragraphs: str, header: str = "") -> bytes:
    word = docx.Document()
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    if header:
        word.sections[0].header.paragraphs[0].text = header
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def repacked(file: bytes, *, drop: str = "", add: dict[str, bytes] | None = None, **changes: Any) -> bytes:
    """Return the package with parts removed, added, or replaced in its list of types."""
    saved_file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file)) as old,
        zipfile.ZipFile(saved_file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            contents = old.read(name)
            if name == "[Content_Types].xml" and "types" in changes:
                contents = contents.replace(*changes["types"])
            if name != drop:
                new.writestr(name, contents)
        for name, contents in (add or {}).items():
            new.writestr(name, contents)
    return saved_file.getvalue()


def refusal(file: bytes, values: dict[str, str] | None = None) -> str:
    with pytest.raises(ValidationError) as refused:
        render_template(file, values or {"force": "Cleveland Police"})
    return " ".join(refused.value.messages)


def refused_for(text: str, file: bytes | None = None) -> RefusedTemplate:
    """Return why the worker refuses a template with this text; runs in this process, which is faster."""
    with pytest.raises(RefusedTemplate) as refused:
        template_worker.fill(file or template(text), {"force": "Cleveland Police"})
    return refused.value


class TestFilling:
    def test_text_replaces_its_placeholder_and_stays_text(self) -> None:
        filled = render_template(template("Of {{ force }}, {{ title }}."), {"force": "A & B", "title": "<w:p/>{{ x }}"})
        assert text_of(filled, "docx") == "Of A & B, <w:p/>{{ x }}."

    def test_a_placeholder_split_into_runs_is_filled(self) -> None:
        word = docx.Document()
        paragraph = word.add_paragraph("Of {{ fo")
        paragraph.add_run("rce }}").bold = True
        file = io.BytesIO()
        word.save(file)
        assert text_of(render_template(file.getvalue(), {"force": "Cleveland"}), "docx") == "Of Cleveland"

    def test_a_template_on_the_disk_is_filled(self, tmp_path: Path) -> None:
        path = tmp_path / "letter.docx"
        path.write_bytes(template("{{ force }}"))
        assert text_of(render_template(path, {"force": "Cleveland"}), "docx") == "Cleveland"

    def test_block_placeholders_become_paragraphs_once_and_in_order(self) -> None:
        text = text_of(fill(template(*WHOLE, "{{ chief_officer }}", "The end"), source(), ()), "docx")
        wanted = [" ".join(item.explanation.split()) for item in ITEMS]
        assert [text.count(words) for words in wanted] == [1, 1, 1]
        assert [text.index(words) for words in wanted] == sorted(text.index(words) for words in wanted)
        assert text.startswith(f"Letter of {CONTENT.body} I welcome the report. One point Findings & facts")
        assert text.endswith("I thank the chief constable. The end")

    def test_a_draft_is_marked_above_the_offices_own_header(self) -> None:
        word = docx.Document(io.BytesIO(fill(template(*WHOLE, header="{{ body }}"), source(), ("DRAFT",))))
        assert [p.text for p in word.sections[0].header.paragraphs] == ["DRAFT", CONTENT.body]

    def test_a_block_placeholder_in_a_header_or_a_sentence_is_refused(self) -> None:
        for file in (template(*WHOLE, header="{{ chief_officer }}"), template(*WHOLE, "See {{ chief_officer }}.")):
            with pytest.raises(ValidationError, match=r"{{ chief_officer }} needs a paragraph of its own"):
                fill(file, source(), ())

    def test_missing_legal_requirements_are_reported(self) -> None:
        assert missing_placeholders(template(*WHOLE)) == []
        assert missing_placeholders(template("{{ body }}", "{{ general_comments }}")) == ["recommendations"]


class TestRefusals:
    def test_all_unknown_placeholders_are_named_together(self) -> None:
        words = refusal(template("{{ fource }} and {{ boddy }} of {{ force }}"))
        assert "{{ boddy }}, {{ fource }}" in words
        assert "recommendations" in words

    @pytest.mark.parametrize(
        "text",
        [
            "{% for item in items %}x{% endfor %}",
            "{% if force %}x{% endif %}",
            "{% set x = 1 %}",
            "{%p for i in range(9) %}",
            "{# a comment #}",
            "{% include 'x' %}",
        ],
    )
    def test_instructions_are_refused(self, text: str) -> None:
        refused = refused_for(text)
        assert refused.reason == "instructions"
        assert refused.what[0].startswith(text[:8])

    @pytest.mark.parametrize(
        "text",
        [
            "{{ force.__class__ }}",
            "{{ force.upper() }}",
            "{{ force['x'] }}",
            "{{ force|upper }}",
            "{{ force ~ force }}",
            "{{ 9 ** 9 ** 9 }}",
            "{{ 'x' * 1000000000 }}",
            "{{ range(10) }}",
            "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
            "{{ force",
            "{{ }}",
            "{{r force }}",
            "{{p force }}",
        ],
    )
    def test_anything_other_than_a_name_is_refused(self, text: str) -> None:
        assert refused_for(text).reason in ("reach", "prefix", "syntax")

    @pytest.mark.parametrize("name", ["__class__", "self", "loop", "range", "cycler", "lipsum", "namespace"])
    def test_names_of_the_template_language_are_unknown_placeholders(self, name: str) -> None:
        refused = refused_for(f"{{{{ {name} }}}}")
        assert (refused.reason, refused.what) == ("unknown", (name,))

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("{% for item in items %}x{% endfor %}", "“{% for item in items %}"),
            ("{{ force.upper() }}", "use only the name of a placeholder"),
            ("{{ force", "use only the name of a placeholder"),
        ],
    )
    def test_the_refusal_says_what_to_do(self, text: str, words: str) -> None:
        assert words in refusal(template(text))

    def test_headers_and_properties_are_checked_too(self) -> None:
        assert refused_for("", template("x", header="{{ force.upper() }}")).reason == "reach"
        word = docx.Document()
        word.core_properties.title = "{{ force.upper() }}"
        file = io.BytesIO()
        word.save(file)
        assert refused_for("", file.getvalue()).reason == "reach"

    def test_a_damaged_file_is_refused_in_plain_words(self) -> None:
        assert "Open it in Word" in refusal(b"PK\x03\x04 and no more")

    def test_a_template_that_takes_too_long_is_stopped(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        endless = tmp_path / "endless.py"
        endless.write_text("while True: pass")
        monkeypatch.setattr(word_templates, "_WORKER", endless)
        monkeypatch.setattr(word_templates, "SECONDS", 0.5)
        assert "takes too long" in refusal(template("{{ force }}"))

    @pytest.mark.skipif("not __import__('sys').platform.startswith('linux')", reason="limits of Linux")
    def test_a_template_that_takes_too_much_memory_is_stopped(self, monkeypatch: pytest.MonkeyPatch) -> None:
        limit = 200 * 1024 * 1024  # lower than the real one, so that the test is quick
        monkeypatch.setattr(word_templates, "MEMORY_BYTES", limit)
        types = (b"</Types>", b'<Override PartName="/word/huge.xml" ContentType="application/xml"/></Types>')
        related = b'<Relationship Id="rHuge" Type="x" Target="huge.xml"/></Relationships>'
        file = template("{{ force }}")
        path = "word/_rels/document.xml.rels"
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            relations = package.read(path).replace(b"</Relationships>", related)
        huge = b" " * limit
        file = repacked(file, drop=path, add={path: relations, "word/huge.xml": huge}, types=types)
        assert len(file) < FILE_LIMIT
        assert "too much memory" in refusal(file)

    def test_the_child_process_has_no_secrets_and_no_settings(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        curious = tmp_path / "curious.py"
        curious.write_text(
            "import os, sys, json, base64\n"
            "seen = ','.join(os.environ) + ';' + ','.join(m for m in sys.modules if 'django' in m)\n"
            "print(json.dumps({'document': base64.b64encode(seen.encode()).decode()}))\n"
        )
        monkeypatch.setattr(word_templates, "_WORKER", curious)
        monkeypatch.setenv("SOTERIA_SECRET_KEY", "a secret")
        seen = render_template(template("{{ force }}"), {"force": "x"}).decode()
        assert "SOTERIA" not in seen
        assert "DATABASE" not in seen
        assert "django" not in seen

    def test_the_worker_imports_no_product_code(self) -> None:
        lines = Path(template_worker.__file__).read_text(encoding="utf-8").splitlines()
        imports = [line.split()[1] for line in lines if line.strip().startswith(("import ", "from "))]
        assert {name.split(".")[0] for name in imports} <= {
            "__future__", "base64", "io", "json", "re", "sys", "typing", "resource", "docxtpl", "jinja2"
        }  # fmt: skip


def test_the_help_lists_exactly_the_placeholders() -> None:
    written = (Path(__file__).parents[3] / "docs" / "templates.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `\{\{ (\w+) \}\}` \|", written, re.MULTILINE)
    assert sorted(listed) == sorted((*INLINE, *SECTIONS))
