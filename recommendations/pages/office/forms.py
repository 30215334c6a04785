"""Forms for an office's settings and Word templates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import LocalPolicingBody
from recommendations.register.response_period import PERIOD_DAYS
from recommendations.responses.models import OfficeSettings
from recommendations.responses.services.office_settings import BODY_FIELDS
from soteria_tracker.web.forms import ShortTextField, TextField
from soteria_tracker.web.service_forms import ServiceForm

_MOST_DAYS_BETWEEN_UPDATES = 366


def _model(name: str, model: type[models.Model] = OfficeSettings) -> Any:
    return model._meta.get_field(name)


class OfficeSettingsForm(ServiceForm):
    """An office's settings, as `save_office_settings` takes them."""

    afis_need_explanations = forms.BooleanField(
        label=_("Explain areas for improvement too"),
        required=False,
        help_text=_model("afis_need_explanations").help_text,
    )
    approver_is_another = forms.BooleanField(
        label=_("The approver must not be the author"),
        required=False,
        help_text=_model("approver_is_another").help_text,
    )
    default_audience = forms.ChoiceField(
        label=_("Who can see an update by default"),
        choices=_model("default_audience", LocalPolicingBody).choices,
        widget=forms.RadioSelect,
        help_text=_(
            "You can choose another audience for each update. The force and the office must be able to see an update "
            "that changes the status. To show updates to the panel or to the public, release them."
        ),
        error_messages={"required": _("Select who can see an update by default")},
    )
    comments_wanted_after = forms.IntegerField(
        label=_("Days allowed for comments"),
        min_value=1,
        max_value=PERIOD_DAYS,
        help_text=_model("comments_wanted_after").help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
        error_messages={
            "required": _("Enter the number of days allowed for comments"),
            "invalid": _("Enter a number of days, such as 28"),
            "min_value": _("Enter at least 1 day"),
            "max_value": _("Enter %(limit_value)s days or fewer: the response period is no longer than that"),
        },
    )
    update_interval = forms.IntegerField(
        label=_("Days between updates"),
        min_value=1,
        max_value=_MOST_DAYS_BETWEEN_UPDATES,
        help_text=_model("update_interval", LocalPolicingBody).help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "required": _("Enter the number of days between updates"),
            "invalid": _("Enter a number of days, such as 90"),
            "min_value": _("Enter at least 1 day"),
            "max_value": _("Enter %(limit_value)s days or fewer"),
        },
    )
    chief_officer_name = ShortTextField(
        label=_("Name of the Chief Constable (Commissioner in London and the City)"),
        max_length=120,
        required=False,
        help_text=_model("chief_officer_name").help_text,
    )
    reference_pattern = ShortTextField(
        label=_("Pattern of your reference"),
        max_length=60,
        required=False,
        help_text=_model("reference_pattern").help_text,
    )
    signatory_name = ShortTextField(
        label=_("Signatory"),
        max_length=120,
        required=False,
        help_text=_("Suggested each time you publish. A deputy can sign instead."),
    )
    signatory_title = ShortTextField(label=_("Job title of the signatory"), max_length=160, required=False)
    address = TextField(
        label=_("Address for letters"),
        max_length=500,
        required=False,
        help_text=_("Put each part of the address on its own line."),
    )

    def __init__(self, data: QueryDict | None = None, *, settings: OfficeSettings) -> None:
        saved = {name: getattr(settings, name) for name in self.base_fields if hasattr(settings, name)}
        of_body = {name: getattr(settings.body, name) for name in BODY_FIELDS}
        super().__init__(data, initial=saved | of_body)


class TemplateForm(forms.Form):
    """A Word template to upload."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("Word file"),
        help_text=_("A Word document (.docx) of at most 5 MB."),
        error_messages={
            "required": _("Choose the Word file"),
            "empty": _("The file is empty. Choose another one."),
        },
    )

    def refuse(self, error: ValidationError) -> None:
        """Show why the template was not saved."""
        self.add_error("file", error.messages)
