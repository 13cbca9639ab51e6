"""What can be wrong with a part, a machine or a number.

::

    InputError                   (grandis.errors)
    ├── PartError                a part cannot exist or lacks what is needed
    ├── NetworkError             a network file contradicts itself
    └── ValidityError            a value lies outside what a formula is valid for
"""

from grandis.errors import InputError
from grandis.processes.faults import Fault


class PartError(InputError):
    """A part cannot exist as described, or lacks what is needed.

    `fault` says the same as the message, for who speaks another language; None where
    what was given is no part at all.
    """

    def __init__(self, message: str, fault: Fault | None = None) -> None:
        super().__init__(message)
        self.fault = fault


class NetworkError(InputError):
    """The machines and members of a network contradict each other."""


class ValidityError(InputError):
    """A value lies outside what a formula is valid for; no number is made up."""
