"""The bodies: forces, national bodies, local policing bodies and others, and who oversees whom from when.

Forces and bodies change: each has dates, a body can succeed another, and a body that is given another name or title
keeps its earlier ones.
"""

from forces.bodies.models.body import Body, BodyKind
from forces.bodies.models.changes import Oversight, Succession
from forces.bodies.models.earlier_name import EarlierName
from forces.bodies.models.installation import Installation
from forces.bodies.models.kinds import (
    DEFAULT_AUDIENCES,
    LED_BY_A_COMMISSIONER,
    RECORDED_BY_ADMINISTRATORS,
    FireService,
    Force,
    ForceQuerySet,
    LocalPolicingBody,
    NationalBody,
    Panel,
    RegionalUnit,
    is_without_office,
)

__all__ = [
    "DEFAULT_AUDIENCES",
    "LED_BY_A_COMMISSIONER",
    "RECORDED_BY_ADMINISTRATORS",
    "Body",
    "BodyKind",
    "EarlierName",
    "FireService",
    "Force",
    "ForceQuerySet",
    "Installation",
    "LocalPolicingBody",
    "NationalBody",
    "Oversight",
    "Panel",
    "RegionalUnit",
    "Succession",
    "is_without_office",
]
