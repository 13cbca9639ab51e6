"""What each page answers to each reader in each state: a CSV file for each app.

Beside `apps/NAME.csv`, `apps/NAME.py` says what those pages are asked for, and
which of them are files. A new app of the hub adds these two files, and nothing
else needs to know.
"""

import csv
from pathlib import Path

APPS = Path(__file__).with_name("apps")
READERS = (
    "public",
    "coordinator",
    "member",
    "production",
    "competitor",
    "research",
    "customer",
    "trustee",
    "agency",
    "partner",
    "invited",
    "stranger",
)


def apps():
    """The names of the apps that have pages."""
    return sorted(file.stem for file in APPS.glob("*.csv"))


def rows():
    """The rows of all apps, as they are written."""
    for app in apps():
        with (APPS / f"{app}.csv").open() as lines:
            yield from csv.DictReader(lines)


def expected():
    """The statuses by reader, of each page and state."""
    return {
        (row["page"], row["state"]): {reader: int(row[reader]) for reader in READERS}
        for row in rows()
    }
