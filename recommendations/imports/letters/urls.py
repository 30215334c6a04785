"""The address where a letter's file is read into the letter form."""

from django.urls import path

from recommendations.imports.letters import views

urlpatterns = [path("work/<slug:holder>/letters/read/", views.ReadLetter.as_view(), name="letter-read")]
