"""Draw how gaps close over time, as SVG."""

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 110, 20, 40
COLOURS = ("#0b6e4f", "#b5482a", "#3a5a9b", "#7a5195")
#: Gaps in percent with a line across; one for each on a logarithmic scale.
GAPS = (0.1, 0.3, 1, 3, 10, 30, 100)

#: Seconds and mean gap in percent, in the order of time.
Curve = Sequence[tuple[float, float]]


def chart(curves: Mapping[str, Curve], seconds: float) -> str:
    """Mean gap against time, both on logarithmic scales; a curve for each name."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for gap in GAPS:
        y = _y(gap)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{gap:g} %</text>'
        )
    for moment in (t for t in (0.1, 0.3, 1, 3, 10, 30, 100, 300) if t <= seconds):
        x = _x(moment, seconds)
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">'
            f"{moment:g} s</text>"
        )
    for number, (name, curve) in enumerate(curves.items()):
        parts.append(_curve(name, curve, seconds, COLOURS[number % len(COLOURS)]))
    return "\n".join([*parts, "</svg>", ""])


def _curve(name: str, curve: Curve, seconds: float, colour: str) -> str:
    points = [(_x(t, seconds), _y(gap)) for t, gap in curve]
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}" + "".join(
        f"H{x:.1f}V{y:.1f}" for x, y in points[1:]
    )
    end = points[-1][1]
    return (
        f'<path d="{path}H{WIDTH - RIGHT}" fill="none" stroke="{colour}" '
        f'stroke-width="2"/><text x="{WIDTH - RIGHT + 6}" y="{end + 4:.1f}" '
        f'fill="{colour}">{escape(name)}</text>'
    )


def _x(moment: float, seconds: float) -> float:
    part = math.log(max(moment, 0.1) / 0.1) / math.log(max(seconds, 0.2) / 0.1)
    return LEFT + min(1.0, part) * (WIDTH - LEFT - RIGHT)


def _y(gap: float) -> float:
    low, high = GAPS[0], GAPS[-1]
    part = math.log(min(max(gap, low), high) / low) / math.log(high / low)
    return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)
