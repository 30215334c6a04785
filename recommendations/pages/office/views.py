"""An office's settings and Word templates."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forces.bodies.models import LocalPolicingBody
from forces.people import unsaved_forms
from forces.people.requests import ReaderRequest
from recommendations.documents import services, word_templates
from recommendations.documents.document_files import DocumentFormat, DocumentKind
from recommendations.documents.queries import office_template, templates_of
from recommendations.pages.office.forms import OfficeSettingsForm, TemplateForm
from recommendations.responses.models import TemplateKind
from recommendations.responses.queries import office_settings
from recommendations.responses.services.office_settings import save_office_settings


def _own_body(request: ReaderRequest, body: str) -> LocalPolicingBody:
    found = get_object_or_404(LocalPolicingBody.objects.select_related("office_settings"), slug=body)
    if found.pk not in request.reader.own_bodies:
        raise PermissionDenied(_("Only this body’s office can view and change its settings."))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def office(request: ReaderRequest, body: str) -> HttpResponse:
    """Show and save an office's settings, and list its Word templates."""
    own, is_post = _own_body(request, body), request.method == "POST"
    unsaved = unsaved_forms.find_form(request)
    form = OfficeSettingsForm(request.POST if is_post else unsaved, settings=office_settings(own))
    if is_post and form.is_valid():
        try:
            save_office_settings(body=own, values=form.cleaned_data, by=request.reader)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Office settings saved."))
            return redirect("office-settings", own.slug)
    uploaded = templates_of(own)
    context = {
        "body": own,
        "form": form,
        "form_owner": unsaved_forms.sign_owner(request.reader.person),
        "shows_unsaved_form": unsaved is not None,
        "templates": [(kind, uploaded.get(kind)) for kind in TemplateKind],
    }
    return render(request, "pages/office/office.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: ReaderRequest, body: str, kind: str) -> HttpResponse:
    """Upload or remove the office's Word template for one kind of document."""
    own, chosen = _own_body(request, body), _kind(kind)
    form = TemplateForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if "remove" in request.POST:
        services.delete_template(body=own, kind=chosen, by=request.reader)
        messages.success(request, _("Template removed. The document uses the plain layout again."))
        return redirect("office-settings", own.slug)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.save_template(body=own, kind=chosen, file=file, file_name=file.name, by=request.reader)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Template saved. Check the example before you use it."))
            return redirect("office-template", own.slug, chosen)
    context = {
        "body": own,
        "kind": chosen,
        "form": form,
        "current": templates_of(own).get(chosen),
        "words": list(word_templates.INLINE),
        "blocks": list(word_templates.SECTIONS),
        "required": word_templates.REQUIRED,
    }
    return render(request, "pages/office/office_template.html", context)


@require_safe
def template_preview(request: ReaderRequest, body: str, kind: str) -> HttpResponse:
    """Return the office's template filled in with an example, as a Word file."""
    own, chosen = _own_body(request, body), _kind(kind)
    try:
        contents = office_template(own, DocumentKind(chosen))
        if contents is None:
            raise Http404
        example = services.preview(contents)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("office-template", own.slug, chosen)
    download = HttpResponse(example, content_type=DocumentFormat.DOCX.content_type)
    download["Content-Disposition"] = f'attachment; filename="example-{chosen}.docx"'
    return download


def _kind(kind: str) -> TemplateKind:
    if kind not in TemplateKind.values:
        raise Http404
    return TemplateKind(kind)
