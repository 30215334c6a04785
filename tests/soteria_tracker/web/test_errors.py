"""The error pages, requested through the product's addresses."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from soteria_tracker.web import errors
from soteria_tracker.web.middleware import RequestLimit

MEGABYTE = 1024 * 1024


@pytest.fixture
def request_(rf: RequestFactory, db: None) -> HttpRequest:
    return rf.get("/somewhere/")


def words(response: HttpResponse) -> str:
    return response.content.decode()


def test_an_unknown_address_gets_the_not_found_page(request_: HttpRequest) -> None:
    response = errors.page_not_found(request_, Exception())
    assert response.status_code == 404
    assert "<h1" in words(response)
    assert "Page not found" in words(response)


def test_a_refusal_gives_its_reason(request_: HttpRequest) -> None:
    response = errors.permission_denied(request_, PermissionDenied("Only the office may release."))
    assert response.status_code == 403
    assert "Only the office may release." in words(response)


def test_a_refusal_without_a_reason_still_has_a_message(request_: HttpRequest) -> None:
    assert "does not let you open this page" in words(errors.permission_denied(request_, PermissionDenied()))


def test_a_bad_request_gets_its_page(request_: HttpRequest) -> None:
    response = errors.bad_request(request_, Exception())
    assert response.status_code == 400
    assert "could not read your request" in words(response)


def test_text_over_the_limit_gets_a_message_with_the_limit(request_: HttpRequest) -> None:
    response = errors.bad_request(request_, RequestDataTooBig())
    assert response.status_code == 413
    assert "3 MB" in words(response)


def test_the_server_error_page_needs_no_database(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "there is a problem" in words(response)
    assert "govuk-frontend" in words(response)


def test_a_server_error_is_reported_even_without_templates(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "render_to_string", lambda name: 1 / 0)
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Nothing was saved" in words(response)


class TestRequestLimit:
    @staticmethod
    def answer(request: HttpRequest) -> HttpResponse:
        return RequestLimit(lambda request: HttpResponse("passed"))(request)

    def test_a_form_within_the_limit_passes(self, rf: RequestFactory) -> None:
        assert words(self.answer(rf.post("/", {"words": "few"}))) == "passed"

    @pytest.mark.django_db
    def test_a_form_over_the_limit_without_files_gets_the_error_page(self, rf: RequestFactory) -> None:
        request = rf.post("/", b"x" * (3 * MEGABYTE + 1), content_type="application/x-www-form-urlencoded")
        response = self.answer(request)
        assert response.status_code == 413
        assert "3 MB" in words(response)
        assert "Nothing was saved" in words(response)

    def test_a_form_with_files_has_a_higher_limit(self, rf: RequestFactory) -> None:
        request = rf.post("/", b"x" * (3 * MEGABYTE + 1), content_type="multipart/form-data; boundary=b")
        assert words(self.answer(request)) == "passed"

    @pytest.mark.django_db
    def test_files_over_the_limit_get_the_error_page(self, rf: RequestFactory) -> None:
        request = rf.post("/", b"x" * (13 * MEGABYTE + 1), content_type="multipart/form-data; boundary=b")
        response = self.answer(request)
        assert response.status_code == 413
        assert "13 MB" in words(response)

    @pytest.mark.django_db
    def test_the_request_is_read_so_that_the_browser_shows_the_page(self, rf: RequestFactory) -> None:
        request = rf.post("/", b"x" * (3 * MEGABYTE + 1), content_type="text/plain")
        self.answer(request)
        assert request.read(1) == b""

    @pytest.mark.django_db
    def test_an_absurdly_long_request_is_not_read(self, rf: RequestFactory) -> None:
        request = rf.post("/", b"x", content_type="text/plain", CONTENT_LENGTH=str(10**12))
        assert self.answer(request).status_code == 413
        assert request.read(1) == b"x"

    def test_an_invalid_content_length_counts_as_zero(self, rf: RequestFactory) -> None:
        request = rf.get("/")
        request.META["CONTENT_LENGTH"] = "many"
        assert words(self.answer(request)) == "passed"
