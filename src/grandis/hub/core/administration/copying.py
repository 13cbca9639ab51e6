"""The whole database as one file: SQLite's backup API, or PostgreSQL's tools."""

import os
import shutil
import subprocess
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import connection

from grandis.errors import InputError


def copy_database(target: Path) -> None:
    """Write a consistent copy of the database while others go on writing."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        sqlite3 = import_module("sqlite3")
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, not three
    else:
        postgresql_tool(
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--file={target}",
        )


def postgresql_tool(name: str, *arguments: str, database: str = "") -> None:
    """Run one of PostgreSQL's programs with the hub's access to its database.

    Raises
    ------
    InputError
        When the program is missing or does not succeed.
    """
    program = shutil.which(name)
    if program is None:
        raise InputError(f"{name} is missing; on Debian: apt-get install postgresql")
    done = subprocess.run(
        [program, *arguments],
        env={**os.environ, **_access(database)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        raise InputError(f"{name} failed: {said[-1]}")


def _access(database: str) -> dict[str, str]:
    """What PostgreSQL's programs read from their environment."""
    settings: dict[str, Any] = connection.settings_dict
    told = {
        "PGDATABASE": database or settings["NAME"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGSSLMODE": settings["OPTIONS"].get("sslmode", ""),
        "PGSSLROOTCERT": settings["OPTIONS"].get("sslrootcert", ""),
    }
    return {name: value for name, value in told.items() if value}
