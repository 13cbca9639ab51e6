"""The whole plan on a map: sites, how much is done there, and what travels."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil, dist, log10, sqrt

from grandis.planning.drawing.arcs import Arc, between, head, towards
from grandis.planning.drawing.axis import line
from grandis.planning.drawing.handovers import HandOver, hand_overs
from grandis.planning.drawing.labels import Frame, arrange
from grandis.planning.drawing.language import ENGLISH, Language
from grandis.planning.drawing.legend import Entry, height, legend
from grandis.planning.drawing.palette import SKY_BLUE
from grandis.planning.drawing.places import Chart, chart
from grandis.planning.drawing.scene import (
    Only,
    Scene,
    empty,
    key_of,
    named,
    picture,
    without_changeovers,
    words,
)
from grandis.planning.drawing.svg import Markup, element, measure, number
from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import Problem, Site

_HEIGHT, _EDGE = 640, 8
_MARGIN = (112.0, 56.0)
_LARGEST, _SMALLEST, _IDLE = 26.0, 6.0, 4.5
_THINNEST, _WIDEST = 1.2, 7.0
_NAME, _PLACE = 11.5, 10.5
_NAME_ROOM = 230
_FAR = 8
_LEGEND_COLUMN = 175


def network_map(
    problem: Problem,
    plan: Plan,
    *,
    only: Only | None = None,
    width: int = 960,
    language: Language = ENGLISH,
) -> str:
    """Draw in SVG where the work of a plan is done and what goes from site to site.

    Circles grow with the hours of work, arrows with the number of hand-overs.
    Sites that are too near each other are moved apart; those without
    coordinates stand below the map.

    Parameters
    ----------
    only
        Which assignments the reader may see; only hand-overs from or to them
        are drawn. Without it the picture is the operator's.
    width
        Pixels across.

    Returns
    -------
    str
        An ``<svg>`` that needs nothing else: no script, style or other file.
    """
    scene = Scene(problem, without_changeovers(plan), only)
    if not problem.sites:
        return empty("network", language.nothing, width)
    return _Map(scene, width, language).picture()


@dataclass(frozen=True)
class _Map:
    """Puts circles, arrows and names in their places."""

    scene: Scene
    width: float
    language: Language

    @cached_property
    def done(self) -> dict[str, list[Assignment]]:
        """The work that may be shown, by site."""
        found: dict[str, list[Assignment]] = {}
        for assignment in self.scene.shown:
            site = self.scene.resource_site(assignment).id
            found.setdefault(site, []).append(assignment)
        return found

    @cached_property
    def hours(self) -> dict[str, int]:
        """Hours of work by site, begun ones counted as full."""
        return {s: ceil(self.scene.work(done) / 60) for s, done in self.done.items()}

    @cached_property
    def trips(self) -> dict[tuple[str, str], list[HandOver]]:
        """Hand-overs between different sites, by (origin, destination)."""
        found: dict[tuple[str, str], list[HandOver]] = {}
        for opportunity in self.scene.problem.opportunities:
            for h in hand_overs(self.scene, opportunity):
                origin = self.scene.resource_site(h.origin).id
                destination = self.scene.resource_site(h.destination).id
                if origin != destination:
                    found.setdefault((origin, destination), []).append(h)
        return found

    @cached_property
    def radius(self) -> dict[str, float]:
        """Circles whose areas are as the hours of work."""
        most = max(self.hours.values(), default=1) or 1
        return {
            site.id: max(_SMALLEST, _LARGEST * sqrt(self.hours[site.id] / most))
            if site.id in self.done
            else _IDLE
            for site in self.scene.problem.sites
        }

    @cached_property
    def chart(self) -> Chart:
        """The map, with sites without coordinates in rows below it."""
        sites = self.scene.problem.sites
        drawn = chart(sites, self.radius, self.width, _HEIGHT, _MARGIN)
        missing = [site.id for site in sites if site.id not in drawn.place]
        columns = max(1, int((self.width - _MARGIN[0]) // (_NAME_ROOM + 50)))
        top = drawn.height if drawn.place else 0.0
        below = {
            site: (
                _MARGIN[0] / 2 + i % columns * (self.width - _MARGIN[0]) / columns,
                top + 40 + 62 * (i // columns),
            )
            for i, site in enumerate(missing)
        }
        bottom = top + (62 * ceil(len(missing) / columns) + 24 if missing else 0)
        return Chart({**drawn.place, **below}, drawn.kilometre, bottom)

    def picture(self) -> str:
        say, entries = self.language, self._entries()
        room, top = self.width - 2 * _EDGE, self.chart.height + 8
        key = key_of("network", self.chart, self.hours, sorted(self.trips))
        sites = self.scene.problem.sites
        return picture(
            key,
            self.width,
            top + height(entries, room, _LEGEND_COLUMN) + 10,
            say.network,
            " ".join([self._counts(), *(f"{self._text(site)}." for site in sites)]),
            self._arcs(),
            self._circles(),
            self._names(),
            self._scale_bar(),
            [legend(entries, _EDGE, top, room, _LEGEND_COLUMN)],
        )

    def _counts(self) -> str:
        return self.language.network_counts.format(
            sites=len(self.scene.problem.sites),
            hand_overs=sum(map(len, self.trips.values())),
        )

    def _text(self, site: Site) -> str:
        """A site in words; whether others than those shown work there is not said."""
        name = _full_name(self.scene, site)
        if site.id in self.done:
            steps, hours = len(self.done[site.id]), self._hours(site.id)
            return self.language.work_here.format(site=name, hours=hours, steps=steps)
        return name if self.scene.only else self.language.no_work_here.format(site=name)

    def _hours(self, site: str) -> str:
        if site not in self.hours:
            return ""
        return self.language.hours.format(n=f"{self.hours[site]:,}")

    def _circles(self) -> Iterator[Markup]:
        for site in self.scene.problem.sites:
            x, y = self.chart.place[site.id]
            works = site.id in self.done
            yield element(
                "circle",
                element("title", self._text(site)),
                class_="site",
                cx=x,
                cy=y,
                r=self.radius[site.id],
                fill=SKY_BLUE if works else "none",
                stroke="currentColor",
                stroke_width=1.2,
                stroke_dasharray=None if works else "2 2",
            )

    def _stroke(self, count: int) -> float:
        most = max(map(len, self.trips.values()))
        return _THINNEST + (_WIDEST - _THINNEST) * (count - 1) / max(1, most - 1)

    @cached_property
    def arcs(self) -> dict[tuple[str, str], Arc]:
        """Arcs by the sites that they join, broad ones first: they lie below."""
        return {
            trip: between(
                self.chart.place[trip[0]],
                self.chart.place[trip[1]],
                self.radius[trip[0]],
                self.radius[trip[1]],
                self._stroke(len(there)),
            )
            for trip, there in sorted(self.trips.items(), key=lambda t: -len(t[1]))
        }

    def _arcs(self) -> Iterator[Markup]:
        for trip, arc in self.arcs.items():
            yield element("g", element("title", self._trip_text(*trip)), arc.draw())

    def _trip_text(self, origin: str, destination: str) -> str:
        site, link = self.scene.problem.site, self.scene.problem.link
        there = link.get((origin, destination))
        minutes = self.scene.minutes(there.duration) if there else 0
        return self.language.hand_overs.format(
            origin=_full_name(self.scene, site[origin]),
            destination=_full_name(self.scene, site[destination]),
            n=len(self.trips[origin, destination]),
            duration=self.language.duration(minutes),
        )

    def _names(self) -> Iterator[Markup]:
        sites = {site.id: site for site in self.scene.problem.sites}
        said = {
            site: _lines(self.scene, sites[site], self._hours(site)) for site in sites
        }
        size = {site: _size(lines) for site, lines in said.items()}
        paper = Frame(_EDGE, 2, self.width - 2 * _EDGE, self.chart.height)
        lines = [point for arc in self.arcs.values() for point in arc.points()]
        frames = arrange(self.chart.place, self.radius, size, paper, lines)
        for site, frame in frames.items():
            yield from self._leader(site, frame)
            right = self.chart.place[site][0] > frame.left + frame.width
            x = frame.left + (frame.width if right else 0)
            for i, (text, bold) in enumerate(said[site]):
                yield words(
                    x,
                    frame.top + 11 + 13 * i,
                    text,
                    _NAME if bold else _PLACE,
                    width=_NAME_ROOM,
                    bold=bold,
                    faint=not bold,
                    anchor="end" if right else None,
                )

    def _leader(self, site: str, frame: Frame) -> Iterator[Markup]:
        """A thin line to a name that had to stand at some distance."""
        place, radius = self.chart.place[site], self.radius[site]
        near = frame.nearest(place)
        if dist(place, near) > radius + _FAR:
            yield line(*towards(place, near, radius), *near, 0.6, stroke_width=0.7)

    def _scale_bar(self) -> Iterator[Markup]:
        """A bar of a round number of kilometres, up to a sixth of the width."""
        if all(site.latitude is None for site in self.scene.problem.sites):
            return
        wished = self.width / 6 / self.chart.kilometre
        power = 10 ** int(log10(max(wished, 1)))
        kilometres = max(n * power for n in (1, 2, 5) if n * power <= max(wished, 1))
        length = kilometres * self.chart.kilometre
        x, y = self.width - _EDGE - 60 - length, 20.0
        yield element(
            "path",
            d=f"M{number(x)} 15v5h{number(length)}v-5",
            fill="none",
            stroke="currentColor",
        )
        yield words(
            x + length + 6, y + 1, self.language.kilometres.format(n=kilometres), 10.5
        )

    def _entries(self) -> list[Entry]:
        """What the legend explains: only what the picture shows."""
        say, entries = self.language, []
        if self.done:
            entries.append(Entry(_disc(SKY_BLUE), say.work_key))
        if self.scene.only is None and len(self.done) < len(self.radius):
            entries.append(Entry(_disc("none"), say.no_work_key))
        if self.trips:
            counts = sorted(map(len, self.trips.values()))
            for count in dict.fromkeys((counts[0], counts[-1])):
                stroke = self._stroke(count)
                shaft = line(0, 5.5, 15, 5.5, 0.5, stroke_width=stroke)
                arrow = element("g", shaft, head((0, 5.5), (15, 5.5), stroke))
                entries.append(Entry(arrow, say.hand_overs_key.format(n=count)))
        return entries


def _lines(scene: Scene, site: Site, hours: str) -> list[tuple[str, bool]]:
    """The name at a circle: the member, then the site and its hours of work."""
    below = [part for part in (site.name, hours) if part]
    lines = [(named(scene.problem.member[site.member]), True)]
    return [*lines, (" · ".join(below), False)] if below else lines


def _size(lines: list[tuple[str, bool]]) -> tuple[float, float]:
    """Width and height of some lines of a name."""
    widths = (
        measure(text, _NAME if bold else _PLACE, bold=bold) for text, bold in lines
    )
    return min(_NAME_ROOM, max(widths)), 13.0 * len(lines) + 2


def _full_name(scene: Scene, site: Site) -> str:
    member = named(scene.problem.member[site.member])
    return f"{member}, {named(site)}" if site.name else member


def _disc(fill: str) -> Markup:
    return element(
        "circle",
        cx=11,
        cy=5.5,
        r=5.5,
        fill=fill,
        stroke="currentColor",
        stroke_width=1.2,
        stroke_dasharray="2 2" if fill == "none" else None,
    )
