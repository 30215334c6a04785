import datetime
import re
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from soteria_tracker.web.icons import SPRITES, check_icon, icon_keys
from soteria_tracker.web.templatetags import soteria

ROOT = Path(__file__).resolve().parents[3]
DEADLINE = datetime.date(2025, 1, 31)
AS_AT = datetime.date(2025, 3, 3)


def render(source: str, **context: object) -> str:
    return Template("{% load soteria %}" + source).render(Context(context))


class TestLabelledIcon:
    def test_it_shows_icon_and_label(self) -> None:
        html = render('{% labelled_icon "event" "Under way" %}')
        assert 'href="#i-event"' in html
        assert "<span>Under way</span>" in html
        assert "st-status--tag" not in html

    def test_it_can_be_shown_as_a_tag(self) -> None:
        assert "st-status--tag" in render('{% labelled_icon "event" "Under way" tag=True %}')

    def test_it_escapes_the_label(self) -> None:
        assert "&lt;b&gt;" in render("{% labelled_icon 'event' label %}", label="<b>")

    def test_it_refuses_an_unknown_icon(self) -> None:
        with pytest.raises(ValueError, match="There is no icon 'asleep'"):
            check_icon("asleep")

    def test_no_two_icons_look_the_same(self) -> None:
        sprites = "".join((ROOT / "templates" / name).read_text(encoding="utf-8") for name in SPRITES)
        drawings = re.findall(r"<symbol[^>]*>(.*?)</symbol>", sprites)
        assert len(drawings) == len(set(drawings)) == len(icon_keys())


class TestDays:
    def test_a_date_is_written_in_full(self) -> None:
        assert soteria.day(DEADLINE) == "31 January 2025"

    def test_a_missing_date_is_shown_as_nothing(self) -> None:
        assert soteria.day(None) == soteria.short_day(None) == ""

    def test_a_short_date_abbreviates_the_month_and_year(self) -> None:
        assert soteria.short_day(DEADLINE) == "31 Jan 25"

    def test_a_utc_time_is_shown_as_its_london_date(self) -> None:
        just_before_midnight_in_utc = datetime.datetime(2025, 6, 30, 23, 30, tzinfo=datetime.UTC)
        assert soteria.day(just_before_midnight_in_utc) == "1 July 2025"

    def test_a_london_time_keeps_its_date(self) -> None:
        assert soteria.day(datetime.datetime(2025, 6, 30, 23, 30, tzinfo=ZoneInfo("Europe/London"))) == "30 June 2025"

    def test_a_date_is_marked_up_for_machines(self) -> None:
        assert render("{% date d %}", d=DEADLINE) == '<time datetime="2025-01-31">31 January 2025</time>'

    def test_a_missing_date_can_have_its_own_text(self) -> None:
        assert render('{% date d "No date set" %}', d=None) == "No date set"

    @pytest.mark.parametrize(
        ("deadline", "words"),
        [
            (DEADLINE, "31 days late"),
            (datetime.date(2025, 3, 2), "1 day late"),
            (AS_AT, "today"),
            (datetime.date(2025, 3, 4), "in 1 day"),
            (datetime.date(2025, 3, 31), "in 28 days"),
            (None, ""),
        ],
    )
    def test_a_deadline_is_described_relative_to_a_day(self, deadline: datetime.date | None, words: str) -> None:
        assert soteria.timing(deadline, AS_AT) == words

    def test_a_past_date_can_be_described_without_calling_it_overdue(self) -> None:
        assert soteria.ago(DEADLINE, AS_AT) == "31 days ago"


class TestParts:
    def test_quoted_text_is_escaped(self) -> None:
        html = render(
            "{% quote %}{% verbatim_text text %}{% endquote %}", text="<script>x</script>\n\n- one; and\n- two"
        )
        assert "&lt;script&gt;x&lt;/script&gt;" in html
        assert "<ul><li>one; and</li><li>two</li></ul>" in html
        assert html.startswith('<blockquote class="st-quote">')

    def test_breadcrumbs_have_labels_and_addresses(self) -> None:
        html = render('{% crumbs "Forces" "/forces/" name "/forces/cleveland/" %}', name="Cleveland & Co")
        assert re.findall(r'href="([^"]+)">([^<]+)<', html) == [
            ("/forces/", "Forces"),
            ("/forces/cleveland/", "Cleveland &amp; Co"),
        ]

    def test_a_key_shows_zero_counts_too(self) -> None:
        items = [{"key": "overdue", "word": "Late", "count": 0}, {"key": "closed"}]
        html = render('{% key items label="Status" %}', items=items)
        assert "<b>0</b>" in html
        assert "Late" in html
        assert html.count("<b>") == 1
        assert "Closed" in html

    def test_a_figure_has_its_text_icon_and_total(self) -> None:
        html = render(
            '{% figures %}{% figure 71 "closed" of="of 86" %} published & on time {% endfigure %}{% endfigures %}'
        )
        assert "<dt>published & on time</dt>" in html
        assert "st-figure--closed" in html
        assert "71<small>of 86</small></dd>" in html

    def test_a_figure_escapes_its_number(self) -> None:
        assert "&lt;b&gt;" in render("{% figure n %}words{% endfigure %}", n="<b>")

    def test_a_section_is_named_by_its_heading(self) -> None:
        html = render('{% section "History" anchor="h-hist" %}text{% endsection %}')
        assert 'aria-labelledby="h-hist"' in html
        assert '<h2 class="govuk-heading-m" id="h-hist">History</h2>text' in html

    def test_a_fact_has_a_term(self) -> None:
        html = render('{% facts %}{% fact "Deadline" %}{{ d|day }}{% endfact %}{% endfacts %}', d=DEADLINE)
        assert "<dt>Deadline</dt><dd>31 January 2025</dd>" in html


class TestPagination:
    def page(self, number: int, address: str = "/forces/?status=overdue&page=2") -> str:
        page = Paginator(range(100), 10).page(number)
        return render("{% pagination page %}", page=page, request=RequestFactory().get(address))

    def test_it_keeps_the_query_string(self) -> None:
        assert 'href="?status=overdue&amp;page=3"' in self.page(2)

    def test_it_says_which_page_is_shown(self) -> None:
        assert 'aria-label="Page 2" aria-current="page"' in self.page(2)

    def test_the_first_page_has_no_previous_one(self) -> None:
        assert 'rel="prev"' not in self.page(1)
        assert 'rel="next"' in self.page(1)

    def test_one_page_needs_no_links(self) -> None:
        page = Paginator(range(3), 10).page(1)
        assert render("{% pagination page %}", page=page, request=RequestFactory().get("/")).strip() == ""


class TestMessages:
    def test_a_success_is_announced(self) -> None:
        message = SimpleNamespace(level_tag="success", text="Saved it")
        html = render('{% include "components/messages.html" %}', messages=[message])
        assert 'govuk-notification-banner--success" role="alert"' in html


@pytest.mark.parametrize(
    ("name", "roles", "words"),
    [
        ("Cleveland office", ["OPCC staff, Cleveland"], "Cleveland office, OPCC staff, Cleveland"),
        ("Administrator", ["Administrator"], "Administrator"),
        ("Auditor", ["Auditor, Cleveland", "a", "b", "c"], "Auditor, Cleveland, and 3 more roles"),
        ("A", ["Auditor", "Panel member"], "A, Auditor, and 1 more role"),
        ("Nobody", [], "Nobody"),
    ],
)
def test_the_header_names_a_person_and_one_role(name: str, roles: list[str], words: str) -> None:
    assert soteria.signed_in_as(name, roles) == words


def test_thousands_of_days_have_a_comma() -> None:
    assert soteria.timing(datetime.date(2020, 1, 1), datetime.date(2025, 3, 3)) == "1,888 days late"
