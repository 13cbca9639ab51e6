"""Closing an answer as the test client does: the test keeps its connection."""

from django.core.signals import request_finished
from django.db import close_old_connections


def close(answer):
    """Close an answer and its files, but not the transaction of the test."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
