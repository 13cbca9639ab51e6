"""`kill -9` at any moment: what was acknowledged is there, and nothing twice.

Two programs of Kamštūna change the directory through the interface, and somebody
imports workbooks, while the web server is killed and started again.
"""

import json
import os
import signal
import time
from base64 import b64decode
from http.client import HTTPException
from random import Random
from urllib.request import urlopen

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.hub.durability.robots import CSRF, Importer, Program
from tests.hub.members.spreadsheets.books import Book
from tests.installation import free_port, group_of, wait_until

ADDITIONS, EDITS, IMPORTS = 85, 85, 30
#: How many more of each there are in the end.
COUNTED = {
    "additions": ADDITIONS,
    "edits": EDITS,
    "imports": IMPORTS,
    "requests": ADDITIONS + EDITS + IMPORTS,
}
FEWEST_KILLS = 4

PREPARING = """
import base64, json
from datetime import date, timedelta
import django; django.setup()
from django.test import Client
from tests.cast import find
from grandis.hub.api.domain.tokens import make_token, new_secret
from grandis.hub.api.enums import Scope
from grandis.hub.members.spreadsheets.writing import workbook_of
cast, secret, browser = find(), new_secret(), Client()
kamstuna, by = cast.organisation(cast.ona), cast.viewer(cast.ona)
make_token(
    kamstuna, by=by, secret=secret, name="robot",
    scopes=[Scope.READ, Scope.DIRECTORY_WRITE],
    expires_on=date.today() + timedelta(days=7),
)
browser.force_login(cast.ona, "allauth.account.auth_backends.AuthenticationBackend")
print(json.dumps({
    "key": kamstuna.key,
    "token": secret,
    "session": browser.cookies["sessionid"].value,
    "workbook": base64.b64encode(workbook_of(by, kamstuna, empty=True)).decode(),
}))
"""

LOOKING = """
import json
import django; django.setup()
from tests.cast import find
from grandis.hub.core.models import DoneRequest, JournalEntry
from grandis.hub.members.models import Market, Product
cast = find()
kamstuna = cast.organisation(cast.ona)
print(json.dumps({
    "products": list(Product.objects.values_list("name", flat=True)),
    "sectors": list(Market.objects.values_list("sector", flat=True)),
    "website": kamstuna.website,
    "edits": JournalEntry.objects.filter(kind="organisation.edited").count(),
    "additions": JournalEntry.objects.filter(kind="product.added").count(),
    "imports": JournalEntry.objects.filter(kind="market.added").count(),
    "requests": DoneRequest.objects.count(),
}))
"""


def add_products(robot, key):
    for number in range(ADDITIONS):
        body = {"organisation": key, "name": f"Cap {number}"}
        robot.change("POST", "/products", body, f"product-{number}")


def move_websites(robot, key):
    path = f"/organisations/{key}"
    version = robot.version(path)
    for number in range(EDITS):
        body = {"website": f"https://kamstuna.example/{number}"}
        version = robot.change("PATCH", path, body, f"edit-{number}", version)


def import_markets(robot, key, template):
    for number in range(IMPORTS):
        book = Book(template)
        for title in set(book.book.sheetnames) - {"Markets"}:
            del book.book[title]
        book.write("Markets", "country", "Denmark")
        book.write("Markets", "sector", f"Sector {number}")
        file = SimpleUploadedFile("markets.xlsx", book.content)
        robot.bring_in(f"/c/plastics/company/{key}/", file)


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
            enough = done_by(robots) + moments.randint(25, 55)
            while done_by(robots) < enough and any(t.is_alive() for t in threads):
                time.sleep(0.001)
            time.sleep(moments.uniform(0, 0.03))
            os.killpg(server.pid, signal.SIGKILL)
            kills += 1
    return kills


def done_by(robots):
    return sum(robot.acknowledged for robot in robots)


def told(installation, program):
    """What a program says as JSON."""
    said = installation.python("-c", program)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout)


@pytest.mark.timeout(600)
def test_a_killed_server_loses_nothing_and_does_nothing_twice(installation):
    kamstuna = told(installation, PREPARING)
    before = told(installation, LOOKING)
    port, key = free_port(), kamstuna["key"]
    token = {"Authorization": f"Bearer {kamstuna['token']}"}
    session = {"Cookie": f"sessionid={kamstuna['session']}; csrftoken={CSRF}"}
    robots = [Program(port, token), Program(port, token), Importer(port, session)]
    template = b64decode(kamstuna["workbook"])
    works = [(add_products, key), (move_websites, key), (import_markets, key, template)]

    kills = kill_while_they_work(installation, port, robots, works)

    assert [robot.failure for robot in robots] == [None, None, None]
    assert kills >= FEWEST_KILLS
    assert sum(robot.sent_again for robot in robots) >= FEWEST_KILLS
    found = told(installation, LOOKING)
    assert sorted(found["products"]) == sorted(f"Cap {n}" for n in range(ADDITIONS))
    assert sorted(found["sectors"]) == sorted(f"Sector {n}" for n in range(IMPORTS))
    assert found["website"] == f"https://kamstuna.example/{EDITS - 1}"
    more = {name: found[name] - before[name] for name in COUNTED}
    assert more == COUNTED
    verified = installation.hub("verify")
    assert verified.returncode == 0, verified.stdout
