"""How the web server's processes take requests, with a server that runs."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

#: An application whose pages take a moment and say how many are made at once.
APPLICATION = """
import time

making = []

def application(environ, start_response):
    making.append(environ)
    at_once = len(making)
    time.sleep(0.05)
    making.remove(environ)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(at_once).encode()]
"""


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The port of a server with one process."""
    (tmp_path / "slow.py").write_text(APPLICATION)
    with socket.create_server(("localhost", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "slow", f"--bind=localhost:{port}"]
    command += ["--worker-class=grandis.hub.serving.Worker", "--threads=4"]
    command += ["--no-control-socket", "--log-level=error"]
    server = subprocess.Popen(command, cwd=tmp_path)
    try:
        while not page(port):
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def page(port: int) -> str:
    """A page; empty while the server is not there."""
    try:
        with urlopen(f"http://localhost:{port}/", timeout=30) as answer:
            return str(answer.read().decode())
    except (URLError, ConnectionError):
        return ""


def test_a_process_that_makes_a_page_takes_no_other_request(port: int) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: page(port), range(12))) == {"1"}


def test_slow_senders_keep_nobody_waiting(port: int) -> None:
    stalled = [socket.create_connection(("localhost", port)) for _ in range(2)]
    for each in stalled:
        each.sendall(b"GET / HTTP/1.1\r\nHost: loc")
    assert page(port) == "1"
    for each in stalled:
        each.close()
