"""The search."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forces.people.requests import ReaderRequest
from recommendations.search.forms import SearchForm
from recommendations.search.queries import Found


@require_safe
def search(request: ReaderRequest) -> HttpResponse:
    """The form, and what it finds for this reader. Without words in its address: the form alone."""
    form = SearchForm(request.GET if "q" in request.GET else None, request.reader)
    found = Found(form, request.reader, request.GET.get("page", "1")) if form.is_valid() else None
    return render(request, "search/search.html", {"form": form, "found": found})
