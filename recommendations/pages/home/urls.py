"""The address of the first page after sign-in."""

from django.urls import path

from recommendations.pages.home import views

urlpatterns = [path("", views.home, name="home")]
