"""Hubs that run: the demo, as `./run` starts it, and the hub of the matrix."""

import json
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.hub.matrix.table import expected
from tests.installation import GRANDIS, Installation, free_port, group_of, wait_until

#: What a hub says when it can be visited.
OPEN = re.compile("^Open ", re.MULTILINE)


@dataclass
class Hub:
    """A running hub, and who of it has signed in so far."""

    address: str
    installation: Installation
    states: dict[str, dict] = field(default_factory=dict)


class WholeHub(Hub):
    """A hub that knows what the matrix says of its pages."""

    @property
    def addresses(self):
        """The address of each page of the matrix, by page and state."""
        listed = json.loads((self.installation.folder / "addresses.json").read_text())
        return {(page, state): address for page, state, address in listed}

    def open_to(self, reader):
        """The addresses that a reader may read, by page and state."""
        table = expected()
        return {
            row: address
            for row, address in self.addresses.items()
            if table[row][reader] == 200
        }


@contextmanager
def serving(pattern, made, **environment):
    """The address of a running copy of an installation, until the block ends."""
    shutil.copytree(pattern.folder, made.folder)
    port, log = free_port(), made.folder.with_suffix(".log")
    with log.open("w") as told:
        program = made.popen(
            *(*GRANDIS, "hub", "run", f"--port={port}", "--processes=1"),
            environment=environment,
            stderr=told,
        )
    with group_of(program):
        wait_until(lambda: OPEN.search(log.read_text()) or program.poll() is not None)
        assert program.poll() is None, log.read_text()
        yield f"http://localhost:{port}"
        program.terminate()
        assert program.wait() == 0, log.read_text()
