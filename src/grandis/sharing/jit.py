"""Compile kernels once and keep them, never running stale ones.

numba looks only at the file of a function, not at what it calls; our cache
folder therefore carries the hash of all kernel sources of this library.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

import numba
from numba import config

P = ParamSpec("P")
R = TypeVar("R")


@cache
def cache_folder() -> Path:
    """The folder for this version of the kernels; made when it is missing."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(Path(__file__).parent.glob("*kernels.py")):
        digest.update(path.read_bytes())
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "grandis" / f"sharing-{digest.hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="grandis-sharing-"))
    return folder


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """`numba.njit` without the interpreter lock, cached in our own folder.

    Sums may be reordered, so that they run on vector units; the values are
    finite, which every caller has checked.
    """
    kept = config.CACHE_DIR  # type: ignore[attr-defined]
    config.CACHE_DIR = str(cache_folder())  # type: ignore[attr-defined]
    fast = {"reassoc", "nsz", "nnan", "contract"}
    try:
        made = numba.njit(cache=True, nogil=True, fastmath=fast)(function)
        return cast(Callable[P, R], made)
    finally:
        config.CACHE_DIR = kept  # type: ignore[attr-defined]
