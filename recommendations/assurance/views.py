"""Assurance of one body's actions: the list, recording it for selected actions, retracting one."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from recommendations.assurance.filters import AssuranceFilter
from recommendations.assurance.forms import AssuranceForm
from recommendations.assurance.models import Assurance
from recommendations.assurance.queries import AssuranceCounts, listed_assurances
from recommendations.assurance.services import errors_of, record_assurance, retract_assurance
from recommendations.assurance.tables import AssuranceTable
from recommendations.register.models import Action
from recommendations.register.selection import HolderMixin, selected_actions
from recommendations.updates.forms.retraction import RetractionForm
from soteria_tracker.web.service_forms import ServiceFormView


class AssuranceList(HolderMixin, SingleTableMixin, FilterView):
    """The latest assurance of each action, filtered by how assured the office is and by what is due to be checked."""

    filterset_class = AssuranceFilter
    table_class = AssuranceTable
    table_pagination = {"per_page": 50}
    template_name = "assurance/assurance.html"

    def get_queryset(self) -> QuerySet[Assurance]:
        return listed_assurances(self.holder, self.reader)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"day": self.reader.day}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        counts = AssuranceCounts.of(self.get_queryset(), self.reader.day)
        due = urlencode([("action", action) for action in counts.due])
        return super().get_context_data(
            counts=counts, check_again=due, form=self.filterset.form, clear_url=self.request.path, **context
        )


class RecordAssurance(HolderMixin, ServiceFormView):
    """Record the office's assurance of the selected actions: the same for all of them."""

    form_class = AssuranceForm
    template_name = "assurance/new.html"

    def get_initial(self) -> dict[str, Any]:
        return {"dated_on": self.reader.day}

    def get_form(self, form_class: Any = None) -> AssuranceForm:
        form: AssuranceForm = super().get_form(form_class)
        selection = cast(QueryDict, form.data) if form.is_bound else self.request.GET
        self.actions = selected_actions(selection, self.reader, self.holder)
        return form

    def further_errors(self, form: AssuranceForm) -> dict[str, str]:
        return errors_of(self.actions, form.entry(), self.reader.day)

    def save(self, form: AssuranceForm) -> list[Assurance]:
        if not self.actions:
            raise ValidationError(_("Select the actions first."))
        return record_assurance(
            actions=self.actions,
            entry=form.entry(),
            by=self.reader,
            submission_key=form.cleaned_data["submission_key"],
        )

    def refuse(self, form: AssuranceForm, refusal: ValidationError) -> HttpResponse:
        form.renew_key()
        return super().refuse(form, refusal)

    def saved_message(self) -> str:
        count = len(self.result)
        words = ngettext(
            "Assurance saved. The status of the action has not changed.",
            "Assurance saved for %(count)d actions. Their status has not changed.",
            count,
        )
        return words % {"count": count}

    def get_success_url(self) -> str:
        if len(self.actions) == 1:
            return self.actions[0].get_absolute_url()
        return reverse("assurance", args=[self.holder.slug])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {**super().get_context_data(**context), "actions": self.actions}


class RetractAssurance(HolderMixin, ServiceFormView):
    """Ask why an assurance is a mistake, and retract it."""

    form_class = RetractionForm
    template_name = "assurance/retract.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        own = Assurance.objects.filter(
            action__holder__in=self.reader.held_by(self.holder),
            action__in=Action.objects.visible_to(self.reader),
            retracts=None,
        ).select_related("action__holder", "action__recommendation__inspection", "retraction")
        self.assurance = get_object_or_404(own, pk=kwargs["assurance"])

    def save(self, form: RetractionForm) -> None:
        retract_assurance(assurance=self.assurance, by=self.reader, **form.cleaned_data)

    def saved_message(self) -> str:
        return _("Assurance retracted. It stays in the history, marked as retracted.")

    def get_success_url(self) -> str:
        return self.assurance.action.get_absolute_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {**super().get_context_data(**context), "assurance": self.assurance}
