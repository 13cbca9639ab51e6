"""A SQLite that loses nothing.

Releases before 3.51.3 can lose committed rows when a write-ahead log is reset
(https://www.sqlite.org/wal.html, "the WAL-reset bug"). Debian 12 ships an older
one, so the `pysqlite3` wheel takes the place of the standard module before
Django loads its backend; a system check refuses anything older.
"""

import sys

SAFE_VERSION = (3, 51, 3)


def use_bundled_sqlite() -> None:
    """Let `import sqlite3` mean the bundled release from now on."""
    import pysqlite3  # replaces a module of the standard library
    from pysqlite3 import dbapi2

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2


#: What Django needs so that a commit survives a crash and writers queue up
#: instead of failing with "database is locked".
OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    ),
}
