"""An opportunity while it is being written down, step by step."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from grandis.planning.demo import rates
from grandis.planning.demo.network import Machine
from grandis.planning.demo.tables import Product
from grandis.planning.demo.workshop import Workshop, options
from grandis.planning.problem import Choice, Step, Tool

#: ASSUMPTIONS: hours of work that hardly depend on the product.
DESIGN_HOURS = 45
DIE_DRAWING_HOURS = 20
PROTOTYPE_HOURS = 16
TEST_HOURS = 6
COURSE_HOURS = 16
#: ASSUMPTION: eroding and fitting, and an aluminium tool, for an hour of
#: cutting the steel one.
FITTING = 0.45
ALUMINIUM_CUTTING = 0.35
#: ASSUMPTION: people in a crew that assembles, packs, prints or drills.
CREW = 3

FINISHING = {
    "assembly": ("Assemble", ("ASM", "WLD")),
    "drilling": ("Cut and drill", ("FAB", "TRIM")),
    "packing": ("Pack", ("PAK",)),
    "printing": ("Print and label", ("PRT",)),
}


class Draft:
    """Collects the steps, choices and tools of one product."""

    def __init__(self, product: Product, workshop: Workshop) -> None:
        self.product = product
        self.workshop = workshop
        self.steps: list[Step] = []
        self.choices: list[Choice] = []
        self.tools: list[Tool] = []

    def choice(self, name: str, *branches: str, within: str | None = None) -> None:
        self.choices.append(Choice(name, branches, within))

    def tool(self, kind: str, site: str | None = None) -> str:
        """A tool of this product, new or standing at a site; returns its id."""
        name = f"T-{self.product.id[2:]}-{kind}"
        described = f"{kind.capitalize()} tool: {self.product.name}"
        self.tools.append(Tool(name, described, site))
        return name

    def step(
        self,
        step: str,
        name: str,
        machines: Sequence[Machine],
        hours: float,
        *,
        material: float = 0.0,
        after: Iterable[str] = (),
        branch: str | None = None,
        makes: str | None = None,
    ) -> str:
        """Work that is not production; returns the step's id."""
        some = self.workshop.some(machines)
        self.steps.append(
            Step(
                step,
                options(some, hours, material),
                name,
                rates.KINDS[some[0].kind].stage,
                tuple(after),
                branch,
                makes=makes,
            )
        )
        return step

    def produce(
        self,
        step: str,
        name: str,
        machines: Sequence[Machine],
        seconds: float,
        after: Iterable[Iterable[str]],
        *,
        tool: str | None = None,
        branch: str | None = None,
        first: int = 1,
        dearness: float = 1.0,
    ) -> list[list[str]]:
        """A step for every batch from the `first`, each after its own `after`.

        `machines` do `seconds` of work on every piece and use up its material,
        at `dearness` times the price of granulate (0: it was paid before).
        Returns the ids, a list for every batch.
        """
        product = self.product
        price = dearness * rates.MATERIALS[product.material]
        material = self._pieces * product.grams / 1000 * price
        return self._each_batch(
            Step(
                step,
                options(machines, self._pieces * seconds / 3600, material),
                name,
                rates.KINDS[machines[0].kind].stage,
                branch=branch,
                tool=tool,
                material=product.material,
                colour=product.colour,
            ),
            after,
            first,
        )

    def handle(
        self,
        step: str,
        name: str,
        machines: Sequence[Machine],
        seconds: float,
        after: Iterable[Iterable[str]],
        *,
        branch: str | None = None,
    ) -> list[list[str]]:
        """Like `produce`, for work on pieces that are made already."""
        done = options(machines, self._pieces * seconds / 3600)
        stage = rates.KINDS[machines[0].kind].stage
        return self._each_batch(Step(step, done, name, stage, branch=branch), after, 1)

    def every(self, after: Iterable[str]) -> list[list[str]]:
        """The same steps before every batch."""
        return [list(after)] * self.product.batches

    @property
    def _pieces(self) -> float:
        """To make for one batch, scrap included."""
        return self.product.pieces / self.product.batches / rates.YIELD

    def _each_batch(
        self, step: Step, after: Iterable[Iterable[str]], first: int
    ) -> list[list[str]]:
        done = []
        for number, before in enumerate(after, first):
            name = f"{step.name}, batch {number}"
            made = replace(
                step, id=f"{step.id}-{number}", name=name, after=tuple(before)
            )
            self.steps.append(made)
            done.append([made.id])
        return done
