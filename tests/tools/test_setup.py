"""`tools/setup.sh` prepares .venv once, and again only when it has to.

A stand-in for Python notes what set-up asks of it, so that nothing is installed.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = [
    "packages.txt",
    "packages-dev.txt",
    "pyproject.toml",
    "requirements",
    "tools",
]

STAND_IN_PYTHON = """#!/bin/sh
case "$*" in
*"-m venv"*)
    for folder; do :; done
    rm -rf "$folder"
    mkdir -p "$folder/bin"
    cp "$0" "$folder/bin/python"
    echo "venv" >>"$CALLS" ;;
*"-m pip"*)
    echo "pip $*" >>"$CALLS"
    echo "pip was here"
    [ ! -e "$CALLS.broken" ] ;;
esac
"""


class Checkout:
    """A copy of what set-up reads, and the calls that it made since last asked."""

    def __init__(self, root, bin_folder):
        self.root = root
        self.calls_file = bin_folder.parent / "calls"
        self.environment = {
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            "CALLS": str(self.calls_file),
        }

    def setup(self, level, cwd=None):
        script = f'set -eu; . "$root/tools/setup.sh"; setup {level}'
        return subprocess.run(
            ["sh", "-c", script],
            env={**self.environment, "root": str(self.root)},
            cwd=cwd or self.root,
            capture_output=True,
            text=True,
        )

    def calls(self):
        if not self.calls_file.exists():
            return []
        calls = self.calls_file.read_text().splitlines()
        self.calls_file.unlink()
        return calls

    def break_pip(self):
        Path(f"{self.calls_file}.broken").touch()

    def mend_pip(self):
        Path(f"{self.calls_file}.broken").unlink()


def executable(path, text):
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path):
    root = tmp_path / "a folder with spaces"
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        root.mkdir(exist_ok=True)
        copy(ROOT / name, root / name)
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    executable(bin_folder / "python3.11", STAND_IN_PYTHON)
    executable(bin_folder / "dpkg-query", "#!/bin/sh\necho installed\n")
    return Checkout(root, bin_folder)


def test_the_first_start_installs_hashed_lists_and_then_grandis(checkout):
    assert checkout.setup("dev").returncode == 0

    venv, libraries, grandis = checkout.calls()
    assert venv == "venv"
    assert "--require-hashes" in libraries
    for name in ["build", "run", "dev"]:
        assert f"{checkout.root}/requirements/{name}.txt" in libraries
    assert grandis.endswith(f"--editable {checkout.root}")


def test_to_run_it_needs_no_development_tools(checkout):
    checkout.setup("run")
    assert not any("dev.txt" in call for call in checkout.calls())


def test_the_second_start_does_nothing_and_says_nothing(checkout):
    checkout.setup("dev")
    checkout.calls()

    second = checkout.setup("dev", cwd="/")

    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert checkout.calls() == []


def test_what_can_be_tested_can_be_run(checkout):
    checkout.setup("dev")
    checkout.calls()

    checkout.setup("run")

    assert checkout.calls() == []


def test_a_changed_list_is_installed_into_the_same_environment(checkout):
    checkout.setup("run")
    checkout.calls()
    with (checkout.root / "requirements/run.txt").open("a") as run:
        run.write("# changed\n")

    checkout.setup("run")

    assert [call.split()[0] for call in checkout.calls()] == ["pip", "pip"]


def test_a_failure_shows_what_pip_said_and_names_the_log(checkout):
    checkout.break_pip()

    failed = checkout.setup("run")

    assert failed.returncode != 0
    assert "build/setup.log" in failed.stderr
    assert "pip was here" in failed.stderr


def test_after_a_failure_the_next_start_begins_anew(checkout):
    checkout.setup("run")
    with (checkout.root / "requirements/run.txt").open("a") as run:
        run.write("# changed\n")
    checkout.break_pip()
    checkout.setup("run")
    checkout.mend_pip()
    checkout.calls()

    assert checkout.setup("run").returncode == 0
    assert [call.split()[0] for call in checkout.calls()] == ["venv", "pip", "pip"]


def test_a_moved_folder_gets_a_new_environment(checkout):
    checkout.setup("run")
    checkout.calls()
    checkout.root = checkout.root.rename(checkout.root.with_name("elsewhere"))

    checkout.setup("run")

    assert checkout.calls()[0] == "venv"


def test_two_starts_at_once_install_only_once(checkout):
    script = '. "$root/tools/setup.sh"; (setup run) & (setup run) & wait'
    subprocess.run(
        ["sh", "-c", script],
        env={**checkout.environment, "root": str(checkout.root)},
        check=True,
        capture_output=True,
    )
    assert [call.split()[0] for call in checkout.calls()] == ["venv", "pip", "pip"]


def test_it_names_missing_debian_packages_when_it_may_not_install(checkout):
    bin_folder = Path(checkout.environment["PATH"].split(os.pathsep)[0])
    executable(bin_folder / "dpkg-query", "#!/bin/sh\nexit 1\n")
    executable(bin_folder / "id", "#!/bin/sh\necho 1000\n")
    executable(bin_folder / "sudo", "#!/bin/sh\nexit 1\n")

    started = checkout.setup("run")

    assert started.returncode == 0
    assert "ca-certificates python3-venv" in started.stderr


def test_without_a_python_it_says_which_one_it_needs(checkout):
    bin_folder = Path(checkout.environment["PATH"].split(os.pathsep)[0])
    for name in ["python3.11", "python3.12", "python3.13", "python3"]:
        executable(bin_folder / name, "#!/bin/sh\nexit 1\n")

    started = checkout.setup("run")

    assert started.returncode != 0
    assert "Python 3.11 or newer" in started.stderr
