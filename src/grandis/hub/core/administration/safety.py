"""What an installation must not have when it starts."""

from django.core import checks

from grandis.errors import InputError
from grandis.hub.core.checks import OURS


def refuse_unsafe() -> None:
    """Refuse to start with what one of our checks calls an error.

    Raises
    ------
    InputError
        With the first error and what to do about it.
    """
    for each in errors():
        raise InputError(sentence(each))


def errors() -> list[checks.CheckMessage]:
    """What forbids a start, by the checks in `core.checks` and those of other apps."""
    found = checks.run_checks(
        tags=[OURS], include_deployment_checks=True, databases=["default"]
    )
    return [each for each in found if each.is_serious(checks.ERROR)]


def sentence(message: checks.CheckMessage) -> str:
    """A check's message as one line: what is wrong, and what to do."""
    hint = f"; {message.hint[0].lower()}{message.hint[1:]}" if message.hint else ""
    return f"{message.msg.rstrip('.')}{hint} ({message.id})"
