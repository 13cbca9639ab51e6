"""A restored database beside the living one, which it replaces in one step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import Error, connection, connections

from grandis.errors import InputError
from grandis.hub.core.administration.copying import postgresql_tool

ALIAS = "staged"


@dataclass(frozen=True)
class Staged:
    """A database that can be looked at through the alias `using`."""

    using: str
    #: Makes it the living one, all or nothing.
    take_over: Callable[[], None]


@contextmanager
def staged_copy(file: Path) -> Iterator[Staged]:
    """The database in a file that `copying` wrote; forgotten after the block."""
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    with make(file) as staged:
        yield staged


@contextmanager
def _known_as_staged(**differences: Any) -> Iterator[None]:
    """Let Django know another database like the default one."""
    connections.settings[ALIAS] = connections.settings["default"] | differences
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


@contextmanager
def _sqlite(file: Path) -> Iterator[Staged]:
    def take_over() -> None:
        """SQLite writes the whole copy in one transaction of the living file."""
        for each in (connections[ALIAS], connection):
            each.ensure_connection()
        connections[ALIAS].connection.backup(connection.connection)
        connection.close()

    name = f"file:{quote(str(file))}?mode=ro"
    with _known_as_staged(NAME=name, OPTIONS={"uri": True}):
        yield Staged(ALIAS, take_over)


@contextmanager
def _postgresql(file: Path) -> Iterator[Staged]:
    living = connection.settings_dict["NAME"]
    staged, replaced = f"{living}_restoring", f"{living}_replaced"

    def take_over() -> None:
        """Rename both databases in one transaction; nobody may be connected."""
        connections[ALIAS].close()
        connection.close()
        _refuse_while_used(living)
        _run(
            "BEGIN",
            f"ALTER DATABASE {_quoted(living)} RENAME TO {_quoted(replaced)}",
            f"ALTER DATABASE {_quoted(staged)} RENAME TO {_quoted(living)}",
            "COMMIT",
            f"DROP DATABASE {_quoted(replaced)}",
        )

    _refuse_while_used(living)
    dropping = f"DROP DATABASE IF EXISTS {_quoted(staged)}"
    _run(dropping, _creating(staged))
    try:
        postgresql_tool(
            "pg_restore",
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            f"--dbname={staged}",
            str(file),
            database=staged,
        )
        with _known_as_staged(NAME=staged):
            yield Staged(ALIAS, take_over)
    finally:
        _run(dropping)


def _refuse_while_used(name: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )
        if cursor.fetchone()[0]:
            raise InputError(
                f"{name}: somebody is connected to this database; stop the hub first"
            )


def _creating(name: str) -> str:
    """Create a database with the alphabet of the living one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype"
            " FROM pg_database WHERE datname = current_database()"
        )
        encoding, collate, ctype = cursor.fetchone()
    connection.close()
    return (
        f"CREATE DATABASE {_quoted(name)} TEMPLATE template0 ENCODING '{encoding}'"
        f" LC_COLLATE '{collate}' LC_CTYPE '{ctype}'"
    )


def _run(*statements: str) -> None:
    """Run statements on the server, outside of the hub's database."""
    try:
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except Error as error:
        said = str(error).strip().splitlines()[0]
        raise InputError(
            f"{connection.settings_dict['NAME']}: PostgreSQL does not let this user"
            f" restore ({said}); see docs/how-to/back-up-and-restore.md"
        ) from error


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
