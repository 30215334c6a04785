"""How many recommendations a report made, by kind and addressee: the same for every reader."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from forces.bodies.models import BodyKind
from recommendations.register.models import Addressee, AddresseeRole, Recommendation
from recommendations.register.models.recommendation import kind_in_words

KIND_OF_GROUP: dict[str, BodyKind] = {group: group.body_kind for group in Addressee.Group}


@dataclass
class ReportSummary:
    """The items of one report. `to` holds, for each item that needs an action, the kinds of body that lead it."""

    kinds: Counter[str] = field(default_factory=Counter)
    to: dict[int, set[str]] = field(default_factory=dict)

    def add(self, recommendation: Recommendation) -> None:
        """Count an item. Its addressees must be prefetched with their bodies."""
        self.kinds[recommendation.kind] += 1
        if recommendation.kind not in Recommendation.KINDS_WITHOUT_ACTION:
            leads = (addressee for addressee in recommendation.addressees.all() if addressee.role == AddresseeRole.LEAD)
            self.to[recommendation.pk] = {kind for kind in map(_kind_of, leads) if kind}

    def led_by(self, kind: str) -> int:
        """Return how many items bodies of this kind lead, in whole or in part."""
        return sum(kind in kinds for kinds in self.to.values())

    @property
    def to_forces(self) -> int:
        return self.led_by(BodyKind.FORCE)

    @property
    def to_national(self) -> int:
        return self.led_by(BodyKind.NATIONAL)

    @property
    def items_in_words(self) -> str:
        """Return words such as "2 recommendations, 5 areas for improvement and 1 cause of concern"."""
        return get_text_list([kind_in_words(kind, count) for kind, count in self.kinds.items()], _("and"))

    @property
    def addressees_in_words(self) -> str:
        """Return words such as "all to forces" or "5 to forces and 9 to national bodies, 1 of them to both"."""
        everything = {
            BodyKind.FORCE: _("all to forces"),
            BodyKind.NATIONAL: _("all to national bodies"),
            BodyKind.LOCAL: _("all to local policing bodies"),
            BodyKind.FIRE: _("all to fire and rescue services"),
            BodyKind.REGIONAL: _("all to regional units"),
        }
        kinds = set().union(*self.to.values())
        if len(kinds) == 1 and all(self.to.values()) and len(self.to) == self.kinds.total() > 1:
            return everything[BodyKind(kinds.pop())]
        words = {
            BodyKind.FORCE: _("%(count)d to forces"),
            BodyKind.NATIONAL: _("%(count)d to national bodies"),
            BodyKind.LOCAL: _("%(count)d to local policing bodies"),
            BodyKind.FIRE: _("%(count)d to fire and rescue services"),
            BodyKind.REGIONAL: _("%(count)d to regional units"),
        }
        counted = [text % {"count": self.led_by(kind)} for kind, text in words.items() if self.led_by(kind)]
        shared = sum(len(kinds) > 1 for kinds in self.to.values())
        if not shared:
            return get_text_list(counted, _("and"))
        words_for_shared = _("%(count)d of them to both") if len(counted) == 2 else _("%(count)d of them to several")
        return f"{get_text_list(counted, _('and'))}, {words_for_shared % {'count': shared}}"


def _kind_of(addressee: Addressee) -> str:
    """Return the kind of body of an addressee; empty for those that are not registered one by one."""
    return addressee.body.kind if addressee.body else KIND_OF_GROUP.get(addressee.group, "")
