"""Whether a page is valid HTML, light, and kept in by a strict policy."""

import re

from tests.hub.ui.validity import faults

MOST_BYTES = 100_000
NONCE = re.compile(r" 'nonce-([^']+)'")
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
