"""What can be wrong with a sealed record."""

from grandis.errors import InputError


class SealingError(InputError):
    """A key, a note, an entry, a proof or an export is not what it must be."""
