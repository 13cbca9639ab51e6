"""What can go wrong, as a tree.

::

    GrandisError                 everything this package raises on purpose
    ├── InputError               the data given is wrong; exit status 2
    │   ├── FileError            a file cannot be read or understood
    │   └── ProblemError         a planning problem contradicts itself
    └── UnsolvedError            a solver ended without an answer it must have

The message of an `InputError` is one sentence that says what is wrong, where,
and what to do about it. It is meant to be shown as it stands.
"""


class GrandisError(Exception):
    """The root of every error that Grandis raises on purpose."""


class InputError(GrandisError):
    """The data given is wrong; the message says what, where and what to do."""


class FileError(InputError):
    """A file cannot be read or understood."""


class ProblemError(InputError):
    """A planning problem contradicts itself."""


class UnsolvedError(GrandisError):
    """A solver ended without an answer that it must have."""
