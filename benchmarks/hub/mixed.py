"""Many people at once: 85 % of the requests read, 15 % change, none may fail.

A change goes through a form or through the API, each with its key against doing it
twice; every fifth is an addition that is sent again, as after a lost answer. What was
acknowledged is looked up in the database file afterwards.
"""

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from benchmarks.hub.browser import Answer, Browser, form_of

CHANGES = 0.15
#: What one change takes in requests; the first of two is a read.
KINDS = {"form_add": 2, "form_edit": 2, "api_add": 1, "api_edit": 2, "api_again": 1}
READING = (
    "/c/large/",
    "/c/large/members/",
    "/c/large/members/?stage=tooling",
    "/c/large/members/map/",
    "/c/large/members/{other}/",
    "/c/large/members/{other}/machines/",
    "/c/large/find/?text=mould",
    "/c/large/find/?process=injection_moulding&clamp=1500",
    "/c/large/coverage/",
    "/c/large/journal/",
    "/c/large/opportunities/",
    "/c/large/company/{own}/",
    "/c/large/company/{own}/resources/",
    "/api/v1/clusters/large/resources?organisation={other}",
)
API = "/api/v1/clusters/large/products"


@dataclass
class Actor:
    """A signed-in person with a connection, and what the hub acknowledged."""

    browser: Browser
    own: str
    others: list[str]
    dice: Random
    tasks: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    described: dict[str, str] = field(default_factory=dict)
    _last: tuple[str, dict[str, str], str] | None = None

    def prepare(self) -> None:
        """Learn the own products to change; there is one at least."""
        seen = self.browser.get(f"{API}?organisation={self.own}")
        for row in json.loads(seen.body)["items"]:
            self.described[row["key"]] = row["description"]
        if not self.described:
            body = {"organisation": self.own, "name": f"First of {self.own}"}
            self.described[self._add("first", body)] = ""
            self.statuses.clear()
            self.seconds.clear()

    def work(self, tick: Callable[[], None]) -> None:
        """Do all tasks, one after the other."""
        for number, task in enumerate(self.tasks):
            getattr(self, task)(f"Load {self.own} {number}")
            tick()

    def read(self, _name: str) -> None:
        """Open a page or a list of the API."""
        path = self.dice.choice(READING)
        self._get(path.format(own=self.own, other=self.dice.choice(self.others)))

    def form_add(self, name: str) -> None:
        """Add a product with the form."""
        path = f"/c/large/company/{self.own}/products/add/"
        if form := self._form(path):
            sent = form | {"name": [name], "description": ["By form"]}
            if self._note("change", self.browser.send(path, sent), 302, path):
                self.added.append(name)

    def form_edit(self, name: str) -> None:
        """Change a product with its form."""
        key = self._product()
        path = f"/c/large/company/{self.own}/products/{key}/"
        if form := self._form(path):
            sent = form | {"description": [name]}
            if self._note("change", self.browser.send(path, sent), 302, path):
                self.described[key] = name

    def api_add(self, name: str) -> None:
        """Add a product through the API."""
        body = {"organisation": self.own, "name": name, "description": "By program"}
        if key := self._add(name, body):
            self.added.append(name)
            self._last = name, body, key

    def api_again(self, name: str) -> None:
        """Send the last addition once more: the same answer, and no second row."""
        if self._last is None:
            self.api_add(name)
            return
        before, body, key = self._last
        again = self._add(before, body)
        if again and again != key:
            self.faults.append(f"{before} sent again made {again} beside {key}")

    def api_edit(self, name: str) -> None:
        """Change a product through the API, on the version just read."""
        key = self._product()
        seen = self._get(f"{API}/{key}")
        told = {
            "If-Match": seen.headers.get("etag", ""),
            "Idempotency-Key": _slug(name),
        }
        answer = self._call("PATCH", f"{API}/{key}", {"description": name}, told)
        if answer.status == 200:
            self.described[key] = name

    def _product(self) -> str:
        """One of the own products."""
        return self.dice.choice(list(self.described))

    def _add(self, name: str, body: dict[str, str]) -> str:
        told = {"Idempotency-Key": _slug(name)}
        answer = self._call("POST", API, body, told, expected=201)
        return json.loads(answer.body)["key"] if answer.status == 201 else ""

    def _form(self, path: str) -> dict[str, list[str]]:
        seen = self._get(path)
        return form_of(seen.text, "name", "once") if seen.status == 200 else {}

    def _get(self, path: str) -> Answer:
        answer = self.browser.get(path)
        self._note("read", answer, 200, path)
        return answer

    def _call(
        self,
        method: str,
        path: str,
        body: dict[str, str],
        told: dict[str, str],
        expected: int = 200,
    ) -> Answer:
        token = {"X-CSRFToken": self.browser.cookies["csrftoken"]}
        told = {"Content-Type": "application/json"} | token | told
        answer = self.browser.ask(method, path, json.dumps(body).encode(), told)
        self._note("change", answer, expected, f"{method} {path}")
        return answer

    def _note(self, kind: str, answer: Answer, expected: int, path: str) -> bool:
        self.statuses[f"{kind} {answer.status}"] += 1
        self.seconds.append(answer.seconds)
        if answer.status != expected:
            self.faults.append(f"{path}: {answer.status} {answer.text[:200]}")
        return answer.status == expected


def _slug(name: str) -> str:
    return name.replace(" ", "-")


def deal(actors: list[Actor], coordinators: int, requests: int, dice: Random) -> None:
    """Give every actor tasks that come to so many requests; coordinators read."""
    changes = round(requests * CHANGES)
    kinds = list(KINDS)
    tasks = [kinds[number % len(kinds)] for number in range(changes)]
    reads = requests - sum(KINDS[task] for task in tasks)
    each = reads // len(actors)
    for actor in actors[:coordinators]:
        actor.tasks = ["read"] * each
    tasks += ["read"] * (reads - each * coordinators)
    dice.shuffle(tasks)
    members = actors[coordinators:]
    for number, actor in enumerate(members):
        actor.tasks = tasks[number :: len(members)]


def run(actors: list[Actor], say: Callable[[str], None]) -> dict[str, Any]:
    """Let all work at the same time; what came of it."""
    lock, done = threading.Lock(), [0]
    whole = sum(len(actor.tasks) for actor in actors)

    def tick() -> None:
        with lock:
            done[0] += 1
            if done[0] % max(1, whole // 10) == 0:
                say(f"{done[0]} of {whole} tasks")

    for actor in actors:
        if set(actor.tasks) - {"read"}:
            actor.prepare()
    began = perf_counter()
    with ThreadPoolExecutor(len(actors)) as pool:
        list(pool.map(lambda actor: actor.work(tick), actors))
    wall = perf_counter() - began
    taken = [seconds for actor in actors for seconds in actor.seconds]
    statuses = sum((actor.statuses for actor in actors), Counter[str]())
    return {
        "requests": len(taken),
        "connections": len(actors),
        "requests_a_second": round(len(taken) / wall, 1),
        "ms": {
            "p50": round(median(taken) * 1_000, 1),
            "p95": round(quantiles(taken, n=20, method="inclusive")[-1] * 1_000, 1),
        },
        "statuses": dict(sorted(statuses.items())),
        "faults": [fault for actor in actors for fault in actor.faults],
    }


def missing(actors: list[Actor], database: Path) -> list[str]:
    """What was acknowledged and is not in the database, or is there twice."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        stored = rows.execute("SELECT key, name, description FROM members_product")
        products = stored.fetchall()
    names = Counter(name for _, name, _ in products if name.startswith("Load "))
    texts = {key: text for key, _, text in products}
    added = Counter(name for actor in actors for name in actor.added)
    found = [f"{name}: {names[name]} times" for name in added if names[name] != 1]
    found += [f"{name}: nobody was told" for name in names if name not in added]
    return found + [
        f"{key}: not {text!r}"
        for actor in actors
        for key, text in actor.described.items()
        if texts.get(key) != text
    ]
