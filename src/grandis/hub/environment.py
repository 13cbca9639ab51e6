"""What the operator says in environment variables, read in one place."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from grandis.hub import sqlite

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The text of a variable."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Whether a variable says yes."""
    said = text(name, "yes" if default else "no").lower()
    if said not in YES | NO:
        raise ImproperlyConfigured(f"{name} is {said!r}; say 'yes' or 'no'")
    return said in YES


def number(name: str, default: int) -> int:
    """The whole number in a variable."""
    said = text(name, str(default))
    try:
        return int(said)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {said!r}; give a whole number") from None


def words(name: str) -> list[str]:
    """The words of a variable, separated by commas or spaces."""
    return text(name).replace(",", " ").split()


def secret(name: str, file: Path) -> str:
    """A secret from a variable, else from a file that is made when missing."""
    if given := text(name):
        if len(given) < 50:
            raise ImproperlyConfigured(
                f"{name} has {len(given)} characters; give at least 50 random ones, "
                f"or leave it out and Grandis keeps one in {file}"
            )
        return given
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            return file.read_text().strip()
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(60))
    return file.read_text().strip()


def database(name: str, file: Path) -> dict[str, object]:
    """Django's setting for a database address; SQLite in a file by default."""
    address = text(name)
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(file),
            "CONN_MAX_AGE": None,  # to open the file again is to read all tables' SQL
            "OPTIONS": sqlite.OPTIONS,
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} must look like postgresql://user:password@host:port/database"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def mail(name: str) -> dict[str, object]:
    """Django's settings for an address like smtp://user:password@host:587?tls=yes."""
    address = text(name)
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"{name} must look like smtp://user:password@host:587?tls=yes"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp"
        and dict(parse_qsl(parts.query)).get("tls", "yes") in YES,
        "EMAIL_TIMEOUT": 20,
    }
