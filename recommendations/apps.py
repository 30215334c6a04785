"""WHAT: inspections, recommendations, actions and where they stand."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    verbose_name = _("Inspections and recommendations")

    def ready(self) -> None:
        from recommendations.maintenance.services import merging
        from recommendations.register import insert_only
        from recommendations.responses.searchable import PUBLICATIONS
        from recommendations.responses.services.moving import follow_merge
        from recommendations.search.filling import lift_before_migrate, prepare_after_migrate
        from recommendations.search.indexing import SOURCES
        from recommendations.search.sources import REGISTER, UPDATES

        merging.FOLLOWERS.append(follow_merge)
        SOURCES.extend([REGISTER, UPDATES, PUBLICATIONS])
        # the only signals of the product: triggers that a migration dropped are put back at once, a new index is filled
        pre_migrate.connect(lift_before_migrate, sender=self)
        post_migrate.connect(insert_only.install_after_migrate, sender=self)
        post_migrate.connect(prepare_after_migrate, sender=self)
        register(Tags.database)(insert_only.check_triggers)
