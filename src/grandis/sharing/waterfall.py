"""A split as a picture: from the price down to every share."""

from html import escape
from typing import NamedTuple

from grandis.sharing.rules import Split

BAR, GAP, LABEL, PLOT = 22, 8, 160, 420
COLOURS = {
    "total": "#334155",
    "cost": "#94a3b8",
    "share": "#0f766e",
    "rest": "#b45309",
}


class Bar(NamedTuple):
    """From one amount to another."""

    name: str
    kind: str
    start: float
    end: float


def bars(split: Split) -> list[Bar]:
    """The price, less every winner's bids; the gain, less every share; the rest."""
    game, found = split.game, []
    if game.opportunity is not None and game.weights is not None:
        left = game.opportunity.price
        found.append(Bar("Price", "total", 0, left))
        for name, bid in zip(game.players, game.weights.tolist(), strict=True):
            found.append(Bar(f"{name}: bids", "cost", left, left - bid))
            left -= bid
    left = game.gain
    found.append(Bar("Gain", "total", 0, left))
    for name, share in zip(game.players, split.shares.tolist(), strict=True):
        found.append(Bar(f"{name}: share", "share", left, left - share))
        left -= share
    if abs(left) > 1e-9 * abs(game.gain):
        found.append(Bar("Not shared" if left > 0 else "Deficit", "rest", 0, left))
    return found


def waterfall(split: Split) -> str:
    """The picture as SVG, for the issuer and the trustee: it shows every bid."""
    drawn = bars(split)
    low = min(0.0, *(min(bar.start, bar.end) for bar in drawn))
    high = max(0.0, *(max(bar.start, bar.end) for bar in drawn))
    scale = PLOT / ((high - low) or 1.0)
    width, height = LABEL + PLOT + 110, (BAR + GAP) * len(drawn) + GAP
    title = f"Who gets what of {split.game.gain:,.2f} by {split.rule}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' role="img" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
    ]
    for number, bar in enumerate(drawn):
        top = GAP + number * (BAR + GAP)
        left = LABEL + (min(bar.start, bar.end) - low) * scale
        long = abs(bar.end - bar.start) * scale
        amount = bar.end - bar.start if bar.kind != "share" else bar.start - bar.end
        middle = top + BAR * 0.7
        lines += [
            f'<text x="{LABEL - 8}" y="{middle:.1f}" text-anchor="end">'
            f"{escape(_short(bar.name))}</text>",
            f'<rect x="{left:.1f}" y="{top}" width="{max(long, 1):.1f}"'
            f' height="{BAR}" fill="{COLOURS[bar.kind]}"/>',
            f'<text x="{left + long + 6:.1f}" y="{middle:.1f}">{amount:,.2f}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
