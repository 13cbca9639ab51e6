"""How every command ends: in order, or with one sentence and an exit status."""

import sys
from errno import EPIPE
from io import TextIOWrapper
from typing import IO, Any

import click

from grandis.cli.wording import printable
from grandis.errors import GrandisError, InputError


class Unsuccessful(click.ClickException):
    """Ends a command that could do its work, but not with the answer hoped for."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"grandis: {printable(self.message)}", file=file, err=True)


class WrongInput(Unsuccessful):
    """Ends a command that was given something wrong, as click does for options."""

    exit_code = 2


class Shell(click.Group):
    """A group that lists its commands as a user meets them, and never traces back."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except InputError as error:
            raise WrongInput(str(error)) from error
        except GrandisError as error:
            raise Unsuccessful(str(error)) from error
        except OSError as error:
            if error.errno == EPIPE or error.filename is not None:
                raise
            raise Unsuccessful(
                f"the answer cannot be written: {error.strerror}"
            ) from error


def note(sentence: str) -> None:
    """Tell the user something that is not the answer, on standard error."""
    click.echo(printable(sentence), err=True)
