"""What a verb may answer instead of doing its work.

::

    GrandisError
    └── HubError        the message is for the screen, in the reader's language
        ├── Refused     this viewer may not do this
        ├── Broken      a rule of the cluster's work forbids it; names the field
        └── Conflict    somebody else changed the same row in between
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from grandis.errors import GrandisError

if TYPE_CHECKING:
    from grandis.hub.core.models import Versioned


class HubError(GrandisError):
    """A verb cannot do what it was asked."""


class Refused(HubError):
    """This viewer may not do this."""


class Broken(HubError):
    """A rule forbids it; `field` is the form's field to look at, if there is one."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Conflict(HubError):
    """Somebody else changed the same row in between; nothing was written.

    `current` is the row as it is now, `wanted` what the second person entered.
    """

    def __init__(self, current: "Versioned", wanted: Mapping[str, Any]) -> None:
        super().__init__(f"{current._meta.label} {current.pk} has changed")
        self.current = current
        self.wanted = dict(wanted)
