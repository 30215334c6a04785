"""Addresses of an office's settings and Word templates."""

from django.urls import path

from recommendations.pages.office import views

urlpatterns = [
    path("bodies/<slug:body>/settings/", views.office, name="office-settings"),
    path("bodies/<slug:body>/templates/<slug:kind>/", views.template, name="office-template"),
    path("bodies/<slug:body>/templates/<slug:kind>/preview/", views.template_preview, name="office-template-preview"),
]
