"""What each page of the matrix is asked for, in each state of its object.

The rows are those of `members.filling`, unless a state says otherwise: most
are Kamštūna's, whose owner is the *member* of the table.
"""

from importlib import import_module

from tests.cast import Cast
from tests.hub.matrix.scene import Scene, States
from tests.hub.matrix.table import apps
from tests.hub.members.filling import Filled


class Targets:
    """The arguments of every page's address, by name and state."""

    def __init__(self, cast: Cast, filled: Filled) -> None:
        scene = Scene(cast, filled)
        self.states: States = {}
        for app in apps():
            module = import_module(f"tests.hub.matrix.apps.{app}")
            self.states |= module.states(scene)
