"""A small plan that has everything a picture can show, and how to read a picture."""

import re
from xml.etree import ElementTree as ET

import msgspec

from grandis.planning.accounts import value_of
from grandis.planning.drawing.svg import measure
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import (
    Begun,
    Calendar,
    CallOff,
    Changeover,
    Choice,
    Grid,
    Link,
    Load,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Setup,
    Site,
    Step,
    Tool,
)

SVG = "{http://www.w3.org/2000/svg}"

#: Names that break out of markup, turn the text around them, or never end.
HOSTILE = (
    "<script>alert(1)</script>",
    "\"'><svg onload=alert(1)>",
    "]]> --> &amp; &#60;b&#62;",
    "x" * 10_000,
    "  ",
    "\x00\x0b\x1b[31m\ud800\uffff\x85",
    "\u202egnp.exe\u2066",
    "\u0645\u0635\u0646\u0639 \u05de\u05e4\u05e2\u05dc",
    "\u5851\u6599\u5ee0" * 40,
    "url(http://evil.example/) style=x",
    "{0.__class__} {opportunity}",
)


def chain_opportunity() -> Opportunity:
    """Design, perhaps a prototype, a mould, moulding and packing."""
    return Opportunity(
        "O1",
        (
            Step("design", (Option("cad", 10, 100_00),), "Draw the cap", "design"),
            Step(
                "proto",
                (Option("cad", 20, 300_00),),
                "Print a cap",
                "prototyping",
                after=("design",),
                branch="careful",
            ),
            Step(
                "mould",
                (Option("cnc", 30, 2_000_00),),
                "Cut the mould",
                "tooling",
                after=("design", "proto"),
                makes="T1",
            ),
            Step(
                "run",
                (Option("press", 30, 900_00),),
                "Mould the caps",
                "injection_moulding",
                after=("design",),
                tool="T1",
            ),
            Step("pack", (Option("team", 10, 80_00),), "Pack the caps", after=("run",)),
        ),
        name="Bottle cap",
        price=9_000_00,
        call_offs=(CallOff("all", due=120, latest=200, late_cost=100_00),),
        choices=(Choice("how", ("careful", "direct")),),
    )


def other_opportunity() -> Opportunity:
    return Opportunity(
        "O2",
        (
            Step("plan", (Option("cad", 20, 200_00),), "Plan the tray", "design"),
            Step("fill", (Option("team", 12, 90_00),), "Fill trays", after=("plan",)),
            Step("free", (Option("gate", 0, 0),), "Release trays", after=("fill",)),
        ),
        name="Tray",
        price=1_500_00,
        call_offs=(CallOff("all", due=180),),
    )


def refused_opportunity() -> Opportunity:
    return Opportunity(
        "O3",
        (
            Step(
                "run",
                (Option("press", 500, 10_00),),
                "Mould bins",
                "injection_moulding",
            ),
        ),
        name="Waste bin",
        price=20_00,
    )


PROBLEM = Problem(
    horizon=720,
    name="Spring plan",
    grid=Grid("2026-03-02T00:00:00Z"),
    now=9,
    members=(Member("A", "Alfa"), Member("B", "Beta"), Member("C", "Gama")),
    sites=(
        Site("a1", "A", "Kaunas", 54.90, 23.90),
        Site("b1", "B", "Vilnius", 54.69, 25.28),
        Site("b2", "B", "Kaunas", 54.90, 23.90),
        Site("c1", "C", "Store"),
    ),
    links=tuple(
        Link(u, v, 3, 50_00)
        for u in ("a1", "b1", "b2", "c1")
        for v in ("a1", "b1", "b2", "c1")
        if u != v
    ),
    calendars=(Calendar("day", tuple((24 * d + 6, 24 * d + 22) for d in range(30))),),
    changeovers=(Changeover("press", tool=4),),
    resources=(
        Resource(
            "press",
            "a1",
            "Press 320 t",
            "injection_moulding",
            calendar="day",
            closed=((100, 110),),
            load=(Load(200, 220),),
            changeover="press",
            setup=Setup(tool="T0"),
        ),
        Resource("cad", "b1", "Design office", "design", capacity=2),
        Resource("cnc", "b2", "Mill", "tooling"),
        Resource("gate", "b1", "Gate"),
        Resource("team", "c1", "Packers", "packing", capacity=2),
        Resource("idle", "c1", "Spare hall", "packing"),
    ),
    tools=(Tool("T0", "Old mould", "a1"), Tool("T1", "Cap mould")),
    opportunities=(chain_opportunity(), other_opportunity(), refused_opportunity()),
    begun=(Begun("O1", "design", "cad", 2, 2, 12, 100_00),),
)

_TAKEN = (Taken("O1", ("direct",)), Taken("O2"))
_ASSIGNMENTS = (
    Assignment("O1", "design", "cad", 2, 2, 12, 100_00),
    Assignment("O1", "mould", "cnc", 15, 15, 45, 2_000_00),
    Assignment("O1", "run", "press", 54, 58, 112, 900_00),
    Assignment("O1", "pack", "team", 115, 115, 125, 80_00),
    Assignment("O2", "plan", "cad", 10, 10, 30, 200_00),
    Assignment("O2", "fill", "team", 118, 118, 130, 90_00),
    Assignment("O2", "free", "gate", 133, 133, 133, 0),
)
_VALUE = value_of(PROBLEM, _TAKEN, _ASSIGNMENTS)

PLAN = Plan(
    "feasible",
    "surplus",
    _VALUE,
    _VALUE + 100_00,
    _TAKEN,
    _ASSIGNMENTS,
    seconds=2.5,
)


def by(member: str):
    """A filter that lets through the work of one member."""
    return lambda assignment: PROBLEM.member_of(assignment.resource) == member


def seen_by(plan: Plan, only) -> Plan:
    """The plan without what a filter hides."""
    return msgspec.structs.replace(
        plan, assignments=tuple(a for a in plan.assignments if only(a))
    )


def hostile_problem() -> Problem:
    """`PROBLEM` with names that break what does not escape them."""
    names = iter(HOSTILE * 20)

    def renamed(things):
        return tuple(
            msgspec.structs.replace(thing, name=next(names)) for thing in things
        )

    opportunities = tuple(
        msgspec.structs.replace(o, name=next(names), steps=renamed(o.steps))
        for o in PROBLEM.opportunities
    )
    return msgspec.structs.replace(
        PROBLEM,
        name=next(names),
        members=renamed(PROBLEM.members),
        sites=renamed(PROBLEM.sites),
        resources=renamed(PROBLEM.resources),
        opportunities=opportunities,
    )


def tree(svg: str) -> ET.Element:
    """A picture as XML; fails when it is not well-formed."""
    return ET.fromstring(svg)


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    """The elements of a picture with a class, those of the legend left out."""
    legends = [e for e in root.iter() if e.get("class") == "legend"]
    explained = {id(e) for legend in legends for e in legend.iter()}
    return [
        e
        for e in root.iter()
        if name in e.get("class", "").split() and id(e) not in explained
    ]


def texts(root: ET.Element) -> list[str]:
    """The lines of text that a picture shows."""
    return [e.text or "" for e in root.iter(f"{SVG}text")]


def placed(root: ET.Element) -> list[tuple[ET.Element, float, float]]:
    """The lines of text with where they begin and end, left to right."""
    found = []

    def walk(e: ET.Element, shift: float) -> None:
        moved = re.match(r"translate\(([-\d.]+) ", e.get("transform", ""))
        shift += float(moved[1]) if moved else 0
        if e.tag == f"{SVG}text":
            size, bold = float(e.get("font-size")), e.get("font-weight") == "bold"
            width = measure(e.text or "", size, bold=bold)
            back = {"end": 1.0, "middle": 0.5}.get(e.get("text-anchor"), 0.0)
            left = shift + float(e.get("x")) - back * width
            found.append((e, left, left + width))
        for child in e:
            walk(child, shift)

    walk(root, 0)
    return found


def assert_inside(svg: str) -> None:
    """No line of text of a picture runs over its edges."""
    root = tree(svg)
    for e, left, right in placed(root):
        assert left >= 0, e.text
        assert right <= float(root.get("width")), e.text


def assert_safe(svg: str) -> None:
    """A picture is well-formed, described, and takes nothing from outside."""
    root = tree(svg)
    assert root.get("role") == "img"
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(set(ids)) == len(ids)
    title, description = (root.get("aria-labelledby") or "").split()
    said = {e.get("id"): e.text for e in root if e.tag in (f"{SVG}title", f"{SVG}desc")}
    assert said[title]
    assert said[description]
    for e in root.iter():
        assert e.tag.removeprefix(SVG) in _ALLOWED
        for name, value in e.attrib.items():
            assert name not in ("style", "href")
            assert not name.startswith("on")
            for target in re.findall(r"url\(([^)]*)\)", value):
                assert target.removeprefix("#") in ids


_ALLOWED = frozenset(
    (
        *("svg", "title", "desc", "defs", "pattern", "g"),
        *("path", "rect", "circle", "line", "polygon", "text"),
    )
)
