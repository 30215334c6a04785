"""Tell which inspection a name in a tracker means: one that the register knows, or one that it does not."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from recommendations.reading.trackers.known import Known, KnownInspection, KnownItem
from recommendations.reading.trackers.printed_dates import dates_in
from recommendations.reading.wording import plain

Period = tuple[datetime.date, datetime.date]

# Words that many titles share: they do not tell one report from another.
_COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "for",
        "and",
        "in",
        "on",
        "at",
        "by",
        "with",
        "its",
        "from",
        "or",
        "as",
        "is",
        "s",
        "joint",
        "thematic",
        "inspection",
        "inspections",
        "unannounced",
        "hmicfrs",
        "hmic",
        "hmi",
        "hmcpsi",
        "hmiprobation",
        "police",
        "policing",
        "force",
        "forces",
        "report",
        "reports",
        "national",
        "response",
        "published",
        "publication",
        "progress",
        "recommendations",
        "recommendation",
        "services",
        "service",
        "new",
        "title",
        "cont",
        "jti",
        "revisit",
        "area",
        "areas",
        "our",
        "we",
        "tracker",
    ]
)
_FORMS = [
    (re.compile(r"\bph(?:ase)?\.? ?(?:1|i|one)\b"), "phase one"),
    (re.compile(r"\bph(?:ase)?\.? ?(?:2|ii|two)\b"), "phase two"),
    (re.compile(r"\bp1\b"), "phase one"),
    (re.compile(r"\brasso\b"), "rape other serious sexual offences"),
    (re.compile(r"\bnom\b"), "national operating model"),
    (re.compile(r"\bvawg\b"), "violence against women girls"),
    (re.compile(r"\bnfa\b"), "take no further action"),
    (re.compile(r"\bcps\b"), "crown prosecution service"),
]
_PRINTED_DAY = re.compile(r"[(,–-]?\s*(?:published|pub\.?|issued)?\s*(?:on)?\s*:?\s*$", re.I)
_CONTINUED = re.compile(r"\s*\((?:cont(?:inued|\.|'d|’d)?\.?|ctd\.?)\)\s*$", re.I)
_SAME_TEXT = 90  # per cent
_TELLING = 60  # characters, from which a text tells one recommendation from another
_START = 50  # characters by which texts are looked up


@dataclass(frozen=True, slots=True)
class NamedInspection:
    """An inspection as a tracker names it."""

    slug: str  # empty if the register does not know it
    title: str
    published_on: datetime.date | None
    cell: str

    @property
    def key(self) -> str:
        """The register's slug, or "unknown: title"."""
        day = f", published {self.published_on.isoformat()}" if self.published_on else ""
        return self.slug or f"unknown: {self.title}{day}"


class InspectionNames:
    """Finds inspections among those that are known. Each name is compared once."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.words = {
            inspection.slug: _words(" ".join([inspection.title, *inspection.other_titles, inspection.slug]))
            for inspection in known.inspections
        }
        places = " ".join([*known.force_names, known.force])
        self._own = _words(places)
        self._found: dict[tuple[str, datetime.date | None], KnownInspection | None] = {}
        self._texts = {
            inspection.slug: {item.reference: plain(item.text) for item in inspection.items}
            for inspection in known.inspections
        }
        self._by_start: dict[str, list[tuple[KnownInspection, KnownItem]]] = {}
        for inspection in known.inspections:
            for item in inspection.items:
                start = self._texts[inspection.slug][item.reference][:_START]
                self._by_start.setdefault(start, []).append((inspection, item))
        self._comparisons = 300

    def named(self, text: str, published_on: datetime.date | None, cell: str) -> NamedInspection:
        """Return the inspection that a text names."""
        title = _CONTINUED.sub("", " ".join(text.split()))
        key = title, published_on
        if key not in self._found:
            self._found[key] = self._known(title, published_on)
        found = self._found[key]
        if found:
            return NamedInspection(found.slug, title, found.published_on, cell)
        days = [day.date for day in dates_in(title) if day.date]
        return NamedInspection("", title_without_date(title), published_on or (days[-1] if days else None), cell)

    def tells(self, text: str) -> bool:
        """Whether a text says more than who inspected: "HMICFRS" alone names no inspection."""
        return bool(_words(text) or re.search(r"\d", text))

    def _known(self, title: str, published_on: datetime.date | None) -> KnownInspection | None:
        printed = _words(title) - self._own
        when = _periods(title, published_on)
        scores: dict[float, list[KnownInspection]] = {}
        for inspection in self.known.inspections:
            if inspection.slug == plain(title):
                return inspection
            agrees = _agreement(when, inspection.published_on)
            if agrees is False or not printed or self._differs(title, inspection):
                continue
            share = len(printed & self.words[inspection.slug]) / len(printed)
            if share >= (0.6 if agrees is None else 0.34):
                scores.setdefault(share + bool(agrees), []).append(inspection)
        best = scores[max(scores)] if scores else []
        return best[0] if len(best) == 1 else None  # two reports that fit alike are no match

    def _differs(self, title: str, inspection: KnownInspection) -> bool:
        """Whether a report is of other years ("2021/22", "2023-25"), or is another force's."""
        known = " ".join([inspection.title, *inspection.other_titles])
        years, other_years = _ranges(title), _ranges(known)
        if years and other_years and not years & other_years:
            return True
        folded, wanted = plain(known), plain(title)
        return any(plain(force) in folded and plain(force) not in wanted for force in self.known.other_forces if force)

    def by_texts(self, items: Sequence[tuple[str, str]]) -> KnownInspection | None:
        """Return the report whose recommendations these are: number and text of each. None if fewer than two agree."""
        long = [(number, plain(text)) for number, text in items if len(text) > _TELLING][:12]
        for inspection in self.known.inspections if len(long) > 1 else ():
            texts = self._texts[inspection.slug]
            same = sum(
                fuzz.ratio(text, texts[number][: len(text)]) >= _SAME_TEXT for number, text in long if number in texts
            )
            if same >= 2 and same > len(long) / 2:
                return inspection
        return None

    def by_text(self, text: str, slug: str) -> tuple[KnownInspection, KnownItem] | None:
        """Return the known recommendation that has these words, in one report if its slug is given.

        Texts that begin otherwise are compared one by one, for the first 300 that are asked about.
        """
        words = plain(text)
        likely = self._by_start.get(words[:_START], [])
        if not likely and self._comparisons:
            self._comparisons -= 1
            likely = [(inspection, item) for inspection in self.known.inspections for item in inspection.items]
        for inspection, item in likely:
            found = self._texts[inspection.slug][item.reference][: len(words)]
            if slug in ("", inspection.slug) and fuzz.ratio(words, found, score_cutoff=_SAME_TEXT):
                return inspection, item
        return None


def title_without_date(title: str) -> str:
    """Return a title without the day of publication at its end."""
    found = [day for day in dates_in(title) if day.date]
    if not found or found[-1].end < len(title.rstrip(" )]")):
        return title
    return _PRINTED_DAY.sub("", title[: found[-1].start].rstrip(" (,–-")).strip(" (,:–-") or title


def publication_in(lines: Iterable[str]) -> datetime.date | None:
    """Return the day that lines above a table give for the report's publication."""
    for line in lines:
        if re.search(r"\bpub(?:lished|lication|\.)?", line, re.I):
            for day in dates_in(line):
                if day.date:
                    return day.date
    return None


def _words(text: str) -> frozenset[str]:
    line = re.sub(r"[^a-z0-9]+", " ", plain(text))
    for pattern, form in _FORMS:
        line = pattern.sub(form, line)
    return frozenset(
        word
        for word in line.split()
        if word not in _COMMON and not word.isdigit() and len(word) > 1 and word not in _MONTHS
    )


_MONTHS = frozenset(
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)


def _ranges(text: str) -> set[tuple[str, str]]:
    """Return ranges of years: "2023-25", "23/25" and "2023 to 2025" are the same."""
    return set(re.findall(r"(?<!\d)(?:20)?(\d{2})\s*(?:[-–/]|to)\s*(?:20)?(\d{2})(?![\d/])", text))


def _periods(title: str, published_on: datetime.date | None) -> list[Period]:
    if published_on:
        return [(published_on, published_on)]
    found = [(day.date, day.date) if day.date else day.period for day in dates_in(title)]
    periods = [period for period in found if period]
    if not periods:
        periods = [
            (datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 31))
            for year in re.findall(r"(?<![\d/–-])(20\d{2})(?![\d/–-])", title)
        ]
    return periods


def _agreement(when: list[Period], published_on: datetime.date | None) -> bool | None:
    """Return whether a printed date is the day of publication; None if nothing is printed or known."""
    if not when or published_on is None:
        return None
    return any(first <= published_on <= last for first, last in when)
