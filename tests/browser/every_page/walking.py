"""Walks through the hub as one reader, breadth first, by links alone."""

from collections import deque
from typing import NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from django.urls import resolve
from tests.hub.matrix.targets import files

#: A page with all its styles and scripts, on a first visit.
MOST_BYTES = 100_000
LOOK = """() => {
    const loaded = ['navigation', 'resource'].flatMap(
        (type) => performance.getEntriesByType(type))
    return {
        headings: document.querySelectorAll('h1').length,
        title: document.title,
        language: document.documentElement.lang,
        width: document.scrollingElement.scrollWidth,
        bytes: loaded.reduce((sum, each) => sum + each.encodedBodySize, 0),
        links: [...document.links].map((link) => link.href),
    }
}"""


class Place(NamedTuple):
    """What an address leads to, whatever object it is about."""

    page: str
    kind: str
    asked: tuple[str, ...]


def place_of(address):
    """The place of an address, which must be one of ours."""
    parts = urlsplit(address)
    match = resolve(parts.path)
    asked = tuple(sorted(parse_qs(parts.query, keep_blank_values=True)))
    return Place(match.view_name, match.kwargs.get("kind", ""), asked)


class Walk:
    """What one reader meets; `faults` says what is wrong with any page."""

    def __init__(self, page, hub):
        self.page = page
        self.hub = hub
        self.faults = []
        self.met = set()

    def by_links(self, *starts):
        """Follow every link from here on, within the hub, to one object each."""
        ahead = deque(starts)
        while ahead:
            ahead.extend(self.visit_unless_met(ahead.popleft()))

    def visit_unless_met(self, address):
        """Look at a page, unless one of its place was; where it leads."""
        place = place_of(address)
        if place in self.met:
            return []
        self.met.add(place)
        return self.visit(address)

    def visit(self, address):
        """Look at a page; the addresses of the hub that it links to."""
        if place_of(address).page in files():
            return self._fetch(address)
        answer = self.page.goto(address)
        seen = self.page.evaluate(LOOK)
        if answer.status != 200:
            self._blame(address, f"status {answer.status}")
        if seen["headings"] != 1:
            self._blame(address, f"{seen['headings']} headings h1")
        if not seen["title"] or not seen["language"]:
            self._blame(address, "no title or no language")
        if seen["width"] > self.page.viewport_size["width"]:
            self._blame(address, f"it is {seen['width']} pixels wide")
        if seen["bytes"] > MOST_BYTES:
            self._blame(address, f"it weighs {seen['bytes']} bytes")
        return self._ours(seen["links"])

    def _fetch(self, address):
        answer = self.page.request.get(address)
        if answer.status != 200:
            self._blame(address, f"status {answer.status}")
        return []

    def _ours(self, links):
        """The links that stay here, without the place in the page."""
        here = [link.partition("#")[0] for link in links]
        start = f"{self.hub.address}/"
        return [
            link.removeprefix(self.hub.address)
            for link in dict.fromkeys(here)
            if urljoin(start, link).startswith(start)
        ]

    def _blame(self, address, what):
        self.faults.append(f"{address}: {what}")
