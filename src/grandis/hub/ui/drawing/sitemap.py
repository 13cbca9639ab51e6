"""A map of sites, zoomed to them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
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
    def anchor(self) -> tuple[str, float]:
        """The end of the label that is next to the mark, and where that is."""
        assert self.label
        box = self.label.box
        if box.right < self.x:
            return "end", box.right
        return "start", box.left

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
    land: str
    marks: list[Mark]
    countries: list[Label] = field(default_factory=list)
    width: int = WIDTH


@dataclass(frozen=True)
class Paper:
    """The picture's place on the globe: its centre, and how that is drawn.

    `left` and `top` are kilometres from the centre, `scale` is units per kilometre.
    """

    centre: Point
    left: float
    top: float
    scale: float
    height: int

    @property
    def room(self) -> Box:
        return Box(0, 0, WIDTH, self.height)

    def projection(self) -> Projection:
        """From latitude and longitude to units of the picture."""
        project = equal_area(*self.centre)

        def to_paper(latitude: float, longitude: float) -> Point:
            x, y = project(latitude, longitude)
            return (x - self.left) * self.scale, (y - self.top) * self.scale

        return to_paper


def site_map(places: Sequence[Place]) -> SiteMap | None:
    """The map of places with `name`, `latitude` and `longitude`; None without any.

    `label` is the text on the map (the name if there is none), `link` an address.
    """
    if not places:
        return None
    paper = _paper(places)
    marks = _marks(places, paper.projection())
    names = Labels(paper.room.grown(-3))
    for mark in marks:
        spot = Box(mark.x, mark.y, mark.x, mark.y).grown(mark.radius + 1)
        names.take(spot)
    for mark in marks:
        mark.label = names.beside((mark.x, mark.y), mark.radius, mark.text, NAME)
    countries = list(_named(paper, names))
    return SiteMap(paper.height, _path(paper), marks, countries)


def _paper(places: Sequence[Place]) -> Paper:
    """The paper on which all places lie with room around them."""
    spots = [(float(p["latitude"]), float(p["longitude"])) for p in places]
    globe = around(spots)
    centre = ((globe.left + globe.right) / 2, (globe.top + globe.bottom) / 2)
    project = equal_area(*centre)
    spread = around([project(*spot) for spot in spots])
    wide = max(spread.width * 1.3, spread.height * 1.2, LEAST)
    tall = max(spread.height * 1.3, 0.62 * wide)
    left = (spread.left + spread.right - wide) / 2
    top = (spread.top + spread.bottom - tall) / 2
    return Paper(centre, left, top, WIDTH / wide, round(tall * WIDTH / wide))


@lru_cache(maxsize=64)
def _land(paper: Paper) -> Mapping[str, list[list[Point]]]:
    """What of each country lies on the paper, with a rim for its stroke."""
    rim = paper.room.grown(4)
    to_paper = paper.projection()
    found: dict[str, list[list[Point]]] = {}
    for country, rings in atlas.land().items():
        projected = ([to_paper(*point) for point in ring] for ring in rings)
        met = (points for points in projected if around(points).meets(rim))
        shapes = (thinned(clipped(points, rim), 0.8) for points in met)
        found[country] = [shape for shape in shapes if len(shape) > 2]
    return found


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


def _named(paper: Paper, names: Labels) -> Iterator[Label]:
    """The countries that have room for their name."""
    for country, spot in _middles(paper).items():
        text = str(atlas.NAMES[country]).upper()
        if label := names.centred(spot, text, COUNTRY):
            yield label


@lru_cache(maxsize=64)
def _middles(paper: Paper) -> Mapping[str, Point]:
    """Where the names of those countries stand of which enough is on the paper."""
    room = paper.room.grown(-8)
    found: dict[str, Point] = {}
    for country, rings in _land(paper).items():
        largest = max((clipped(ring, room) for ring in rings), key=area, default=[])
        if largest and area(largest) > NAMED:
            found[country] = middle(largest)
    return found


@lru_cache(maxsize=64)
def _path(paper: Paper) -> str:
    """All outlines as path data, in steps of a tenth."""
    return "".join(_outline(ring) for rings in _land(paper).values() for ring in rings)


def _outline(ring: Sequence[Point]) -> str:
    whole = [(round(x * 10), round(y * 10)) for x, y in ring]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole)]
    return f"M{_tenths(whole[0])}l{' '.join(map(_tenths, steps))}z"


def _tenths(pair: tuple[int, int]) -> str:
    return f"{pair[0] / 10:g} {pair[1] / 10:g}"
