"""The sign-in page, with the demonstration's accounts next to the form."""

from typing import Any

from allauth.account.views import LoginView

from recommendations.demonstration.accounts import PASSWORD, accounts_to_show


class SignIn(LoginView):
    """allauth's sign-in page. A demonstration lists its accounts and the password that they share."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"demonstration_accounts": accounts_to_show(), "demonstration_password": PASSWORD}
        return super().get_context_data(**kwargs) | shown
