"""The rules by name, and a split by one of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from grandis.sharing import divisions
from grandis.sharing.certificate import Certificate, certify_core, certify_nucleolus
from grandis.sharing.coalitions import Floats, rounding
from grandis.sharing.core import Dissatisfaction, largest_dissatisfaction
from grandis.sharing.errors import GameError, naming
from grandis.sharing.game import Game
from grandis.sharing.nucleolus import nucleolus, per_capita_nucleolus
from grandis.sharing.payments import core_selecting, vcg
from grandis.sharing.shapley import shapley, weighted_shapley
from grandis.sharing.tau import tau_value

#: Certificates up to here take less than a second.
CERTIFIED_PLAYERS = 20


@dataclass(frozen=True, eq=False)
class Split:
    """A gain, divided.

    Attributes
    ----------
    shares
        For each player of the game.
    rest
        What is left of the gain, for the customer or the cluster; below 0 it is
        a deficit, which only `vcg` can have.
    dissatisfaction
        The coalition that could gain most beyond its shares.
    certificate
        What is proven about the shares: of a nucleolus, that it is one; of
        others, whether they are in the core; none beyond 20 players, and none
        of shares that leave a rest or a deficit.
    """

    game: Game
    rule: str
    shares: Floats
    rest: float
    dissatisfaction: Dissatisfaction
    certificate: Certificate | None


def _weights(game: Game) -> Floats:
    if game.weights is None:
        raise GameError(
            "this game has no bids, claims or costs to divide by; use shapley or equal"
        )
    return game.weights


def _talmud(game: Game) -> Floats:
    """Everybody claims what it adds; claims are never paid more than in full."""
    claims = np.maximum(vcg(game.values), 0)
    return divisions.talmud(claims, min(float(game.values[-1]), float(claims.sum())))


RULES: Mapping[str, Callable[[Game], Floats]] = {
    "shapley": lambda game: shapley(game.values),
    "weighted_shapley": lambda game: weighted_shapley(game.values, _weights(game)),
    "nucleolus": lambda game: nucleolus(game.values),
    "per_capita_nucleolus": lambda game: per_capita_nucleolus(game.values),
    "tau": lambda game: tau_value(game.values),
    "core_selecting": lambda game: core_selecting(game.values),
    "vcg": lambda game: vcg(game.values),
    "talmud": _talmud,
    "proportional": lambda game: divisions.proportional(
        float(game.values[-1]), _weights(game)
    ),
    "equal": lambda game: divisions.equal(float(game.values[-1]), len(game.players)),
}


def shares_by(game: Game, rule: str) -> Floats:
    """The shares under a rule.

    Raises
    ------
    GameError
        When there is no such rule, or it is not defined for this game.
    """
    refuse_unknown(rule)
    with naming(game.players):
        return RULES[rule](game)


def refuse_unknown(rule: str) -> None:
    """Raise a `GameError` when there is no such rule."""
    if rule not in RULES:
        raise GameError(f"rule {rule!r} does not exist; use one of {', '.join(RULES)}")


def split(game: Game, rule: str = "shapley") -> Split:
    """Divide the gain of a game by a rule, and look at it from all sides.

    Raises
    ------
    GameError
        When there is no such rule, or it is not defined for this game.
    """
    shares = shares_by(game, rule)
    return Split(
        game,
        rule,
        shares,
        game.gain - float(shares.sum()),
        largest_dissatisfaction(game.values, shares),
        _certificate(game, rule, shares),
    )


def _certificate(game: Game, rule: str, shares: Floats) -> Certificate | None:
    if not 2 <= len(game.players) <= CERTIFIED_PLAYERS:
        return None
    if rule in ("nucleolus", "per_capita_nucleolus"):
        per_capita = rule == "per_capita_nucleolus"
        return certify_nucleolus(game.values, shares, per_capita=per_capita)
    if abs(float(shares.sum() - game.values[-1])) > rounding(game.values):
        return None
    return certify_core(game.values, shares)
