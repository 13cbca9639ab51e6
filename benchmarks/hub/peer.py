"""pretix, for comparison alone: in its own virtual environment, on SQLite.

Its own guide (docs.pretix.eu/self-hosting) calls these steps: install, configure,
migrate, rebuild, run by gunicorn. The wheel holds the built styles and scripts, so
nothing is rebuilt; and without redis sessions and caches are in the database.
"""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

#: Its lists are as full as ours: as many rows on a page, and more of them than one.
EVENTS, ITEMS, ORDERS = 50, 50, 600
SHOP = Path(__file__).with_name("pretix_shop.py")
CONFIGURATION = """\
[pretix]
instance_name=Benchmark
url={address}
datadir={folder}/data
registration=off

[database]
backend=sqlite3

[django]
debug=off
"""


def python_of(folder: Path) -> Path:
    """The Python that pretix is installed in."""
    return folder / "venv" / "bin" / "python"


def environment(folder: Path, address: str) -> dict[str, str]:
    """The environment of pretix, with the configuration for this address."""
    configuration = folder / "pretix.cfg"
    configuration.write_text(CONFIGURATION.format(address=address, folder=folder))
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    return kept | {"PRETIX_CONFIG_FILE": str(configuration)}


def install(folder: Path, password: str) -> str:
    """Install and fill pretix unless it is there; its version."""
    python = python_of(folder)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    if not (folder / "installed").exists():
        _call([sys.executable, "-m", "venv", str(folder / "venv")])
        _call([str(python), "-m", "pip", "install", "--quiet", "pretix", "gunicorn"])
        (folder / "installed").touch()
    arguments = [password, *map(str, (EVENTS, ITEMS, ORDERS))]
    shop = [str(python), str(SHOP), *arguments]
    known = SHOP.read_bytes() + repr(arguments).encode()
    filled = folder / f"filled-{sha256(known).hexdigest()[:12]}"
    if not filled.exists():
        for before in folder.glob("filled-*"):  # no longer true once it begins
            before.unlink()
        told = environment(folder, "http://localhost")
        (folder / "data" / "db.sqlite3").unlink(missing_ok=True)
        _call([str(python), "-m", "pretix", "migrate", "--verbosity=0"], told)
        _call(shop, told)
        filled.touch()
    shown = [str(python), "-c", "import pretix; print(pretix.__version__)"]
    return subprocess.check_output(shown, text=True).strip()


def _call(command: list[str], told: dict[str, str] | None = None) -> None:
    """Run a command; end with what it says when it fails."""
    done = subprocess.run(command, env=told, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr[-3_000:]}")
