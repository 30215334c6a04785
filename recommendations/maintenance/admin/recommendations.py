"""Admin page of recommendations, with their parts, addressees and links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from forces.people.models import Person
from recommendations.maintenance.services import entering
from recommendations.register.admin.scope import KindFilter, OnlyThose, ScopedAdmin, ScopedInline
from recommendations.register.models import (
    Addressee,
    Inspection,
    InspectionState,
    Link,
    LinkKind,
    Part,
    Recommendation,
    RecommendationKind,
    Source,
)
from recommendations.register.services import recommendations as services
from soteria_tracker.administration.fields import SuggestedWords
from soteria_tracker.administration.pages import RegisterFormSet, signed_in_person


class DeadlineForm(forms.ModelForm):
    """A deadline. If it is before publication, the form asks and shows a box to confirm it."""

    deadline_confirmed = forms.BooleanField(
        label=_("Yes, this deadline is before publication"), required=False, widget=forms.HiddenInput
    )

    def inspection(self) -> Inspection | None:
        """The inspection whose publication the deadline is compared with."""
        raise NotImplementedError

    def issuer(self) -> Source | None:
        """Who issued the item, and so sets its deadline."""
        inspection = self.inspection()
        return inspection.issued_by if inspection else None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        deadline = {name: self.cleaned_data.get(f"deadline_{name}") for name in ("kind", "set_by")}
        try:
            services.check_set_by(issuer=self.issuer(), **deadline)
        except ValidationError as error:
            self.add_error("deadline_set_by", error)
        question = services.deadline_question(self.cleaned_data.get("deadline_on"), self.inspection())
        if question and "deadline_on" in self.changed_data:
            self.fields["deadline_confirmed"].widget = forms.CheckboxInput()
            if not self.cleaned_data.get("deadline_confirmed"):
                self.add_error("deadline_on", question)
        return cleaned


class RecommendationForm(DeadlineForm):
    class Meta:
        widgets = {"kind": SuggestedWords(RecommendationKind.choices)}
        help_texts = {
            "kind": _("One of the suggestions, or the report’s own term, such as “key concern”."),
            "theme": _("The heading it is under in the report."),
            "text": _("Without its label. Start each sub-point on a new line with “- ”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind := self.fields.get("kind"):
            named = {words: "" for source in Source.objects.all() for words in source.kinds}
            common = dict(RecommendationKind.choices)
            kind.widget.suggestions = list((named | common).items())

    def inspection(self) -> Inspection | None:
        return self.cleaned_data.get("inspection") or getattr(self.instance, "inspection", None)

    def issuer(self) -> Source | None:
        return self.cleaned_data.get("issued_by") or super().issuer()

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                services.check_parent(self.instance)
                services.check_move_with_actions(self.instance)
            except ValidationError as error:
                self.add_error(None, error)


class PartForm(DeadlineForm):
    def inspection(self) -> Inspection | None:
        # a new recommendation is not saved yet, so take it from the formset's field
        recommendation: Any = self.fields["recommendation"]
        return getattr(recommendation.parent_instance, "inspection", None)

    def issuer(self) -> Source | None:
        recommendation: Any = self.fields["recommendation"]
        return getattr(recommendation.parent_instance, "issued_by", None) or super().issuer()


class WholeFormSet(RegisterFormSet):
    """An inline whose rows are also checked against their recommendation and against each other."""

    def rows(self) -> list[Any]:
        """The forms that are valid and will be saved."""
        return [
            form
            for form in self.forms
            if form.is_valid() and (form.instance.pk or form.has_changed()) and not form.cleaned_data.get("DELETE")
        ]


class PartFormSet(WholeFormSet):
    def clean(self) -> None:
        super().clean()
        for form in self.rows():
            try:
                services.check_part_text(form.instance.text, of=self.instance.text)
            except ValidationError as error:
                form.add_error("text", error)


class AddresseeFormSet(WholeFormSet):
    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.rows():
            addressee = form.instance
            addressed = (addressee.part_id, addressee.body_id, addressee.group, addressee.others)
            if addressed in seen:
                form.add_error(None, _("This addressee is already in the list."))
            seen.add(addressed)


class LinkFormSet(WholeFormSet):
    def clean(self) -> None:
        super().clean()
        rows = self.rows()
        for kind in LinkKind:
            of_kind = [form for form in rows if form.instance.kind == kind]
            ends = [form.instance.to_recommendation_id for form in of_kind]
            if ends and self.instance.pk and services.closes_a_circle(kind, ends, of=self.instance):
                of_kind[-1].add_error("to_recommendation", _("This link leads back to the recommendation in a circle."))


_DEADLINE: list[Any] = [
    ("deadline_wording", "deadline_kind"),
    ("deadline_on", "deadline_set_by"),
    "interval_months",
    "deadline_confirmed",
]


class PartInline(ScopedInline, admin.StackedInline):
    model = Part
    form = PartForm
    formset = PartFormSet
    fields = [("label", "order"), "text", *_DEADLINE]
    verbose_name_plural = _("Parts: sub-points that are tracked separately, or a sentence with its own addressee")


class AddresseeInline(ScopedInline, admin.TabularInline):
    model = Addressee
    formset = AddresseeFormSet
    fields = ["role", "body", "group", "others", "part", "order"]
    autocomplete_fields = ["body"]
    verbose_name_plural = _("Addressees: each is a body, a group, or another addressee as worded. Save new parts first")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.base_fields["part"].queryset = Part.objects.filter(recommendation=obj)
        return formset

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("body", "part")


class LinkInline(ScopedInline, admin.TabularInline):
    model = Link
    fk_name = "from_recommendation"
    formset = LinkFormSet
    fields = ["kind", "to_recommendation", "source"]
    autocomplete_fields = ["to_recommendation"]
    verbose_name_plural = _("Links: this recommendation …")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("to_recommendation")


@admin.register(Recommendation)
class RecommendationAdmin(ScopedAdmin):
    place = 20
    form = RecommendationForm
    list_display: Any = ["__str__", "inspection", "deadline", "action_count"]
    list_select_related = ["inspection"]
    list_filter = [("inspection", OnlyThose), "deadline_kind", "deadline_set_by", KindFilter]
    search_fields = ["reference", "short_title", "text", "theme", "inspection__title", "inspection__short_title"]
    ordering = ["-inspection__published_on", "inspection", "order", "reference"]
    autocomplete_fields = ["inspection", "parent"]
    fieldsets = [
        (
            None,
            {"fields": ["inspection", "issued_by", ("reference", "number", "order"), "kind", "short_title", "text"]},
        ),
        (_("Deadline"), {"fields": _DEADLINE}),
        (_("Place in the report"), {"fields": ["theme", "parent", "is_named_to_answer", "source"]}),
    ]
    inlines = [PartInline, AddresseeInline, LinkInline]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(actions_opened=Count("actions"))

    @admin.display(description=_("deadline"), ordering="deadline_on")
    def deadline(self, recommendation: Recommendation) -> str:
        """Return the day of the deadline, or its words if it has none."""
        return date_format(recommendation.due_on) if recommendation.due_on else recommendation.deadline_words

    @admin.display(description=_("actions"), ordering="actions_opened")
    def action_count(self, recommendation: Any) -> str:
        address = reverse("admin:recommendations_action_changelist")
        return format_html(
            '<a href="{}?recommendation__id__exact={}">{}</a>',
            address,
            recommendation.pk,
            recommendation.actions_opened,
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep the inspection and reference once there are actions, because links refer to them."""
        return ["inspection", "reference"] if obj and obj.actions.exists() else []

    def write(self, record: Any, *, by: Person) -> None:
        if isinstance(record, Part):
            services.save_part(part=record, by=by)
        elif isinstance(record, Addressee):
            services.save_addressee(addressee=record, by=by)
        elif isinstance(record, Link):
            services.save_link(link=record, by=by)
        else:
            services.save_recommendation(recommendation=record, by=by)

    def remove(self, record: Any, *, by: Person) -> None:
        services.delete_record(record=record, by=by)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        opened = entering.settle_recommendation(recommendation=form.instance, by=signed_in_person(request))
        if opened:
            message = ngettext("%(count)d action was opened.", "%(count)d actions were opened.", len(opened))
            messages.success(request, message % {"count": len(opened)})
        elif form.instance.inspection.state != InspectionState.PUBLISHED:
            messages.info(request, _now("Its actions will open when the inspection is published."))
