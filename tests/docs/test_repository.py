"""The repository keeps what its documents promise."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Written in two parts, so that this file does not hold what it looks for.
REGISTRIES = [
    "pypi" + ".org",
    "files.python" + "hosted",
    "deb.debian" + ".org",
    "registry.npm" + "js",
]
PATHS_OF_ONE_MACHINE = re.compile(r"(?<![\w.~-])/(work|root|home)" + r"/\w")

MARKDOWN_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
REQUIREMENT = re.compile(r"^([A-Za-z0-9][\w.-]*)", re.MULTILINE)


def files_of_the_repository():
    if not (ROOT / ".git").exists():
        return []
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (ROOT / name for name in sorted(set(listed.stdout.split("\0"))) if name)
    return [path for path in paths if path.is_file()]


def text_of(path):
    return path.read_bytes().decode("utf-8", errors="replace")


def named(paths):
    return [pytest.param(p, id=str(p.relative_to(ROOT))) for p in paths]


FILES = files_of_the_repository()
MARKDOWN = [path for path in FILES if path.suffix == ".md"]
COMMANDS = [
    path for path in FILES if not path.suffix and text_of(path).startswith("#!/bin/sh")
]
LISTS = sorted((ROOT / "requirements").glob("*.in"))


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def names_in(path):
    return {normal(name) for name in REQUIREMENT.findall(path.read_text())}


def test_no_file_holds_the_address_of_a_package_registry():
    found = [
        (str(path.relative_to(ROOT)), address)
        for path in FILES
        for address in REGISTRIES
        if address in text_of(path)
    ]
    assert found == []


def test_no_file_holds_a_path_of_one_machine():
    found = [
        (str(path.relative_to(ROOT)), match.group())
        for path in FILES
        for match in [PATHS_OF_ONE_MACHINE.search(text_of(path))]
        if match
    ]
    assert found == []


def test_every_decision_is_in_the_index():
    index = (ROOT / "docs/why/README.md").read_text()
    decisions = sorted(p.name for p in (ROOT / "docs/why").glob("[0-9]*.md"))
    assert decisions
    assert [name for name in decisions if f"({name})" not in index] == []


def test_decisions_are_numbered_without_gaps_or_doubles():
    numbers = sorted(int(p.name[:4]) for p in (ROOT / "docs/why").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("page", named(MARKDOWN))
def test_every_relative_link_leads_somewhere(page):
    prose = CODE.sub("", page.read_text())
    targets = [link.split("#")[0] for link in MARKDOWN_LINK.findall(prose)]
    broken = [
        target
        for target in targets
        if target and "://" not in target and not target.startswith("mailto:")
        if not (page.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("source", named(LISTS))
def test_every_required_library_is_pinned_with_a_hash(source):
    blocks = re.split(r"\n(?=\S)", source.with_suffix(".txt").read_text())
    pinned = {
        normal(block.split("==")[0].split("[")[0])
        for block in blocks
        if "==" in block and "--hash=sha256:" in block
    }
    assert names_in(source) - pinned == set()


def test_two_lists_never_pin_one_library_to_two_versions():
    pins = {}
    for source in LISTS:
        lines = source.with_suffix(".txt").read_text().splitlines()
        for name, version in (line.split("==") for line in lines if "==" in line):
            pins.setdefault(normal(name.split("[")[0]), set()).add(version.strip(" \\"))
    assert {name: both for name, both in pins.items() if len(both) > 1} == {}


@pytest.mark.parametrize("command", named(COMMANDS))
def test_every_command_is_valid_shell_and_executable(command):
    assert command.stat().st_mode & 0o111
    subprocess.run(["sh", "-n", command], check=True)


@pytest.mark.parametrize("command", ["run", "test", ".ci/run", "tools/lint"])
def test_the_promised_commands_are_there(command):
    assert (ROOT / command) in COMMANDS
