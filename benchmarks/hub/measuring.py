"""How long pages take: at one connection and at several, in alternate rounds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from benchmarks.hub.browser import Answer, Browser

WARM_UP = 3


@dataclass
class Page:
    """A page of one of the two applications, opened by whoever `browsers` are."""

    application: str
    name: str
    path: str
    browsers: list[Browser]
    seconds: dict[int, list[float]] = field(default_factory=dict)
    size: int = 0

    def at(self, connections: int) -> dict[str, float]:
        """Median and 95th percentile in ms."""
        taken = self.seconds[connections]
        return {
            "p50": round(median(taken) * 1_000, 1),
            "p95": round(quantiles(taken, n=20, method="inclusive")[-1] * 1_000, 1),
        }

    def told(self) -> dict[str, Any]:
        """What goes into the results."""
        return {
            "application": self.application,
            "page": self.name,
            "bytes": self.size,
            "samples": {each: len(taken) for each, taken in self.seconds.items()},
            "ms": {each: self.at(each) for each in self.seconds},
        }


def measure(
    pages: list[Page],
    connections: tuple[int, ...],
    rounds: int,
    requests: int,
    say: Callable[[str], None],
) -> None:
    """Open every page `requests` times a round, at each number of connections.

    One page after the other, round after round: what slows the machine down for a
    while meets all of them.
    """
    for page in pages:
        for _ in range(WARM_UP):
            page.size = len(_opened(page, page.browsers[0]).body)
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for count in connections:
            for page in pages:
                taken = page.seconds.setdefault(count, [])
                taken += _at_once(page, count, requests)


def _at_once(page: Page, connections: int, requests: int) -> list[float]:
    """Seconds of each request, sent by so many browsers at the same time."""
    each = max(1, requests // connections)

    def browse(browser: Browser) -> list[float]:
        return [_opened(page, browser).seconds for _ in range(each)]

    with ThreadPoolExecutor(connections) as pool:
        taken = pool.map(browse, page.browsers[:connections])
        return [seconds for one in taken for seconds in one]


def _opened(page: Page, browser: Browser) -> Answer:
    answer = browser.get(page.path)
    if answer.status != 200:
        raise SystemExit(f"{page.application} {page.path}: {answer.status}")
    return answer
