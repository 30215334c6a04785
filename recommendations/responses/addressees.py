"""Who a recommendation is addressed to, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from forces.bodies.models import Body, BodyKind
from recommendations.register.models import Addressee, AddresseeRole

# Names that take no article by their last word: "Cleveland Police", "NHS England".
_WITHOUT_ARTICLE = ("Police", "Constabulary", "England", "Wales", "Scotland")


def is_national(addressees: Iterable[Addressee]) -> bool:
    """Return whether only national bodies, and no one in the police area, lead on the recommendation or its parts."""
    leads = [addressee for addressee in addressees if addressee.role == AddresseeRole.LEAD]
    national = [bool(lead.body and lead.body.kind == BodyKind.NATIONAL) for lead in leads if not lead.others]
    return bool(national) and all(national)


def addressees_in_words(addressees: Sequence[Addressee]) -> str:
    """ "Soteria Joint Unit, with College of Policing and all forces"."""
    words = _joined(addressees, lambda addressee: addressee.name)
    return words[:1].upper() + words[1:]


def addressees_in_a_sentence(addressees: Sequence[Addressee]) -> str:
    """ "the Soteria Joint Unit, with the College of Policing and all forces"."""
    return _joined(addressees, lambda addressee: _with_article(addressee.body) if addressee.body else addressee.name)


def without_capital(words: str) -> str:
    """ "Joint thematic" as "joint thematic"; an abbreviation stays as it is."""
    return words if words.isupper() else words[:1].lower() + words[1:]


def _joined(addressees: Sequence[Addressee], name: Callable[[Addressee], str]) -> str:
    leads = _names(addressees, AddresseeRole.LEAD, name)
    partners = [partner for partner in _names(addressees, AddresseeRole.WITH, name) if partner not in leads]
    words = get_text_list(leads, _("and"))
    if not partners:
        return words
    return _("%(leads)s, with %(partners)s") % {"leads": words, "partners": get_text_list(partners, _("and"))}


def _names(addressees: Sequence[Addressee], role: str, name: Callable[[Addressee], str]) -> list[str]:
    """Return each name once, in order: a body's own name, a group without its capital."""
    named = [
        without_capital(addressee.name) if addressee.group else name(addressee)
        for addressee in addressees
        if addressee.role == role
    ]
    return list(dict.fromkeys(named))


def _with_article(body: Body) -> str:
    """ "the Home Office", "Cleveland Police", "HMICFRS"."""
    is_abbreviation = body.shown_name.isupper() and " " not in body.shown_name
    if is_abbreviation or body.shown_name.lower().startswith("the ") or body.shown_name.endswith(_WITHOUT_ARTICLE):
        return body.shown_name
    return _("the %(body)s") % {"body": body.shown_name}
