"""What the reader's office has to do, and updates recorded in its rows."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from forces.people.access import Reader
from forces.people.requests import person_of, reader_of_request
from recommendations.pages.common.downloads import calendar_link, download, download_links
from recommendations.pages.common.quick_update import QuickUpdateMixin
from recommendations.pages.common.roles_taken import taken_by_administrators
from recommendations.pages.my_work.queries import MyWork
from recommendations.pages.my_work.tables import TaskTable
from recommendations.pages.my_work.tasks import TaskGroup
from recommendations.register.models import Action
from recommendations.register.models.recommendation import ISSUER_OF_ACTION
from recommendations.updates.forms.update import UpdateForm
from soteria_tracker.web.exports import Format
from soteria_tracker.web.ids import id_of
from soteria_tracker.web.page_view import PageView
from soteria_tracker.web.service_forms import form_data


class MyWorkMixin(PageView):
    """The tasks of an office, for its staff and approvers; with ?mine=on only those of the reader. Sets `reader`."""

    reader: Reader

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reader = reader_of_request(request)
        if not self.reader.office:
            raise PermissionDenied(_("My work is for the staff of the offices of local policing bodies."))

    @property
    def mine(self) -> bool:
        return "mine" in self.request.GET


class MyWorkPage(MyWorkMixin, QuickUpdateMixin):
    """The page. `?update=` names the action whose row is open, with the quick update."""

    template_name = "pages/my_work/my_work.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        data = form_data(request)
        named = (request.GET if data is None else data).get("update")
        self.is_open = named is not None
        if named is not None:
            self.action = self._followed_action(named)

    def _followed_action(self, named: str) -> Action:
        """Return the action of the reader's office with this id. Raises Http404."""
        followed = Q(holder__in=self.reader.office | self.reader.own_bodies)
        actions = Action.objects.visible_to(self.reader).filter(followed)
        return get_object_or_404(
            actions.select_related("holder", "part", *ISSUER_OF_ACTION).prefetch_related("recommendation__parts"),
            pk=id_of(named),
        )

    @cached_property
    def work(self) -> MyWork:
        opened = self.action.pk if self.is_open else None
        return MyWork(self.reader, mine=self.mine, open_action=opened, whole_group=self.request.GET.get("all", ""))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_open:
            return redirect(self.get_success_url())
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> UpdateForm | None:
        return super().get_form(form_class) if self.is_open else None

    def get_success_url(self) -> str:
        """Return the list without its open row: the page starts with what was saved."""
        return reverse("my-work", query={"mine": "on"} if self.mine else None)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(
            work=self.work,
            action=self.action if self.is_open else None,
            recall=self.current if self.is_open else None,
            list_address=self.get_success_url(),
            downloads=[*download_links(self.request), calendar_link()],
            taken=taken_by_administrators(self.reader),
            saved_views=person_of(self.request).saved_views.all(),
            **context,
        )


class MyWorkExport(MyWorkMixin):
    """Every task as a file, with those that the page leaves out."""

    def get(self, request: HttpRequest, *, format: Format) -> HttpResponseBase:
        work = MyWork(self.reader, mine=self.mine)
        columns, *rows = TaskTable(work.tasks).as_values()
        counts = Counter(task.group for task in work.tasks)
        return download(
            request,  # type: ignore[arg-type]  # the middleware has set the reader
            format,
            name="my-work",
            title=_("My work"),
            columns=columns,
            rows=rows,
            filters=[(_("Tasks"), _("Yours"))] if self.mine else (),
            counts=[(group.label, counts[group]) for group in TaskGroup if counts[group]],
            figures={group.value: counts[group] for group in TaskGroup},
        )
