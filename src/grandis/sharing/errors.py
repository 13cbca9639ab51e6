"""What can be wrong with a game."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from grandis.errors import InputError
from grandis.sharing.masks import coalition


class GameError(InputError):
    """A game is malformed, or a rule is not defined for it.

    An array of values does not know how its players are called. Coalitions are
    therefore given as masks, for which the message has places in braces; they
    are filled with numbers, and with names by who knows them.
    """

    def __init__(self, message: str, names: Sequence[str] = (), **masks: int) -> None:
        self.message = message
        self.masks = masks
        shown = {place: coalition(mask, names) for place, mask in masks.items()}
        super().__init__(message.format(**shown) if masks else message)


@contextmanager
def naming(players: Sequence[str]) -> Iterator[None]:
    """Call the players of a `GameError` from within by their names."""
    try:
        yield
    except GameError as error:
        if not error.masks:
            raise
        raise GameError(error.message, players, **error.masks) from error
