"""What the ways to make a product have in common: design, tools, finishing."""

from collections.abc import Sequence

from grandis.planning.demo import rates
from grandis.planning.demo.draft import (
    ALUMINIUM_CUTTING,
    COURSE_HOURS,
    CREW,
    DESIGN_HOURS,
    FINISHING,
    FITTING,
    PROTOTYPE_HOURS,
    TEST_HOURS,
    Draft,
)
from grandis.planning.demo.network import Machine

#: The same steps, or those of either branch, before something else.
Steps = list[str]
#: The last steps of every batch.
Batches = list[Steps]

#: ASSUMPTION: an aluminium tool has fewer cavities or cools worse.
BRIDGE_SLOWNESS = 1.3


def presses(draft: Draft, size: float) -> tuple[Machine, ...]:
    """Presses with enough clamp force for the part, and not far too much."""
    return draft.workshop.some(
        draft.workshop.machines(
            ["IM"],
            least=size,
            most=1.7 * size + 30,
            certificate=draft.product.certificate,
        )
    )


def design(draft: Draft, branch: str | None = None) -> Steps:
    machines = draft.workshop.machines(["DES"])
    step = draft.step(
        "design", "Design the part", machines, DESIGN_HOURS, branch=branch
    )
    return [step]


def design_by_choice(draft: Draft) -> Steps:
    """By a company of the cluster, or by a research member."""
    draft.choice("design", "company-design", "research-design")
    machines = draft.workshop.machines(["DES"])
    by = {
        "company": draft.workshop.industry(machines),
        "research": draft.workshop.research(machines),
    }
    return [
        draft.step(
            f"design-{who}",
            "Design the part",
            designers,
            DESIGN_HOURS,
            branch=f"{who}-design",
        )
        for who, designers in by.items()
    ]


def prototype(draft: Draft, after: Steps) -> Steps:
    machines = draft.workshop.machines(["FDM", "SLA", "PRO"])
    step = draft.step(
        "prototype", "Print prototypes", machines, PROTOTYPE_HOURS, after=after
    )
    return [step]


def test(draft: Draft, after: Steps) -> Steps:
    machines = draft.workshop.machines(["LAB"])
    step = draft.step(
        "test", "Measure and test first parts", machines, TEST_HOURS, after=after
    )
    return [step]


def course(draft: Draft) -> Steps:
    """Operators of a certified process are trained before it starts."""
    if not draft.product.certificate:
        return []
    machines = draft.workshop.machines(["COU"])
    return [draft.step("course", "Train the operators", machines, COURSE_HOURS)]


def steel_mould(
    draft: Draft, tool: str, after: Steps, *, branch: str | None, suffix: str = ""
) -> Steps:
    hours = draft.product.tool_hours
    cut = draft.step(
        f"cut-mould{suffix}",
        "Cut the steel mould",
        draft.workshop.machines(["CNC", "TLR"]),
        hours,
        material=rates.STEEL * hours,
        after=after,
        branch=branch,
    )
    fit = draft.step(
        f"fit-mould{suffix}",
        "Erode and fit the steel mould",
        draft.workshop.machines(["EDM", "TLR"]),
        hours * FITTING,
        after=[cut],
        branch=branch,
        makes=tool,
    )
    return [fit]


def aluminium_tool(
    draft: Draft, kind: str, after: Steps, *, branch: str | None
) -> tuple[str, Steps]:
    """A blow, forming, extrusion or prototype tool: its id, and who makes it."""
    tool = draft.tool(kind)
    hours = draft.product.tool_hours * ALUMINIUM_CUTTING
    step = draft.step(
        f"cut-{kind}",
        f"Cut the {kind} tool",
        draft.workshop.machines(["CNC", "TLR"]),
        hours,
        material=rates.ALUMINIUM * hours,
        after=after,
        branch=branch,
        makes=tool,
    )
    return tool, [step]


def moulded(draft: Draft, after: Steps, within: str | None = None) -> Batches:
    """In a steel mould, or the first batch in an aluminium one cut sooner."""
    draft.choice("tool", "steel", "bridge", within=within)
    steel = draft.tool("steel")
    at_once = steel_mould(draft, steel, after, branch="steel")
    aluminium, cut = aluminium_tool(draft, "aluminium", after, branch="bridge")
    later = steel_mould(draft, steel, cut, branch="bridge", suffix="-later")
    machines, seconds = presses(draft, draft.product.size), draft.product.seconds
    name = "Mould"
    [first] = draft.produce(
        "mould", name, machines, seconds, [at_once], tool=steel, branch="steel"
    )
    [bridged] = draft.produce(
        "bridge-mould",
        f"{name} in aluminium",
        machines,
        seconds * BRIDGE_SLOWNESS,
        [cut],
        tool=aluminium,
        branch="bridge",
    )
    rest = draft.produce(
        "mould",
        name,
        machines,
        seconds,
        draft.every(at_once + later)[1:],
        tool=steel,
        branch=within,
        first=2,
    )
    return [first + bridged, *rest]


def finished(draft: Draft, batches: Batches, branch: str | None = None) -> Batches:
    """Assembled, packed, printed or drilled, if the product asks for it."""
    if not draft.product.finish:
        return batches
    name, kinds = FINISHING[draft.product.finish]
    machines = draft.workshop.some(draft.workshop.machines(kinds))
    return _finish(draft, draft.product.finish, name, machines, batches, branch)


def finished_by_choice(
    draft: Draft, batches: Batches, makers: Sequence[Machine]
) -> Batches:
    """Finished at a member that makes parts, or by somebody else."""
    draft.choice("finishing", "in-house", "subcontracted")
    name, kinds = FINISHING[draft.product.finish]
    teams = draft.workshop.machines(kinds)
    members = {machine.member for machine in makers}
    own = draft.workshop.some([team for team in teams if team.member in members])
    others = draft.workshop.some([team for team in teams if team.member not in members])
    inside = _finish(draft, "in-house", name, own, batches, "in-house")
    outside = _finish(draft, "subcontract", name, others, batches, "subcontracted")
    return [one + other for one, other in zip(inside, outside, strict=True)]


def _finish(
    draft: Draft,
    step: str,
    name: str,
    machines: Sequence[Machine],
    batches: Batches,
    branch: str | None,
) -> Batches:
    seconds = draft.product.finish_seconds / CREW
    return draft.handle(step, name, machines, seconds, batches, branch=branch)
