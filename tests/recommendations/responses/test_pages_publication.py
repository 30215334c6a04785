"""Publishing, the permanent page of what was published, and the copies to the Home Secretary and HMICFRS."""

import datetime

import pytest
from django.test import Client

from recommendations.register.models import Document
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import OfficeSettings, Publication, Response, Sending
from recommendations.responses.services.approving import approve, submit
from tests.cast import Cast, Register
from tests.factories import complete, explained, published
from tests.reading import words_of
from tests.recommendations.responses.conftest import DAY_41, Readers
from tests.recommendations.responses.test_pages_steps import boxes, signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/forces/cleveland/responses/soteria-2024/"
FIRST = f"{ADDRESS}published/1/"
SIGNED = {"signatory_name": "D. Deputy", "signatory_title": "Deputy Commissioner"}
TO_DAY_41 = {**boxes("published_on", "2024-10-01"), **SIGNED}


@pytest.fixture
def office(cast: Cast) -> Client:
    return signed_in(cast.office)


@pytest.fixture
def approver(cast: Cast) -> Client:
    return signed_in(cast.approver)


def approved(response: Response, readers: Readers, reason: str = "") -> Response:
    submit(response=response, by=readers.office)
    digest = content_of(response, DAY_41).digest
    approve(response=response, digest=digest, incomplete_reason=reason, by=readers.approver)
    return response


def test_a_refused_publication_lists_what_is_missing_with_links_to_the_editor(
    approver: Client, response: Response
) -> None:
    for answer in (approver.get(f"{ADDRESS}publish/"), approver.post(f"{ADDRESS}publish/", TO_DAY_41)):
        page = answer.content.decode()
        assert "This cannot be published yet" in page
        assert "It is not approved: submit it for approval first" in page
        assert f'href="{ADDRESS}?check#explanation-7-text"' in page
        assert f'href="{ADDRESS}?check#invited"' in page
        assert "<title>Error:" in page
    assert not Publication.objects.exists()


def test_an_approved_text_is_published_with_its_signatory(
    approver: Client, cast: Cast, register: Register, response: Response, readers: Readers
) -> None:
    OfficeSettings.objects.create(body=register.pcc_cleveland, signatory_name="The Commissioner")
    approved(complete(response), readers)
    form = approver.get(f"{ADDRESS}publish/").context["form"]
    assert form["signatory_name"].value() == "The Commissioner"
    assert form["signatory_title"].value() == "Police and Crime Commissioner"
    answer = approver.post(f"{ADDRESS}publish/", TO_DAY_41, follow=True)
    assert answer.redirect_chain == [(FIRST, 302)]
    assert approver.post(f"{ADDRESS}publish/", TO_DAY_41)["Location"] == FIRST  # once more does no harm
    assert Publication.objects.count() == 1
    for person in (cast.panel_member, cast.contributor, cast.auditor, cast.cumbria_office, cast.administrator):
        reader = signed_in(person)
        assert reader.get(ADDRESS)["Location"] == FIRST
        words = words_of(reader.get(FIRST))
        assert "Published on 1 October 2024, signed by D. Deputy, Deputy Commissioner." in words
        assert "Published on day 41" in words
        assert "On 7 we have acted." in words
        assert register.rec_7.text in words
        assert "Prepare a correction" not in words


def test_the_reference_and_the_web_address_are_stored_and_shown_to_every_reader(
    approver: Client, cast: Cast, register: Register, response: Response, readers: Readers
) -> None:
    OfficeSettings.objects.create(body=register.pcc_cleveland, reference_pattern="{force}/{inspection}/{year}")
    approved(complete(response), readers)
    form = approver.get(f"{ADDRESS}publish/").context["form"]
    assert form["our_reference"].value() == "cleveland/soteria-2024/2024"
    given = {"our_reference": "OPCC 7", "address": "example.org/our-response"}
    approver.post(f"{ADDRESS}publish/", {**TO_DAY_41, **given})
    publication = Publication.objects.get()
    assert (publication.our_reference, publication.address) == ("OPCC 7", "https://example.org/our-response")
    panel = signed_in(cast.panel_member)
    page = panel.get(FIRST).content.decode()
    assert 'href="https://example.org/our-response"' in page
    assert "OPCC 7" in page
    assert "https://example.org/our-response" in b"".join(panel.get("/responses.csv")).decode()
    letter = panel.get(f"{FIRST}documents/letter.html").content.decode()
    assert "Our reference: OPCC 7" in letter
    assert "Read it at: https://example.org/our-response" in letter


def test_staff_are_told_that_an_approver_publishes(office: Client, response: Response, readers: Readers) -> None:
    approved(complete(response), readers)
    words = words_of(office.get(f"{ADDRESS}publish/"))
    assert "An approver in your office can now publish it." in words
    assert office.post(f"{ADDRESS}publish/", TO_DAY_41).status_code == 403


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (boxes("published_on", "2024-08-21"), "The publication date must not be before the report’s"),
        (boxes("published_on", "2024-10-02"), "The publication date must be today or in the past"),
        (boxes("published_on", "2024-02-31"), "The publication date must be a real date"),
        ({"signatory_name": ""}, "Enter who signs the response"),
        ({"signatory_title": "x" * 161}, "Shorten this to 160 characters or fewer"),
        ({"our_reference": "x" * 161}, "Shorten this to 160 characters or fewer"),
        ({"address": "not an address"}, "Enter a full address, such as https://example.org/paper"),
        ({"address": "javascript:alert(1)"}, "Enter a full address, such as https://example.org/paper"),
    ],
)
def test_an_invalid_publication_is_refused_and_keeps_what_was_typed(
    approver: Client, response: Response, readers: Readers, changes: dict[str, str], message: str
) -> None:
    approved(complete(response), readers)
    form = {**TO_DAY_41, **changes}
    answer = approver.post(f"{ADDRESS}publish/", form)
    assert message in words_of(answer)
    assert answer.context["form"]["signatory_title"].value() == form["signatory_title"]
    assert not Publication.objects.exists()


def test_a_date_before_the_approval_raises_a_question(approver: Client, response: Response, readers: Readers) -> None:
    approved(complete(response), readers)
    early = {**TO_DAY_41, **boxes("published_on", "2024-09-30")}
    assert "This date is before the response was approved. Is it correct?" in words_of(
        approver.post(f"{ADDRESS}publish/", early)
    )
    approver.post(f"{ADDRESS}publish/", {**early, "confirmed": "published_on"})
    assert Publication.objects.get().published_on == datetime.date(2024, 9, 30)


def test_an_incomplete_publication_states_the_reason(
    approver: Client, register: Register, response: Response, readers: Readers
) -> None:
    explained(response, register.rec_7)
    approved(response, readers, reason="To be in time.")
    words = words_of(approver.post(f"{ADDRESS}publish/", TO_DAY_41, follow=True))
    assert "2 recommendations are not explained: Recommendation 4, Recommendation 5." in words
    assert "Reason for publishing it incomplete: To be in time." in words


def test_a_correction_adds_a_version_and_keeps_the_first(
    approver: Client, register: Register, response: Response
) -> None:
    complete(response)
    published(response, datetime.date(2024, 9, 20))
    response.explanations.filter(recommendation=register.rec_7).update(text="Corrected.")
    published(response, datetime.date(2024, 10, 1))
    assert approver.get(ADDRESS).status_code == 200  # its own office goes on writing
    first, second = (words_of(approver.get(f"{ADDRESS}published/{version}/")) for version in (1, 2))
    assert "This is version 1. It has been corrected since." in first
    assert "On 7 we have acted." in first
    assert "Corrected." in second
    assert "Version 2, this one, a correction, 1 October 2024" in second
    assert "Published on day 30" in second  # whether it was in time is judged on the first
    assert approver.get(f"{ADDRESS}published/3/").status_code == 404


def test_a_response_published_elsewhere_says_what_is_missing_and_where_it_is(
    cast: Cast, register: Register, response: Response
) -> None:
    document = Document.objects.create(
        slug="letter",
        title="Letter to the Home Secretary",
        kind="letter",
        inspection=register.soteria,
        force=register.cleveland,
        published_by=register.pcc_cleveland,
    )
    published(
        response, None, dated_on=datetime.date(2024, 10, 20), address="https://example.org/letter", document=document
    )
    page = signed_in(cast.panel_member).get(FIRST)
    words = words_of(page)
    assert "Dated 20 October 2024; publication date not stated" in words
    assert "Dated day 60; publication date not stated" in words
    assert "None of the 3 recommendations is explained." in words
    assert "It has no comments on the report as a whole." in words
    assert "Recorded from the document “Letter to the Home Secretary”." in words
    assert 'href="https://example.org/letter"' in page.content.decode()
    assert "Documents" not in words


def test_the_published_page_links_to_its_documents(cast: Cast, response: Response) -> None:
    published(complete(response), DAY_41)
    page = signed_in(cast.panel_member).get(FIRST).content.decode()
    for kind in ("letter", "form", "web"):
        for extension in ("docx", "pdf", "html"):
            assert f'href="{FIRST}documents/{kind}.{extension}"' in page


def test_html_in_a_published_text_is_shown_as_text(cast: Cast, register: Register, response: Response) -> None:
    explained(response, register.rec_7, text="<script>alert(1)</script>")
    published(response, DAY_41)
    page = signed_in(cast.panel_member).get(FIRST).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# --- copies ------------------------------------------------------------------------------------------------


def sending(recipient: str, day: str, **changes: str) -> dict[str, str]:
    name = f"1-{recipient}"
    form = {"version": "1", "recipient": recipient, f"{name}-sent_by": "Office manager"}
    return {**form, **boxes(f"{name}-sent_on", day), **changes}


def test_both_copies_are_recorded_with_date_and_person(office: Client, response: Response) -> None:
    published(complete(response), DAY_41)
    assert words_of(office.get(f"{ADDRESS}sendings/")).count("Record copy") == 2
    for recipient in ("home-secretary", "hmicfrs"):
        office.post(f"{ADDRESS}sendings/", sending(recipient, "2024-10-01"))
    assert office.post(f"{ADDRESS}sendings/", sending("hmicfrs", "2024-10-01")).status_code == 302  # once more
    words = words_of(office.get(f"{ADDRESS}sendings/"))
    assert words.count("Sent on 1 October 2024 by Office manager") == 2
    assert Sending.objects.count() == 2
    assert "HMICFRS: 1 October 2024" in words_of(office.get(FIRST))


def test_a_copy_sent_before_publication_raises_a_question(office: Client, response: Response) -> None:
    published(complete(response), DAY_41)
    form = sending("hmicfrs", "2024-09-30")
    assert "This date is before the response was published. Is it correct?" in words_of(
        office.post(f"{ADDRESS}sendings/", form)
    )
    assert not Sending.objects.exists()
    office.post(f"{ADDRESS}sendings/", {**form, "confirmed": "sent_on"})
    assert Sending.objects.get().recipient == "hmicfrs"


def test_an_invalid_copy_is_refused_at_its_field(office: Client, response: Response) -> None:
    published(complete(response), DAY_41)
    form = sending("home-secretary", "2024-10-02", **{"1-home-secretary-sent_by": ""})
    page = office.post(f"{ADDRESS}sendings/", form).content.decode()
    assert 'href="#id_1-home-secretary-sent_by"' in page
    assert "Enter who sent it" in page
    form = sending("home-secretary", "2024-10-02")
    assert "must be today or in the past" in words_of(office.post(f"{ADDRESS}sendings/", form))
    assert office.post(f"{ADDRESS}sendings/", {"version": "7", "recipient": "nobody"}).status_code == 302
    assert not Sending.objects.exists()


def test_nothing_can_be_sent_before_publication(office: Client, register: Register) -> None:
    assert "Nothing has been published yet, so there is no copy to send." in words_of(office.get(f"{ADDRESS}sendings/"))
