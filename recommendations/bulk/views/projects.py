"""Setting the project that delivers the selected actions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from recommendations.bulk.forms import ProjectForm
from recommendations.bulk.queries import projects_of
from recommendations.bulk.services import set_project
from recommendations.register.models import Action
from recommendations.register.selection import SelectedActionsMixin
from soteria_tracker.web.service_forms import ServiceFormView


class SetProject(SelectedActionsMixin, ServiceFormView):
    """Set the project of all the selected actions, or clear it."""

    form_class = ProjectForm
    template_name = "bulk/project.html"

    def get_initial(self) -> dict[str, Any]:
        projects = {action.project for action in self.actions}
        return {"project": projects.pop() if len(projects) == 1 else ""}

    def save(self, form: ProjectForm) -> list[Action]:
        self.project = form.cleaned_data["project"]
        return set_project(actions=self.actions, project=self.project, by=self.reader)

    def saved_message(self) -> str:
        count = len(self.result)
        if self.project:
            words = ngettext(
                "Project “%(project)s” set for %(count)d action.",
                "Project “%(project)s” set for %(count)d actions.",
                count,
            )
        else:
            words = ngettext("Project cleared for %(count)d action.", "Project cleared for %(count)d actions.", count)
        return words % {"project": self.project, "count": count}

    def get_success_url(self) -> str:
        return self.holder.get_absolute_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(projects=projects_of(self.holder, self.reader), **context)
