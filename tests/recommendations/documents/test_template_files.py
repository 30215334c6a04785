"""What a template file may contain, and that Word can open the documents created from it."""

from __future__ import annotations

import dataclasses
import io

import docx
import pytest
from django.core.exceptions import ValidationError
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from recommendations.documents.services import check_template
from recommendations.documents.word_templates import _ATTACHED_TEMPLATE, fill
from soteria_tracker.web.office_packages.word import check_word_file
from tests.recommendations.documents.samples import CONTENT, source, text_of
from tests.recommendations.documents.test_word_templates import WHOLE, repacked, template

ELSEWHERE = "http://elsewhere.example/file"


def complete_template() -> WordDocument:
    return docx.Document(io.BytesIO(template(*WHOLE)))


def saved(word: WordDocument) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


class TestThingsFromElsewhere:
    @pytest.mark.parametrize("kind", [RELATIONSHIP_TYPE.IMAGE, RELATIONSHIP_TYPE.OLE_OBJECT, "urn:anything"])
    def test_a_picture_or_object_that_word_would_download_is_refused(self, kind: str) -> None:
        word = complete_template()
        word.part.relate_to(ELSEWHERE, kind, is_external=True)
        with pytest.raises(ValidationError, match=f"fetches “{ELSEWHERE}”"):
            check_template(io.BytesIO(saved(word)), "letter.docx")

    def test_a_hyperlink_is_kept(self) -> None:
        word = complete_template()
        word.part.relate_to(ELSEWHERE, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        filled = docx.Document(io.BytesIO(fill(saved(word), source(), ())))
        assert ELSEWHERE in [relation.target_ref for relation in filled.part.rels.values() if relation.is_external]

    def test_the_attached_template_is_removed(self) -> None:
        word = complete_template()
        settings = word.part._settings_part
        key = settings.relate_to(ELSEWHERE, _ATTACHED_TEMPLATE, is_external=True)
        attached = settings.element.makeelement(qn("w:attachedTemplate"), {qn("r:id"): key})
        settings.element.append(attached)
        rewritten = docx.Document(io.BytesIO(fill(saved(word), source(), ()))).part._settings_part
        assert ELSEWHERE.encode() not in rewritten.blob
        assert b"attachedTemplate" not in rewritten.blob
        assert not [relation for relation in rewritten.rels.values() if relation.is_external]

    def test_an_unreadable_list_of_parts_is_refused(self) -> None:
        types = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE Types><Types/>'.encode("utf-16")
        file = repacked(template("x"), drop="[Content_Types].xml", add={"[Content_Types].xml": types})
        with pytest.raises(ValidationError, match="cannot be read"):
            check_word_file(file, "letter.docx")


class TestPlacesOfWholeParts:
    def test_a_part_used_twice_is_refused(self) -> None:
        with pytest.raises(ValidationError, match=r"{{ recommendations }} is used more than once"):
            fill(template(*WHOLE, "{{ recommendations }}"), source(), ())

    def test_a_cell_with_an_empty_part_keeps_the_paragraph_that_word_requires(self) -> None:
        word = complete_template()
        word.add_table(1, 1).cell(0, 0).paragraphs[0].text = "{{ key_findings }}"
        content = dataclasses.replace(CONTENT, key_findings="")
        [table] = docx.Document(io.BytesIO(fill(saved(word), source(content), ()))).tables
        assert [paragraph.text for paragraph in table.cell(0, 0).paragraphs] == [""]

    def test_a_section_that_ends_with_a_part_keeps_its_page_size(self) -> None:
        word = complete_template()
        word.add_section()
        [carrier] = [
            p for p in word.element.body.iter(qn("w:p")) if p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
        ]
        part = next(p for p in word.paragraphs if "recommendations" in p.text)
        part._p.get_or_add_pPr().append(carrier.pPr.sectPr)
        filled = docx.Document(io.BytesIO(fill(saved(word), source(), ())))
        assert len(filled.sections) == 2
        assert text_of(saved(filled), "docx").count("We acted first.") == 1
