"""Find bodies and groups of bodies in a text by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from recommendations.reading.known import KnownBody, KnownRegister

# National bodies that reports address and a register need not hold. Each is named by its usual slug.
_NATIONAL = (
    KnownBody("national-crime-agency", "national", "National Crime Agency", ("NCA",)),
    KnownBody("independent-office-for-police-conduct", "national", "Independent Office for Police Conduct", ("IOPC",)),
    KnownBody("college-of-policing", "national", "College of Policing"),
    KnownBody("home-office", "national", "Home Office"),
    KnownBody("ministry-of-justice", "national", "Ministry of Justice", ("MoJ",)),
    KnownBody("crown-prosecution-service", "national", "Crown Prosecution Service", ("CPS",)),
    KnownBody("national-police-chiefs-council", "national", "National Police Chiefs’ Council", ("NPCC",)),
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "–": "-", "\N{NO-BREAK SPACE}": " "})


@dataclass(frozen=True)
class FoundBody:
    """A body that is named in a text, and where."""

    body: KnownBody
    start: int
    end: int


class BodyNames:
    """The names of all known bodies. A longer name wins over a shorter one within it."""

    def __init__(self, register: KnownRegister) -> None:
        known = {body.slug for body in register.bodies}
        self.register = register
        self.bodies = (*register.bodies, *(body for body in _NATIONAL if body.slug not in known))
        self.by_slug = {body.slug: body for body in self.bodies}
        self._by_name: dict[str, KnownBody] = {}
        extra = {body.slug: body for body in _NATIONAL}
        for body in self.bodies:
            also = extra.get(body.slug)
            for name in (*names_of(body), *(names_of(also) if also else ())):
                self._by_name.setdefault(_plain(name), body)
        # acronyms and capitals are names as they are printed; other names in any case
        names = sorted(self._by_name, key=len, reverse=True)
        self._pattern = re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, names)) or '(?!)'})(?![\w-])", re.IGNORECASE
        )
        places = {_plain(body.place): body for body in self.bodies if body.kind == "force" and body.place}
        places |= {place.replace(" and ", " & "): body for place, body in places.items()}
        self._places = places
        ordered = sorted(places, key=len, reverse=True)
        self._place_pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, ordered)) or '(?!)'})(?![\w-])")

    def find(self, text: str) -> list[FoundBody]:
        """Return the bodies named in a text, in the order of the text."""
        return [
            FoundBody(self._by_name[match[0].lower()], *match.span())
            for match in self._pattern.finditer(_plain(text, keep_case=True))
        ]

    def exactly(self, text: str) -> KnownBody | None:
        """Return the body that this text names and says nothing else about."""
        return self._by_name.get(_plain(without_article(text)).strip(" .,:;"))

    def forces_in(self, text: str) -> list[KnownBody]:
        """Return the forces named in a text, by their full names or by their areas."""
        found = [(found.start, found.body) for found in self.find(text) if found.body.kind == "force"]
        plain = _plain(text)
        found += [(match.start(), self._places[match[0]]) for match in self._place_pattern.finditer(plain)]
        found += [
            (named.start, force)
            for named in self.find(text)
            if named.body.kind == "local"
            for force in self.overseen_by(named.body.slug)
        ]
        return list(dict.fromkeys(body for _start, body in sorted(found, key=lambda pair: pair[0])))

    def overseen_by(self, slug: str) -> list[KnownBody]:
        """Return the forces that a local policing body oversees today."""
        return [
            self.by_slug[force]
            for force, body in self.register.local_bodies.items()
            if body == slug and force in self.by_slug
        ]

    def local_body_of(self, force: str) -> str:
        """Return the slug of the local policing body of a force; empty if none is known."""
        return self.register.local_bodies.get(force, "")


def names_of(body: KnownBody) -> Iterable[str]:
    """Return every name of a body, each with “and” and “&”, and straight quotation marks."""
    for name in (body.name, *body.other_names):
        if len(name) > 2:
            yield name
            if body.kind in ("force", "local") and (" and " in name or " & " in name):
                yield name.replace(" and ", " & ")
                yield name.replace(" & ", " and ")


def without_article(text: str) -> str:
    """Return the text without "the" at its start."""
    return re.sub(r"^\s*the\s+", "", text, flags=re.IGNORECASE)


def _plain(text: str, *, keep_case: bool = False) -> str:
    plain = text.translate(_QUOTES)
    return plain if keep_case else plain.lower()
