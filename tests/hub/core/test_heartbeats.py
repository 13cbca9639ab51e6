"""Processes in the background say that they are alive."""

from threading import Event

from django.db import DatabaseError, connection

from grandis.hub.core import heartbeats


def beat_until_stopped(monkeypatch, beat, times):
    """Beat in this thread; the event is set after some beats."""
    stop, done = Event(), []

    def counted(name):
        done.append(name)
        if len(done) == times:
            stop.set()
        beat(name)

    monkeypatch.setattr(heartbeats, "beat", counted)
    monkeypatch.setattr(heartbeats, "EVERY", heartbeats.EVERY * 0)
    monkeypatch.setattr(connection, "close", lambda: None)  # it is the test's own
    heartbeats._beat_until("worker", stop)
    return done


def test_a_heart_leaves_a_sign_of_life(db, monkeypatch):
    assert heartbeats.last_beat("worker") is None
    beat_until_stopped(monkeypatch, heartbeats.beat, 1)

    seen = heartbeats.last_beat("worker")
    assert seen is not None
    assert heartbeats.is_alive(seen)
    assert not heartbeats.is_alive(seen - heartbeats.DEAD_AFTER)


def test_it_keeps_beating_while_the_database_is_away(monkeypatch):
    def fails(name):
        raise DatabaseError("away")

    assert beat_until_stopped(monkeypatch, fails, 3) == ["worker"] * 3
