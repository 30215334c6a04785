"""The two correction pages of the admin: for a publication date, and for an inspection that was entered twice.

Each shows a preview first, and makes exactly those changes when the person confirms.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from recommendations.maintenance.services.correcting import correct_publication_date, preview_publication_date
from recommendations.maintenance.services.merge_plan import preview_merge
from recommendations.maintenance.services.merging import merge_inspections
from recommendations.register.admin.scope import open_inspections
from recommendations.register.models import Inspection, Recommendation
from soteria_tracker.administration.fields import SearchSelect
from soteria_tracker.administration.pages import signed_in_person


class PublicationDateForm(forms.Form):
    published_on = forms.DateField(
        label=_("Correct publication date"),
        widget=AdminDateWidget,
        error_messages={"required": _("Enter the date on which the report was published")},
    )


class MergeForm(forms.Form):
    """The inspection to keep. Inspections under embargo that do not name this person are not offered."""

    kept = forms.ModelChoiceField(
        label=_("Inspection to keep"),
        queryset=Inspection.objects.none(),
        help_text=_("It keeps its facts, texts and deadlines. The inspection on this page is deleted."),
        error_messages={"required": _("Select the inspection to keep")},
    )

    def __init__(self, *args: Any, request: HttpRequest, site: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept: Any = self.fields["kept"]
        kept.queryset = open_inspections(request)
        kept.widget = SearchSelect(Recommendation._meta.get_field("inspection"), site)
        kept.widget.choices = kept.choices


class CorrectionPages:
    """The two views, as a mixin for the admin page of inspections."""

    def _inspection(self, request: HttpRequest, pk: int) -> Inspection:
        inspection = open_inspections(request).filter(pk=pk).first()
        if inspection is None:
            raise Http404
        return inspection

    def _page(
        self, request: HttpRequest, inspection: Inspection, form: forms.Form, template: str, **context: Any
    ) -> HttpResponse:
        page: Any = self
        media = page.media + form.media  # the calendar of a date needs the scripts of the admin page
        shared = {**page.admin_site.each_context(request), "inspection": inspection, "form": form, "media": media}
        return TemplateResponse(request, f"admin/recommendations/inspection/{template}.html", {**shared, **context})

    def correct_date_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Correct the publication date."""
        inspection = self._inspection(request, pk)
        form = PublicationDateForm(request.POST or None)
        correction = None
        if form.is_valid():
            published_on = form.cleaned_data["published_on"]
            try:
                correction = preview_publication_date(inspection=inspection, published_on=published_on)
                if shown := request.POST.get("shown"):
                    correct_publication_date(
                        inspection=inspection, published_on=published_on, by=signed_in_person(request), shown=shown
                    )
                    messages.success(request, _now("The publication date was corrected."))
                    return HttpResponseRedirect(reverse("admin:recommendations_inspection_change", args=[pk]))
            except ValidationError as error:
                form.add_error(None, error)
        title = _now("Correct the publication date of %(inspection)s") % {"inspection": inspection}
        return self._page(request, inspection, form, "publication_date", correction=correction, title=title)

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Merge this inspection into another record of the same report."""
        duplicate = self._inspection(request, pk)
        form = MergeForm(request.POST or None, request=request, site=self.admin_site)  # type: ignore[attr-defined]
        merge = None
        if form.is_valid():
            kept = form.cleaned_data["kept"]
            try:
                merge = preview_merge(duplicate=duplicate, kept=kept)
                if shown := request.POST.get("shown"):
                    merge_inspections(duplicate=duplicate, kept=kept, by=signed_in_person(request), shown=shown)
                    messages.success(request, _now("The inspections were merged."))
                    return HttpResponseRedirect(reverse("admin:recommendations_inspection_change", args=[kept.pk]))
            except ValidationError as error:
                form.add_error(None, error)
        title = _now("Merge %(inspection)s into another inspection") % {"inspection": duplicate}
        return self._page(request, duplicate, form, "merge", merge=merge, title=title)
