"""The background worker says that it is alive."""

import threading

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from grandis.hub.core import heartbeats


@pytest.mark.django_db(transaction=True)
def test_the_worker_leaves_a_sign_of_life():
    call_command("worker", batch=True, startup_delay=False, interval=0, verbosity=0)
    for thread in threading.enumerate():
        if thread.name == heartbeats.WORKER:
            thread.join()

    seen = heartbeats.last_beat(heartbeats.WORKER)
    assert seen is not None
    assert heartbeats.is_alive(seen)


def test_a_heart_without_a_database_keeps_beating(monkeypatch):
    beats = []

    def fails(name):
        beats.append(name)
        if len(beats) == 2:
            stop.set()
        raise DatabaseError("away")

    stop = threading.Event()
    monkeypatch.setattr(heartbeats, "beat", fails)
    monkeypatch.setattr(heartbeats, "EVERY", heartbeats.EVERY * 0)
    monkeypatch.setattr(connection, "close", lambda: None)
    heartbeats._beat_until("worker", stop)

    assert beats == ["worker", "worker"]
