"""The private address of a calendar feed."""

from django.urls import path

from recommendations.pages.calendar import views

urlpatterns = [path("calendar/<slug:token>.ics", views.calendar_feed, name="calendar-feed")]
