"""The form that takes any file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from soteria_tracker.web.service_forms import ServiceForm


class FileForm(ServiceForm):
    """One file of any kind that can be read."""

    file = forms.FileField(
        label=_("Choose a file or drop it here"),
        help_text=_("Excel, LibreOffice, CSV, Word, OpenDocument, PDF, web page or text, up to 25 MB."),
        error_messages={"required": _("Choose a file"), "empty": _("This file is empty. Choose another file.")},
    )
