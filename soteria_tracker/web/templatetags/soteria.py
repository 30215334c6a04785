"""Template tags for icons, days, quoted text and the parts that pages are made of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from soteria_tracker.web.as_at import with_query
from soteria_tracker.web.icons import check_icon
from soteria_tracker.web.service_forms import FormWithParts
from soteria_tracker.web.templatetags.govuk_forms import faults
from soteria_tracker.web.verbatim import blocks

register = template.Library()

# --- icons ------------------------------------------------------------------------------------


@register.simple_tag
def icon(key: str, extra: str = "") -> SafeString:
    """Return an icon that screen readers ignore: put a word beside it. `extra` adds a CSS class."""
    return format_html(
        '<svg class="st-i st-i--{0}{1}" aria-hidden="true"><use href="#i-{0}"/></svg>',
        check_icon(key),
        f" {extra}" if extra else "",
    )


@register.simple_tag
def labelled_icon(key: str, label: str, *, tag: bool = False) -> SafeString:
    """Return an icon with its label; with `tag` on a tinted background."""
    return format_html(
        '<span class="st-status st-status--{}{}">{}<span>{}</span></span>',
        key,
        " st-status--tag" if tag else "",
        icon(key),
        label,
    )


@register.inclusion_tag("components/key.html")
def key(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Return a key of icons, words and counts. Items have `key`, and may have `word` and `count`."""
    return {"items": items, "label": label}


# --- days --------------------------------------------------------------------------------------------------


def _as_day(value: datetime.date) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


register.filter(with_query)


@register.filter(expects_localtime=True)
def day(value: datetime.date | None) -> str:
    """Return "31 January 2025"; an empty string for no date."""
    return formats.date_format(_as_day(value), "j F Y") if value else ""


@register.filter(expects_localtime=True)
def short_day(value: datetime.date | None) -> str:
    """Return "31 Jan 25", for the heads of dense grids only; an empty string for no date."""
    return formats.date_format(_as_day(value), "j M y") if value else ""


@register.simple_tag
def date(value: datetime.date | None, missing: str = "") -> SafeString:
    """Return a <time> with the day in words; `missing` if there is no date."""
    if not value:
        return format_html("{}", missing)
    on = _as_day(value)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), day(on))


@register.filter
def thousands(number: int) -> str:
    """Return "1,852"."""
    return f"{number:,}"


@register.filter
def in_days(count: int) -> str:
    """Return "1 day" or "1,852 days"."""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": f"{count:,}"}


@register.filter
def timing(deadline: datetime.date | None, on: datetime.date) -> str:
    """Return a deadline relative to a day: "31 days late", "today", "in 28 days". For work that can be late."""
    return _relative(deadline, on, _("%(days)s late"))


@register.filter
def ago(value: datetime.date | None, on: datetime.date) -> str:
    """Return a date relative to a day: "31 days ago", "today", "in 28 days"."""
    return _relative(value, on, _("%(days)s ago"))


def _relative(value: datetime.date | None, on: datetime.date, before: str) -> str:
    if not value:
        return ""
    ahead = (_as_day(value) - _as_day(on)).days
    if ahead == 0:
        return _("today")
    return (before if ahead < 0 else _("in %(days)s")) % {"days": in_days(abs(ahead))}


@register.simple_tag
def signed_in_as(person: Any, roles: Sequence[str]) -> str:
    """Return the name (unless the first role begins with it), the first role and how many more there are."""
    first, *rest = roles or [""]
    name = "" if f"{first},".startswith(f"{person},") else str(person)
    more = ngettext("and %(count)d more role", "and %(count)d more roles", len(rest)) % {"count": len(rest)}
    return ", ".join(filter(None, [name, first, more if rest else ""]))


# --- words -------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/verbatim.html")
def verbatim_text(text: str | None) -> dict[str, Any]:
    """Return quoted text, escaped: paragraphs at blank lines, and lines starting with "- " as a list."""
    return {"blocks": blocks(text or "")}


@register.simple_block_tag
def quote(content: str, small: bool = False) -> SafeString:
    """Return a quotation with a rule at its side."""
    return format_html('<blockquote class="st-quote{}">{}</blockquote>', " st-quote--small" if small else "", content)


@register.simple_block_tag
def lead(content: str) -> SafeString:
    """Return the opening sentence of a page."""
    return format_html('<p class="st-lead">{}</p>', SafeString(content.strip()))


# --- parts of a page ---------------------------------------------------------------------------------------


@register.inclusion_tag("components/crumbs.html")
def crumbs(*labels_and_addresses: str) -> dict[str, Any]:
    """Return breadcrumbs: label, address, label, address. The page itself is not included."""
    pairs = list(zip(labels_and_addresses[::2], labels_and_addresses[1::2], strict=True))
    return {"crumbs": pairs}


@register.simple_block_tag
def section(content: str, heading: str, anchor: str, flow: bool = False, noprint: bool = False) -> SafeString:
    """Return a section under a rule. `anchor` is its heading's id; `flow` lets it break across printed pages."""
    return format_html(
        '<section class="st-section{}{}" aria-labelledby="{}"><h2 class="govuk-heading-m" id="{}">{}</h2>{}</section>',
        " st-section--flow" if flow else "",
        " st-noprint" if noprint else "",
        anchor,
        anchor,
        heading,
        content,
    )


@register.simple_block_tag
def figures(content: str) -> SafeString:
    """Return headline figures: a list of {% figure %}."""
    return format_html('<dl class="st-figures">{}</dl>', content)


@register.simple_block_tag
def figure(content: str, number: Any, key: str = "", of: Any = "") -> SafeString:
    """Return one headline figure with its label (the content) below. `of` is the total it is part of."""
    return format_html(
        '<div class="st-figure{}"><dt>{}</dt><dd>{}{}{}</dd></div>',
        f" st-figure--{check_icon(key)}" if key else "",
        SafeString(content.strip()),
        icon(key) if key else "",
        thousands(number) if isinstance(number, int) else number,
        format_html("<small>{}</small>", of) if of else "",
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """Return facts side by side: a list of {% fact %}."""
    return format_html('<dl class="st-facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, term: str) -> SafeString:
    """Return one fact: its name, and its value as content."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", term, SafeString(content.strip()))


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms_of_the_page: forms.BaseForm | forms.BaseFormSet | str | None) -> dict[str, Any]:
    """Return all errors of the page's forms, each a link to its field; nothing if there are none."""
    found: list[tuple[str, str]] = []
    for form in forms_of_the_page:
        if isinstance(form, forms.BaseFormSet):
            found += [("", str(message)) for message in form.non_form_errors()]
            for member in form.forms:
                # `row_name` says which row of a table has the error
                row = f"{member.row_name}: " if hasattr(member, "row_name") else ""
                found += [(anchor, f"{row}{message}") for anchor, message in faults(member)]
        elif isinstance(form, FormWithParts):
            for _key, member in form.all_forms:
                found += faults(member)
        elif isinstance(form, forms.BaseForm):  # a page may have no form this time
            found += faults(form)
    return {"faults": found}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page, parameter: str = "page") -> dict[str, Any]:
    """Return links to the other pages of a list. They keep the rest of the query string."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"request": context.get("request"), "page": page, "numbers": list(numbers), "parameter": parameter}


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, parameter: str, value: Any, dropping: str = "") -> str:
    """Return this page's query string with one parameter set (or removed, if None) and another one dropped."""
    query = context["request"].GET.copy()
    query.pop(dropping, None)
    query.pop(parameter, None)
    if value is not None:
        query[parameter] = value
    return f"?{query.urlencode()}"
