"""Why a share is what it is, for whoever asks.

The issuer and the trustee may see everything behind a share. A member is told
its own share, the rule in plain words, and its own bid; nothing in what it is
told depends on another's bid except through that one share.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from grandis.sharing.certificate import SENTENCES as WHY_NOT
from grandis.sharing.claims import largest_claim
from grandis.sharing.coalitions import Floats, rounding
from grandis.sharing.core import excesses
from grandis.sharing.errors import GameError
from grandis.sharing.masks import coalition, mask_of
from grandis.sharing.rules import CERTIFIED_PLAYERS, Split
from grandis.sharing.shapley import contributions

Value = float | int | str
Audience = Literal["issuer", "trustee", "member"]


@dataclass(frozen=True)
class Reason:
    """A code with typed values, and the English sentence for it."""

    code: str
    values: dict[str, Value]

    @property
    def sentence(self) -> str:
        """The reason in English."""
        words = {
            "words": WORDS.get(str(self.values.get("rule")), ""),
            "what": CLAIMS.get(str(self.values.get("claim")), ""),
            "because": WHY_NOT.get(str(self.values.get("why")), ""),
        }
        return SENTENCES[self.code].format(**self.values, **words)


def explain(split: Split, audience: Audience, member: str = "") -> list[Reason]:
    """What this reader may know about a split.

    Parameters
    ----------
    member
        Who asks, when the audience is ``member``.

    Raises
    ------
    GameError
        When that member has no share in the split, or there is no such audience.
    """
    if audience == "member":
        return _for_member(split, member)
    if audience not in ("issuer", "trustee"):
        raise GameError(
            f"audience {audience!r} does not exist; use issuer, trustee or member"
        )
    return [
        Reason("rule", {"rule": split.rule}),
        *_for_each(split),
        *_whole(split),
    ]


def _for_member(split: Split, member: str) -> list[Reason]:
    if member not in split.game.players:
        raise GameError(
            f"member {member!r} has no share in this split; ask for a member that has"
        )
    game, place = split.game, split.game.players.index(member)
    share = split.shares[place]
    told = [Reason("own_share", {"share": _money(share)})]
    if game.chain is not None and game.weights is not None:
        bid = game.weights[place]
        told.append(
            Reason("own_bid", {"bid": _money(bid), "total": _money(bid + share)})
        )
    return [*told, Reason("rule", {"rule": split.rule})]


def _for_each(split: Split) -> list[Reason]:
    """For every player its share, what it adds, has alone, and what limits it."""
    game = split.game
    added = contributions(game.values)
    excess = excesses(game.values, split.shares)
    told = []
    for i, name in enumerate(game.players):
        about: dict[str, Value] = {"player": name}
        told += [
            Reason("share", {**about, "share": _money(split.shares[i])}),
            Reason("adds", {**about, "amount": _money(added.last[i])}),
            Reason("alone", {**about, "amount": _money(added.first[i])}),
        ]
        if len(game.players) > 1:
            joins = {
                "least": _money(added.least[i]),
                "most": _money(added.most[i]),
                "average": _money(added.average[i]),
            }
            told += [Reason("joins", {**about, **joins}), _limit(split, excess, i)]
    return told


def _limit(split: Split, excess: Floats, player: int) -> Reason:
    """Who would complain first if this player got more."""
    without = excess.reshape(-1, 2, 1 << player)[:, 0].flatten()
    without[0] = -np.inf
    place = int(np.argmax(without))
    low = place & ((1 << player) - 1)
    mask = (place - low) << 1 | low
    return Reason(
        "limited_by",
        {
            "player": split.game.players[player],
            "coalition": coalition(mask, split.game.players),
            "value": _money(split.game.values[mask]),
            "excess": _money(without[place]),
        },
    )


def _whole(split: Split) -> list[Reason]:
    game = split.game
    told = [
        Reason("gain", {"gain": _money(game.gain), "rest": _money(split.rest)}),
    ]
    if split.rest < -rounding(game.values):
        told.append(Reason("deficit", {"amount": _money(-split.rest)}))
    if len(game.players) > 1:
        worst = split.dissatisfaction
        who = coalition(mask_of(worst.players), game.players)
        code = "dissatisfied" if worst.excess > rounding(game.values) else "satisfied"
        told.append(Reason(code, {"coalition": who, "excess": _money(worst.excess)}))
    return told + _proof(split) + _losers(split)


def _proof(split: Split) -> list[Reason]:
    certificate, players = split.certificate, len(split.game.players)
    if certificate is None:
        too_many = players > CERTIFIED_PLAYERS
        return [Reason("not_checked", {"players": players})] if too_many else []
    claim: dict[str, Value] = {"claim": certificate.claim}
    if certificate.verdict == "proven":
        return [Reason("proven", claim)]
    return [Reason("not_proven", {**claim, "why": certificate.code})]


def _losers(split: Split) -> list[Reason]:
    """What a chain with members that lost could claim, measured in v."""
    claim = largest_claim(split.game, split.shares)
    if claim is None:
        return []
    if claim.excess <= rounding(split.game.values):
        return [Reason("no_claim", {})]
    who = "{" + ", ".join(claim.members) + "}"
    return [Reason("claim", {"coalition": who, "excess": _money(claim.excess)})]


def _money(amount: float) -> float:
    """Without the rounding of floats; a sentence shows two decimals."""
    return round(float(amount), 9) + 0.0


#: A rule in plain words; what a member is told.
WORDS: Mapping[str, str] = {
    "shapley": "everybody gets what it adds, on average over all orders in which the"
    " winners could have joined",
    "weighted_shapley": "every gain that needs several members is divided among them"
    " in proportion to their bids",
    "nucleolus": "the group that has most reason to complain has as little reason as"
    " possible, then the next, and so on",
    "per_capita_nucleolus": "the group that has most reason to complain, for each of"
    " its members, has as little reason as possible, then the next, and so on",
    "tau": "everybody is equally far on the way from what it can insist on to all"
    " that it adds",
    "core_selecting": "everybody gets as nearly as possible all that it adds, but no"
    " group gets more than could be saved without it",
    "vcg": "everybody gets all that it adds to the others",
    "talmud": "everybody claims what it adds; all gain the same up to half their"
    " claim, and beyond lose the same from it",
    "proportional": "everybody gets the same part of its bid, claim or cost",
    "equal": "everybody gets the same",
}
CLAIMS: Mapping[str, str] = {
    "core": "in the core",
    "nucleolus": "the nucleolus",
    "per_capita_nucleolus": "the per-capita nucleolus",
}
SENTENCES: Mapping[str, str] = {
    "rule": "The rule, {rule}: {words}.",
    "own_share": "Your share of the joint gain is {share:,.2f}.",
    "own_bid": "With your accepted bids, {bid:,.2f}, you are paid {total:,.2f}.",
    "share": "{player} gets {share:,.2f}.",
    "adds": "Without {player} the others would gain {amount:,.2f} less.",
    "alone": "{player} alone would gain {amount:,.2f}.",
    "joins": "Joining others, {player} adds from {least:,.2f} to {most:,.2f},"
    " {average:,.2f} on average over all orders.",
    "limited_by": "If {player} got more, {coalition} would complain first: it can gain"
    " {value:,.2f}, {excess:+,.2f} against its shares.",
    "gain": "The joint gain is {gain:,.2f}; {rest:,.2f} of it is not shared.",
    "deficit": "The shares are {amount:,.2f} more than there is; the rule needs a"
    " sponsor.",
    "dissatisfied": "Most dissatisfied is {coalition}: it could gain {excess:,.2f} more"
    " than it gets.",
    "satisfied": "No coalition of those who share could do better; nearest is"
    " {coalition}, {excess:+,.2f}.",
    "proven": "Exact arithmetic proves that the shares are {what}.",
    "not_proven": "The shares are not certified as {what}: {because}.",
    "not_checked": "Whether the shares are right is not proven: for {players} players"
    " that takes too long.",
    "claim": "Among all who bid, {coalition} could gain {excess:,.2f} more than it"
    " gets.",
    "tempting": "Under {rule}, a winner that knew all bids could have gained {mean:.1%}"
    " of its cost on average by asking for more, and {most:.1%} at most.",
    "undefined": "The rule {rule} is not defined for these bids, or not for enough of"
    " the inflated ones.",
    "too_few_winners": "Fewer than {fewest} members win: what inflating a bid gains"
    " would say too much of one of them; see the simulation that is published.",
    "no_claim": "No chain with a member that lost could gain more than its members"
    " get.",
}
