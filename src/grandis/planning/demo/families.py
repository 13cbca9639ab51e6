"""The ways to make each family of products, as routes of steps.

A family writes its steps, choices and tools into a draft and returns the last
steps of every batch, which are what a call-off waits for.
"""

from collections.abc import Callable, Sequence
from itertools import chain

from grandis.planning.demo import rates
from grandis.planning.demo.draft import DIE_DRAWING_HOURS, Draft
from grandis.planning.demo.network import Machine
from grandis.planning.demo.parts import (
    Batches,
    Steps,
    aluminium_tool,
    course,
    design,
    design_by_choice,
    finished,
    finished_by_choice,
    moulded,
    presses,
    prototype,
    steel_mould,
    test,
)

#: ASSUMPTION: cutting and punching on the line slow it down.
IN_LINE_SLOWNESS = 1.3
#: ASSUMPTION: a litre bottle takes longer extruded than stretched.
BLOWN_SLOWNESS = 3
#: ASSUMPTION: sheet for a piece is extruded faster than the piece is formed.
SHEET_FASTER = 0.6
#: The member that makes preforms keeps their moulds.
PREFORM_MOULDS = "J1"
#: ASSUMPTIONS: seconds to trim a formed part, drill a profile, weld two halves.
TRIM_SECONDS = 45
WELD_SECONDS = 40
#: ASSUMPTIONS: hours for a master and its silicone moulds, seconds for a cast.
MASTER_HOURS = 20
CAST_SECONDS = 900


def repeat(draft: Draft) -> Batches:
    """An existing mould; assembled in-house or by a subcontractor."""
    product = draft.product
    tool = draft.tool("mould", product.at)
    tested = test(draft, [])
    machines = presses(draft, product.size)
    made = draft.produce(
        "mould", "Mould", machines, product.seconds, draft.every(tested), tool=tool
    )
    return finished_by_choice(draft, made, machines)


def mould(draft: Draft) -> Batches:
    """A new part: designed here or there, in steel at once or aluminium first."""
    printed = prototype(draft, design_by_choice(draft))
    return finished(draft, moulded(draft, printed + course(draft)))


def form_or_mould(draft: Draft) -> Batches:
    """A large part: formed from sheet and trimmed, or injection moulded."""
    draft.choice("process", "formed", "moulded")
    designed = design(draft)
    pressed = moulded(draft, designed, within="moulded")
    formed = _formed_and_trimmed(draft, designed, "formed")
    return finished(draft, _together(formed, pressed))


def blow_or_weld(draft: Draft) -> Batches:
    """A hollow part: blown, or moulded in halves that are welded."""
    draft.choice("process", "blown", "welded")
    designed = design(draft)
    blown = _blown(draft, designed, "blown", draft.product.other_seconds)
    halves = _moulded_in_steel(draft, designed, "welded")
    welders = draft.workshop.machines(["WLD"])
    welded = draft.handle(
        "weld", "Weld the halves", welders, WELD_SECONDS, halves, branch="welded"
    )
    return finished(draft, _together(blown, welded))


def bottle(draft: Draft) -> Batches:
    """A bottle: stretch-blown from preforms, or extrusion-blown."""
    draft.choice("process", "stretched", "blown")
    designed = design(draft)
    stretched = _stretched(draft, designed, "stretched")
    seconds = draft.product.other_seconds * BLOWN_SLOWNESS
    blown = _blown(draft, designed, "blown", seconds)
    return finished(draft, _together(stretched, blown))


def tray(draft: Draft) -> Batches:
    """Thin packaging: formed from our own sheet, or injection moulded."""
    draft.choice("process", "formed", "moulded")
    designed = design(draft)
    formed = _formed_from_own_sheet(draft, designed, "formed")
    pressed = _moulded_in_steel(draft, designed, "moulded")
    return finished(draft, _together(formed, pressed))


def profile(draft: Draft) -> Batches:
    """A profile or pipe: cut and punched on the line, or drilled elsewhere."""
    product = draft.product
    draft.choice("cutting", "in-line", "off-line")
    tool, ready = _die(draft)
    lines = draft.workshop.some(
        draft.workshop.machines(["EX"], least=product.size, most=product.size + 35)
    )
    slow = product.seconds * IN_LINE_SLOWNESS
    before = draft.every(test(draft, ready))
    in_line = draft.produce(
        "extrude-cut",
        "Extrude, cut and punch",
        lines,
        slow,
        before,
        tool=tool,
        branch="in-line",
    )
    lengths = draft.produce(
        "extrude",
        "Extrude lengths",
        lines,
        product.seconds,
        before,
        tool=tool,
        branch="off-line",
    )
    return _together(in_line, finished(draft, lengths, "off-line"))


def series(draft: Draft) -> Batches:
    """A small series: cast in silicone, printed, or moulded in aluminium."""
    product = draft.product
    draft.choice("process", "cast", "printed", "moulded")
    designed = design_by_choice(draft)
    printed = draft.produce(
        "print",
        "Print",
        draft.workshop.machines(["SLS", "SLA", "PRO"]),
        product.other_seconds,
        draft.every(designed),
        branch="printed",
        dearness=rates.RESIN_DEARNESS,
    )
    pressed = _with_new_tool(
        draft,
        "aluminium",
        "mould",
        presses(draft, product.size),
        product.seconds,
        designed,
        "moulded",
    )
    return finished(draft, _together(_cast(draft, designed), printed, pressed))


def assembly(draft: Draft) -> Batches:
    """Two parts from existing moulds, put together in-house or outside."""
    product = draft.product
    tested = test(draft, [])
    parts = []
    makers: list[Machine] = []
    sizes = product.size, product.other_size
    seconds = product.seconds, product.other_seconds
    for part, site, size, cycle in zip(
        "ab", product.at.split("+"), sizes, seconds, strict=True
    ):
        machines = presses(draft, size)
        makers += machines
        parts.append(
            draft.produce(
                f"mould-{part}",
                f"Mould part {part.upper()}",
                machines,
                cycle,
                draft.every(tested),
                tool=draft.tool(f"mould-{part}", site),
            )
        )
    return finished_by_choice(draft, _together(*parts), makers)


FAMILIES: dict[str, Callable[[Draft], Batches]] = {
    "assembly": assembly,
    "blow_or_weld": blow_or_weld,
    "bottle": bottle,
    "form_or_mould": form_or_mould,
    "mould": mould,
    "profile": profile,
    "repeat": repeat,
    "series": series,
    "tray": tray,
}


def _together(*ways: Batches) -> Batches:
    """What comes after a batch comes after all that led to it."""
    return [list(chain(*batch)) for batch in zip(*ways, strict=True)]


def _with_new_tool(
    draft: Draft,
    kind: str,
    step: str,
    machines: Sequence[Machine],
    seconds: float,
    after: Steps,
    branch: str,
) -> Batches:
    """In a tool cut for it from aluminium."""
    tool, ready = aluminium_tool(draft, kind, after, branch=branch)
    return draft.produce(
        step,
        step.capitalize(),
        machines,
        seconds,
        draft.every(ready),
        tool=tool,
        branch=branch,
    )


def _moulded_in_steel(draft: Draft, after: Steps, branch: str) -> Batches:
    product = draft.product
    tool = draft.tool("steel")
    ready = steel_mould(draft, tool, after, branch=branch)
    return draft.produce(
        "mould",
        "Mould",
        presses(draft, product.size),
        product.seconds,
        draft.every(ready),
        tool=tool,
        branch=branch,
    )


def _blown(draft: Draft, after: Steps, branch: str, seconds: float) -> Batches:
    litres = draft.product.other_size
    machines = draft.workshop.machines(["EBM"], least=litres, most=4 * litres + 1)
    some = draft.workshop.some(machines)
    return _with_new_tool(draft, "blow", "blow", some, seconds, after, branch)


def _stretched(draft: Draft, after: Steps, branch: str) -> Batches:
    product = draft.product
    preforms = draft.produce(
        "preform",
        "Mould preforms",
        presses(draft, product.size),
        product.seconds,
        draft.every(after),
        tool=draft.tool("preform", PREFORM_MOULDS),
        branch=branch,
    )
    tool, ready = aluminium_tool(draft, "stretch-blow", after, branch=branch)
    return draft.produce(
        "stretch",
        "Stretch-blow",
        draft.workshop.machines(["SBM"], least=product.other_size),
        product.other_seconds,
        _together(preforms, draft.every(ready)),
        tool=tool,
        branch=branch,
        dearness=0,
    )


def _formed_from_own_sheet(draft: Draft, after: Steps, branch: str) -> Batches:
    product = draft.product
    sheets = draft.produce(
        "sheet",
        "Extrude sheet",
        draft.workshop.machines(["SHT"]),
        product.other_seconds * SHEET_FASTER,
        draft.every(after),
        branch=branch,
    )
    tool, ready = aluminium_tool(draft, "forming", after, branch=branch)
    return draft.produce(
        "form",
        "Form and punch",
        draft.workshop.machines(["TF"]),
        product.other_seconds,
        _together(sheets, draft.every(ready)),
        tool=tool,
        branch=branch,
        dearness=0,
    )


def _formed_and_trimmed(draft: Draft, after: Steps, branch: str) -> Batches:
    product = draft.product
    formers = draft.workshop.machines(["TFH"], least=product.other_size)
    formed = _with_new_tool(
        draft, "forming", "form", formers, product.other_seconds, after, branch
    )
    trimmers = draft.workshop.machines(["TRIM"])
    return draft.handle("trim", "Trim", trimmers, TRIM_SECONDS, formed, branch=branch)


def _cast(draft: Draft, after: Steps) -> Batches:
    master = draft.step(
        "master",
        "Print the master and make silicone moulds",
        draft.workshop.machines(["SLA", "PRO"]),
        MASTER_HOURS,
        after=after,
        branch="cast",
    )
    return draft.produce(
        "cast",
        "Cast",
        draft.workshop.machines(["VAC", "PRO"]),
        CAST_SECONDS,
        draft.every([master]),
        branch="cast",
        dearness=rates.RESIN_DEARNESS,
    )


def _die(draft: Draft) -> tuple[str, Steps]:
    """The die that stands somewhere, or a new one; and what makes it."""
    if draft.product.at:
        return draft.tool("die", draft.product.at), []
    draw = draft.step(
        "draw-die",
        "Draw the die",
        draft.workshop.machines(["DES"]),
        DIE_DRAWING_HOURS,
    )
    return aluminium_tool(draft, "die", [draw], branch=None)
