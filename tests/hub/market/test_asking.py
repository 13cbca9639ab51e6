"""The form on the public page, as a purchaser meets it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.hub.market.asking import PDF, secret_of

from grandis.hub.market.domain import tracking
from grandis.hub.market.domain.rates import set_rate
from grandis.hub.market.enums import Source, State
from grandis.hub.market.forms import asking as form_of_asking
from grandis.hub.market.models import Attachment, CallOff, Enquirer, Opportunity, Part
from grandis.hub.market.views import limits

#: What a purchaser who thinks in inches and pounds writes at least.
ANSWERS = {
    "title": "Dosing cap",
    "material": "pp-homo",
    "shape": "open",
    "length_unit": "in",
    "mass_unit": "g",
    "length": "1.5",
    "width": "38 mm",
    "height": "0.8",
    "wall": "1,8 mm",
    "mass": "6",
    "yearly_volume": "200 000",
    "name": "Ingrid Iversen",
    "email": "Ingrid@example.org",
    "country": "DK",
}


@pytest.fixture
def ask(cast):
    return reverse("market:ask", args=[cast.cluster.slug])


@pytest.fixture(autouse=True)
def _a_person_took_their_time(monkeypatch):
    """The form was open for a while; one test takes this back."""
    monkeypatch.setattr(form_of_asking, "LEAST", -1)


def opened(client, address):
    """The hidden fields of the form, as it was opened."""
    page = client.get(address).content.decode()
    found = dict(re.findall(r'name="(once|opened)" value="([^"]+)"', page))
    assert found.keys() == {"once", "opened"}
    return found


def send(client, address, drawings=(), **more):
    """Write, check and send, following the way of the browser."""
    asked = ANSWERS | opened(client, address) | more
    checked = client.post(address, asked)
    assert checked.status_code == 200, checked.content.decode()
    sent = asked | {"checked": "yes"}
    return client.post(address, sent | {"drawings": list(drawings)}), sent


def test_an_enquiry_goes_from_the_form_to_the_cluster(
    cast, as_, ask, django_capture_on_commit_callbacks
):
    visitor = as_(None)
    with django_capture_on_commit_callbacks(execute=True):
        answer, _sent = send(
            visitor,
            ask,
            due="2027-05-01",
            deliveries="2027-05-01 5000\n2027-06-01\t7000\n",
            drawings=[SimpleUploadedFile("../cap.pdf", PDF)],
        )
    assert answer.url == reverse("market:asked", args=[cast.cluster.slug])
    assert "Ingrid@example.org".lower() in visitor.get(answer.url).content.decode()

    asked = Opportunity.objects.get()
    assert (asked.state, asked.source) == (State.UNCONFIRMED, Source.FORM)
    assert asked.country == "DK"
    part = Part.objects.get()
    assert part.values["length"] == pytest.approx(38.1)
    assert part.values["wall"] == 1.8
    assert part.entered["length"] == [1.5, "in"]
    assert list(CallOff.objects.values_list("quantity", flat=True)) == [5_000, 7_000]
    assert Attachment.objects.get().name == "cap.pdf"

    (letter,) = mail.outbox
    assert letter.to == ["ingrid@example.org"]
    assert "Dosing cap" not in letter.subject + letter.body
    link = re.search(r"http\S+/track/\S+", letter.body).group()
    page = visitor.get(link)
    assert Opportunity.objects.get().state == State.UNCONFIRMED  # opening does nothing
    assert "Confirm" in page.content.decode()
    visitor.post(link)
    assert Opportunity.objects.get().state == State.RECEIVED
    table = reverse("market:opportunities", args=[cast.cluster.slug])
    assert "Dosing cap" in as_(cast.rasa).get(table).content.decode()


def test_sending_twice_asks_once(as_, ask, django_capture_on_commit_callbacks):
    visitor = as_(None)
    with django_capture_on_commit_callbacks(execute=True):
        _answer, sent = send(visitor, ask)
        again = visitor.post(ask, sent)
    assert again.status_code == 302
    assert Opportunity.objects.count() == Enquirer.objects.count() == 1
    assert len(mail.outbox) == 1


def test_only_a_hash_of_the_secret_is_kept(
    as_, ask, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        send(as_(None), ask)
    secret = secret_of(re.search(r"http\S+/track/\S+", mail.outbox[0].body).group())
    stored = tracking.TrackingLink.objects.values().get()
    assert secret not in str(stored)


def test_the_answers_are_checked_before_anything_is_sent(as_, ask):
    visitor = as_(None)
    asked = ANSWERS | opened(visitor, ask)
    page = visitor.post(ask, asked).content.decode()
    assert "1.5 in" in page
    assert "Dosing cap" in page
    assert not Opportunity.objects.exists()
    back = visitor.post(ask, asked | {"change": "yes"}).content.decode()
    assert 'value="Dosing cap"' in back
    assert not Opportunity.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("length", "long", "is not a quantity"),
        ("length", "3 kg", "is not a quantity"),
        ("mass", "-4", "above zero"),
        ("deliveries", "soon 5000", "Line 1"),
        ("wall", "60 mm", "thicker than the part itself"),
        ("email", "nobody", "email"),
        ("title", "", "required"),
        ("homepage", "http://spam.example", "Leave this field empty"),
        ("opened", "forged", "open for too long"),
        ("currency", "XXX", "valid choice"),
    ],
)
def test_it_says_what_is_wrong_where_it_is(as_, ask, field, value, said):
    visitor = as_(None)
    asked = ANSWERS | opened(visitor, ask) | {field: value, "checked": "yes"}
    answer = visitor.post(ask, asked)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Opportunity.objects.exists()


def test_nobody_writes_faster_than_a_hand(as_, ask, monkeypatch):
    monkeypatch.setattr(form_of_asking, "LEAST", 2)
    visitor = as_(None)
    asked = ANSWERS | opened(visitor, ask) | {"checked": "yes"}
    answer = visitor.post(ask, asked)
    assert "very fast" in answer.content.decode()
    assert not Opportunity.objects.exists()


def test_a_form_that_was_open_for_days_gets_a_new_stamp(as_, ask, monkeypatch):
    visitor = as_(None)
    old = opened(visitor, ask)
    monkeypatch.setattr(form_of_asking, "MOST", -1)
    page = visitor.post(ask, ANSWERS | old)
    assert "open for too long" in page.content.decode()
    monkeypatch.setattr(form_of_asking, "MOST", 60)
    again = re.search(r'name="opened" value="([^"]+)"', page.content.decode()).group(1)
    assert visitor.post(ask, ANSWERS | old | {"opened": again}).status_code == 200


def test_one_mailbox_is_not_flooded(as_, ask, monkeypatch):
    monkeypatch.setattr(limits, "FOR_ONE_MAILBOX", 1)
    send(as_(None), ask)
    answer, _sent = send(as_(None), ask, title="Another")
    assert answer.status_code == 422
    assert "too many enquiries" in answer.content.decode()
    assert Opportunity.objects.count() == 1


def test_one_address_is_not_enough_for_a_flood(as_, ask, monkeypatch):
    monkeypatch.setattr(limits, "FROM_ONE_ADDRESS", 1)
    send(as_(None), ask)
    answer, _sent = send(as_(None), ask, email="other@example.org")
    assert answer.status_code == 422
    assert Opportunity.objects.count() == 1


def test_a_file_that_is_not_what_it_says_stops_the_enquiry(as_, ask):
    answer, _sent = send(
        as_(None), ask, drawings=[SimpleUploadedFile("cap.pdf", b"MZ\x90 a program")]
    )
    assert answer.status_code == 422
    assert "none of these" in answer.content.decode()
    assert not Opportunity.objects.exists()


def test_another_part_belongs_to_the_same_enquiry(cast, as_, ask):
    visitor = as_(None)
    send(visitor, ask)
    page = visitor.get(ask, {"another": ""}).content.decode()
    assert "ingrid@example.org" in page
    send(visitor, f"{ask}?another", title="Lid")
    first, second = Opportunity.objects.order_by("pk")
    assert first.enquiry == second.enquiry
    stranger = as_(None).get(ask, {"another": ""}).content.decode()
    assert "ingrid" not in stranger


def test_a_customer_with_an_account_asks_as_itself(cast, as_, ask):
    browser = as_(cast.carl)
    page = browser.get(ask).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page).group(1)
    assert 'name="email"' not in page
    answer = browser.post(ask, ANSWERS | {"once": once, "checked": "yes"})
    asked = Opportunity.objects.get()
    assert asked.customer == cast.organisation(cast.carl)
    assert asked.state == State.RECEIVED
    assert asked.key in answer.url


def test_a_price_in_another_currency_is_kept_in_euros_too(cast, as_, ask):
    set_rate(
        cast.cluster,
        by=cast.viewer(cast.rasa),
        currency="DKK",
        day=timezone.localdate() - timedelta(days=3),
        per_euro="7.46",
        source="Danmarks Nationalbank",
    )
    send(as_(None), ask, currency="DKK", target_price="1.492")
    part = Part.objects.get()
    assert part.values["target_price"] == pytest.approx(0.2)
    assert part.entered["target_price"] == [1.492, "DKK"]


def test_what_nobody_confirms_goes_with_its_files(
    as_, ask, settings, django_capture_on_commit_callbacks
):
    send(as_(None), ask, drawings=[SimpleUploadedFile("cap.pdf", PDF)])
    folder = settings.MEDIA_ROOT
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1
    assert tracking.remove_unconfirmed() == 0
    later = timezone.now() + tracking.CONFIRM_WITHIN + timedelta(minutes=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert tracking.remove_unconfirmed(later) == 1
    assert not Opportunity.objects.exists()
    assert not Enquirer.objects.exists()
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_the_public_page_leads_to_the_form(cast, as_, ask):
    home = reverse("core:home", args=[cast.cluster.slug])
    assert f'href="{ask}"' in as_(None).get(home).content.decode()


def test_lithuanians_read_and_write_in_their_notation(as_, ask):
    visitor = as_(None)
    asked = ANSWERS | opened(visitor, ask) | {"length": "1,5"}
    page = visitor.post(ask, asked, headers={"accept-language": "lt"})
    assert "1,5 in" in page.content.decode()
