"""A map of sites, zoomed to them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from grandis.hub.ui.drawing import atlas
from grandis.hub.ui.drawing.labels import Label, Labels
from grandis.hub.ui.drawing.plane import (
    Box,
    Point,
    Projection,
    area,
    around,
    clipped,
    equal_area,
    middle,
    thinned,
)

WIDTH = 720
#: A map shows at least so many kilometres from west to east: all of Lithuania.
LEAST = 400
#: Nearer than so many units, sites share one mark.
TOGETHER = 15
NAME, COUNTRY = 13, 11
#: The least area in which a country is named.
NAMED = 6_000

Place = Mapping[str, Any]


@dataclass
class Mark:
    """One or several sites at one spot of the paper."""

    x: float
    y: float
    places: list[Place]
    label: Label | None = None

    @property
    def radius(self) -> float:
        return 6 if len(self.places) == 1 else 9.5

    @property
    def text(self) -> str:
        """What stands beside the mark: its place, or the first two of several."""
        names = dict.fromkeys(str(p.get("label") or p["name"]) for p in self.places)
        return ", ".join([*names][:2]) + (" …" if len(names) > 2 else "")

    @property
    def link(self) -> str:
        """Where the mark leads; several sites lead nowhere, the table does."""
        return str(self.places[0].get("link", "")) if len(self.places) == 1 else ""

    @property
    def near(self) -> Point:
        """The point of a far label that its line leads to."""
        assert self.label
        box = self.label.box
        return (
            min(max(self.x, box.left), box.right),
            min(max(self.y, box.top), box.bottom),
        )


@dataclass
class SiteMap:
    """All that the template draws, in units of the picture."""

    height: int
    land: list[str]
    marks: list[Mark]
    countries: list[Label] = field(default_factory=list)
    width: int = WIDTH


def site_map(places: Sequence[Place]) -> SiteMap | None:
    """The map of places with `name`, `latitude` and `longitude`; None without any.

    `label` is the text on the map (the name if there is none), `link` an address.
    """
    if not places:
        return None
    to_paper, height = _paper(places)
    room = Box(0, 0, WIDTH, height)
    marks = _marks(places, to_paper)
    names = Labels(room.grown(-3))
    for mark in marks:
        spot = Box(mark.x, mark.y, mark.x, mark.y).grown(mark.radius + 1)
        names.take(spot)
    for mark in marks:
        mark.label = names.beside((mark.x, mark.y), mark.radius, mark.text, NAME)
    land = {name: list(_outlines(name, to_paper, room)) for name in atlas.land()}
    countries = list(_named(land, room, names))
    paths = [_path(ring) for rings in land.values() for ring in rings]
    return SiteMap(height, paths, marks, countries)


def _paper(places: Sequence[Place]) -> tuple[Projection, int]:
    """The projection about the places, in units of the picture, and its height."""
    globe = around([(float(p["latitude"]), float(p["longitude"])) for p in places])
    project = equal_area((globe.left + globe.right) / 2, (globe.top + globe.bottom) / 2)
    spread = around(
        [project(float(p["latitude"]), float(p["longitude"])) for p in places]
    )
    wide = max(spread.width * 1.3, LEAST)
    tall = min(max(spread.height * 1.3, 0.62 * wide), 1.1 * wide)
    wide = max(wide, spread.height * 1.3 / 1.1)
    scale = WIDTH / wide
    left = (spread.left + spread.right - wide) / 2
    top = (spread.top + spread.bottom - tall) / 2

    def to_paper(latitude: float, longitude: float) -> Point:
        x, y = project(latitude, longitude)
        return (x - left) * scale, (y - top) * scale

    return to_paper, round(tall * scale)


def _marks(places: Sequence[Place], to_paper: Projection) -> list[Mark]:
    marks: list[Mark] = []
    for place in places:
        x, y = to_paper(float(place["latitude"]), float(place["longitude"]))
        for mark in marks:
            if hypot(mark.x - x, mark.y - y) < TOGETHER:
                mark.places.append(place)
                break
        else:
            marks.append(Mark(x, y, [place]))
    return marks


def _outlines(country: str, to_paper: Projection, room: Box) -> Iterator[list[Point]]:
    """What of a country lies on the paper, with a rim for its stroke."""
    rim = room.grown(4)
    for ring in atlas.land()[country]:
        points = [to_paper(latitude, longitude) for latitude, longitude in ring]
        if around(points).meets(rim):
            shape = thinned(clipped(points, rim), 0.8)
            if len(shape) > 2:
                yield shape


def _named(
    land: Mapping[str, list[list[Point]]], room: Box, names: Labels
) -> Iterator[Label]:
    """The countries that have room for their name."""
    for country, rings in land.items():
        shapes = [clipped(ring, room.grown(-8)) for ring in rings]
        largest = max(shapes, key=area, default=[])
        if largest and area(largest) > NAMED:
            text = str(atlas.NAMES[country]).upper()
            label = names.centred(middle(largest), text, COUNTRY)
            if label:
                yield label


def _path(ring: Sequence[Point]) -> str:
    """The outline as path data, in steps of a tenth."""
    whole = [(round(x * 10), round(y * 10)) for x, y in ring]
    start, *rest = whole
    steps = [f"M{_tenths(start)}l"]
    for before, after in zip(whole, rest, strict=False):
        steps.append(_tenths((after[0] - before[0], after[1] - before[1])))
    return " ".join(steps) + "z"


def _tenths(pair: tuple[int, int]) -> str:
    return f"{pair[0] / 10:g} {pair[1] / 10:g}"
