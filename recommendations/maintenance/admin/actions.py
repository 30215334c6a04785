"""Admin page of actions: lead post, references in other systems, and the days they open and end, but not the status."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from forces.people.models import Person
from recommendations.maintenance.services import entering
from recommendations.register.admin.scope import OnlyThose, ScopedAdmin
from recommendations.register.models import Action, Part
from soteria_tracker.administration.fields import PairsField
from soteria_tracker.administration.filters import empty_or_not


class ActionForm(forms.ModelForm):
    """An action. Its references in other systems are edited as lines of text."""

    external_references = PairsField(
        label=_("References in other systems"),
        names=("system", "reference"),
        required=False,
        help_text=_("Enter one per line: the system, a colon, and the reference. For example: 4Action: CLE-102"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "part" in self.fields:
            part: Any = self.fields["part"]
            part.queryset = Part.objects.filter(recommendation=self.instance.recommendation_id)


@admin.register(Action)
class ActionAdmin(ScopedAdmin):
    place = 30
    form = ActionForm
    list_display: Any = ["__str__", "inspection", "lead_post", "opened_on", "ended_on"]
    list_select_related = ["holder", "recommendation__inspection"]
    list_filter = [
        ("lead_post", empty_or_not(empty=_("No lead"), filled=_("With a lead"))),
        ("recommendation__inspection", OnlyThose),
        ("holder", OnlyThose),
    ]
    filters_in_links = ("recommendation",)
    search_fields = [
        "holder__name",
        "holder__short_name",
        "recommendation__reference",
        "recommendation__short_title",
        "recommendation__inspection__title",
        "lead_post",
        "external_references",
    ]
    fieldsets = [
        (None, {"fields": ["holder", "recommendation", "lead_post", "external_references"]}),
        (_("Dates"), {"fields": ["opened_on", "ended_on"]}),
        (_("If only a part of the recommendation addresses the holder"), {"fields": ["part"]}),
    ]
    readonly_fields = ["holder", "recommendation"]

    @admin.display(ordering="recommendation__inspection")
    def inspection(self, action: Any) -> str:
        return str(action.recommendation.inspection)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: actions are opened when their inspection is published."""
        return False

    def write(self, record: Any, *, by: Person) -> None:
        entering.save_action(action=record, by=by)

    def remove(self, record: Any, *, by: Person) -> None:
        entering.delete_action(action=record, by=by)
