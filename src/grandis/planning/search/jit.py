"""Compile kernels once and keep them, without ever running stale ones.

numba's own cache looks at the file of a function, not at those of the
functions it calls. Our cache folder therefore carries the hash of all kernel
sources: a change anywhere compiles anew.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
from numba import config

P = ParamSpec("P")
R = TypeVar("R")


@cache
def cache_folder() -> Path:
    """The folder for this version of the kernels; made when it is missing."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        source = path.read_bytes()
        if path.name in ("arrays.py", "boxes.py") or b"search.jit import" in source:
            digest.update(source)
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "grandis" / f"kernels-{digest.hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="grandis-kernels-"))
    return folder


def is_compiled(name: str) -> bool:
    """Whether a run of the kernel of that name has left its machine code behind."""
    return any(cache_folder().rglob(f"*.{name}-*.nbc"))


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """`numba.njit` without the interpreter lock, cached in our own folder."""
    return _compiled(function)


def lean(function: Callable[P, R]) -> Callable[P, R]:
    """A kernel that makes no arrays, and so need not count who uses which.

    The counting (numba's `_nrt`) is atomic and took two thirds of the time of
    the tabu search.
    """
    return _compiled(function, _nrt=False)


def part(function: Callable[P, R]) -> Callable[P, R]:
    """A lean kernel that is copied into those that call it.

    To hand over an array takes 7 machine words: where a kernel only looks at a
    few numbers, that was three quarters of its time.
    """
    return _compiled(function, _nrt=False, inline="always")


def _compiled(function: Callable[P, R], **options: Any) -> Callable[P, R]:
    kept = config.CACHE_DIR  # type: ignore[attr-defined]
    config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]
    try:
        compiled = numba.njit(cache=True, nogil=True, **options)(function)
        return cast(Callable[P, R], compiled)
    finally:
        config.CACHE_DIR = kept  # type: ignore[attr-defined]
