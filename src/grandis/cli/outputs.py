"""The files that commands write, looked at before the work begins."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from grandis.errors import FileError

if TYPE_CHECKING:
    from grandis.planning import Plan, Problem


def refuse_unwritable(outputs: Iterable[Path | None], inputs: Iterable[Path]) -> None:
    """Notice before a long run what could not be written after it.

    Raises
    ------
    FileError
        When an output cannot be written, or would overwrite another file of
        the same command.
    """
    named = {os.path.realpath(path): "what is read" for path in inputs}
    for path in outputs:
        if path is None:
            continue
        target = os.path.realpath(path)
        if target in named:
            raise FileError(
                f"{path}: this would overwrite {named[target]}; give another name"
            )
        named[target] = "what else is written"
        _refuse(path, Path(target))


def _refuse(path: Path, target: Path) -> None:
    if target.exists() and not target.is_file():
        raise FileError(f"{path}: this is not a file; give another name")
    if not target.parent.is_dir():
        raise FileError(f"{path}: its folder does not exist; make it first")
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise FileError(f"{path}: you may not write here; choose another folder")


def make_folder(path: Path) -> None:
    """Make a folder to write files into, unless it is there.

    Raises
    ------
    FileError
        When it cannot be made or written to.
    """
    try:
        path.mkdir(exist_ok=True)
    except FileExistsError:
        raise FileError(f"{path}: this is not a folder; give another name") from None
    except FileNotFoundError:
        raise FileError(f"{path}: its folder does not exist; make it first") from None
    except OSError as error:
        raise FileError(
            f"{path}: the folder cannot be made ({error.strerror}); choose another"
            " place"
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise FileError(f"{path}: you may not write here; choose another folder")


def write_pictures(problem: Problem, plan: Plan, folder: Path) -> int:
    """Write the Gantt chart, the map and a chain for each opportunity taken.

    Returns
    -------
    int
        The number of files.
    """
    from grandis.planning.drawing import chain_map, gantt, network_map
    from grandis.planning.storage import write_bytes

    pictures = {"gantt": gantt(problem, plan), "network": network_map(problem, plan)}
    for number, opportunity in enumerate(problem.opportunities, 1):
        if opportunity.id in plan.taken_ids:
            name = f"chain-{number:03}-{_file_name(opportunity.id)}"
            pictures[name] = chain_map(problem, plan, opportunity.id)
    for name, picture in pictures.items():
        write_bytes(picture.encode(), folder / f"{name}.svg")
    return len(pictures)


def _file_name(text: str) -> str:
    """What of an id every file system takes."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text)[:60]
