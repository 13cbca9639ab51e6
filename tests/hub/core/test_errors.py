"""What cannot be answered is answered with one sentence and a way back."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.hub.core.browsing import here, page
from tests.hub.ui.validity import faults

from grandis.hub.core import heartbeats
from grandis.hub.core.models import Heartbeat, JournalHead
from grandis.hub.core.views import errors, health


def test_what_is_not_there_and_what_is_not_yours_look_the_same(cast, as_):
    hidden = here("change_duties", key=cast.petras.appointments.get().key)
    nothing = here("change_duties", key="zzzzzzzzzzzz")

    def seen(address):
        return page(as_(cast.darius), address, 404).replace(address, "")

    assert seen(hidden).split("csrf")[0] == seen(nothing).split("csrf")[0]
    assert "This page does not exist, or is not yours to see." in seen(nothing)


def test_a_form_without_its_token_is_refused(cast):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(reverse("set_language"), {"language": "lt"})

    assert answer.status_code == 403
    assert "This form has expired." in answer.content.decode()
    assert faults(answer.content.decode()) == []


def test_a_host_that_is_not_ours_is_a_bad_request(db):
    answer = Client().get("/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert faults(answer.content.decode()) == []


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x" * 6_000_000},
        {f"field{n}": "x" for n in range(6_000)},
    ],
    ids=["bytes", "fields"],
)
def test_too_much_at_once_is_told(body, cast, as_):
    answer = as_(cast.ona).post(reverse("core:profile"), body)

    assert answer.status_code == 413
    assert "This is too large." in answer.content.decode()
    assert faults(answer.content.decode()) == []


def test_our_fault_is_told_without_asking_anything(cast, as_, monkeypatch):
    def breaks(*args, **kwargs):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("grandis.hub.core.views.start.public_clusters", breaks)
    browser = as_(None)
    browser.raise_request_exception = False
    answer = browser.get("/")

    assert answer.status_code == 500
    assert "Something went wrong here." in answer.content.decode()
    assert "broken on purpose" not in answer.content.decode()
    assert faults(answer.content.decode()) == []


def test_our_fault_is_told_without_a_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = errors.failed(RequestFactory().get("/"))

    assert answer.status_code == 500


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_a_page_is_read_or_sent_and_nothing_else(method, cast, as_):
    for name in ("people", "settings", "journal"):
        assert getattr(as_(cast.rasa), method)(here(name)).status_code == 405


def test_health_tells_the_size_and_the_worker(cast, as_):
    def told():
        answer = as_(None).get(reverse("core:health"))
        return answer.status_code, answer.json()

    status, answer = told()
    assert status == 200
    assert answer["journal"] == JournalHead.objects.get().size
    assert answer["worker"] == {"alive": False, "last_seen": None}

    heartbeats.beat(heartbeats.WORKER)
    assert told()[1]["worker"]["alive"] is True

    Heartbeat.objects.update(at="2020-01-01T00:00Z")
    status, answer = told()
    assert (status, answer["ok"]) == (503, False)
    assert answer["worker"]["last_seen"] == "2020-01-01T00:00:00Z"


def test_health_tells_a_lost_database(monkeypatch):
    class Gone:
        def first(self):
            raise OperationalError("secret host name")

    monkeypatch.setattr(JournalHead, "objects", Gone())
    answer = health.health(RequestFactory().get("/health/"))

    assert answer.status_code == 503
    assert b"secret" not in answer.content
