"""The address of the sign-in page, which lists the accounts of a demonstration."""

from django.urls import path

from recommendations.demonstration.views import SignIn

urlpatterns = [path("", SignIn.as_view(), name="account_login")]
