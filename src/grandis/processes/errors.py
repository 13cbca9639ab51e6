"""What can be wrong with a part, a machine or a number.

::

    InputError                   (grandis.errors)
    ├── PartError                a part cannot exist or lacks what is needed
    ├── NetworkError             a network file contradicts itself
    └── ValidityError            a value lies outside what a formula is valid for
"""

from grandis.errors import InputError


class PartError(InputError):
    """A part cannot exist as described, or lacks what is needed."""


class NetworkError(InputError):
    """The machines and members of a network contradict each other."""


class ValidityError(InputError):
    """A value lies outside what a formula is valid for; no number is made up."""
