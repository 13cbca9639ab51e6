"""Game files: JSON that says in ``game`` how it is written.

::

    {"game": "table", "players": ["A", "B"], "values": [0, 1, 2, 5]}
    {"game": "chain", "price": 100, "steps": […], "members": […], "bids": […]}
    {"game": "bankruptcy", "claims": [100, 200, 300], "estate": 200}
    {"game": "airport", "costs": [1, 2, 3]}
    {"game": "voting", "weights": [3, 2, 2], "quota": 4}
    {"game": "glove", "left": ["A"], "right": ["B", "C"]}
"""

import os
from pathlib import Path

import msgspec

from grandis.errors import FileError
from grandis.sharing.chain import Bid, Opportunity
from grandis.sharing.errors import GameError
from grandis.sharing.game import (
    Game,
    airport_game,
    bankruptcy_game,
    game_from_bids,
    glove_game,
    table_game,
    voting_game,
)


class _Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="game"):
    """One way to write a game."""


class Table(_Form, frozen=True, tag="table"):
    """All coalition values by bit mask."""

    values: list[float]
    players: list[str] = []

    def game(self) -> Game:
        return table_game(self.values, self.players)


class Chain(_Form, frozen=True, tag="chain"):
    """The bids on the steps of an opportunity."""

    price: float
    steps: list[str]
    members: list[str]
    bids: list[Bid]

    def game(self) -> Game:
        return game_from_bids(
            Opportunity(
                price=self.price, steps=self.steps, members=self.members, bids=self.bids
            )
        )


class Bankruptcy(_Form, frozen=True, tag="bankruptcy"):
    """Claims that an estate cannot pay."""

    claims: list[float]
    estate: float
    players: list[str] = []

    def game(self) -> Game:
        return bankruptcy_game(self.claims, self.estate, self.players)


class Airport(_Form, frozen=True, tag="airport"):
    """A runway as long as the largest user needs."""

    costs: list[float]
    players: list[str] = []

    def game(self) -> Game:
        return airport_game(self.costs, self.players)


class Voting(_Form, frozen=True, tag="voting"):
    """Weighted votes."""

    weights: list[float]
    quota: float
    players: list[str] = []

    def game(self) -> Game:
        return voting_game(self.weights, self.quota, self.players)


class Glove(_Form, frozen=True, tag="glove"):
    """Owners of one left or one right glove."""

    left: list[str]
    right: list[str]

    def game(self) -> Game:
        return glove_game(self.left, self.right)


AnyForm = Table | Chain | Bankruptcy | Airport | Voting | Glove
_decoder: msgspec.json.Decoder[AnyForm] = msgspec.json.Decoder(AnyForm)


def read_game(path: str | os.PathLike[str]) -> Game:
    """The game in a file.

    Raises
    ------
    FileError
        When the file cannot be read or is not a game; names the place.
    GameError
        When the game contradicts itself; names the file.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise FileError(
            f"{path}: cannot be read ({error.strerror}); check the name"
        ) from error
    try:
        form = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        said = str(error).replace("\n", " ")
        raise FileError(
            f"{path}: not a game file: {said}; see docs/reference/sharing.md"
        ) from error
    try:
        return form.game()
    except GameError as error:
        raise GameError(f"{path}: {error}") from error
