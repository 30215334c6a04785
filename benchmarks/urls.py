"""The product's addresses, and one page with its layout and nothing in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from soteria_tracker.urls import urlpatterns as of_the_product


def empty(request: HttpRequest) -> HttpResponse:
    """What every page costs: sign-in, menu, layout."""
    return render(request, "base.html")


urlpatterns = [path("empty/", empty), *of_the_product]
