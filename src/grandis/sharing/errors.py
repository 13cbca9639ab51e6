"""What can be wrong with a game."""

from grandis.errors import InputError


class GameError(InputError):
    """A game is malformed, or a rule is not defined for it."""
