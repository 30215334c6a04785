"""To whom an item is addressed: the subject of its sentence, and those it should work with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recommendations.reading.certainty import Certainty
from recommendations.reading.known import KnownBody
from recommendations.reading.names import BodyNames, without_article
from recommendations.reading.reports.labels import first_sentence, sentences
from recommendations.reading.reports.reading import ReadAddressee

_MODAL = re.compile(
    r"\b(?:should|must|shall|will|needs? to|ought to|(?:is|are) (?:required|expected) to)\b", re.IGNORECASE
)
_WE_RECOMMEND = re.compile(r"^.*?\bwe (?:therefore |also |further )*recommend\b(?:\s+that)?,?\s*", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:and |but |or )?(?:by|within|no later than|not later than|immediately|with immediate effect|"
    r"as soon as|on an?|at least|before|from|"
    r"as part of|as a|as an|in order|in line|in consultation|to |where|when|following|once|through|"
    r"using|subject to|for |with immediate|with effect)",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"^(?:(?:together|jointly|along|in (?:partnership|collaboration|conjunction|"
    r"consultation))\s+)?with\s+(?!immediate\b|effect\b)(?P<who>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_WORK_WITH = re.compile(
    r"\b(?:work(?:s|ing)?|agree|liaise|consult(?:ation)?|collaborate|engage|co-operate)\b[^.;:]{0,40}?,?\s+with\s+"
    r"(?P<who>[^.;:]+?)(?=\s+to\b|\s+so that\b|\s+on\b|\s+before\b|\s+about\b|,\s+how\b|,\s+(?:a|an|"
    r"the)\s+\w+ plan|[.;:]|$)",
    re.IGNORECASE,
)
_CONSULT = re.compile(r"\bin (?:consultation|partnership|collaboration) with\s+(?P<who>[^.;:,]+)", re.IGNORECASE)
_COMPOUND = re.compile(
    r"\b(?:fire and rescue|police and crime|health and (?:social )?care|mental health and|"
    r"crime and (?:justice|disorder)|"
    r"probation and|prisons? and probation|education and skills|constabulary and fire)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"^(?:it|they|this|these|that|those|each|he|she|we|such|all of (?:these|them)|both)\b", re.IGNORECASE
)
_GROUPS = (
    (
        r"(?:all |every |each )?(?:chief constables?|police forces|forces|constabularies) (?:of (?:all |"
        r"the )?(?:police )?forces )?in England(?! and Wales)",
        "all forces in England",
    ),
    (
        r"(?:all |every |each )?(?:chief constables?|police forces|forces|constabularies) (?:of (?:all |"
        r"the )?(?:police )?forces )?in Wales",
        "all forces in Wales",
    ),
    (
        r"(?:all |the |every |each )?(?:43 )?(?:chief constables|chief officers of police|"
        r"chief police officers|police forces|forces|"
        r"constabularies)(?: of (?:all )?(?:police )?forces)?(?: in England and Wales)?",
        "all forces",
    ),
    (r"(?:every |each )(?:chief constable|police force|force)(?: in England and Wales)?", "all forces"),
    (
        r"(?:all |the |every |each )?(?:chief fire officers?|fire and rescue services|"
        r"FRSs)(?: in England)?",
        "fire and rescue services",
    ),
    (
        r"(?:all |the |every |each )?(?:police(?:,? fire)? and crime commissioners?(?: and (?:mayors|"
        r"deputy mayors))?|PCCs|PFCCs|local policing bod(?:ies|y)|commissioners)(?: in England and Wales)?",
        "local policing bodies",
    ),
    (r"(?:all |the |every |each )?(?:regional organised crime units|ROCUs|regional units)", "regional units"),
)
_GROUP_PATTERNS = [(re.compile(pattern, re.IGNORECASE), group) for pattern, group in _GROUPS]
_THE_FORCE = re.compile(r"(?:the |your |this )(?:force|constabulary|service|chief constable)", re.IGNORECASE)
_THE_FORCES = re.compile(
    r"(?:the |all )?(?:(?:chief constables|forces|police forces) (?:of|in) (?:the|this|its|"
    r"their) (?:\w+ )?(?:forces|region)|"
    r"(?:two|three|four|five|six|seven|both|regional|the region.s) (?:forces|chief constables)|forces|"
    r"chief constables)",
    re.IGNORECASE,
)
_THE_COMMISSIONERS = re.compile(
    r"(?:the |all )?(?:police(?:,? fire)? and crime commissioners|commissioners|PCCs|local policing bodies)"
    r"(?: (?:of|in|for) (?:the|this) (?:region|(?:\w+ )?forces|areas?))?",
    re.IGNORECASE,
)
_THE_UNIT = re.compile(r"(?:the )?(?:ROCU|regional organised crime unit|regional unit)", re.IGNORECASE)


@dataclass(frozen=True)
class Surroundings:
    """Where an item is: in the section of a force, in a report on some forces, with or without a regional unit."""

    names: BodyNames
    force: str = ""  # of the section, or the only force of the report
    forces: tuple[str, ...] = ()  # all forces that a regional report is about
    unit: str = ""  # slug of the regional unit


def addressees_of(text: str, around: Surroundings) -> tuple[ReadAddressee, ...]:
    """Return who leads and who is to be worked with, as the first sentence says; then leads named by later ones."""
    text = text.split("\n\n- ")[0]
    sentence = first_sentence(text)
    subject, predicate = _divided(_WE_RECOMMEND.sub("", sentence), around)
    found = [*_of_subject(subject, around)]
    for pattern in (_WORK_WITH, _CONSULT):
        if match := pattern.search(predicate):
            found += _meanings(match["who"], "with", around)
    leads = {(lead.to, lead.body) for lead in found if lead.role == "lead"}
    for later in sentences(text)[1:]:
        subject, _rest = _divided(later, around)
        if not _PRONOUN.match(subject):
            for lead in _of_subject(subject, around):
                if lead.role == "lead" and not lead.others and (lead.to, lead.body) not in leads:
                    leads.add((lead.to, lead.body))
                    found.append(ReadAddressee("lead", lead.printed, lead.to, lead.body, "", Certainty.CHECK))
    return tuple(dict.fromkeys(found))


def addressees_in_column(words: str, around: Surroundings) -> tuple[ReadAddressee, ...]:
    """Return who a cell of its own names."""
    return tuple(_meanings(" ".join(words.split()), "lead", around))


def _divided(sentence: str, around: Surroundings) -> tuple[str, str]:
    """Return the subject and the rest. Where nothing says “should”, the subject ends with the first known body."""
    if match := _MODAL.search(sentence):
        return sentence[: match.start()], sentence[match.end() :]
    found = around.names.find(sentence)
    if found:
        comma = re.match(r",\s*(?:together|jointly|along|in \w+)?\s*with\b[^,]+,", sentence[found[0].end :])
        end = found[0].end + (comma.end() if comma else 0)
        return sentence[:end], sentence[end:]
    return "", sentence


def _of_subject(subject: str, around: Surroundings) -> Iterator[ReadAddressee]:
    for clause, is_lead_in in _clauses(subject, around):
        if match := _WITH.match(clause):
            yield from _meanings(match["who"], "with", around)
        elif clause.startswith("and "):
            yield from _meanings(clause.removeprefix("and "), "with", around)
        elif not is_lead_in:
            yield from _meanings(clause, "lead", around)


def _clauses(subject: str, around: Surroundings) -> Iterator[tuple[str, bool]]:
    """Yield the clauses of a subject, apart at commas, each with whether it only leads in: "By 1 June 2025"."""
    kept: list[str] = []
    was_with = False
    for clause in _apart(subject.strip().rstrip(","), r",\s*(?:and\s+(?=with\b))?", around):
        clause = clause.strip()
        if not clause:
            continue
        is_with = bool(_WITH.match(clause)) or (was_with and clause.startswith("and "))
        was_with = is_with
        if _LEAD_IN.match(clause) and not is_with:
            kept = []
            yield clause, True
        elif is_with:
            if kept:
                yield ", ".join(kept), False
                kept = []
            yield clause, False
        else:
            kept.append(clause)
    if kept:
        yield ", ".join(kept), False


def _meanings(words: str, role: str, around: Surroundings) -> Iterator[ReadAddressee]:
    for name in _apart(words.strip(" ,.;:"), r"\s*,\s*(?:and\s+)?|\s+and\s+", around):
        name = re.sub(r"\s*\([^()]*\)", "", name).strip(" ,.")
        if name:
            yield from _meaning(name, role, around)


def _apart(words: str, separator: str, around: Surroundings) -> list[str]:
    """Divide a list of names, but not within the name of a known body: "Devon and Cornwall Police"."""
    taken = [(found.start, found.end) for found in around.names.find(words)]
    taken += [match.span() for match in _COMPOUND.finditer(words)]
    for pattern, _group in _GROUP_PATTERNS:
        taken += [match.span() for match in pattern.finditer(words)]
    parts, start = [], 0
    for match in re.finditer(separator, words):
        if not any(first < match.end() and match.start() < last for first, last in taken):
            parts.append(words[start : match.start()])
            start = match.end()
    return [*parts, words[start:]]


def _meaning(name: str, role: str, around: Surroundings) -> Iterator[ReadAddressee]:
    if body := around.names.exactly(name):
        yield ReadAddressee(role, name, body=body.slug)
    elif _THE_UNIT.fullmatch(name) and around.unit:
        yield ReadAddressee(role, name, body=around.unit, certainty=Certainty.CHECK)
    elif _THE_FORCE.fullmatch(name) and around.force:
        yield ReadAddressee(role, name, body=around.force)
    elif len(around.forces) > 1 and _THE_FORCES.fullmatch(name):
        yield from (ReadAddressee(role, name, body=slug, certainty=Certainty.CHECK) for slug in around.forces)
    elif len(around.forces) > 1 and _THE_COMMISSIONERS.fullmatch(name):
        yield from _commissioners(name, role, around)
    elif group := _group(name):
        yield ReadAddressee(role, name, to=group)
    elif (named := _named_office(name, around)) is not None:
        yield ReadAddressee(role, name, body=named.slug, certainty=Certainty.CHECK)
    else:
        yield ReadAddressee(role, name, others=name)


def _commissioners(name: str, role: str, around: Surroundings) -> Iterator[ReadAddressee]:
    for slug in around.forces:
        body = around.names.local_body_of(slug)
        if body:
            yield ReadAddressee(role, name, body=body, certainty=Certainty.CHECK)


def _group(name: str) -> str:
    return next((group for pattern, group in _GROUP_PATTERNS if pattern.fullmatch(name)), "")


def _named_office(name: str, around: Surroundings) -> KnownBody | None:
    """Return the one known body within a longer name: "the Chief Constable of Cleveland Police"."""
    found = around.names.find(name)
    if len(found) != 1:
        return None
    rest = without_article(f"{name[: found[0].start]} {name[found[0].end :]}")
    plain = re.sub(
        r"\b(?:the|chief|constables?|officers?|of|for|commissioner|police|a|an|s)\b|[’']", "", rest, flags=re.IGNORECASE
    )
    return found[0].body if not plain.strip(" ,.") else None
