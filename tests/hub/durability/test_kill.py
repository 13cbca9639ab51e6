"""`kill -9` at any moment: what was acknowledged is there, and nothing twice.

Two programs of Kamštūna change the directory through the API, each change with
an idempotency key, while the web server is killed and started again. A change
whose answer was lost is sent again with the same key until it is acknowledged.
"""

import json
import os
import signal
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from urllib.request import Request, urlopen

from tests.installation import free_port, group_of, wait_until

EACH = 100
FEWEST_KILLS = 4

MAKING_TOKEN = """
import json
from datetime import date, timedelta
import django; django.setup()
from tests.cast import find
from grandis.hub.api.domain.tokens import make_token, new_secret
from grandis.hub.api.enums import Scope
cast, secret = find(), new_secret()
kamstuna = cast.organisation(cast.ona)
make_token(
    kamstuna, by=cast.viewer(cast.ona), secret=secret, name="robot",
    scopes=[Scope.READ, Scope.DIRECTORY_WRITE],
    expires_on=date.today() + timedelta(days=7),
)
print(json.dumps([kamstuna.key, secret]))
"""

LOOKING = """
import json
import django; django.setup()
from tests.cast import find
from grandis.hub.core.models import DoneRequest, JournalEntry
from grandis.hub.members.models import Product
cast = find()
kamstuna = cast.organisation(cast.ona)
print(json.dumps({
    "products": list(Product.objects.values_list("name", flat=True)),
    "website": kamstuna.website,
    "edits": JournalEntry.objects.filter(kind="organisation.edited").count(),
    "entries": JournalEntry.objects.filter(subject__contains="Product:").count(),
    "requests": DoneRequest.objects.count(),
}))
"""


@dataclass
class Robot:
    """A program that changes one thing after the other, and never gives up."""

    address: str
    token: str
    acknowledged: list[str] = field(default_factory=list)
    sent_again: int = 0
    failure: BaseException | None = None

    def change(self, method, path, body, key, version=""):
        """Send a change until it is acknowledged; its ETag."""
        while True:
            try:
                with urlopen(self._request(method, path, body, key, version)) as answer:
                    answer.read()
                    self.acknowledged.append(key)
                    return answer.headers["ETag"]
            except (ConnectionError, HTTPException):
                pass
            except OSError as error:  # an answer with an error status is one too
                if not isinstance(getattr(error, "reason", None), ConnectionError):
                    raise
            self.sent_again += 1
            time.sleep(0.05)

    def _request(self, method, path, body, key, version):
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            **({"If-Match": version} if version else {}),
        }
        data = json.dumps(body).encode()
        return Request(self.address + path, data, headers, method=method)

    def version(self, path):
        """The ETag of a row."""
        headers = {"Authorization": f"Bearer {self.token}"}
        with urlopen(Request(self.address + path, headers=headers)) as answer:
            return answer.headers["ETag"]

    def started(self, work, *arguments):
        """A thread that does the work; what fails in it is kept."""

        def done():
            try:
                work(self, *arguments)
            except BaseException as failure:
                self.failure = failure

        thread = threading.Thread(target=done)
        thread.start()
        return thread


def add_products(robot, organisation):
    for number in range(EACH):
        body = {"organisation": organisation, "name": f"Cap {number}"}
        robot.change("POST", "/products", body, f"product-{number}")


def move_websites(robot, organisation):
    path = f"/organisations/{organisation}"
    version = robot.version(path)
    for number in range(EACH):
        body = {"website": f"https://kamstuna.example/{number}"}
        version = robot.change("PATCH", path, body, f"edit-{number}", version)


def start_server(hub, port):
    """A web server of two processes, once it answers."""
    server = hub.popen(
        *("-m", "gunicorn", "grandis.hub.wsgi", f"--bind=localhost:{port}"),
        *("--workers=2", "--threads=4", "--preload", "--log-level=error"),
        "--no-control-socket",
        environment={"GRANDIS_ADDRESS": f"http://localhost:{port}"},
    )
    wait_until(lambda: answers(port))
    return server


def answers(port):
    try:
        with urlopen(f"http://localhost:{port}/health/") as page:
            return page.status == 200
    except (OSError, HTTPException):
        return False


def kill_while_they_work(hub, port, robots, works):
    """Let robots work on a server that is killed at random moments; how often."""
    moments, kills, threads = Random(0), 0, []
    while not threads or any(thread.is_alive() for thread in threads):
        with group_of(start_server(hub, port)) as server:
            threads = threads or [
                robot.started(*work) for robot, work in zip(robots, works, strict=True)
            ]
            enough = done_by(robots) + moments.randint(15, 50)
            while done_by(robots) < enough and any(t.is_alive() for t in threads):
                time.sleep(0.001)
            time.sleep(moments.uniform(0, 0.03))
            os.killpg(server.pid, signal.SIGKILL)
            kills += 1
    return kills


def done_by(robots):
    return sum(len(robot.acknowledged) for robot in robots)


def test_a_killed_server_loses_nothing_and_does_nothing_twice(installation):
    made = installation.python("-c", MAKING_TOKEN)
    assert made.returncode == 0, made.stderr
    kamstuna, token = json.loads(made.stdout)
    before = json.loads(installation.python("-c", LOOKING).stdout)
    port = free_port()
    address = f"http://localhost:{port}/api/v1/clusters/plastics"
    robots = [Robot(address, token), Robot(address, token)]

    kills = kill_while_they_work(
        installation,
        port,
        robots,
        [(add_products, kamstuna), (move_websites, kamstuna)],
    )

    assert [robot.failure for robot in robots] == [None, None]
    assert kills >= FEWEST_KILLS
    assert sum(robot.sent_again for robot in robots) >= FEWEST_KILLS
    found = json.loads(installation.python("-c", LOOKING).stdout)
    assert sorted(found["products"]) == sorted(f"Cap {n}" for n in range(EACH))
    assert found["website"] == f"https://kamstuna.example/{EACH - 1}"
    assert found["edits"] - before["edits"] == EACH
    assert found["entries"] - before["entries"] == EACH
    assert found["requests"] - before["requests"] == 2 * EACH
    verified = installation.hub("verify")
    assert verified.returncode == 0, verified.stdout
