"""Text stays text, colours stay apart, and time falls where it should."""

from datetime import UTC, timedelta, timezone
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.planning.drawing_cases import HOSTILE

from grandis.planning.drawing.language import ENGLISH, Language
from grandis.planning.drawing.palette import (
    COLOURS,
    TEXTURES,
    VERMILION,
    contrast,
    look,
)
from grandis.planning.drawing.svg import Markup, clean, clip, element, measure, number
from grandis.planning.drawing.timescale import TimeScale, enclosing_days
from grandis.planning.problem import Grid

PAPER, NIGHT = "#FFFFFF", "#14171C"
INK, MOON = "#000000", "#E8EAEE"
MONDAY = Grid("2026-03-02T00:00:00Z")


@given(st.text())
def test_any_text_survives_in_content_and_attributes(text):
    written = element("text", clean(text), title=clean(text))
    read = ET.fromstring(written)
    assert (read.text or "") == clean(text)
    assert read.get("title") == clean(text)


@given(st.text(), st.text())
def test_uncleaned_text_cannot_end_its_element(text, value):
    read = ET.fromstring(element("g", element("text", text, title=value)))
    assert [child.tag for child in read.iter()] == ["g", "text"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_in_its_place(text):
    read = ET.fromstring(element("text", clean(text), title=text))
    assert list(read) == []


def test_finished_markup_is_not_escaped_again():
    inner = element("b", "a & b")
    assert element("p", inner) == "<p><b>a &amp; b</b></p>"
    assert isinstance(inner, Markup)


def test_markup_in_an_attribute_is_escaped():
    read = ET.fromstring(element("g", title=Markup('"><script>')))
    assert read.get("title") == '"><script>'


def test_cleaned_text_has_no_marks_that_turn_its_surroundings():
    assert clean("\u202egnp.exe\u2066") == "gnp.exe"


def test_text_from_right_to_left_is_isolated():
    assert clean("\u05de\u05e4") == "\u2068\u05de\u05e4\u2069"
    assert clean("left") == "left"


@given(st.text(), st.floats(10, 300))
def test_clipped_text_fits(text, width):
    assert measure(clip(text, width, 10), 10) <= max(width, measure("…", 10))


def test_text_that_fits_is_not_cut():
    assert clip("Press 320 t", 200, 10) == "Press 320 t"
    assert clip("Press 320 t", 40, 10).endswith("…")


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "1"), (1.5, "1.5"), (-0.001, "0"), (1 / 3, "0.33"), (10, "10")],
)
def test_numbers_are_short(value, text):
    assert number(value) == text


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_text_on_every_colour_can_be_read():
    for index in range(len(COLOURS)):
        assert contrast(look(index).ink, look(index).colour) >= 4.5


def blend(ink, paper, opacity):
    pairs = ((int(ink[i : i + 2], 16), int(paper[i : i + 2], 16)) for i in (1, 3, 5))
    mixed = (round(opacity * a + (1 - opacity) * b) for a, b in pairs)
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


@pytest.mark.parametrize(("ink", "paper"), [(INK, PAPER), (MOON, NIGHT)])
def test_lines_and_faint_text_stand_out_by_day_and_night(ink, paper):
    assert contrast(ink, paper) >= 4.5
    assert contrast(blend(ink, paper, 0.72), paper) >= 4.5
    assert contrast(blend(ink, paper, 0.5), paper) >= 3
    assert contrast(VERMILION, paper) >= 3


def test_48_looks_differ():
    looks = [look(i) for i in range(48)]
    assert len(set(looks)) == 48
    assert set(looks) == {look(i) for i in range(480)}
    assert {one.texture for one in looks} == set(TEXTURES)


def test_the_first_eight_differ_on_a_grey_printer():
    for one, other in combinations(map(look, range(8)), 2):
        same_texture = one.texture == other.texture
        assert not same_texture or contrast(one.colour, other.colour) >= 1.6


#: What people see who lack one kind of cone: Machado, Oliveira and Fernandes
#: (2009), severity 1.0, on linear red, green and blue.
BLINDNESS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]


def lab(rgb):
    """CIE L*a*b* of linear red, green and blue (D65)."""
    weights = (
        (0.4124, 0.3576, 0.1805, 0.95047),
        (0.2126, 0.7152, 0.0722, 1.0),
        (0.0193, 0.1192, 0.9505, 1.08883),
    )
    clipped = [min(1.0, max(0.0, c)) for c in rgb]
    scaled = [
        sum(w * c for w, c in zip(row[:3], clipped, strict=True)) / row[3]
        for row in weights
    ]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("kind", BLINDNESS)
def test_colours_differ_for_the_colour_blind(kind):
    def seen(colour):
        rgb = linear(colour)
        return lab(
            [
                sum(m * c for m, c in zip(row, rgb, strict=True))
                for row in BLINDNESS[kind]
            ]
        )

    for one, other in combinations(COLOURS, 2):
        distance = sum(
            (a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)
        )
        assert distance**0.5 > 15, (one, other)


@given(
    st.integers(0, 5000),
    st.integers(1, 60_000),
    st.integers(300, 2000),
    st.sampled_from((15, 60, 480, 1440)),
    st.sampled_from((UTC, timezone(timedelta(hours=5, minutes=45)))),
)
def test_units_of_time_fill_the_axis(begin, span, width, minutes, zone):
    grid = Grid("2026-03-02T00:00:00Z", minutes)
    scale = TimeScale(grid, begin, begin + span, 100, width, Language(zone=zone))
    for units in scale.divisions():
        assert units[0].left == pytest.approx(scale.left)
        assert units[-1].right == pytest.approx(scale.right)
        for here, after in pairwise(units):
            assert here.right == pytest.approx(after.left)


@pytest.mark.parametrize(
    ("days", "coarse", "fine"),
    [
        (1, "2 Mar 2026", "00:00"),
        (14, "Mar 2026", "2"),
        (90, "Mar 2026", "W10"),
        (400, "2026", "Mar"),
        (5000, "2026", "2026"),
    ],
)
def test_units_suit_the_span(days, coarse, fine):
    units = TimeScale(MONDAY, 0, 24 * days, 0, 914, ENGLISH).divisions()
    assert [units[0][0].label, units[1][0].label] == [coarse, fine]


def test_days_begin_at_midnight_of_the_zone():
    language = Language(zone=timezone(timedelta(hours=2)))
    assert enclosing_days(MONDAY, 30, 40, language) == (22, 46)
    assert enclosing_days(MONDAY, 22, 46, language) == (22, 46)
    assert enclosing_days(MONDAY, 24, 48, ENGLISH) == (24, 48)


def test_a_tick_of_eight_hours_may_begin_within_a_day_of_the_zone():
    language = Language(zone=timezone(timedelta(hours=2)))
    grid = Grid("2026-03-02T00:00:00Z", 480)
    assert enclosing_days(grid, 3, 4, language) == (2.75, 5.75)


def test_dates_and_durations_are_written_out():
    language = Language(zone=timezone(timedelta(hours=2)), date="{year} {month} {day}")
    moment = MONDAY.time(23)
    assert ENGLISH.time(moment) == "2 Mar 2026 23:00"
    assert language.time(moment) == "2026 Mar 3 01:00"
    assert language.day_and_month(moment) == "Mar 3 01:00"
    assert ENGLISH.until(moment) == "2 Mar 2026 23:00"
    assert ENGLISH.until(MONDAY.time(24)) == "2 Mar 2026"
    assert language.until(MONDAY.time(22)) == "2026 Mar 2"
    assert ENGLISH.duration(0) == "0 h"
    assert ENGLISH.duration(45) == "45 min"
    assert ENGLISH.duration(1440 + 90) == "1 d 1 h"
