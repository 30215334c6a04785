"""The forms of the steps round the draft: decision, invitation, comments, approval, publication, sendings."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forces.bodies.models import Force
from forces.people.access import Reader
from recommendations.register.models import Inspection
from recommendations.responses.clock import Clock
from recommendations.responses.content import Content
from recommendations.responses.forms.fields import (
    DateNeededLater,
    KeptDocument,
    MergedForm,
    ServiceForm,
    ShortTextNeededLater,
    TextNeededLater,
)
from recommendations.responses.models import OfficeSettings, Response
from recommendations.responses.models.response import TEXT_LIMIT
from soteria_tracker.web.forms import DateField, ShortTextField, TextField

REASON_LIMIT = 500
READ_FROM_DOCUMENT = "read_from_document"  # in a kept form: a document's words, which nobody typed


class DecisionForm(ServiceForm):
    """Whether a response is due, and why not."""

    applicability = forms.ChoiceField(
        label=_("Is a response due?"),
        choices=[choice for choice in Response.Applicability.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether a response is due")},
    )
    reason = ShortTextNeededLater(label=_("If no response is due: why"), max_length=REASON_LIMIT)
    own_report = forms.ModelChoiceField(
        label=_("If it is answered through the force’s own report: which"),
        queryset=Inspection.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("The report that carries the same findings and is answered instead."),
    )

    def __init__(self, data: QueryDict | None = None, *, response: Response, reader: Reader) -> None:
        given = {
            "applicability": response.applicability,
            "reason": response.applicability_reason,
            "own_report": response.own_report_id,
        }
        super().__init__(data, initial=given)
        others = Inspection.objects.visible_to(reader).published_by(reader.day).exclude(pk=response.inspection_id)
        self.fields["own_report"].queryset = own_reports(others, response.force)  # type: ignore[attr-defined]


def own_reports(inspections: Any, force: Force) -> Any:
    """The inspections that are about this force."""
    return inspections.filter(subject_forces=force)


class InvitationForm(ServiceForm):
    """When the chief officer was invited to comment and by when, or why not (Police Act 1996, s.55(4))."""

    INVITED, NOT_INVITED = "invited", "not-invited"

    asked = forms.ChoiceField(
        label=_("Was the chief officer invited to comment?"),
        choices=[(INVITED, _("Yes")), (NOT_INVITED, _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether the chief officer was invited to comment")},
    )
    invited_on = DateNeededLater(label=_("If invited: on which day"), called=_("The day of the invitation"))
    comments_wanted_by = DateNeededLater(
        label=_("If invited: by which day comments are wanted"), called=_("The day by which comments are wanted")
    )
    not_invited_reason = ShortTextNeededLater(
        label=_("If not invited: why"), max_length=REASON_LIMIT, help_text=_("This is published.")
    )

    def __init__(
        self, data: QueryDict | None = None, *, response: Response, settings: OfficeSettings, clock: Clock
    ) -> None:
        names = ("invited_on", "comments_wanted_by", "not_invited_reason")
        given: dict[str, Any] = {name: getattr(response, name) for name in names}
        if response.not_invited_reason:
            given["asked"] = self.NOT_INVITED
        else:
            given["asked"] = self.INVITED if response.invited_on else None
            invited_on = response.invited_on or clock.today
            given["invited_on"] = invited_on
            given["comments_wanted_by"] = response.comments_wanted_by or proposed_day(invited_on, settings, clock)
        super().__init__(data, initial=given)

    def said(self) -> dict[str, Any]:
        """What the valid form says, for the service: an invitation, or why there was none."""
        values = self.cleaned_data
        if values["asked"] == self.INVITED:
            dates = {name: values[name] for name in ("invited_on", "comments_wanted_by")}
            return {**dates, "not_invited_reason": ""}
        return {"invited_on": None, "comments_wanted_by": None, "not_invited_reason": values["not_invited_reason"]}

    def clean(self) -> dict[str, Any]:
        """The answer decides which of the other fields must be filled in."""
        values = super().clean() or {}
        asked = values.get("asked")
        if asked == self.INVITED and not values.get("invited_on") and "invited_on" not in self.errors:
            self.add_error("invited_on", _now("Enter the day of the invitation"))
        if asked == self.NOT_INVITED and not values.get("not_invited_reason"):
            self.add_error("not_invited_reason", _now("Say why the chief officer was not invited to comment"))
        return values


def proposed_day(invited_on: datetime.date, settings: OfficeSettings, clock: Clock) -> datetime.date:
    """The day proposed for comments: as the office's setting says, but not after the last day while that is ahead."""
    day = invited_on + datetime.timedelta(days=settings.comments_wanted_after)
    last = clock.last_day
    return last if last and invited_on <= last < day else day


def comment_field(reference: str) -> str:
    """The field for the chief officer's comment on a recommendation."""
    return f"comment-{reference}"


def stored_comments(content: Content) -> dict[str, str]:
    """The chief officer's comments as they are saved, by field of the form."""
    each = {comment_field(item.reference): item.chief_officer_comment for item in content.items}
    return {"comment": content.chief_officer_comments, **each}


class CommentsForm(MergedForm):
    """The chief officer's comments, general and on each recommendation. None is required."""

    def __init__(self, data: QueryDict | None = None, files: Any = None, *, content: Content) -> None:
        super().__init__(data, files, stored=stored_comments(content))
        labels = {comment_field(item.reference): item.label[:1].lower() + item.label[1:] for item in content.items}
        for key in self.stored:
            about = labels.get(key)
            label = _now("Comment on %(label)s") % {"label": about} if about else _now("Comments on the report")
            field = TextField(label=label, max_length=TEXT_LIMIT, required=False)
            field.help_text = ""  # the page says the limit once
            self.fields[key] = field


class ReceivedForm(KeptDocument, ServiceForm):
    """When the chief officer's comments came to the office, or that none came; the document they came in."""

    received_on = DateField(
        label=_("When did the comments come?"), called=_("The day the comments came"), required=False
    )
    none_came = forms.BooleanField(label=_("No comments came"), required=False)
    field_order = ("received_on", "none_came", "document")

    def __init__(self, data: QueryDict | None = None, files: Any = None, *, response: Response, reader: Reader) -> None:
        given = {"received_on": response.comments_received_on, "none_came": response.no_comments_came}
        super().__init__(data, files, initial=given)
        self.person = reader.person
        self.fields["document"].label = _now("The document they came in")
        self.fields["document"].help_text = _now("PDF or Word, up to 10 MB. It is kept as evidence.")


class ApprovalForm(ServiceForm):
    """Approving the text that was read, whose digest goes with it."""

    digest = forms.CharField(widget=forms.HiddenInput)
    incomplete_reason = TextNeededLater(
        label=_("Why it may be published incomplete"),
        max_length=1_000,
        help_text=_("This is published with the response."),
    )


class ReturnForm(ServiceForm):
    """Sending a draft back to its authors."""

    comment = TextField(
        label=_("What should be changed?"),
        max_length=2_000,
        help_text=_("Only the office reads this."),
        error_messages={"required": _("Say what should be changed")},
    )


class PublishForm(ServiceForm):
    """On which day the response is published, and who signs it."""

    published_on = DateField(
        label=_("Published on"),
        called=_("The day of publication"),
        help_text=_("The day on which it is on the office’s own website. It decides whether it was in time."),
    )
    signatory_name = ShortTextField(
        label=_("Signed by"),
        max_length=120,
        help_text=_("A deputy may sign."),
        error_messages={"required": _("Enter who signs the response")},
    )
    signatory_title = ShortTextField(
        label=_("Title of who signs"), max_length=160, error_messages={"required": _("Enter the title of who signs")}
    )

    def __init__(self, data: QueryDict | None = None, *, settings: OfficeSettings, title: str, day: datetime.date):
        given = {
            "published_on": day,
            "signatory_name": settings.signatory_name,
            "signatory_title": settings.signatory_title or title,
        }
        super().__init__(data, initial=given)


class DoneForm(ServiceForm):
    """The day on which what was promised or asked for was done, and how."""

    done_on = DateField(label=_("Done on"), called=_("The day it was done"))
    how_done = ShortTextField(
        label=_("How it was done"),
        max_length=REASON_LIMIT,
        required=False,
        help_text=_("Where it can be seen: a paper, a letter, a minute."),
    )


class SendingForm(ServiceForm):
    """A copy that was sent to one of the two whom the law names (s.55(6))."""

    sent_on = DateField(label=_("Sent on"), called=_("The day it was sent"))
    sent_by = ShortTextField(label=_("Sent by"), max_length=120, error_messages={"required": _("Enter who sent it")})

    def __init__(self, data: QueryDict | None = None, *, prefix: str, reader: Reader) -> None:
        super().__init__(data, prefix=prefix, initial={"sent_on": reader.day, "sent_by": str(reader.person)})
