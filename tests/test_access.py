"""Request every address with every method in every role, and compare the answers with a table.

forces/people/access.py has the rules. An address without a rule in this table fails. The records are Cleveland's,
and so are the people, except the other office.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from forces.people.access import Reader
from forces.people.calendars import new_address
from forces.people.data_addresses import create_address
from forces.people.models import Role
from forces.people.saved_views import save_view
from recommendations.assurance.models import Assurance
from recommendations.imports.trackers.services import upload_tracker
from recommendations.pages.common import page_pdf
from recommendations.redactions.models import Redaction
from recommendations.register.models import Evidence, Letter, Release, ReleasedItem, Update
from recommendations.register.statuses import Status
from recommendations.responses.models import Commitment
from recommendations.rounds.models import ReturnedWorkbook
from recommendations.rounds.services.rounds import create_round
from tests.cast import NOON, TODAY, Cast, Register
from tests.factories import (
    DocumentFactory,
    PersonFactory,
    ResponseFactory,
    add_update,
    as_reader,
    explained,
    membership,
    published,
)

EVERYONE_WITH_A_ROLE = frozenset(
    {
        "panel member",
        "force contributor",
        "OPCC staff",
        "OPCC approver",
        "other office",
        "auditor",
        "administrator",
    }
)
EVERYONE = EVERYONE_WITH_A_ROLE | {"no role", "anonymous"}
OWN_OFFICE = frozenset({"OPCC staff", "OPCC approver"})
APPROVER = frozenset({"OPCC approver"})
RECORD = OWN_OFFICE | {"force contributor"}
ADMINISTRATOR = frozenset({"administrator"})
NO_OFFICE = frozenset({"the office of a national body"})  # which no one in the cast is
PANEL = frozenset({"panel member"})
OUTSIDE = frozenset({"panel member", "other office", "administrator"})  # they do not see Cleveland's working records
METHODS = ("get", "head", "post", "put", "patch", "delete")
OK = 200
REDIRECT = 302


@dataclass(frozen=True)
class Rule:
    """Who can read an address, and who can post to it. Everyone else is refused."""

    read: frozenset[str] = EVERYONE_WITH_A_ROLE
    post: frozenset[str] = frozenset()
    args: tuple[str, ...] = ()
    answers: frozenset[int] = frozenset({OK, REDIRECT})  # the statuses for those who have access
    hidden_from: frozenset[str] = frozenset()  # 404: they cannot see the record
    public: bool = False  # needs no sign-in
    needs_a_role: bool = True
    takes_any_method: bool = False  # allauth's forms take PUT for POST, and answer the rest like GET


IMPORTS = OWN_OFFICE | {"other office", "administrator"}
NO_CHOICE = "00000000-0000-0000-0000-000000000000"
FORCE_ACTION = ("cleveland", "soteria-2024", "7")
RESPONSE = ("cleveland", "soteria-2024")
BODY_ACTION = ("soteria-joint-unit", "soteria-2024", "4")
ALLAUTH_NAMES = ("account_", "mfa_", "usersessions_", "openid_connect_", "socialaccount_")
ALLAUTH_ANSWERS = frozenset({OK, REDIRECT, 400, 405})
OPEN = Rule(read=EVERYONE, public=True, needs_a_role=False)
ALLAUTH = Rule(
    read=EVERYONE, post=EVERYONE, public=True, needs_a_role=False, answers=ALLAUTH_ANSWERS, takes_any_method=True
)
OWN_ACCOUNT = Rule(
    read=EVERYONE_WITH_A_ROLE | {"no role"},
    post=EVERYONE_WITH_A_ROLE | {"no role"},
    needs_a_role=False,
    answers=ALLAUTH_ANSWERS,
    takes_any_method=True,
)


def _with_downloads(name: str, *args: str, **rule: Any) -> dict[str, Rule]:
    """Return the rules of a page and of its downloads, which have the same readers."""
    return {
        name: Rule(args=args, **rule),
        f"{name}-export": Rule(args=(*args, "csv"), **rule),
        f"{name}-pdf": Rule(args=args, **rule),
    }


RULES: dict[str, Rule] = {
    "home": Rule(),
    "prepare-file": Rule(post=EVERYONE_WITH_A_ROLE, answers=frozenset({405, 422})),  # no address is posted
    "prepared-file": Rule(args=(NO_CHOICE,), answers=frozenset({404})),  # only the person's own
    "prepared-contents": Rule(args=(NO_CHOICE,), answers=frozenset({404})),
    "panel-home": Rule(args=("cleveland",), read=PANEL),
    "panel-home-pdf": Rule(args=("cleveland",), read=PANEL),
    **_with_downloads("dated:overview"),
    **_with_downloads("dated:forces"),
    **_with_downloads("dated:force", "cumbria", hidden_from=frozenset({"auditor"})),
    **_with_downloads("my-work", read=OWN_OFFICE | {"other office"}),
    "my-work": Rule(read=OWN_OFFICE | {"other office"}, post=OWN_OFFICE | {"other office"}),
    **_with_downloads("responses"),
    "search": Rule(),
    **_with_downloads("dated:inspections"),
    **_with_downloads("dated:inspection", "soteria-2024"),
    **_with_downloads("dated:recommendation", "soteria-2024", "7"),
    "published-statements": Rule(args=("soteria-2024", "7")),
    "published-statements-moved": Rule(args=("soteria-2024", "7"), answers=frozenset({301})),
    **_with_downloads("dated:body", "soteria-joint-unit"),
    "dated:force-also-named": Rule(args=("cumbria",), hidden_from=frozenset({"auditor"})),
    **_with_downloads("dated:force-compare", "cleveland", answers=frozenset({OK, 400})),  # 400: a file of no forces
    **_with_downloads("force-changes", "cumbria", hidden_from=frozenset({"auditor"})),
    **_with_downloads("inspection-changes", "soteria-2024"),
    **_with_downloads("body-changes", "soteria-joint-unit"),
    **_with_downloads("log", read=OWN_OFFICE | {"other office", "auditor"}),
    **_with_downloads("access-log", read=frozenset({"auditor", "administrator"})),
    "office-settings": Rule(args=("pcc-cleveland",), read=OWN_OFFICE, post=OWN_OFFICE),
    "office-template": Rule(args=("pcc-cleveland", "letter"), read=OWN_OFFICE, post=OWN_OFFICE),
    "office-template-preview": Rule(args=("pcc-cleveland", "letter"), read=OWN_OFFICE, answers=frozenset({404})),
    "response-document": Rule(args=(*RESPONSE, "letter", "html"), read=OWN_OFFICE),
    "publication-document": Rule(args=(*RESPONSE, "1", "web", "html")),
    "force-action": Rule(args=FORCE_ACTION, post=RECORD),
    "force-action-pdf": Rule(args=FORCE_ACTION),
    # the office recorded this update, and a contributor can retract only their own
    "force-assign": Rule(args=FORCE_ACTION, read=OWN_OFFICE, post=OWN_OFFICE),
    "force-comment": Rule(args=FORCE_ACTION, read=OWN_OFFICE, post=OWN_OFFICE),
    "force-correct": Rule(args=(*FORCE_ACTION, "UPDATE"), read=OWN_OFFICE, post=OWN_OFFICE),
    "force-retract": Rule(args=(*FORCE_ACTION, "UPDATE"), read=OWN_OFFICE, post=OWN_OFFICE),
    "force-evidence": Rule(args=(*FORCE_ACTION, "EVIDENCE")),
    "body-action": Rule(args=BODY_ACTION, post=ADMINISTRATOR),
    "body-action-pdf": Rule(args=BODY_ACTION),
    "body-assign": Rule(args=BODY_ACTION, read=NO_OFFICE, post=NO_OFFICE),
    "body-comment": Rule(args=BODY_ACTION, read=NO_OFFICE, post=NO_OFFICE),
    "body-correct": Rule(args=(*BODY_ACTION, "BODY UPDATE"), read=ADMINISTRATOR, post=ADMINISTRATOR),
    "body-retract": Rule(args=(*BODY_ACTION, "BODY UPDATE"), read=ADMINISTRATOR, post=ADMINISTRATOR),
    "body-evidence": Rule(args=(*BODY_ACTION, "BODY EVIDENCE")),
    # 409: the test posts nothing over what is written there, and gets both versions
    "response": Rule(args=RESPONSE, post=OWN_OFFICE, answers=frozenset({OK, REDIRECT, 409})),
    "response-decision": Rule(args=RESPONSE, read=OWN_OFFICE, post=OWN_OFFICE),
    "response-joint": Rule(args=RESPONSE, read=OWN_OFFICE, post=OWN_OFFICE),
    "response-invitation": Rule(args=RESPONSE, read=OWN_OFFICE, post=OWN_OFFICE),
    "response-comments": Rule(args=RESPONSE, read=RECORD, post=RECORD),
    "response-comments-document": Rule(args=RESPONSE, read=OWN_OFFICE),
    "response-comments-read": Rule(args=RESPONSE, read=OWN_OFFICE, post=OWN_OFFICE),
    "commitment": Rule(args=(*RESPONSE, "COMMITMENT"), read=OWN_OFFICE, post=OWN_OFFICE),
    "response-precedents": Rule(args=(*RESPONSE, "7")),
    "response-submit": Rule(args=RESPONSE, read=OWN_OFFICE, post=OWN_OFFICE),
    "response-approval": Rule(args=RESPONSE, read=APPROVER, post=APPROVER),
    "response-published-elsewhere": Rule(args=RESPONSE, read=APPROVER, post=APPROVER),
    "response-publish": Rule(args=RESPONSE, read=OWN_OFFICE, post=APPROVER),
    "response-sendings": Rule(args=RESPONSE, read=OWN_OFFICE, post=OWN_OFFICE),
    "publication": Rule(args=(*RESPONSE, "1")),
    "publication-file": Rule(args=(*RESPONSE, "1")),
    "duties": Rule(args=("cleveland",), read=OWN_OFFICE, hidden_from=OUTSIDE),
    "duty-new": Rule(args=("cleveland",), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "duty": Rule(args=("cleveland", "DUTY"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "duty-edit": Rule(args=("cleveland", "DUTY"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "duty-remove": Rule(args=("cleveland", "MISTAKEN DUTY"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "assurance": Rule(args=("cleveland",), read=OWN_OFFICE, hidden_from=OUTSIDE),
    "assurance-new": Rule(args=("cleveland",), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "assurance-retract": Rule(args=("cleveland", "ASSURANCE"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "redactions": Rule(args=("cleveland",), read=OWN_OFFICE, hidden_from=OUTSIDE),
    "redaction-new": Rule(args=("cleveland", "UPDATE"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "redaction": Rule(args=("cleveland", "REDACTION"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "choose": Rule(args=("cleveland",), read=RECORD, hidden_from=OUTSIDE),
    "bulk-update": Rule(args=("cleveland",), read=RECORD, post=RECORD, hidden_from=OUTSIDE),
    "project": Rule(args=("cleveland",), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "letters": Rule(args=("cleveland",), read=RECORD | {"auditor"}, hidden_from=OUTSIDE),
    "letter-new": Rule(args=("cleveland",), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "letter-read": Rule(args=("cleveland",), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "letter": Rule(args=("cleveland", "LETTER"), read=RECORD | {"auditor"}, hidden_from=OUTSIDE),
    "letter-file": Rule(args=("cleveland", "LETTER")),
    "letter-retract": Rule(args=("cleveland", "LETTER"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    # a person with a force is sent on to it; the auditor and others have none
    "imports": Rule(read=IMPORTS, post=IMPORTS, hidden_from=EVERYONE_WITH_A_ROLE - IMPORTS),
    "import-upload": Rule(args=(NO_CHOICE,), answers=frozenset({404})),  # only the person's own
    "import-pass-on": Rule(args=(NO_CHOICE,), post=EVERYONE_WITH_A_ROLE, answers=frozenset({404, 405})),
    "import-response": Rule(args=(NO_CHOICE,), post=EVERYONE_WITH_A_ROLE, answers=frozenset({404, 405})),
    "tracker-imports": Rule(args=("cleveland",), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "tracker-import": Rule(args=("cleveland", "IMPORT"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    # 409: the test confirms nothing that it was shown
    "tracker-preview": Rule(
        args=("cleveland", "IMPORT"),
        read=OWN_OFFICE,
        post=OWN_OFFICE,
        answers=frozenset({OK, 409}),
        hidden_from=OUTSIDE,
    ),
    "tracker-place": Rule(
        args=("cleveland", "IMPORT", "nothing"),  # no row of the file
        read=OWN_OFFICE,
        post=OWN_OFFICE,
        answers=frozenset({404}),
        hidden_from=OUTSIDE,
    ),
    "tracker-rows": Rule(args=("cleveland", "IMPORT"), read=OWN_OFFICE, hidden_from=OUTSIDE),
    "tracker-file": Rule(args=("cleveland", "IMPORT"), read=OWN_OFFICE, hidden_from=OUTSIDE),
    # the file goes with the first who deletes it, and was not imported, so it cannot be undone
    "tracker-undo": Rule(args=("cleveland", "IMPORT"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "tracker-discard": Rule(args=("cleveland", "IMPORT"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "leads": Rule(args=("cleveland",), read=RECORD | {"auditor"}, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "leads-change": Rule(args=("cleveland",), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "leads-hand-over": Rule(args=("cleveland",), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    # 404 for its office too, as nothing was reorganised
    "handover": Rule(args=("cleveland", "docx"), read=OWN_OFFICE, answers=frozenset({404}), hidden_from=OUTSIDE),
    "rounds": Rule(args=("cleveland",), read=OWN_OFFICE, hidden_from=OUTSIDE),
    "round-new": Rule(args=("cleveland",), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    # 404, 409: the test presses no button and ticks nothing
    "round": Rule(
        args=("cleveland", "ROUND"),
        read=OWN_OFFICE,
        post=OWN_OFFICE,
        answers=frozenset({OK, 404}),
        hidden_from=OUTSIDE,
    ),
    "round-workbook": Rule(args=("cleveland", "ROUND", "REQUEST"), read=OWN_OFFICE, hidden_from=OUTSIDE),
    "round-workbooks": Rule(args=("cleveland", "ROUND"), read=OWN_OFFICE, hidden_from=OUTSIDE),
    "round-uploads": Rule(args=("cleveland", "ROUND"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "round-workbook-file": Rule(args=("cleveland", "ROUND", "RETURN"), read=OWN_OFFICE, hidden_from=OUTSIDE),
    "round-review": Rule(
        args=("cleveland", "ROUND"),
        read=OWN_OFFICE,
        post=OWN_OFFICE,
        answers=frozenset({OK, 409}),
        hidden_from=OUTSIDE,
    ),
    "round-reply": Rule(
        args=("cleveland", "ROUND", "RETURNED ROW"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE
    ),
    "releases": Rule(args=("cleveland",), read=OWN_OFFICE, hidden_from=OUTSIDE),
    "release-new": Rule(args=("cleveland",), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "release": Rule(args=("cleveland", "RELEASE"), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    # no one in this test has selected anything: the page redirects to the list
    "release-preview": Rule(args=("cleveland", NO_CHOICE), read=OWN_OFFICE, post=OWN_OFFICE, hidden_from=OUTSIDE),
    "help": OPEN,
    "accessibility": OPEN,
    "health": OPEN,
    "account": Rule(read=EVERYONE_WITH_A_ROLE | {"no role"}, needs_a_role=False),
    "calendars": Rule(post=EVERYONE_WITH_A_ROLE),
    "calendar-feed": Rule(args=("CALENDAR",), read=EVERYONE, public=True, needs_a_role=False),
    "data-addresses": Rule(post=EVERYONE_WITH_A_ROLE),
    "data-table": Rule(args=("DATA", "csv"), read=EVERYONE, public=True, needs_a_role=False),
    "saved-views": Rule(post=EVERYONE_WITH_A_ROLE),
    # the view belongs to the office: no one else can see it
    "saved-view-delete": Rule(args=("VIEW",), post=EVERYONE_WITH_A_ROLE, answers=frozenset({REDIRECT, 404, 405})),
    "account_login": ALLAUTH,
    "account_logout": ALLAUTH,
    "account_signup": ALLAUTH,
    "account_inactive": ALLAUTH,
    "account_reset_password": ALLAUTH,
    "account_reset_password_done": ALLAUTH,
    "account_reset_password_from_key": Rule(
        read=EVERYONE,
        post=EVERYONE,
        public=True,
        needs_a_role=False,
        args=("1", "set-password"),
        answers=ALLAUTH_ANSWERS,
        takes_any_method=True,
    ),
    "account_reset_password_from_key_done": ALLAUTH,
    "account_reauthenticate": OWN_ACCOUNT,
    "account_change_password": OWN_ACCOUNT,
    "passkey": OPEN,
    "join": Rule(
        args=("not-a-link-that-works",),
        read=EVERYONE,
        post=EVERYONE,
        public=True,
        needs_a_role=False,
        answers=frozenset({410}),
    ),
    "people": Rule(args=("pcc-cleveland",), read=OWN_OFFICE | ADMINISTRATOR),
    "people-invite": Rule(args=("pcc-cleveland",), read=APPROVER | ADMINISTRATOR, post=APPROVER | ADMINISTRATOR),
    **{
        # the role is the contributor's of Cleveland: only an administrator can end it
        f"people-{name}": Rule(args=("cleveland", "ROLE"), read=ADMINISTRATOR, post=ADMINISTRATOR)
        for name in ("link", "reset", "end")
    },
    "usersessions_list": OWN_ACCOUNT,
    # these need a sign-in that is half done, a second factor or a passkey of one's own: 404 without it
    **{
        f"mfa_{name}": replace(OWN_ACCOUNT, answers=ALLAUTH_ANSWERS | {404})
        for name in (
            *("index", "reauthenticate", "activate_totp", "deactivate_totp", "list_webauthn", "add_webauthn"),
            *("reauthenticate_webauthn", "view_recovery_codes", "generate_recovery_codes", "download_recovery_codes"),
        )
    },
    **{
        f"mfa_{name}_webauthn": replace(OWN_ACCOUNT, args=("1",), answers=ALLAUTH_ANSWERS | {404})
        for name in ("edit", "remove")
    },
    # no provider is configured
    **{
        f"openid_connect_{name}": replace(ALLAUTH, args=("organisation",), answers=frozenset({404}))
        for name in ("login", "callback")
    },
    "socialaccount_login_cancelled": ALLAUTH,
    "socialaccount_login_error": replace(ALLAUTH, answers=ALLAUTH_ANSWERS | {401}),
    "mfa_authenticate": ALLAUTH,
    "mfa_login_webauthn": ALLAUTH,
    "account_set_password": OWN_ACCOUNT,
}


def _addresses(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            within = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _addresses(entry, within)
        else:
            yield ":".join((*namespaces, entry.name or f"without a name: {entry.pattern}")), entry


ADDRESSES = dict(_addresses(get_resolver()))
OURS = sorted(name for name in ADDRESSES if not name.startswith("admin:"))


@pytest.fixture(autouse=True)
def _on_3_march_2025() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ids(history: Register, cast: Cast) -> dict[str, str]:
    """The ids for the words in capitals in the rules: updates and files of Cleveland and of the national body.

    Cleveland's response to Soteria is published once; its force was invited to comment, and a document came.
    """
    response = ResponseFactory(force=history.cleveland, inspection=history.soteria, invited=True)
    response.comments_document.save("comments.pdf", ContentFile(b"%PDF-"))
    document = DocumentFactory(inspection=history.soteria)
    document.file.save("form.pdf", ContentFile(b"%PDF-"))
    published(response, datetime.date(2024, 10, 9), document=document)
    promise = Commitment.objects.create(
        body=history.pcc_cleveland,
        explanation=explained(response, history.rec_7),
        what="We shall ask.",
        due_on=datetime.date(2025, 6, 30),
    )
    office = as_reader(cast.office, TODAY)
    ids = {
        "COMMITMENT": str(promise.pk),
        **_duties(history),
        **_round(history, office),
        "ASSURANCE": str(
            Assurance.objects.create(
                action=history.actions[("cleveland", "7")],
                dated_on=TODAY,
                level="assured",
                looked_at="Files.",
                recorded_at=NOON,
                recorded_by=cast.office,
                submission_key=uuid.uuid4(),
            ).pk
        ),
        "DATA": create_address(name="Late", path="/forces/cumbria/", query="", by=cast.office)[1],
        "CALENDAR": new_address(force=history.cumbria, by=office).token,
        "IMPORT": str(_tracker(history, office)),
        "ROLE": str(membership(PersonFactory(), Role.FORCE_CONTRIBUTOR, history.cleveland).pk),
        "VIEW": str(save_view(name="Late", path="/overview/", query="", by=cast.office).pk),
    }
    release = Release.objects.create(
        holder=history.cleveland,
        audience="panel",
        recorded_at=NOON,
        recorded_by=cast.office,
        submission_key=uuid.uuid4(),
    )
    ids["RELEASE"] = str(release.pk)
    letter = Letter(
        holder=history.cleveland, sender="HMICFRS", dated_on=TODAY, recorded_at=NOON, recorded_by=cast.office
    )
    letter.file.save("letter.pdf", ContentFile(b"%PDF-"), save=False)
    letter.save()
    add_update(history.actions[("cleveland", "5")], Status.IN_PROGRESS, TODAY, letter=letter)
    ids["LETTER"] = str(letter.pk)
    for word, key in (("", ("cleveland", "7")), ("BODY ", ("soteria-joint-unit", "4"))):
        update = Update.objects.create(
            action=history.actions[key],
            status="in-progress",
            effective_on=datetime.date(2025, 3, 1),
            recorded_at=NOON,
            recorded_by=cast.office,
            said_by="force",
            audience="public",
            submission_key=uuid.uuid4(),
        )
        evidence = Evidence(update=update, kind="file", file_name="minutes.pdf", checksum="0" * 64)
        evidence.file.save("minutes.pdf", ContentFile(b"%PDF-"))
        ids |= {f"{word}UPDATE": str(update.pk), f"{word}EVIDENCE": str(evidence.pk)}
    asked = Redaction.objects.create(
        update_id=int(ids["UPDATE"]),
        evidence_id=int(ids["EVIDENCE"]),
        reason="Names",
        requested_by=cast.office,
        requested_at=NOON,
        submission_key=uuid.uuid4(),
    )
    ids["REDACTION"] = str(asked.pk)
    ReleasedItem.objects.create(release=release, update_id=int(ids["UPDATE"]), audience_after="panel")
    return ids


def _round(register: Register, office: Reader) -> dict[str, str]:
    """A round of Cleveland with one workbook returned and one answer."""
    created = create_round(
        holder=register.cleveland,
        actions=[register.actions[("cleveland", "7")]],
        reply_by=TODAY,
        email_text="Dear [lead]",
        by=office,
        submission_key=uuid.uuid4(),
    )
    asked = created.requests.get()
    returned = ReturnedWorkbook(
        round=created, file_name="x.xlsx", size=2, checksum="0" * 64, received_on=TODAY, uploaded_at=NOON
    )
    returned.uploaded_by = office.person
    returned.file.save("x.xlsx", ContentFile(b"PK"), save=False)
    returned.save()
    cells = [{"heading": "What has been done", "text": "Some.", "column": "words", "written": True}]
    row = returned.rows.create(sheet="Replies", number=3, requested=asked.rows.get(), cells=cells)
    found = {"ROUND": created, "REQUEST": asked, "RETURN": returned, "RETURNED ROW": row}
    return {word: str(record.pk) for word, record in found.items()}


def _tracker(register: Register, office: Reader) -> int:
    """A tracker of Cleveland's that was uploaded."""
    rows = ["Ref,Recommendation,Status", "Rec 7,Identify suspects,Complete", "Rec 5,Use the definition,In progress"]
    contents = "\n".join(rows).encode()
    return upload_tracker(force=register.cleveland, contents=contents, name="tracker.csv", by=office).pk


def _duties(register: Register) -> dict[str, str]:
    due = datetime.date(2025, 6, 30)
    created = [
        Commitment.objects.create(body=register.cleveland, kind="duty", what="A plan.", due_on=due) for _ in "ab"
    ]
    return dict(zip(("DUTY", "MISTAKEN DUTY"), (str(duty.pk) for duty in created), strict=True))


def _expected(rule: Rule, role: str, method: str) -> frozenset[int]:
    if role == "anonymous" and not rule.public:
        return frozenset({REDIRECT})
    if role == "no role" and rule.needs_a_role:
        return frozenset({403})
    if role in rule.hidden_from:
        return frozenset({404, 405}) if method not in ("get", "head") else frozenset({404})
    if method in ("get", "head"):
        return rule.answers if role in rule.read else frozenset({403})
    if rule.post and (method == "post" or rule.takes_any_method):
        return rule.answers if role in rule.post else frozenset({403})
    return frozenset({405})


def _methods(rule: Rule, role: str) -> tuple[str, ...]:
    """Return the methods that this role tries: HEAD makes the whole page again, so one of its readers tries it."""
    readers = sorted(rule.read - rule.hidden_from)
    return tuple(method for method in METHODS if method != "head" or role not in readers[1:])


def _client(role: str, cast: Cast) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(cast.by_role()[role])
    return client


def _answer(client: Client, method: str, address: str) -> HttpResponse:
    response: HttpResponse = getattr(client, method)(address)
    for close in response._resource_closers:  # a file that is sent; response.close() would shut the database too
        close()
    return response


def _status(client: Client, method: str, address: str) -> int:
    return _answer(client, method, address).status_code


def test_every_address_has_a_rule() -> None:
    assert sorted(RULES) == OURS


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_a_role_gets_the_answers_in_the_table(
    role: str, ids: dict[str, str], cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_pdf, "pdf_of", lambda page, address: b"%PDF-")  # this test is about access
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False  # one client sends the requests of many people
    wrong = {}
    client = _client(role, cast)
    for name, rule in RULES.items():
        address = reverse(name, args=[ids.get(arg, arg) for arg in rule.args])
        for method in _methods(rule, role):
            answer = _answer(client, method, address)
            if answer.status_code not in _expected(rule, role, method):
                wrong[name, method] = (answer.status_code, sorted(_expected(rule, role, method)))
            if role != "anonymous" and not name.startswith(ALLAUTH_NAMES):
                assert answer["Cache-Control"] == "private, no-store", (name, method)
            if name.startswith(ALLAUTH_NAMES):
                client = _client(role, cast)  # some of these sign the person out
    assert not wrong


@pytest.mark.django_db
def test_no_address_answers_before_a_second_step_is_set_up(ids: dict[str, str], cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = "everyone"
    client, answered = _client("OPCC approver", cast), set()
    for name, rule in RULES.items():
        address = reverse(name, args=[ids.get(arg, arg) for arg in rule.args])
        for method in () if rule.public or name.startswith("mfa_") else ("get", "post"):
            if _answer(client, method, address).get("Location") != "/account/second-step/":
                answered.add(name)
    assert answered == {"account_reauthenticate"}
    client = _client("administrator", cast)
    led_to = {_answer(client, "get", address_in_admin(name)).get("Location") for name in ADMIN}
    assert led_to == {"/account/second-step/", "/admin/"}  # the latter by the sign-in page of the administration


ADMIN = sorted(name for name in ADDRESSES if name.startswith("admin:") and "without a name" not in name)


def test_only_two_admin_addresses_have_no_name() -> None:
    """They are Django's: the old address of a change page, and the page for unknown addresses."""
    nameless = {name.removeprefix("admin:without a name: ") for name in ADDRESSES if "without a name" in name}
    assert nameless == {"<path:object_id>/", "(?P<url>.*)$"}


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(EVERYONE - ADMINISTRATOR))
def test_the_admin_refuses(role: str, history: Register, cast: Cast) -> None:
    client = _client(role, cast)
    answers = {name: {_status(client, method, address_in_admin(name)) for method in ("get", "post")} for name in ADMIN}
    admitted = {name: found for name, found in answers.items() if not found <= {REDIRECT, 403}}
    assert not admitted


@pytest.mark.django_db
def test_administrators_can_open_the_admin_but_it_has_no_page_for_updates(history: Register, cast: Cast) -> None:
    """A missing record answers with a redirect, and a missing right with 403: no one can add or delete updates."""
    client = _client("administrator", cast)
    broken = {name: status for name in ADMIN if (status := _status(client, "get", address_in_admin(name))) >= 500}
    assert not broken
    assert client.get("/admin/").status_code == OK
    closed_records = ("update", "words", "evidence", "position", "partdone", "letter", "unsavedform", "unsavedfile")
    assert not [name for name in ADMIN if name.split("_")[1:2] and name.split("_")[1] in closed_records]


def address_in_admin(name: str) -> str:
    pattern = ADDRESSES[name].pattern
    keys = pattern.converters or dict.fromkeys((getattr(pattern, "regex", None) and pattern.regex.groupindex) or ())
    return reverse(name, kwargs={key: _SAMPLES.get(key, "1") for key in keys})


_SAMPLES = {"content_type_id": 1, "app_label": "forces", "url": "x"}
