"""Every page of the matrix is valid HTML, light, and kept in by a strict policy."""

import re

import pytest
from django.urls import reverse
from tests.hub.closing import close
from tests.hub.matrix.table import expected
from tests.hub.matrix.targets import Targets
from tests.hub.members.filling import fill
from tests.hub.ui.validity import faults

MOST_BYTES = 100_000
NONCE = re.compile(r" 'nonce-([^']+)'")
#: Between them they read every page and every form.
READERS = ("public", "coordinator", "member", "research")
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}


@pytest.fixture
def targets(cast):
    """What the pages are asked for."""
    return Targets(cast, fill(cast))


def is_page(answer):
    """Whether an answer is something to look at."""
    return answer.headers.get("Content-Type", "").startswith("text/html")


def wrong_with(answer):
    """Everything that is wrong with a page, in words."""
    policy = answer.headers["Content-Security-Policy"]
    nonce = NONCE.search(policy)
    found = faults(answer.content.decode(), nonce.group(1) if nonce else "")
    if len(answer.content) > MOST_BYTES:
        found.append(f"it weighs {len(answer.content)} bytes")
    parts = [part.strip().partition(" ") for part in NONCE.sub("", policy).split(";")]
    if {name: sources for name, _, sources in parts} != POLICY:
        found.append(f"the policy is {policy}")
    return found


@pytest.mark.parametrize("reader", READERS)
def test_every_page_is_whole_for(cast, targets, as_, reader):
    client = as_(cast.everybody[reader])
    open_to = [row for row, statuses in expected().items() if statuses[reader] == 200]
    wrong = {}

    for page, state in open_to:
        answer = client.get(reverse(page, kwargs=targets.states[page][state]))
        if is_page(answer) and (found := wrong_with(answer)):
            wrong[page, state] = found
        close(answer)

    assert open_to
    assert wrong == {}
