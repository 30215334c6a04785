"""Bodies that need attention, for the administration."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Force, ForceQuerySet, Oversight
from soteria_tracker.web.today import today


class ForceWithoutBodyManager(models.Manager[Any]):
    def get_queryset(self) -> models.QuerySet[Any]:
        day = today()
        overseen = Oversight.objects.on(day).values("force")
        return ForceQuerySet(self.model, using=self._db).territorial().open_on(day).exclude(pk__in=overseen)


class ForceWithoutBody(Force):
    """A territorial force that no local policing body oversees today."""

    objects: ClassVar[Any] = ForceWithoutBodyManager()

    class Meta:
        proxy = True
        verbose_name = _("force with no commissioner recorded")
        verbose_name_plural = _("forces with no commissioner recorded")
