"""The search page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forces.people.requests import ReaderRequest
from recommendations.search.forms import SearchForm
from recommendations.search.queries import SearchResults


@require_safe
def search(request: ReaderRequest) -> HttpResponse:
    """Show the form, and the results for this reader once the address has words."""
    form = SearchForm(request.GET if "q" in request.GET else None, request.reader)
    found = SearchResults(form, request.reader, request.GET.get("page", "1")) if form.is_valid() else None
    return render(request, "search/search.html", {"form": form, "found": found})
