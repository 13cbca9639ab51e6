"""Members of a chain that compete, and whether each could have bid alone.

Competitors that could each have made an offer of their own may not make one
together (EU Horizontal Guidelines 2023, chapter 5, on bidding consortia). Two
members compete where both could do a same step of the part.
"""

from collections.abc import Collection, Mapping
from itertools import combinations
from typing import Any

from django.utils.translation import gettext as _

from grandis.hub.chains.domain.workings import chain_of
from grandis.hub.chains.enums import Alone

Pair = tuple[str, str]


def rivals(values: Mapping[str, Any], route: int) -> list[Pair]:
    """The pairs of competing members in the chain of a route, by their keys."""
    chain = chain_of(values["routes"][route])
    able = [_able(step) for step in values["steps"]]
    return [
        (one, other)
        for one, other in combinations(chain, 2)
        if any({one, other} <= members for members in able)
    ]


def asked(values: Mapping[str, Any], route: int) -> list[str]:
    """The members of whom it must be said whether they could have bid alone."""
    return list(dict.fromkeys(key for pair in rivals(values, route) for key in pair))


def lacks(values: Mapping[str, Any], route: int, member: str) -> list[str]:
    """The steps of a route that a member has nothing for."""
    steps = values["routes"][route]["steps"]
    return [
        step["id"]
        for step in values["steps"]
        if step["id"] in steps and member not in _able(step)
    ]


def clashes(pairs: Collection[Pair], answers: Mapping[str, str]) -> list[Pair]:
    """The pairs that may not quote together: each could have bid alone."""
    return [pair for pair in pairs if all(answers.get(k) == Alone.YES for k in pair)]


def clash_sentence(pair: Pair, names: Mapping[str, str]) -> str:
    """Why two members may not quote together, and what to do."""
    one, other = (names[key] for key in pair)
    return _(
        "%(one)s and %(other)s could each have bid alone, so they may not quote "
        "together: offer another route, or quote again without one of them."
    ) % {"one": one, "other": other}


def _able(step: Mapping[str, Any]) -> set[str]:
    return {each["member"] for each in step["members"] if each["answer"] != "no"}
