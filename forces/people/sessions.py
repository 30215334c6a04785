"""The sessions of people who are signed in: their limits, ending them, and deleting what is left of old ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from forces.people.models import Person

_STARTED, _SEEN = "started_at", "seen_at"  # in the session, as seconds since 1970
_SECONDS_BETWEEN_NOTES = 120  # when a person clicks: a write for each click would cost too much


def start_session(request: HttpRequest) -> None:
    """Note when a person signed in."""
    request.session[_STARTED] = request.session[_SEEN] = int(time.time())


class SessionLimits:
    """Signs out people who did nothing for too long, or signed in too long ago.

    A form that they send then is kept, as after any session that has ended: this is above `SignInRequired`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if started := request.session.get(_STARTED):
            now, seen = int(time.time()), request.session.get(_SEEN, started)
            if now - seen > settings.SESSION_IDLE_SECONDS or now - started > settings.SESSION_COOKIE_AGE:
                logout(request)
                messages.info(request, _("You were signed out because you had not used Soteria Tracker for a while."))
            elif now - seen > _SECONDS_BETWEEN_NOTES:
                request.session[_SEEN] = now
        return self.get_response(request)


@transaction.atomic
def end_sessions(person: Person) -> None:
    """Sign a person out everywhere: the next request of each of their browsers has to sign in."""
    Person.objects.filter(pk=person.pk).update(session_version=F("session_version") + 1)
    UserSession.objects.filter(user=person).delete()


@transaction.atomic
def delete_old_sessions() -> int:
    """Delete sessions that have ended, and where they were listed. Returns how many there were."""
    now = timezone.now()
    count, _by_model = Session.objects.filter(expire_date__lt=now).delete()
    # one that begins at this moment is not stored yet
    listed = UserSession.objects.filter(last_seen_at__lt=now - timedelta(hours=1))
    listed.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return count
