"""The reference page of the library, written from its own data and registry.

`page` is the text of ``docs/reference/processes.md``; a test holds the file
against it. Write it anew with::

    python -c "from grandis.processes.reference import write; write()" \
        > docs/reference/processes.md
"""

import sys
from collections import Counter
from collections.abc import Iterator

from grandis.processes.archetypes import CASES, Case
from grandis.processes.choice import choose
from grandis.processes.formulas import FORMULAS, Formula
from grandis.processes.names import PROCESSES
from grandis.processes.needs import CRITERIA
from grandis.processes.part import DECIDES
from grandis.processes.reading import QUANTITIES, REQUIRED
from grandis.processes.rendering import rounded
from grandis.processes.tables import TABLES, table
from grandis.processes.units import UNITS, base_unit

INTRODUCTION = """\
# Processes: formulas, data, limits

This page is generated from the library's registry and data tables; a test fails
when it is out of date or when a formula lacks a symbol, a unit, a source or a
validity range. Status words: `read` was seen in the source named, `derived`
follows from definitions or from what was read, `judgement` and `ASSUMPTION` are
ours: an engineer must confirm them and every member can replace them.

A range is low, expected and high. Ranges combine like independent measurements:
each input is moved alone to its bounds, and the relative changes add in
quadrature. Clamp forces follow the trade: 1 t is 10 kN.
"""


def page() -> str:
    """The whole reference page."""
    sections = (
        [INTRODUCTION.rstrip()],
        _part(),
        _formulas(),
        _criteria(),
        _archetypes(),
        _assumptions(),
        _tables(),
    )
    return "\n".join("\n".join((*section, "")) for section in sections)


def write() -> None:
    """Write the page to the standard output."""
    sys.stdout.write(page())


def incomplete(formula: Formula) -> list[str]:
    """What a formula's entry lacks; nothing when it is complete."""
    lacks = [
        name
        for name, text in (
            ("title", formula.title),
            ("equation", formula.equation),
            ("unit", formula.unit),
            ("source", formula.source),
            ("status", formula.status),
        )
        if not text.strip()
    ]
    arguments = [a for a in formula.arguments if a != "_"]
    lacks += [f"symbol {a}" for a in arguments if a not in formula.symbols]
    for name, symbol in formula.symbols.items():
        if name not in formula.equation:
            lacks.append(f"{name} in the equation")
        if not symbol.meaning.strip():
            lacks.append(f"meaning of {name}")
        if not symbol.unit.strip():
            lacks.append(f"unit of {name}")
        if not -1e12 < symbol.low < symbol.high < 1e12:
            lacks.append(f"validity range of {name}")
    return lacks


def _part() -> Iterator[str]:
    yield "## The part\n"
    yield "A JSON object, or a row of a spreadsheet with these headings."
    yield "Quantities are numbers in the unit named or texts with a unit"
    yield '("0.3 kg"). Decimal comma and point are both understood.\n'
    yield "| field | unit | must be given; or what it decides |"
    yield "|---|---|---|"
    for field, decides in {**REQUIRED, "mass": "", "volume": ""}.items():
        text = f"yes: {decides}" if decides else "one of mass and volume"
        yield f"| `{field}` | {_unit(field)} | {text} |"
    for field, decides in DECIDES.items():
        yield f"| `{field}` | {_unit(field)} | {decides} |"
    yield ""
    for kind, units in UNITS.items():
        if kind in {QUANTITIES[f] for f in QUANTITIES} - {"count"}:
            yield f"- {kind}: {', '.join(units)}"


def _unit(field: str) -> str:
    if field == "container":
        return "l"
    kind = QUANTITIES.get(field)
    return base_unit(kind) or "pieces" if kind else ""


def _formulas() -> Iterator[str]:
    yield "## Formulas\n"
    for formula in sorted(FORMULAS.values(), key=lambda f: f.id):
        yield f"### {formula.id}\n"
        yield f"{formula.title} In {formula.unit}. Status: {formula.status}.\n"
        yield f"    {formula.equation}\n"
        yield f"Source: {formula.source}.\n"
        yield "| symbol | meaning | unit | valid from | to |"
        yield "|---|---|---|---|---|"
        for name, symbol in formula.symbols.items():
            low, high = f"{symbol.low:g}", f"{symbol.high:g}"
            yield f"| {name} | {symbol.meaning} | {symbol.unit} | {low} | {high} |"
        if formula.condition:
            yield f"\nValid only if {formula.condition.text}."
        yield ""


def _criteria() -> Iterator[str]:
    yield "## What decides whether a machine fits\n"
    yield "The need is a range: the machine fits if all of it does, not if none of"
    yield "it does, and is borderline in between or where a limit is not entered.\n"
    yield "| process | need | machine's limit | sense |"
    yield "|---|---|---|---|"
    for process, criteria in CRITERIA.items():
        for each in criteria:
            sense = f"at {each.sense}"
            if each.slack < 1:
                sense += f", borderline down to {each.slack:g} of it"
            cells = (PROCESSES[process], each.code, each.limit, sense)
            yield f"| {' | '.join(cells)} |"


def _archetypes() -> Iterator[str]:
    yield "## Twelve parts that a practitioner knows\n"
    yield "| part | a year | expected | chosen | EUR a piece | why |"
    yield "|---|---|---|---|---|---|"
    for case in CASES:
        yield _archetype(case)


def _archetype(case: Case) -> str:
    first = choose(case.made)[0]
    unit = first.estimate.unit if first.estimate else None
    low, high = (rounded(unit.low), rounded(unit.high)) if unit else ("", "")
    cells = (
        case.part.name,
        f"{case.volume}",
        " or ".join(PROCESSES[process] for process in case.expected),
        PROCESSES[first.process],
        f"{low} to {high}",
        case.why,
    )
    return f"| {' | '.join(cells)} |"


def _assumptions() -> Iterator[str]:
    yield "## Assumptions\n"
    yield "| id | low | expected | high | unit | status | source | meaning |"
    yield "|---|---|---|---|---|---|---|---|"
    columns = ("low", "default", "high", "unit", "status", "source", "note")
    for id_, row in table("assumptions").items():
        yield f"| {id_} | {' | '.join(row.text(column) for column in columns)} |"


def _tables() -> Iterator[str]:
    yield "## Data tables\n"
    yield "| table | rows | by status |"
    yield "|---|---|---|"
    for name in TABLES:
        rows = table(name).values()
        counts = Counter(row.status().split(";")[0] for row in rows)
        shown = ", ".join(f"{n} {status}" for status, n in counts.most_common())
        yield f"| `{name}.csv` | {len(rows)} | {shown} |"
