"""Every text can be read on its ground, in the light and in the dark.

Ratios as WCAG 2.2 defines them: at least 4.5 for text (criterion 1.4.3) and 3 for
the edges of controls and the focus ring (criterion 1.4.11).
"""

import re
from pathlib import Path

import pytest

from grandis.hub import ui

STYLE = (Path(ui.__file__).parent / "static/ui/grandis.css").read_text()
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TOKENS = {name: (light, dark) for name, light, dark in PAIR.findall(STYLE)}
GROUNDS = ["ground", "paper"]
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "accent") for ground in GROUNDS),
    *((tone, ground) for tone in ("good", "bad") for ground in GROUNDS),
    *((tone, f"{tone}-wash") for tone in ("good", "warn", "bad", "info")),
    ("accent-strong", "accent-wash"),
    ("accent-strong", "paper"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-bad", "bad"),
    ("ink", "accent-wash"),
    ("ink", "bad-wash"),
    ("soft", "line"),
    ("ink", "land"),
    ("soft", "land"),
    ("soft", "sea"),
    ("on-accent", "accent"),
]
EDGES = [
    *((edge, ground) for edge in ("edge", "focus", "bad") for ground in GROUNDS),
    *(("accent", ground) for ground in ("ground", "paper", "land", "sea")),
    ("edge", "sea"),
    ("focus", "bad-wash"),
]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text, ground, theme):
    assert contrast(TOKENS[text][theme], TOKENS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(edge, ground, theme):
    assert contrast(TOKENS[edge][theme], TOKENS[ground][theme]) >= 3


def test_every_colour_is_measured():
    measured = {name for pair in [*TEXT, *EDGES] for name in pair}
    assert set(TOKENS) == measured


def test_colours_stand_in_the_tokens_alone():
    rest = STYLE.split("@layer elements {", 1)[1].replace("#fff", "", 2)
    assert re.findall(r"#[0-9a-f]{3,8}\b", rest) == []
