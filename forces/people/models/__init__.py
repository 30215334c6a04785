"""People, and what belongs to them."""

from forces.people.models.access_event import AccessEvent
from forces.people.models.account_event import AccountEvent
from forces.people.models.addresses import CalendarAddress, DataAddress, SavedView, new_calendar_token
from forces.people.models.directory import DirectoryGroup, DirectoryMembership
from forces.people.models.invitation import Invitation
from forces.people.models.person import Membership, MembershipQuerySet, Person, PersonManager, Role
from forces.people.models.prepared_file import LONGEST_ADDRESS, PreparedFile
from forces.people.models.unsaved import UNSAVED_PARAMETER, UnsavedFile, UnsavedForm, _kept_file_path, unsaved_file_path

__all__ = [
    "LONGEST_ADDRESS",
    "UNSAVED_PARAMETER",
    "AccessEvent",
    "AccountEvent",
    "CalendarAddress",
    "DataAddress",
    "DirectoryGroup",
    "DirectoryMembership",
    "Invitation",
    "Membership",
    "MembershipQuerySet",
    "Person",
    "PersonManager",
    "PreparedFile",
    "Role",
    "SavedView",
    "UnsavedFile",
    "UnsavedForm",
    "_kept_file_path",
    "new_calendar_token",
    "unsaved_file_path",
]
