"""The app of inspections, recommendations and actions."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = _("Inspections and recommendations")

    def ready(self) -> None:
        from forces.proof import sealing
        from recommendations.maintenance import search_index
        from recommendations.register import insert_only, web_role

        # the only signals of the product: a migration drops triggers, and a new index and new chains have to be
        # filled
        pre_migrate.connect(search_index.lift_before_migrate, sender=self)
        post_migrate.connect(insert_only.install_after_migrate, sender=self)
        post_migrate.connect(search_index.prepare_after_migrate, sender=self)
        post_migrate.connect(sealing.seal_after_migrate, sender=self)
        register(Tags.database)(insert_only.check_triggers)
        register(Tags.database, deploy=True)(web_role.check_role)
