"""Create records for tests. Traits use the terms of the domain; nothing here is random."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import factory
from django.utils import timezone

from forces.bodies.models import (
    Body,
    BodyKind,
    EarlierName,
    FireService,
    Force,
    LocalPolicingBody,
    NationalBody,
    Oversight,
    Panel,
    RegionalUnit,
)
from forces.people.access import Reader, reader_of
from forces.people.editions import Audience
from forces.people.models import Membership, Person, Role
from recommendations.positions.rebuilding import history_of, rebuild
from recommendations.positions.replay import ActionState, state_of, working_history
from recommendations.register.models import (
    Action,
    Addressee,
    AddresseeRole,
    Document,
    Inspection,
    InspectionState,
    Part,
    PublishedDocumentKind,
    Recommendation,
    Source,
    Update,
    UpdateWords,
)
from recommendations.register.statuses import Status
from recommendations.responses.content_queries import content_of
from recommendations.responses.models import Explanation, ExplanationKind, OfficeSettings, Publication, Response
from recommendations.responses.queries import answering_body
from recommendations.responses.services.publishing import write_publication

LONG_AGO = datetime.date(2012, 11, 22)


class ForceFactory(factory.django.DjangoModelFactory):
    """A territorial force that uses Soteria Tracker."""

    class Meta:
        model = Force
        django_get_or_create = ("slug",)

    kind = BodyKind.FORCE
    slug = factory.Sequence(lambda n: f"force-{n}")
    name = factory.LazyAttribute(lambda o: f"{o.slug.replace('-', ' ').title()} Police")
    short_name = factory.LazyAttribute(lambda o: o.slug.replace("-", " ").title())
    abbreviation = factory.Sequence(lambda n: f"{n % 4096:03x}")  # three characters, however many tests came before
    country = "England"
    region = "North East"
    uses_soteria_tracker = True


class LocalPolicingBodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LocalPolicingBody
        django_get_or_create = ("slug",)

    kind = BodyKind.LOCAL
    slug = factory.Sequence(lambda n: f"pcc-{n}")
    name = factory.LazyAttribute(lambda o: f"Police and Crime Commissioner {o.slug}")
    office = LocalPolicingBody.Office.PCC
    office_holder_title = "Police and Crime Commissioner"


class PanelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Panel
        django_get_or_create = ("slug",)

    kind = BodyKind.PANEL
    slug = factory.Sequence(lambda n: f"panel-{n}")
    name = factory.LazyAttribute(lambda o: f"Panel {o.slug}")
    scrutinises = factory.SubFactory(ForceFactory)


class NationalBodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NationalBody
        django_get_or_create = ("slug",)

    kind = BodyKind.NATIONAL
    slug = factory.Sequence(lambda n: f"national-{n}")
    name = factory.LazyAttribute(lambda o: o.slug.replace("-", " ").title())


class FireServiceFactory(factory.django.DjangoModelFactory):
    """A service that is followed here."""

    class Meta:
        model = FireService
        django_get_or_create = ("slug",)

    kind = BodyKind.FIRE
    slug = factory.Sequence(lambda n: f"fire-{n}")
    name = factory.LazyAttribute(lambda o: o.slug.replace("-", " ").title())
    followed = True


class RegionalUnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RegionalUnit

    kind = BodyKind.REGIONAL
    slug = factory.Sequence(lambda n: f"unit-{n}")
    name = factory.LazyAttribute(lambda o: o.slug.replace("-", " ").title())


class EarlierNameFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EarlierName

    body = factory.SubFactory(ForceFactory)
    name = "Hampshire Constabulary"
    until = datetime.date(2022, 11, 16)


class OversightFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Oversight

    force = factory.SubFactory(ForceFactory)
    body = factory.SubFactory(LocalPolicingBodyFactory)
    first_day = LONG_AGO


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person
        django_get_or_create = ("email",)

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    name = factory.LazyAttribute(lambda o: o.email.split("@")[0])


def membership(person: Person, role: Role, body: Body | None = None, **dates: Any) -> Membership:
    """A role for a person, since long ago unless dates are given."""
    return Membership.objects.create(person=person, role=role, body=body, **{"first_day": LONG_AGO, **dates})


class SourceFactory(factory.django.DjangoModelFactory):
    """HMICFRS, which migrations enter, or another source of recommendations."""

    class Meta:
        model = Source
        django_get_or_create = ("slug",)

    slug = "hmicfrs"
    name = factory.LazyAttribute(lambda o: o.slug.upper())
    body_name = factory.LazyAttribute(lambda o: o.name)
    response_rule = "56-days"


class InspectionFactory(factory.django.DjangoModelFactory):
    """A published national inspection."""

    class Meta:
        model = Inspection
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"inspection-{n}")
    title = factory.LazyAttribute(lambda o: f"An inspection report on {o.slug}")
    short_title = factory.LazyAttribute(lambda o: o.slug.replace("-", " ").capitalize())
    state = InspectionState.PUBLISHED
    published_on = datetime.date(2024, 8, 22)
    inspectorates = ["HMICFRS"]

    class Params:
        embargoed = factory.Trait(state=InspectionState.EMBARGOED, published_on=None)

    @factory.post_generation
    def follow_up_of(self, create: bool, inspections: list[Inspection] | None, **options: Any) -> None:
        if create and inspections:
            self.follow_up_of.set(inspections)


class RecommendationFactory(factory.django.DjangoModelFactory):
    """A recommendation due by 31 January 2025 unless it is undated or immediate."""

    class Meta:
        model = Recommendation

    inspection = factory.SubFactory(InspectionFactory)
    # above the numbers of the small register, which a session restores without using the sequence
    number = factory.Sequence(lambda n: n + 101)
    reference = factory.LazyAttribute(lambda o: str(o.number))
    order = factory.LazyAttribute(lambda o: o.number or 0)
    short_title = factory.LazyAttribute(lambda o: f"Improve matter {o.reference}")
    text = factory.LazyAttribute(lambda o: f"By 31 January 2025, forces should improve matter {o.reference}.")
    deadline_wording = "By 31 January 2025"
    deadline_kind = "date"
    deadline_on = datetime.date(2025, 1, 31)

    class Params:
        undated = factory.Trait(deadline_wording="", deadline_kind="none", deadline_on=None)
        immediate = factory.Trait(deadline_wording="Immediately", deadline_kind="immediately", deadline_on=None)


class PartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Part

    recommendation = factory.SubFactory(RecommendationFactory)
    label = factory.Sequence(lambda n: f"p{n}")
    text = factory.LazyAttribute(lambda o: o.recommendation.text)


class AddresseeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Addressee

    recommendation = factory.SubFactory(RecommendationFactory)
    role = AddresseeRole.LEAD


@contextmanager
def rebuilding_once() -> Iterator[None]:
    """Rebuild the positions of all new actions and updates once at the end, which is quicker for many."""
    token = _waiting.set([])
    try:
        yield
        rebuild(set(_waiting.get() or []))
    finally:
        _waiting.reset(token)


_waiting: ContextVar[list[int] | None] = ContextVar("waiting", default=None)  # the ids of actions to rebuild


def _rebuild(action: Action) -> None:
    waiting = _waiting.get()
    if waiting is None:
        rebuild([action.pk])
    else:
        waiting.append(action.pk)


def open_action(recommendation: Recommendation, holder: Body, **fields: Any) -> Action:
    """An action opened on publication, with its positions."""
    fields.setdefault("opened_on", recommendation.inspection.published_on)
    action = Action.objects.create(recommendation=recommendation, holder=holder, **fields)
    _rebuild(action)
    return action


# apart from the ids of the cast, which a test may restore after it has recorded an update
RECORDER_ID = 1_000_000


def add_update(
    action: Action, status: Status | None, on: datetime.date, *, by: Person | None = None, **fields: Any
) -> Update:
    """Add an update to an action's history and rebuild the action's positions. No rule is checked.

    Without a status it is a note for the office, or a retraction.
    """
    extra: dict[str, Any] = {
        "audience": Audience.PUBLIC,
        "said_by": Update.SaidBy.FORCE,
        "reported_by": "Head of Performance",
        "recorded_at": timezone.make_aware(datetime.datetime.combine(on, datetime.time(12))),
        "submission_key": uuid.uuid4(),
        "words": _saved_words(fields.pop("text", f"{status} since {on}")),
    }
    if status == Status.CLOSED:
        extra |= {"closed_by": Update.ClosedBy.SOURCE, "verified_by": "HMICFRS force liaison lead"}
    if status == Status.WAITING and "waiting_for_recommendation" not in fields:
        extra |= {"waiting_for_body": NationalBodyFactory(slug="soteria-joint-unit")}
    by = by or PersonFactory(pk=RECORDER_ID, email="recorder@example.org")
    update = Update.objects.create(
        action=action, status=status or "", effective_on=on, recorded_by=by, **(extra | fields)
    )
    _rebuild(action)
    return update


def _saved_words(text: str) -> UpdateWords:
    words = UpdateWords.from_text(text)
    words.save()
    return words


class OfficeSettingsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfficeSettings
        django_get_or_create = ("body",)

    body = factory.SubFactory(LocalPolicingBodyFactory)


class DocumentFactory(factory.django.DjangoModelFactory):
    """The form in which Cleveland's response to an inspection was published."""

    class Meta:
        model = Document
        django_get_or_create = ("slug",)

    slug = "cleveland-form"
    title = "Form"
    kind = PublishedDocumentKind.FORM
    inspection = factory.SubFactory(InspectionFactory)
    force = factory.SubFactory(ForceFactory, slug="cleveland")
    published_by = factory.SubFactory(LocalPolicingBodyFactory, slug="pcc-cleveland")


class ResponseFactory(factory.django.DjangoModelFactory):
    """A working copy in which nothing has been written."""

    class Meta:
        model = Response
        django_get_or_create = ("inspection", "force")

    inspection = factory.SubFactory(InspectionFactory)
    force = factory.SubFactory(ForceFactory)

    class Params:
        invited = factory.Trait(invited_on=datetime.date(2024, 8, 23), comments_wanted_by=datetime.date(2024, 9, 20))


def explained(response: Response, recommendation: Recommendation, **fields: Any) -> Explanation:
    """The office's explanation of one recommendation: action taken by default."""
    words = {"kind": ExplanationKind.TAKEN, "text": f"On {recommendation.reference} we have acted.", **fields}
    return Explanation.objects.create(response=response, recommendation=recommendation, **words)


def complete(response: Response) -> Response:
    """A complete working copy, as a draft."""
    Response.objects.filter(pk=response.pk).update(
        invited_on=datetime.date(2024, 8, 23),
        comments_wanted_by=datetime.date(2024, 9, 20),
        general_comments="I welcome the report.",
    )
    response.refresh_from_db()
    for recommendation in response.inspection.recommendations.exclude(explanations__response=response):
        explained(response, recommendation)
    return response


def published(response: Response, on: datetime.date | None, **facts: Any) -> Publication:
    """Publish the working copy on a day without checking any rule; without a day, elsewhere and undated."""
    day = on or response.inspection.published_on or LONG_AGO
    body = answering_body(response.force, day)
    assert body
    facts = {
        "signatory_name": "A. Commissioner",
        "signatory_title": "Commissioner",
        "is_published_elsewhere": on is None,
    } | facts
    return write_publication(
        response=response, body=body, content=content_of(response, day), by=None, published_on=on, **facts
    )


def as_reader(person: Person, day: datetime.date) -> Reader:
    """The person as a reader on the day."""
    return reader_of(Person.objects.get(pk=person.pk), day)


def state_on(action: Action, day: datetime.date) -> ActionState:
    """Return the working state of an action on a day, from its history: a new update follows it."""
    by_then = [each for each in working_history(history_of(action)) if each.effective_on <= day]
    return state_of(action, by_then[-1] if by_then else None)
