"""A private link shows one opportunity to whoever knows it, and nothing else."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.hub.market.asking import PDF, from_form, secret_of

from grandis.hub.core.errors import Broken, Refused
from grandis.hub.core.visibility import see
from grandis.hub.market import sections
from grandis.hub.market.domain import attachments, opportunities, tracking
from grandis.hub.market.enums import State
from grandis.hub.market.models import Attachment, Enquirer, Opportunity, TrackingLink


@pytest.fixture
def track(cast):
    def address(secret, page="track", **more):
        given = {"cluster": cast.cluster.slug, "secret": secret, **more}
        return reverse(f"market:{page}", kwargs=given)

    return address


def test_confirming_once_receives_all_parts_of_the_enquiry(cast):
    first, secret = from_form(cast, "Cap")
    second, _other = from_form(cast, "Lid", enquiry=first.enquiry)
    elsewhere, _third = from_form(
        cast,
        "Not theirs",
        enquiry=first.enquiry,
        enquirer={"name": "X", "email": "x@example.org"},
    )
    tracking.confirm(secret)
    tracking.confirm(secret)
    states = dict(Opportunity.objects.values_list("pk", "state"))
    assert states == {
        first.pk: State.RECEIVED,
        second.pk: State.RECEIVED,
        elsewhere.pk: State.UNCONFIRMED,
    }


def test_a_link_is_worth_nothing_after_its_time(cast, asked):
    TrackingLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert tracking.viewer_for(asked.secret) is None
    with pytest.raises(Broken):
        tracking.confirm(asked.waiting)
    assert Opportunity.objects.get(pk=asked.unconfirmed.pk).state == State.UNCONFIRMED


def test_the_follower_sees_its_own_and_nothing_else(cast, asked):
    opportunities.change(
        asked.public,
        by=cast.viewer(cast.rasa),
        customer=cast.organisation(cast.carl),
    )
    follower, found = tracking.viewer_for(asked.secret)
    assert list(see(follower, Opportunity)) == [found] == [asked.public]
    assert see(follower, Enquirer).get().opportunity_id == found.pk
    assert not see(follower, Attachment).exists()  # Carl's file is another's


def test_the_page_is_private_and_tells_only_of_itself(cast, as_, asked, track):
    answer = as_(None).get(track(asked.secret))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "Cap from the form" in page
    for canary in ("Cap of Carl", "Idea of", "by telephone", "Carl Caps", "cap.pdf"):
        assert canary not in page


@pytest.mark.parametrize("secret", ["x" * 32, "", "../../"])
def test_a_guess_finds_nothing(as_, cast, secret):
    answer = as_(None).get(f"/c/{cast.cluster.slug}/track/{secret}/")
    assert answer.status_code == 404


def test_it_belongs_to_its_cluster(as_, asked):
    answer = as_(None).get(f"/c/abroad/track/{asked.secret}/")
    assert answer.status_code == 404


def test_the_follower_sends_and_opens_files_of_its_own_alone(cast, as_, asked, track):
    attachments.attach(
        asked.public, by=cast.viewer(cast.rasa), name="plan.pdf", content=PDF + b"1"
    )
    own = Attachment.objects.get(opportunity=asked.public)
    carls = Attachment.objects.get(opportunity=asked.customers)
    client = as_(None)
    answer = client.get(track(asked.secret, "followed_file", key=own.key))
    assert b"".join(answer.streaming_content) == PDF + b"1"
    other = client.get(track(asked.secret, "followed_file", key=carls.key))
    assert other.status_code == 404


def test_the_office_makes_and_withdraws_links(cast, asked):
    rasa = cast.viewer(cast.rasa)
    secret = secret_of(tracking.link_for(asked.offices, by=rasa))
    follower, found = tracking.viewer_for(secret)
    assert found == asked.offices
    assert opportunities.rules.is_customer(follower, asked.offices)
    assert not opportunities.rules.is_customer(follower, asked.public)
    tracking.withdraw_links(asked.offices, by=rasa)
    assert tracking.viewer_for(secret) is None


@pytest.mark.parametrize("who", ["member", "competitor", "customer", "public"])
def test_nobody_else_makes_links(cast, asked, who):
    with pytest.raises(Refused):
        tracking.link_for(asked.customers, by=cast.viewer(cast.everybody[who]))


def test_other_apps_show_their_sections_there(cast, as_, asked, track, monkeypatch):
    monkeypatch.setattr(sections, "_sections", [])
    seen = []

    def values(viewer, opportunity):
        seen.append((viewer.role, opportunity.pk))
        return {}

    place = sections.Place.TRACKING
    sections.register(place, "market/public_section.html", values, order=1)
    sections.register(place, "not/there.html", lambda *_: None, order=2)
    page = as_(None).get(track(asked.secret)).content.decode()
    assert "You need a part?" in page
    assert seen == [("customer", asked.public.pk)]
