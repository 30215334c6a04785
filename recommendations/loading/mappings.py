"""Reading the keys of a mapping into a record, whose class declares which keys there are and how each is read."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml
from django.utils.translation import gettext as _

from recommendations.loading.findings import Place
from recommendations.loading.values import Page, Value, closest


@dataclass(frozen=True, kw_only=True)
class Record:
    """What one mapping of a file says. Knows where it stands, and where each of its keys stands."""

    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)

    def at(self, key: str) -> Place:
        """Where the key's value stands; where the record stands, if it has no such key."""
        return self.places.get(key, self.place)


R = TypeVar("R", bound=Record)


def key(value: Value, *, required: bool = False, default: Any = None) -> Any:
    """A key of a record. A field whose name ends with _ stands for a key that is a word of Python: `from_`."""
    return field(default=default, metadata={"value": value, "required": required})


def one(record: type[R]) -> Value:
    """A mapping with the keys of this record."""

    def read(node: yaml.Node, name: str, page: Page) -> R | None:
        return read_mapping(record, node, name, page)

    return read


def read_mapping(record: type[R], node: yaml.Node, name: str, page: Page) -> R | None:
    """The record that a mapping gives; None, with the fault noted, if the node is no mapping."""
    if not isinstance(node, yaml.MappingNode):
        page.fault(
            node,
            _("“%(name)s” must have keys, such as “%(key)s: …”.") % {"name": name, "key": next(iter(_keys_of(record)))},
        )
        return None
    keys = _keys_of(record)
    values: dict[str, Any] = {}
    places: dict[str, Place] = {}
    for key_node, value_node in node.value:
        called = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
        if called not in keys:
            page.fault(
                key_node,
                _("The key “%(key)s” has no meaning here.%(suggestion)s Keys here: %(keys)s.")
                % {"key": called, "suggestion": closest(called, keys), "keys": ", ".join(keys)},
            )
        elif called in places:
            page.fault(
                key_node,
                _("The key “%(key)s” stands here twice, first on line %(line)d. Delete one of them.")
                % {"key": called, "line": places[called].line},
            )
        else:
            places[called] = page.place(key_node)
            found = keys[called].metadata["value"](value_node, called, page)
            if found is not None:
                values[keys[called].name] = found
    for called, declared in keys.items():
        if declared.metadata["required"] and called not in places:
            page.fault(node, _("The key “%(key)s” is missing here. Add it.") % {"key": called})
    return record(place=page.place(node), places=places, **values)


def _keys_of(record: type[Record]) -> dict[str, dataclasses.Field[Any]]:
    return {f.name.rstrip("_"): f for f in dataclasses.fields(record) if "value" in f.metadata}
