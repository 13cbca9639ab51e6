"""The reference page tells every command and every option, and no other."""

import re
from pathlib import Path

import click
import msgspec
import pytest

from grandis.cli import main
from grandis.planning.events import decode_events
from grandis.planning.worths import Addition

PAGE = Path(__file__).parents[2] / "docs/reference/command-line.md"
HEADING = re.compile(r"^## `grandis ([a-z -]+)`$", re.MULTILINE)


def sections():
    """The text below each command's heading, by command."""
    _, *parts = HEADING.split(PAGE.read_text())
    return dict(zip(parts[::2], parts[1::2], strict=True))


def commands_below(group, above=""):
    """Every command by the words that call it, a group before what is in it."""
    for name, command in group.commands.items():
        words = f"{above}{name}"
        yield words, command
        if isinstance(command, click.Group):
            yield from commands_below(command, f"{words} ")


SECTIONS = sections()
COMMANDS = dict(commands_below(main))


def names_of(command):
    return [
        name
        for parameter in command.params
        for name in (
            parameter.opts
            if isinstance(parameter, click.Option)
            else [parameter.human_readable_name]
        )
    ]


def test_it_has_a_section_for_each_command_in_the_order_of_the_help():
    assert list(SECTIONS) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_it_tells_every_option_and_argument(name):
    told = SECTIONS[name]
    missing = [
        each
        for each in names_of(COMMANDS[name])
        if not re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", told)
    ]

    assert missing == []


@pytest.mark.parametrize("name", COMMANDS)
def test_it_tells_no_option_that_does_not_exist(name):
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", SECTIONS.get(name, "")))

    assert told <= {"--help", *names_of(COMMANDS[name])}


CHOICES = [
    pytest.param(name, choice, id=f"{name}-{choice}")
    for name, command in COMMANDS.items()
    for parameter in command.params
    if isinstance(parameter.type, click.Choice)
    for choice in parameter.type.choices
]


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_it_tells_every_choice(name, choice):
    assert choice in SECTIONS[name] + SECTIONS["plan"]


def example(name):
    """The JSON in the section of a command."""
    (found,) = re.findall(r"```json\n(.*?)```", SECTIONS[name], re.DOTALL)
    return found.encode()


def test_the_example_of_events_can_be_read():
    assert len(decode_events(example("replan"))) == 5


def test_the_example_of_an_addition_can_be_read():
    addition = msgspec.json.decode(example("worth"), type=Addition)

    assert addition.likenesses
    assert addition.options
