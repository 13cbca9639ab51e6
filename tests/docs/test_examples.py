"""What the pages tell the reader to type and to write can be typed and written."""

import re
import shlex
from pathlib import Path

import click
import pytest

from grandis.cli import main
from grandis.planning.demo import demo_problem
from grandis.planning.events import NewOpportunity, decode_events

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TUTORIAL = ROOT / "docs/tutorial/first-plan.md"
BREAKDOWN = ROOT / "docs/how-to/replan-after-a-breakdown.md"
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"^\s*(?:\.venv/bin/)?grandis ([a-z].*)$", re.MULTILINE)


def commands_on(page):
    """The arguments of each call of `grandis` on a page."""
    for block in SHELL.findall(page.read_text()):
        for line in COMMAND.findall(block.replace("\\\n", " ")):
            yield shlex.split(line, comments=True)


EXAMPLES = [
    pytest.param(arguments, id=f"{page.stem}: {shlex.join(arguments)[:60]}")
    for page in PAGES
    for arguments in commands_on(page)
]


def test_there_are_examples():
    assert len(EXAMPLES) > 5


@pytest.mark.parametrize("arguments", EXAMPLES)
def test_every_command_in_the_pages_is_one(arguments):
    command, rest = main, arguments
    while isinstance(command, click.Group):
        command, (name, *rest) = command.commands[rest[0]], rest

    assert command.make_context(name, rest).command is command


@pytest.fixture(scope="module")
def demo():
    return demo_problem(0)


def test_what_the_tutorial_asks_about_is_in_the_demo(demo):
    readers = [
        arguments[arguments.index("--as") + 1].split(":")
        for arguments in commands_on(TUTORIAL)
        if "--as" in arguments
    ]

    assert [kind for kind, _ in readers] == ["issuer", "member"]
    assert readers[0][1] in demo.opportunity
    assert readers[1][1] in demo.member


def test_the_machine_that_breaks_down_is_in_the_demo(demo):
    (down,) = {
        arguments[arguments.index("--machine-down") + 1]
        for arguments in commands_on(BREAKDOWN)
        if "--machine-down" in arguments
    }

    assert down in demo.resource


def test_the_new_opportunity_fits_the_demo(demo):
    (example,) = re.findall(r"```json\n(.*?)```", BREAKDOWN.read_text(), re.DOTALL)
    (event,) = decode_events(example.encode())

    assert isinstance(event, NewOpportunity)
    assert event.opportunity.id not in demo.opportunity
    for step in event.opportunity.steps:
        assert {option.resource for option in step.options} <= demo.resource.keys()
