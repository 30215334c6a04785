"""The kinds of records, in the order in which they are written: what is referred to before what refers to it."""

from recommendations.loading.kinds.base import Kind
from recommendations.loading.kinds.bodies import Forces, LocalPolicingBodies, NationalBodies, Panels
from recommendations.loading.kinds.documents import Documents
from recommendations.loading.kinds.inspections import Inspections
from recommendations.loading.kinds.recommendations import Recommendations
from recommendations.loading.kinds.relations import ClosingLevels, Links, Oversights, Successions
from recommendations.loading.kinds.responses import Responses

KINDS: list[Kind] = [
    Forces(),
    LocalPolicingBodies(),
    Panels(),
    NationalBodies(),
    Oversights(),
    Successions(),
    ClosingLevels(),
    Inspections(),
    Recommendations(),
    Links(),
    Documents(),
    Responses(),
]

__all__ = ["KINDS", "Kind"]
