"""Addresses of the home of a panel's members."""

from django.urls import path

from recommendations.pages.common.downloads import on_paper
from recommendations.pages.panel_home.views import PanelHomePage

urlpatterns = [
    path("panel/<slug:force>/", PanelHomePage.as_view(), name="panel-home"),
    path("panel/<slug:force>.pdf", on_paper(PanelHomePage.as_view()), name="panel-home-pdf"),
]
