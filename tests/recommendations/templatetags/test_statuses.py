from django.template import Context, Template


def render(source: str) -> str:
    return Template("{% load statuses %}" + source).render(Context())


def test_a_status_shows_its_icon_and_label() -> None:
    html = render('{% status "complete" %}')
    assert 'href="#i-complete"' in html
    assert "<span>Complete, says the force</span>" in html


def test_a_status_takes_another_label() -> None:
    assert "<span>Under way</span>" in render('{% status "in-progress" "Under way" %}')


def test_a_status_has_a_short_form() -> None:
    assert "<span>Waiting</span>" in render('{% status "waiting" short=True %}')


def test_a_status_can_be_shown_as_a_tag() -> None:
    assert "st-status--tag" in render('{% status "closed" tag=True %}')


def test_the_absence_of_an_update_is_worded_for_the_reader() -> None:
    assert "No update released" in render('{% status "no-update" wording="released" %}')
