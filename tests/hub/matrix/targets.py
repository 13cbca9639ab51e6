"""What each page of the matrix is asked for, in each state of its object.

The rows are those of `members.filling`, unless a state says otherwise: most
are Kamštūna's, whose owner is the *member* of the table.
"""

from importlib import import_module
from types import ModuleType

from tests.cast import Cast
from tests.hub.matrix.scene import Scene, States
from tests.hub.matrix.table import apps
from tests.hub.members.filling import Filled


def files() -> set[str]:
    """The pages that are files, to be saved or read by programs."""
    return {name for app in apps() for name in _module(app).FILES}


class Targets:
    """The arguments of every page's address, by name and state."""

    def __init__(self, cast: Cast, filled: Filled) -> None:
        scene = Scene(cast, filled)
        self.states: States = {}
        for app in apps():
            self.states |= _module(app).states(scene)


def _module(app: str) -> ModuleType:
    return import_module(f"tests.hub.matrix.apps.{app}")
