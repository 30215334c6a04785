"""Addresses of the pages. Each page package has its own."""

from django.urls import include, path

urlpatterns = [
    path("", include(f"recommendations.pages.{package}.urls"))
    for package in (
        "home",
        "my_work",
        "responses",
        "overview",
        "calendar",
        "force",
        # before "inspection": "changes" is a reserved word in these addresses, never a recommendation's reference
        "changes",
        "inspection",
        "body",
        "office",
        "action",
    )
]
