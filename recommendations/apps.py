"""WHAT: inspections, recommendations, actions and where they stand."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = _("Inspections and recommendations")

    def ready(self) -> None:
        from recommendations.register import insert_only

        # the one signal of the product: triggers that a migration dropped are put back at once
        post_migrate.connect(insert_only.install_after_migrate, sender=self)
        register(Tags.database)(insert_only.check_triggers)
