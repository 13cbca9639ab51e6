"""A split as a picture: from the price down to every share."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Literal, NamedTuple

from grandis.sharing.coalitions import rounding
from grandis.sharing.rules import Split

Kind = Literal["price", "bids", "gain", "share", "rest", "deficit"]

BAR, GAP, LABEL, PLOT, AMOUNT = 22, 8, 170, 410, 110
#: Okabe and Ito's colours, which stay apart for every eye.
COLOURS: Mapping[Kind, str] = {
    "price": "#606060",
    "bids": "#56B4E9",
    "gain": "#606060",
    "share": "#009E73",
    "rest": "#E69F00",
    "deficit": "#D55E00",
}
#: What a page in another language replaces.
WORDS: Mapping[str, str] = {
    "title": "Who gets what of {gain} by {rule}",
    "price": "Price",
    "bids": "{player}: bids",
    "gain": "Gain",
    "share": "{player}: share",
    "rest": "Not shared",
    "deficit": "Deficit",
}


class Bar(NamedTuple):
    """From one amount to another, in the unit of the game."""

    kind: Kind
    player: str
    start: float
    end: float

    @property
    def amount(self) -> float:
        """How much it stands for; what falls is counted downwards."""
        falls = self.kind in ("bids", "share")
        return self.start - self.end if falls else abs(self.end - self.start)


def bars(split: Split) -> list[Bar]:
    """The price, less every winner's bids; the gain, less every share; the rest."""
    game = split.game
    found: list[Bar] = []
    if game.opportunity is not None and game.weights is not None:
        left = game.opportunity.price
        found.append(Bar("price", "", 0, left))
        for name, bid in zip(game.players, game.weights.tolist(), strict=True):
            found.append(Bar("bids", name, left, left - bid))
            left -= bid
    left = game.gain
    found.append(Bar("gain", "", 0, left))
    for name, share in zip(game.players, split.shares.tolist(), strict=True):
        found.append(Bar("share", name, left, left - share))
        left -= share
    if abs(left) > rounding(game.values):
        found.append(Bar("rest" if left > 0 else "deficit", "", 0, left))
    return found


def waterfall(
    split: Split,
    words: Mapping[str, str] = WORDS,
    money: Callable[[float], str] = "{:,.2f}".format,
) -> str:
    """The picture as SVG, for the issuer and the trustee: it shows every bid.

    Parameters
    ----------
    words, money
        How a page in another language says and writes it.
    """
    drawn = bars(split)
    said = [_clean(words[bar.kind].format(player=bar.player)) for bar in drawn]
    amounts = [money(bar.amount) for bar in drawn]
    title = words["title"].format(gain=money(split.game.gain), rule=split.rule)
    told = "; ".join(f"{a} {b}" for a, b in zip(said, amounts, strict=True))
    width, height = LABEL + PLOT + AMOUNT, (BAR + GAP) * len(drawn) + GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            ' role="img" font-family="sans-serif" font-size="12" fill="currentColor">',
            f"<title>{escape(_clean(title))}</title>",
            f"<desc>{escape(told)}</desc>",
            *_rows(drawn, said, amounts),
            "</svg>\n",
        ]
    )


def _rows(drawn: list[Bar], said: list[str], amounts: list[str]) -> Iterator[str]:
    ends = [0.0, *(end for bar in drawn for end in (bar.start, bar.end))]
    low, high = min(ends), max(ends)
    scale = PLOT / ((high - low) or 1.0)
    for number, bar in enumerate(drawn):
        top = GAP + number * (BAR + GAP)
        left = LABEL + (min(bar.start, bar.end) - low) * scale
        long = abs(bar.end - bar.start) * scale
        middle = top + BAR * 0.7
        yield (
            f'<text x="{LABEL - 8}" y="{middle:.1f}" text-anchor="end">'
            f"{escape(_short(said[number]))}</text>"
        )
        yield (
            f'<rect x="{left:.1f}" y="{top}" width="{max(long, 1):.1f}"'
            f' height="{BAR}" fill="{COLOURS[bar.kind]}"/>'
        )
        yield (
            f'<text x="{left + long + 6:.1f}" y="{middle:.1f}">'
            f"{escape(amounts[number])}</text>"
        )


def _clean(text: str) -> str:
    """Without characters that XML forbids."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
