"""What the heading of a column says that the column holds."""

from __future__ import annotations

import re
from enum import StrEnum

from recommendations.reading.trackers.printed_dates import FoundDate, only_date


class Meaning(StrEnum):
    """What a column holds. The values are what a person chooses from."""

    INSPECTION = "inspection"
    PUBLISHED = "published"
    KIND = "kind"
    REFERENCE = "reference"
    PARENT = "parent"
    PART = "part"
    TEXT = "text"
    SHORT_TITLE = "short title"
    ADDRESSEE = "addressee"
    FORCE = "force"
    LEAD = "lead"
    DEADLINE = "deadline"
    DEADLINE_WORDING = "deadline wording"
    REVISED_DEADLINE = "revised deadline"
    REVISED_BY = "revised by"
    REASON = "reason"
    LOCAL_TARGET = "local target"
    STATUS = "status"
    COLOUR = "colour"
    PER_CENT = "per cent"
    ACCEPTANCE = "acceptance"
    RESPONSE = "response"
    UPDATE = "update"
    UPDATE_DATE = "update date"
    UPDATE_BY = "update by"
    OLDER_UPDATE = "older update"
    OFFICE_COMMENT = "office comment"
    EVIDENCE = "evidence"
    CLOSED_ON = "closed on"
    CLOSED_BY = "closed by"
    CLOSING_LEVEL = "closing level"
    ELSEWHERE = "reference elsewhere"
    NOTE = "note"
    IGNORED = "ignored"


_ITEM = r"(?:recomm?endations?|recs?|afis?|areas? for improvement|actions? required|findings?)"
# The first that fits counts. Each is compared with the heading in lower case, without what is in brackets.
_HEADINGS = [
    (
        Meaning.IGNORED,
        r"days (?:over|late|to .*|overdue|remaining|left)|created(?: on| date)?|start(?: date)?|row|check",
    ),
    (
        Meaning.NOTE,
        r".*e-?mail.*|theme|core question|workstream|project|work ?package|question|sro|exec(?:utive)? lead"
        r"|senior responsible.*|status then|what was said then|last update|.*recommendation to .*"
        r"|governance(?: board)?|.*\bboard|priority|strand|review date|page|para(?:graph)?|year|inspection date"
        r"|(?:chief officer|strategic) lead|exec(?:utive)? sponsor|business area|department|directorate|impact"
        r"|benefits?|what does good look like|success (?:measures?|criteria)|deliverables?|milestones?"
        r"|questions? for (?:the )?force|(?:hmicfrs|hmi) feedback|outstanding actions?|action plan|area"
        r"|category of .*|.*response (?:required|due)|sub ref|heading",
    ),
    (
        Meaning.ACCEPTANCE,
        r"accept(?:ed|ance)\??|do (?:we|you) accept\??|agreed\??|accept.*reject.*",
    ),
    (
        Meaning.RESPONSE,
        r".*(?:response|comments?|says).*(?:s\.? ?55|section 55|statutory).*"
        r"|(?:the )?(?:p?pcc|p?fcc|commissioner|mayor)(?:['’]?s)? (?:says|response|comments?)"
        r"|(?:the )?(?:chief|cc|chief constable|chief officer)(?:['’]?s)? (?:says|response|comments?)",
    ),
    (
        Meaning.OFFICE_COMMENT,
        r"(?:opcc|office|our|pcc|opfcc)(?:['’]?s)? (?:comments?|line|view|notes?|assurance|assessment|opinion)"
        r"|assurance|office(?:['’]s)? comments?|commentary by the office"
        r"|(?:opcc|pcc|office|our) (?:scrutiny|update|oversight).*|scrutiny(?: comments?)?"
        r"|(?:level of assurance|assurance(?: level| rating)?)|commissioner['’]?s (?:view|assessment|assurance)",
    ),
    (
        Meaning.REVISED_BY,
        r"(?:revised|extended|changed|agreed|date set) by(?: \d)?|who (?:agreed|revised).*"
        r"|(?:extension|revision|new date|revised date|change)s? (?:agreed|approved|set|made|authorised) (?:by"
        r"|with)",
    ),
    (
        Meaning.REASON,
        r"reasons?(?: for .*)?|why.*(?:changed|revised|late).*",
    ),
    (
        Meaning.REVISED_DEADLINE,
        r"(?:revised|new|extended|amended|updated)(?: \w+)? (?:deadline|date|target|due date)(?: ?\d)?|revised"
        r"|extension|extended to|(?:due |target )?(?:date|deadline|target) (?:revised|extended)(?: to)?"
        r"|revised (?:completion|target|due|delivery)(?: date)?"
        r"|(?:current|latest|agreed|extended) (?:deadline|due date|target|target date|date)",
    ),
    (
        Meaning.DEADLINE_WORDING,
        r".*(?:deadline|timescale|due).*wording.*|timescales?",
    ),
    (
        Meaning.LOCAL_TARGET,
        r"(?:force|local|internal|our|own) (?:target|deadline|date|timescale)s?|forecast.*|expected.*"
        r"|timescale force|when\??|(?:est|estimated|planned) completion.*"
        r"|(?:target )?(?:completion|delivery|implementation|end) (?:target|date due)|target completion(?: date)?"
        r"|(?:delivery|implementation|end|forecast|expected|estimated)(?: completion)? date|date for completion"
        r"|timeline|timeframe",
    ),
    (
        Meaning.CLOSED_ON,
        r"(?:closed|completed?|completion|closure|done|discharged|signed off)(?: ?(?:on|date))?"
        r"|date (?:of )?(?:closed|closure|completed|completion)|date (?:signed off|discharged|approved)"
        r"|signed off(?: on)?|closure date|date completed",
    ),
    (
        Meaning.CLOSED_BY,
        r"(?:closed|approved|signed off|discharged|closure|confirmed) by|how (?:do )?we know|closed how",
    ),
    (
        Meaning.CLOSING_LEVEL,
        r"(?:closing |closure )?level|grading|closure route|(?:hmicfrs |hmi )?(?:closing|closure) level"
        r"|level of closure",
    ),
    (
        Meaning.UPDATE_DATE,
        r"(?:latest |last )?(?:update|note|progress|comment)s? (?:date|on)"
        r"|date(?: of)?(?: latest| last)? (?:update|note)|date|last updated|updated(?: on)?|date updated"
        r"|date of (?:the )?(?:latest |last )?(?:update|entry|comment)",
    ),
    (
        Meaning.UPDATE_BY,
        r"(?:update|note|updated|comment|reported|received)(?:d)? (?:(?:provided|given|supplied|made) )?"
        r"(?:by|from)|heard from|who said|source of update",
    ),
    (
        Meaning.OLDER_UPDATE,
        r"(?:previous|earlier|older|past|historic\w*|prior) (?:updates?|notes?|progress|comments?)"
        r"|(?:update )?history|archive.*|audit trail|log|chronology",
    ),
    (
        Meaning.DEADLINE,
        r"deadlines?(?: date)?|due(?: date| by)?|by(?: when)?|target(?:s| date)?"
        r"|(?:hmicfrs|hmi) (?:deadline|date|target|timescale)|(?:timescale|deadline|target) (?:hmicfrs|hmi)"
        r"|target \(?hmi(?:cfrs)?\)?|completion due|when due|original (?:deadline|date|target)"
        r"|original (?:due|target)(?: date)?|(?:hmicfrs|hmi)(?: due| target)? date"
        r"|deadline for (?:completion|action)|response date|required by",
    ),
    (
        Meaning.PER_CENT,
        r"%.*|.*per ?cent.*|.*percentage.*|progress %",
    ),
    (
        Meaning.COLOUR,
        r"b?rag(?:b)?(?: status| rating)?|rating|colour"
        r"|(?:overall|status|current|force|latest) b?rag(?: status| rating)?|rag status.*",
    ),
    (
        Meaning.STATUS,
        r"(?!latest position)(?:current |overall |final |latest )?(?:status|position|state|outcome)(?: now)?"
        r"|where (?:is|does) it stand\??|stage|open ?/ ?closed|closed\?"
        r"|(?:force|action|implementation|delivery|progress|opcc) status|complete\?|is it (?:complete|closed)\?"
        r"|statws",
    ),
    (
        Meaning.EVIDENCE,
        r"(?:supporting )?evidence.*|papers?|links?|documents?|proof|plan on a page|letters?|attachments?"
        r"|where (?:is )?the evidence.*|supporting (?:docs?|documents?|documentation|information)|where evidenced"
        r"|evidence(?:d)? by",
    ),
    (
        Meaning.UPDATE,
        r".*\bupdates?\b.*"
        r"|(?:force |current |latest |recent )?(?:progress|position statement|commentary|comments?|notes"
        r"|narrative|action taken)"
        r"|what (?:we|they|the force) (?:have |has )?(?:done|said|did).*|what has been done.*"
        r"|force (?:says|response|comments?|position)|final comments?|where are we.*"
        r"|initial (?:action plan )?response|actions? (?:taken|to date)|latest(?: (?:from|position|news).*)?"
        r"|(?:latest|last|previous) notes?|progress to date|summary of progress"
        r"|(?:summary of )?activity(?: to date)?|position as at.*|(?:current|latest) (?:situation|activity)"
        r"|work (?:done|undertaken|to date)|what (?:has|have) (?:been done|happened).*|diweddariad",
    ),
    (
        Meaning.UPDATE_DATE,
        r"received(?: on)?|as at|position (?:date|as at)",
    ),
    (
        Meaning.NOTE,
        r"note|local actions?|actions?(?: planned)?|next steps?|risks?|remarks?|what next.*",
    ),
    (
        Meaning.ELSEWHERE,
        r"(?:hmicfrs|hmi|register|system|portal|action|4action|pentana|risk|datix|jira|unique|task) (?:id|no\.?"
        r"|number|ref(?:erence)?\.?)"
        r"|id|urn|uid|(?:hmicfrs|hmi|portal|register|system) status",
    ),
    (
        Meaning.PARENT,
        r"parent(?: .*)?|part of|belongs to",
    ),
    (
        Meaning.PUBLISHED,
        r"(?:date )?published(?: on| date)?|publication(?: date)?|date of (?:publication|report)|report date",
    ),
    (
        Meaning.KIND,
        r"type|kind|category|(?:recommendation|item) type|rec ?/ ?afi|type of (?:recommendation|finding|item)"
        r"|rec type",
    ),
    (
        Meaning.PART,
        r"(?:sub|part)[ -]?(?:recommendations?|recs?|no\.?|actions?|s)?/?",
    ),
    (
        Meaning.REFERENCE,
        rf"(?:{_ITEM} )?(?:no|nos|num|number|ref|refs|reference|id)\.?|(?:source|report) (?:ref|reference|no)\.?"
        rf"|ref(?:erence)?\.? in (?:the )?report|#|item|{_ITEM}(?: / afi)? (?:ref|no|number)\.?"
        r"|ref(?:erence)?\.? (?:no|number)\.?|item (?:no|number)\.?|cyfeirnod|cyf",
    ),
    (
        Meaning.SHORT_TITLE,
        r"(?:short )?title|subject|headline|summary",
    ),
    (
        Meaning.TEXT,
        rf"{_ITEM}(?: ?/ ?{_ITEM})?(?: (?:(?:number|no\.?|ref) and )?(?:text|wording|summary|detail))?"
        r"|(?:full )?text|description|wording|detail|ask|(?:hmicfrs|hmi)(?:['’]s)? (?:wording|text|words)"
        rf"|what was recommended.*|recommendation made|{_ITEM} / {_ITEM} text|requirement"
        r"|(?:details?|description|wording) of (?:the )?(?:recommendation|afi|action|requirement)s?"
        r"|(?:recommendation|afi)s? details?|causes? of concern(?: ?/ ?recommendations?)?"
        r"|recommendation, afi or cause of concern|argymhelliad",
    ),
    (
        Meaning.INSPECTION,
        r"(?:name of )?(?:inspection|report|source|thematic|publication|moved from)(?: (?:name|title))?"
        r"|inspection ?/ ?report|report title|source of (?:the )?(?:recommendation|action|item)s?"
        r"|(?:hmicfrs|hmics?|hmi|inspection) (?:report|publication|area|topic)"
        r"|source document|inspection (?:programme|theme)",
    ),
    (
        Meaning.ADDRESSEE,
        r"for(?: whom)?|addressed to|addressees?|responsible body|organisations?|who for|recipients?|for action by"
        r"|applies to|agenc(?:y|ies)|service|fire ?/ ?police|police ?/ ?fire|directed (?:at|to)",
    ),
    (
        Meaning.FORCE,
        r"forces?(?: area)?",
    ),
    (
        Meaning.LEAD,
        r"(?:force |business |strategic |tactical |operational |action |senior )?(?:lead|owner)(?: officer)?s?"
        r"|who\??|(?:rec\.? )?owner|responsible(?: (?:person|officer))?|assigned to|post ?holder|lead officer"
        r"|(?:force )?spoc|accountable (?:officer|person)|(?:action|recommendation|rec) (?:owner|lead)|arweinydd",
    ),
]
_COMPILED = [(meaning, re.compile(pattern)) for meaning, pattern in _HEADINGS]
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def meaning_of(heading: str, above: str = "") -> Meaning | None:
    """Return what a heading says, with the merged heading above it where it is under one; None if nothing."""
    if period_of(heading, above):
        return Meaning.UPDATE  # a column for a month, a quarter or a day
    whole = f"{above} {heading}" if above else heading
    for plain in dict.fromkeys([_without_marks(whole), plain_heading(whole), plain_heading(heading)]):
        for meaning, pattern in _COMPILED:
            if plain and pattern.fullmatch(plain):
                return meaning
    return None


def period_of(heading: str, above: str = "") -> FoundDate | None:
    """Return the day, month or quarter that a heading is, also "Q1" under "2025/26" and "Jan" under "2026"."""
    return only_date(heading) or (only_date(f"{heading} {above}") if above else None)


def _without_marks(heading: str) -> str:
    return " ".join(re.sub(r"[()\[\]:*]", " ", heading.casefold()).split())


def plain_heading(heading: str) -> str:
    """Return a heading in lower case on one line, without what is in brackets and marks at its end."""
    text = " ".join(heading.replace("\N{NO-BREAK SPACE}", " ").casefold().split())
    return (_BRACKETS.sub("", text).strip(" :*") or text).strip()
