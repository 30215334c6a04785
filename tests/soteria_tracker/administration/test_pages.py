"""Admin lists accept only the filters that they offer."""

import pytest
from django.contrib import admin as site
from django.test import Client

from tests.cast import Register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ACTIONS = "/admin/recommendations/action/"
WITHOUT_LEAD = "/admin/recommendations/actionwithoutlead/"


@pytest.mark.parametrize(
    "address",
    [
        f"{ACTIONS}?updates__isnull=False",
        f"{ACTIONS}?updates__id__gt=0",
        f"{ACTIONS}?positions__status=closed",
        f"{ACTIONS}?external_references__icontains=A",
        f"{WITHOUT_LEAD}?updates__isnull=False",
        "/admin/recommendations/inspection/?embargo_readers__isnull=False",
        "/admin/recommendations/recommendation/?inspection__title__startswith=A",
        "/admin/recommendations/loadrun/?files__icontains=secret",
        "/admin/recommendations/loadrun/?result__icontains=secret",
        "/admin/forces/person/?kept_forms__isnull=False",
    ],
)
def test_a_list_cannot_be_filtered_by_related_records(admin: Client, history: Register, address: str) -> None:
    assert admin.get(address).status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        f"{ACTIONS}?recommendation__id__exact={{rec}}",
        f"{ACTIONS}?lead_post__isempty=1",
        f"{ACTIONS}?recommendation__inspection__id__exact={{soteria}}",
        f"{WITHOUT_LEAD}?holder__id__exact={{cleveland}}",
        "/admin/recommendations/recommendation/?inspection__id__exact={soteria}",
        "/admin/recommendations/inspection/?state__exact=published&published_on__year=2024",
        "/admin/forces/person/?role=auditor&is_active__exact=1",
        "/admin/forces/force/?region=North+West",
        "/admin/recommendations/loadrun/?at__year=2025",
        "/admin/recommendations/document/?kind__exact=letter",
    ],
)
def test_the_filters_offered_and_used_in_links_are_accepted(admin: Client, register: Register, address: str) -> None:
    filled_in = address.format(rec=register.rec_7.pk, soteria=register.soteria.pk, cleveland=register.cleveland.pk)
    page = admin.get(filled_in)
    assert page.status_code == 200
    assert page.context["cl"].get_filters_params(), "the list is narrowed"


def test_every_list_offers_its_filters(admin: Client, history: Register) -> None:
    """Each filter's own links are followed, so that a filter is never refused by its own list."""
    followed = 0
    for model in site.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        page = admin.get(address)
        if page.status_code != 200:
            continue
        changes = page.context["cl"]
        for offered in changes.filter_specs:
            for choice in offered.choices(changes):
                followed += 1
                assert admin.get(f"{address}{choice['query_string']}").status_code == 200, (address, choice)
    assert followed > 20
