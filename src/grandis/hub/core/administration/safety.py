"""What an installation must not have when it starts."""

from collections.abc import Iterable

from django.core import checks

from grandis.errors import InputError


def refuse_unsafe() -> None:
    """Refuse to start with what Django's and our own checks call an error.

    Raises
    ------
    InputError
        With the first error and what to do about it.
    """
    found = checks.run_checks(include_deployment_checks=True, databases=["default"])
    for each in errors_among(found):
        raise InputError(sentence(each))


def errors_among(found: Iterable[checks.CheckMessage]) -> list[checks.CheckMessage]:
    """Those that forbid a start."""
    return [
        each for each in found if each.level >= checks.ERROR and not each.is_silenced()
    ]


def sentence(message: checks.CheckMessage) -> str:
    """A check's message as one line: what is wrong, and what to do."""
    hint = f"; {message.hint[0].lower()}{message.hint[1:]}" if message.hint else ""
    return f"{message.msg.rstrip('.')}{hint} ({message.id})"
