"""The addresses of Soteria Tracker, and one page with an empty layout."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from soteria_tracker.urls import urlpatterns as product_urls


def empty(request: HttpRequest) -> HttpResponse:
    """Return the empty layout, which shows what every page costs: sign-in, menu, layout."""
    return render(request, "base.html")


urlpatterns = [path("empty/", empty), *product_urls]
