"""Addresses of the account: our own pages, and the pages of allauth that we use.

People cannot sign up or have a second email address, so allauth's pages for these have no address here. The exception
is the page that says that sign-up is closed.
"""

from allauth.account import views as allauth
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as provider_views
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from forces.people import views
from forces.people.middleware import no_role_needed, no_second_factor_needed

urlpatterns = [
    path("", views.account, name="account"),
    path("calendars/", views.calendars, name="calendars"),
    path("data/", views.data_addresses, name="data-addresses"),
    re_path(r"^data/(?P<token>[\w-]+)\.(?P<format>csv|json)$", views.data_table, name="data-table"),
    path("views/", views.saved_views, name="saved-views"),
    path("views/<int:view>/delete/", views.delete_view, name="saved-view-delete"),
    path("files/", views.prepare_file, name="prepare-file"),
    path("files/<uuid:file>/", views.prepared_file, name="prepared-file"),
    path("files/<uuid:file>/contents/", views.prepared_contents, name="prepared-contents"),
    path("logout/", no_second_factor_needed(allauth.logout), name="account_logout"),
    path("signup/", no_role_needed(allauth.signup), name="account_signup"),
    path("inactive/", no_role_needed(allauth.account_inactive), name="account_inactive"),
    path("reauthenticate/", no_second_factor_needed(allauth.reauthenticate), name="account_reauthenticate"),
    path("password/change/", no_role_needed(allauth.password_change), name="account_change_password"),
    path("password/set/", no_role_needed(allauth.password_set), name="account_set_password"),
    path(
        "password/reset/",
        no_role_needed(views.PasswordReset.as_view()),
        name="account_reset_password",
    ),
    path("password/reset/done/", no_role_needed(allauth.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        no_role_needed(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        no_role_needed(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("sessions/", no_role_needed(sessions.list_usersessions), name="usersessions_list"),
    path("join/<str:token>/", views.join, name="join"),
    path("provider/<str:provider_id>/", no_role_needed(openid_connect.login), name="openid_connect_login"),
    path("provider/<str:provider_id>/back/", no_role_needed(openid_connect.callback), name="openid_connect_callback"),
    path("provider/cancelled", no_role_needed(provider_views.login_cancelled), name="socialaccount_login_cancelled"),
    path("provider/failed", no_role_needed(provider_views.login_error), name="socialaccount_login_error"),
    path("passkey/", views.passkey, name="passkey"),
]

# with these someone sets up, uses and changes a second factor
_SECOND_FACTOR = [
    ("", second_factor.index, "mfa_index"),
    ("code/", second_factor.authenticate, "mfa_authenticate"),
    ("confirm/", second_factor.reauthenticate, "mfa_reauthenticate"),
    ("app/add/", app.activate_totp, "mfa_activate_totp"),
    ("app/remove/", app.deactivate_totp, "mfa_deactivate_totp"),
    ("recovery-codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    ("recovery-codes/new/", recovery_codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("recovery-codes/file/", recovery_codes.download_recovery_codes, "mfa_download_recovery_codes"),
    ("passkeys/", passkeys.list_webauthn, "mfa_list_webauthn"),
    ("passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    ("passkeys/confirm/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    ("passkeys/sign-in/", passkeys.login_webauthn, "mfa_login_webauthn"),
    ("passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    ("passkeys/<int:pk>/rename/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
]
urlpatterns += [
    path(f"second-step/{address}", no_second_factor_needed(view), name=name) for address, view, name in _SECOND_FACTOR
]
