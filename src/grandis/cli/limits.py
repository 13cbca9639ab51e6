"""The options that say how long, and with what, a command may search."""

import math
from collections.abc import Callable
from typing import Any

import click

from grandis.cli.wording import counted

#: A week; whoever plans longer has mistyped.
MOST_SECONDS = 604_800


seed_option = click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    help="Starts the random choices.",
)


class Seconds(click.FloatRange):
    """A number of seconds that is one."""

    name = "seconds"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return seconds


def search_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """How long and with what a command may search."""
    for option in (
        seed_option,
        click.option(
            "--workers",
            type=click.IntRange(1, 1024),
            default=2,
            show_default=True,
            help="Threads that may work at once.",
        ),
        click.option(
            "--steps",
            type=click.IntRange(1, 2**31 - 1),
            help="Stop after so much work instead; with it one thread works, and "
            "the same seed gives the same plan.",
        ),
        click.option(
            "--seconds",
            type=Seconds(0, MOST_SECONDS),
            default=10,
            show_default=True,
            help="Stop after so much time.",
        ),
    ):
        command = option(command)
    return command


def limit(seconds: float, steps: int | None, **others: object) -> str:
    """Until when a command searches, in words."""
    if steps:
        return counted(steps, "step")
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"
