"""Every page that looks different from the others, once: who opens it, and where."""

from typing import NamedTuple

from tests.hub.matrix.addresses import names
from tests.hub.matrix.table import expected
from tests.hub.matrix.targets import files
from tests.hub.ui.test_account_pages import SIGNED_IN, SIGNED_OUT

#: Who opens a page, the first of these who may.
OPENERS = ("coordinator", "member", "public")
ADDING = "members:add_row"
#: The kinds of rows whose forms have what other forms have not.
SPECIAL = ("resources", "shifts", "figures", "loads", "certificates")


class Opened(NamedTuple):
    """A page of the matrix, or one of allauth when it has no state."""

    page: str
    state: str | None
    reader: str

    def __str__(self):
        return " ".join(filter(None, (self.page, self.state)))


def distinct():
    """All distinct pages."""
    return [*_of_the_matrix(), *_of_the_account()]


def _of_the_matrix():
    table = expected()
    for name in names():
        rows = [row for row in table if row[0] == name and name not in files()]
        found = [
            Opened(*row, reader)
            for row in rows
            if (reader := _opener(table[row])) is not None
        ]
        yield from found[:1]
        yield from (
            each for each in found[1:] if name == ADDING and each.state in SPECIAL
        )


def _opener(statuses):
    return next((reader for reader in OPENERS if statuses[reader] == 200), None)


def _of_the_account():
    for reader, pages in (("public", SIGNED_OUT), ("member", SIGNED_IN)):
        yield from (Opened(page, None, reader) for page in pages)
