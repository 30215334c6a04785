"""The page on which offices agree to answer jointly, and what the other pages of a joint response say."""

import pytest

from recommendations.responses.models import JointRequest, Publication, Response
from recommendations.responses.services.joint import accept, answer_jointly
from tests.cast import Cast, Register
from tests.reading import words_of
from tests.recommendations.responses.conftest import Readers
from tests.recommendations.responses.test_joint import approve_as, cumbria_approver, fill
from tests.recommendations.responses.test_pages_steps import boxes, signed_in

__all__ = ["cumbria_approver"]
pytestmark = pytest.mark.django_db
CLEVELAND, CUMBRIA = (f"/forces/{force}/responses/soteria-2024/" for force in ("cleveland", "cumbria"))


def test_an_office_asks_and_the_other_accepts(cast: Cast, register: Register, response: Response) -> None:
    office, theirs = signed_in(cast.office), signed_in(cast.cumbria_office)
    page = office.post(f"{CLEVELAND}joint/", {"do": "ask"})
    assert "Select a force or a report" in words_of(page)
    office.post(f"{CLEVELAND}joint/", {"do": "ask", "forces": [register.cumbria.pk]})
    request = JointRequest.objects.get()
    assert "Cumbria Constabulary: asked on 1 October 2024, not answered yet" in words_of(
        office.get(f"{CLEVELAND}joint/")
    )
    assert "answer Operation Soteria jointly with Cleveland" in words_of(theirs.get("/my-work/"))
    assert "jointly with Cleveland" in words_of(theirs.get(CUMBRIA))
    assert office.post(f"{CLEVELAND}joint/", {"do": f"accept:{request.pk}"}).status_code == 403
    assert theirs.post(f"{CUMBRIA}joint/", {"do": "accept:12345"}).status_code == 404
    answer = theirs.post(f"{CUMBRIA}joint/", {"do": f"accept:{request.pk}"})
    assert answer.headers["Location"] == CUMBRIA
    assert "This response is given jointly with Cleveland." in words_of(theirs.get(CUMBRIA))
    assert "joint with Cumbria" in words_of(office.get("/responses/"))
    assert "Joint with Cumbria." in words_of(office.get("/forces/cleveland/"))
    assert "Answered jointly" not in words_of(signed_in(cast.panel_member).get(CLEVELAND))
    office.post(f"{CLEVELAND}joint/", {"do": "leave"})
    assert "given jointly" not in words_of(theirs.get(CUMBRIA))


def test_it_is_approved_and_published_by_both(
    cast: Cast, register: Register, response: Response, readers: Readers, cumbria_approver: object
) -> None:
    answer_jointly(response=response, forces=[register.cumbria], inspections=[], by=readers.office)
    other = accept(request=JointRequest.objects.get(), by=readers.cumbria_office)
    fill(response, readers.office)
    approver = signed_in(cast.approver)
    approver.post(f"{CLEVELAND}submit/")
    approve_as(response, readers.approver)
    assert "The office for Cumbria Constabulary has not approved it yet" in words_of(
        approver.get(f"{CLEVELAND}publish/")
    )
    assert "Get the response to Operation Soteria approved" in words_of(approver.get("/my-work/"))
    approve_as(other, cumbria_approver)  # type: ignore[arg-type]
    given = {**boxes("published_on", "2024-10-01"), "signatory_name": "A. Cleveland", "signatory_title": "PCC"}
    page = words_of(approver.post(f"{CLEVELAND}publish/", given))
    assert "Enter who signs for the Cumbria’s commissioner" in page
    body = register.pfcc_cumbria.pk
    given |= {f"signatory_name_{body}": "C. Cumbria", f"signatory_title_{body}": "PFCC"}
    assert approver.post(f"{CLEVELAND}publish/", given).headers["Location"] == f"{CLEVELAND}published/1/"
    assert Publication.objects.count() == 2
    panel = signed_in(cast.panel_member)
    page = words_of(panel.get(f"{CUMBRIA}published/1/"))
    assert "It is a joint response. Published with it: Cleveland Police, Operation Soteria" in page
    letter = words_of(panel.get(f"{CUMBRIA}published/1/documents/letter.html"))
    assert "C. Cumbria PFCC, Cumbria’s commissioner" in letter
    assert "A. Cleveland PCC, Police and Crime Commissioner for Cleveland" in letter
