"""The admin page for people and their memberships."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.people import directory, services
from forces.people.models import DirectoryGroup, Membership, Person, Role
from forces.people.requests import reader_of_request
from forces.people.second_factor import reset_second_factor
from soteria_tracker.administration.pages import (
    OfferedFilters,
    RegisterFormSet,
    RegisterInline,
    SearchedChoices,
    signed_in_person,
)
from soteria_tracker.administration.unsaved_forms import UnsavedFormMixin
from soteria_tracker.web.today import today


class PersonForm(forms.ModelForm):
    """A person. `by` is the administrator who fills in the form."""

    by: Person
    new_password = forms.CharField(
        label=_("New password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "At least 12 characters. Tell the person yourself. Leave it empty to keep the current password. "
            "If this installation sends email, a person without a password can ask for one on the sign-in page."
        ),
    )

    resets_second_factor = forms.BooleanField(
        label=_("Reset the second step of sign-in"),
        required=False,
        help_text=_(
            "For someone who lost their phone or passkey. It signs them out everywhere and is emailed to them. They "
            "set up a second step again when they next sign in with their password. Make sure that it is they who ask."
        ),
    )

    class Meta:
        model = Person
        fields = ["email", "name", "is_active"]
        help_texts = {
            "is_active": _(
                "Clear this to stop this person from signing in for now. To end their access, end their memberships."
            )
        }

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if Person.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is already a person with this email address."))
        return email

    def clean_is_active(self) -> bool:
        if self.instance.pk == self.by.pk and not self.cleaned_data["is_active"]:
            raise ValidationError(_("You cannot stop yourself from signing in. Ask another administrator."))
        return self.cleaned_data["is_active"]

    def clean_resets_second_factor(self) -> bool:
        if self.instance.pk == self.by.pk and self.cleaned_data["resets_second_factor"]:
            raise ValidationError(_("You cannot reset your own. Change it on your account page, or ask a colleague."))
        return self.cleaned_data["resets_second_factor"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if password := self.cleaned_data.get("new_password"):
            try:
                validate_password(password, self.instance)
            except ValidationError as error:
                self.add_error("new_password", error)
        return cleaned


class MembershipForm(forms.ModelForm):
    """A membership. Its role and body are set when it is granted; later only its days can change."""

    by: Person

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["role"].disabled = self.fields["body"].disabled = True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        membership = Membership(role=self.cleaned_data.get("role", ""), body=self.cleaned_data.get("body"))
        services.check_membership(membership)
        if self.instance.pk and {"first_day", "last_day"} & set(self.changed_data):
            services.refuse_ending_own_administration(self.instance, by=self.by)
        return cleaned


class MembershipFormSet(RegisterFormSet):
    """A person's memberships. Administrators cannot remove their own administrator role."""

    by: Person

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            if form.cleaned_data.get("DELETE"):
                services.refuse_ending_own_administration(form.instance, by=self.by)


class MembershipInline(RegisterInline, admin.TabularInline):
    model = Membership
    fk_name = "person"
    form = MembershipForm
    formset = MembershipFormSet
    fields = ["role", "body", "first_day", "last_day", "granted_by"]
    readonly_fields = ["granted_by"]
    autocomplete_fields = ["body"]
    verbose_name_plural = _(
        "Memberships. To end one, enter its last day. To end it at once, delete it. Both stay in the history"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("body", "granted_by")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.by = formset.form.by = signed_in_person(request)
        return formset


class RoleToday(admin.SimpleListFilter):
    """Filter people by the role they have today."""

    title = _("role today")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Role.choices, ("none", _("No role"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        held = Membership.objects.held_on(today())
        if self.value() == "none":
            return queryset.exclude(pk__in=held.values("person"))
        return queryset.filter(pk__in=held.filter(role=self.value()).values("person")) if self.value() else queryset


@admin.register(Person)
class PersonAdmin(UnsavedFormMixin, OfferedFilters, admin.ModelAdmin):
    heading = "people"
    form = PersonForm
    list_display = ["email", "name", "is_active", "memberships_today", "last_login"]
    list_filter = [RoleToday, "is_active"]
    search_fields = ["email", "name", "memberships__body__name"]
    list_per_page = 50
    fieldsets = [(None, {"fields": ["email", "name", "is_active", "new_password", "resets_second_factor"]})]
    inlines = [MembershipInline]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        held = Membership.objects.held_on(today()).select_related("body")
        return super().get_queryset(request).prefetch_related(Prefetch("memberships", held, to_attr="held_today"))

    @admin.display(description=_("memberships today"))
    def memberships_today(self, person: Any) -> str:
        held = (f"{m.get_role_display()}, {m.body}" if m.body else m.get_role_display() for m in person.held_today)
        return "; ".join(held) or _now("none")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the history of the person and of each membership."""
        memberships = Membership.history.filter(person=object_id).select_related("history_user", "body")
        return super().history_view(request, object_id, {"membership_history": memberships, **(extra_context or {})})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = signed_in_person(request)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        services.save_person(person=obj, by=signed_in_person(request), password=form.cleaned_data["new_password"])
        if form.cleaned_data["resets_second_factor"]:
            reset_second_factor(person=obj, by=reader_of_request(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        for membership in formset.deleted_objects:
            services.revoke_membership(membership=membership, by=signed_in_person(request))
        for membership, _fields in formset.changed_objects:
            services.change_membership(membership=membership, by=signed_in_person(request))
        for membership in formset.new_objects:
            services.grant_membership(membership=membership, by=signed_in_person(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow deletion only if no record refers to the person."""
        return super().has_delete_permission(request, obj) and (obj is None or not services.has_records(obj))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.delete_person(person=obj, by=signed_in_person(request))


class DirectoryGroupForm(forms.ModelForm):
    """A group of a directory and the role that it gives."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        services.check_membership(
            Membership(role=self.cleaned_data.get("role", ""), body=self.cleaned_data.get("body"))
        )
        return cleaned


@admin.register(DirectoryGroup)
class DirectoryGroupAdmin(UnsavedFormMixin, OfferedFilters, SearchedChoices, admin.ModelAdmin):
    """The roles that an organisation's directory gives. A change counts when people next sign in."""

    heading = "people"
    form = DirectoryGroupForm
    list_display = ["label", "role", "body"]
    list_select_related = ["body"]
    autocomplete_fields = ["body"]
    actions = None

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        directory.remove_group(obj, by=signed_in_person(request))
