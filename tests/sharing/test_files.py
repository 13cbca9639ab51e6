import json
from pathlib import Path

import pytest
from tests.sharing.test_chain import MOULD

from grandis.errors import FileError
from grandis.sharing import GameError, read_game, shapley

CHAIN = {
    "game": "chain",
    "price": 100,
    "steps": MOULD.steps,
    "members": MOULD.members,
    "bids": [
        {"member": b.member, "steps": b.steps, "price": b.price} for b in MOULD.bids
    ],
}
GAMES = {
    "table": {"game": "table", "players": ["A", "B"], "values": [0, 1, 2, 5]},
    "chain": CHAIN,
    "bankruptcy": {"game": "bankruptcy", "claims": [100, 200, 300], "estate": 200},
    "airport": {"game": "airport", "costs": [1, 2, 3, 4]},
    "voting": {"game": "voting", "weights": [3, 2, 2], "quota": 4},
    "glove": {"game": "glove", "left": ["A"], "right": ["B", "C"]},
}
SHARES = {
    "table": [2, 3],
    "chain": [22.5, 7.5],
    "bankruptcy": [100 / 3, 250 / 3, 250 / 3],
    "airport": [3 / 4, 17 / 12, 23 / 12, 23 / 12],
    "voting": [1 / 3, 1 / 3, 1 / 3],
    "glove": [2 / 3, 1 / 6, 1 / 6],
}


def written(folder: Path, game: object) -> Path:
    path = folder / "game.json"
    path.write_text(json.dumps(game))
    return path


@pytest.mark.parametrize("form", GAMES)
def test_it_reads_every_form(tmp_path: Path, form: str) -> None:
    game = read_game(written(tmp_path, GAMES[form]))
    assert shapley(game.values) == pytest.approx(SHARES[form])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"game": "chess"}, "Invalid value 'chess'"),
        ({"values": [0, 1]}, "missing required field `game`"),
        ({"game": "table", "values": [0, "x"]}, r"got `str` - at `\$.values\[1\]`"),
        ({"game": "table", "values": [0, 1], "rule": 1}, "unknown field `rule`"),
        ([1], "Expected `object`, got `array`"),
    ],
)
def test_it_names_the_place_of_what_does_not_fit(
    tmp_path: Path, wrong: object, message: str
) -> None:
    with pytest.raises(FileError, match=message):
        read_game(written(tmp_path, wrong))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"game": "table", "values": [0, 1, 2]}, "here are 3; give one for each"),
        ({"game": "table", "values": [0, 1], "players": ["A", "B"]}, "1 players need"),
        ({"game": "bankruptcy", "claims": [1], "estate": 2}, "sum of claims, 1"),
        ({"game": "bankruptcy", "claims": [-1], "estate": 0}, "claims must be numbers"),
        ({"game": "voting", "weights": [1], "quota": 0}, "the quota, 0, must be above"),
        ({"game": "airport", "costs": [1] * 26}, "26 players are too many"),
        ({"game": "glove", "left": ["A"], "right": ["A"]}, "2 different names"),
    ],
)
def test_it_names_the_file_of_a_game_that_contradicts_itself(
    tmp_path: Path, wrong: object, message: str
) -> None:
    path = written(tmp_path, wrong)
    with pytest.raises(GameError, match=message) as caught:
        read_game(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_it_says_that_a_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_game(tmp_path / "none.json")
