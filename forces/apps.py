"""WHO: the bodies and the people."""

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class ForcesConfig(AppConfig):
    name = "forces"
    verbose_name = _("Forces, bodies and people")

    def ready(self) -> None:
        from forces.people.email import check_email_settings

        register(check_email_settings)
