"""A report that was read, as the file of an inspection: what `load_register` and the administration load.

What has to be checked or decided is a comment above its key. Short titles are the first words of the text:
the report has none.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from recommendations.reading.certainty import Certainty
from recommendations.reading.known import KnownRegister
from recommendations.reading.reports.as_known import slug_of
from recommendations.reading.reports.deadlines import leading_words
from recommendations.reading.reports.reading import ReadAddressee, ReadDeadline, ReadDuty, ReadItem, ReportReading

_SHORT = 60  # characters of a short title
_REFERENCE = 20  # characters of a reference in the register
_SECTION = 10  # of them for the section, where references have to be shortened
_FEW_WORDS = 3
_DATED = ("date", "relative")


def inspection_yaml(reading: ReportReading, register: KnownRegister, source: str) -> str:
    """Return the draft of an inspection as YAML. `source` names the document that was read."""
    lines = [
        f"# Read from {source}. Check it against the report, above all the lines marked “check” and “decide”.",
        *_inspection(reading, source),
        "",
        "recommendations:",
    ]
    slugs = {body.slug for body in register.bodies}
    numbers = Counter((item.kind, item.number) for item in reading.items)
    short = _short_references(reading.items)
    for item in reading.items:
        is_unique = numbers[item.kind, item.number] == 1
        lines += ["", *_item(item, slugs, source, short, with_number=is_unique)]
    lines += _accepted(reading.items, short)
    duties = [line for duty in reading.duties for line in _duty(duty)]
    return (
        "\n".join(
            lines + (["", "# duties: what the report asks for besides its recommendations:", *duties] if duties else [])
        )
        + "\n"
    )


def _inspection(reading: ReportReading, source: str) -> Iterator[str]:
    yield "inspection:"
    yield f"  slug: {slug_of(reading)}"
    yield f"  title: {quoted(reading.title)}"
    yield "  # check: a few words, for tables"
    yield f"  short_title: {quoted(textwrap.shorten(reading.title, _SHORT, placeholder='…'))}"
    yield "  state: published"
    if reading.published_on is None:
        yield "  # decide: the document does not say when it was published"
    yield f"  published_on: {reading.published_on or ''}".rstrip()
    yield f"  scope: {reading.scope}"
    yield "  # check: told by the words of the title"
    yield f"  nature: {reading.nature}"
    yield f"  issued_by: {reading.issued_by}"
    if reading.bodies:
        yield "  inspectorates:"
        yield from (f"    - {quoted(name)}" for name in reading.bodies)
    if reading.forces:
        yield "  subjects: named forces"
        yield f"  subject_forces: [{', '.join(reading.forces)}]"
    else:
        yield "  # decide: is it about all forces?"
        yield "  subjects: not known"
    if reading.response_due_on is not None:
        yield "  # check: the report sets its own day for responses"
        yield "  response_rule: own date"
        yield f"  response_due_on: {reading.response_due_on}"
    yield f"  source: {quoted(source)}"


def _short_references(items: Sequence[ReadItem]) -> dict[str, str]:
    """Return the reference of each item as the register can hold it: sections shortened where it is too long."""
    if all(len(item.reference) <= _REFERENCE for item in items):
        return {item.reference: item.reference for item in items}
    sections = {item.section for item in items if item.section and item.reference.startswith(f"{item.section}-")}
    first = {section: section.split("-")[0][:_SECTION] for section in sections}
    if len(set(first.values())) < len(first):
        first = {section: section.replace("-", "")[:_SECTION] for section in sections}
    return {
        item.reference: item.reference.replace(f"{item.section}-", f"{first[item.section]}-", 1)
        if item.section in first
        else item.reference
        for item in items
    }


def _accepted(items: Sequence[ReadItem], short: dict[str, str]) -> Iterator[str]:
    """Yield the answers to the questions that a deadline in a column of its own raises."""
    apart = [item for item in items if item.deadline.wording and item.deadline.wording not in item.text]
    if apart:
        yield ""
        yield "accepted:"
    for item in apart:
        yield (
            f"  - {{question: wording-not-in-text, about: {quoted(short[item.reference])}, "
            "because: The deadline is in a column of its own.}"
        )


def _item(item: ReadItem, slugs: set[str], source: str, short: dict[str, str], *, with_number: bool) -> Iterator[str]:
    if item.certainty is not Certainty.CLEAR:
        yield f"  # {item.certainty}: {item.why or 'is this an item of its own?'}"
    yield f"  - reference: {quoted(short[item.reference])}"
    if item.number.isdigit() and not with_number:
        yield f"    # printed as number {item.number}, which the report uses again"
    elif item.number.isdigit():
        yield f"    number: {item.number}"
    if item.issuer:
        yield f"    # check: it is not this report's own, but the {item.kind.split()[0]}'s"
        yield f"    issued_by: {item.kind.split()[0].lower()}"
    yield f"    kind: {quoted(item.kind.split(maxsplit=1)[1] if item.issuer else item.kind)}"
    if item.parent is not None:
        yield f"    parent: {quoted(short[item.parent.reference])}"
    if item.theme:
        yield f"    theme: {quoted(item.theme[:300])}"
    yield f"    short_title: {quoted(short_title(item))}"
    yield "    text: |"
    yield from (f"      {line}".rstrip() for line in item.text.split("\n"))
    yield from _deadline(item.deadline)
    if item.parts:
        yield "    parts:"
        yield from (
            f"      - {{label: {quoted(part.label)}, text: {quoted(_first_line(part.text))}}}" for part in item.parts
        )
    if item.addressees:
        yield "    addressees:"
        for addressee in item.addressees:
            yield from _addressee(addressee, slugs)
    else:
        yield "    # decide: the text names no addressee"
        yield "    addressees: []"
    yield f"    source: {quoted(f'{source}, {item.place}')}"


def short_title(item: ReadItem) -> str:
    """Return the first words of what an item asks for, to be reworded by a person."""
    is_concern = item.kind.endswith("cause of concern")
    line = " ".join((item.text if is_concern else leading_words(item.text)).split())
    if item.parts and len(line.split()) < _FEW_WORDS:
        line = item.parts[0].text
    return textwrap.shorten(line[:1].upper() + line[1:], _SHORT, placeholder="…")


def _deadline(deadline: ReadDeadline) -> Iterator[str]:
    has_no_day = deadline.kind in _DATED and deadline.date is None
    if has_no_day:
        yield f"    # decide: “{deadline.wording}” names no day: is there one?"
    elif deadline.certainty is not Certainty.CLEAR:
        yield f"    # {deadline.certainty}: the day that “{deadline.wording}” means"
    wording = f"wording: {quoted(deadline.wording)}, " if deadline.wording else ""
    kind = "none" if has_no_day else deadline.kind
    day = f", date: {deadline.date}" if deadline.date is not None else ""
    every = f", interval_months: {deadline.interval_months}" if deadline.interval_months and kind == "recurring" else ""
    yield f"    deadline: {{{wording}kind: {kind}{day}{every}}}"


def _addressee(addressee: ReadAddressee, slugs: set[str]) -> Iterator[str]:
    if addressee.to:
        means = f"to: {addressee.to}"
    elif addressee.body in slugs:
        means = f"body: {addressee.body}"
    else:
        if addressee.body:
            yield f"      # check: the register has no body {addressee.body}"
        means = f"others: {quoted(addressee.others or addressee.printed)}"
    if addressee.certainty is not Certainty.CLEAR:
        yield f"      # {addressee.certainty}: “{addressee.printed}”"
    yield f"      - {{role: {addressee.role}, {means}}}"


def _duty(duty: ReadDuty) -> Iterator[str]:
    yield (
        f"#   {duty.text} (by {duty.due_on:%-d %B %Y}, {duty.place})"
        if duty.due_on
        else f"#   {duty.text} ({duty.place})"
    )


def _first_line(text: str) -> str:
    return re.split(r"\n", text, maxsplit=1)[0]


def quoted(text: str) -> str:
    """Return a text as a YAML string on one line: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)
