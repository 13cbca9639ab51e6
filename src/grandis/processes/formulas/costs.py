"""From times and masses to money."""

from math import ceil

from grandis.processes.formulas.registry import SAME_UNIT, Symbol, formula

MONEY = 1_000_000_000
QUANTITY = Symbol("pieces", "-", 1, 1_000_000_000)
KAZMER = "Kazmer, Injection Mold Design Engineering (viewer pp. 53, 68)"


@formula(
    equation="c = amount * rate",
    unit="EUR",
    source="definition of an exchange rate",
    status="derived",
    amount=Symbol("amount in the other currency", "-", 0, MONEY),
    rate=Symbol("EUR for one unit of it", "EUR", 0.0001, 10),
)
def in_euro(amount: float, rate: float) -> float:
    """An amount in euro."""
    return amount * rate


@formula(
    equation="r = base + slope * clamp",
    unit="EUR/h",
    source="ours: a line without the operator, in Lithuania",
    status="ASSUMPTION",
    base=Symbol("rate of a very small press", "EUR/h", 0, 200),
    slope=Symbol("more for a kN", "EUR/h/kN", 0, 0.1),
    clamp=Symbol("clamp force", "kN", 10, 100_000),
)
def press_rate(base: float, slope: float, clamp: float) -> float:
    """Hourly rate of a press without its operator."""
    return base + slope * clamp


@formula(
    equation="c = mass * (1 + runner)/1000 * price * form",
    unit="EUR",
    source="mass balance; runners are paid in full",
    status="derived",
    mass=Symbol("mass of material in a piece", "g", 0.0001, 5_000_000),
    runner=Symbol("runner or offcut for a mass of one", "-", 0, 3),
    price=Symbol("price of the resin", "EUR/kg", 0.01, 1000),
    form=Symbol("price as bought over that of resin", "-", 0.2, 20),
)
def material_cost(
    mass: float, price: float, form: float = 1, runner: float = 0
) -> float:
    """Material of one piece."""
    return mass * (1 + runner) / 1000 * price * form


@formula(
    equation="c = (rate + wage * operators) * cycle/(3600 * cavities)",
    unit="EUR",
    source=f"{KAZMER}; labour as a part of an operator for each machine",
    status="derived",
    rate=Symbol("machine rate without operator", "EUR/h", 0, 2000),
    wage=Symbol("labour", "EUR/h", 0, 300),
    operators=Symbol("operators at the machine", "-", 0, 10),
    cycle=Symbol("cycle", "s", 0.01, 1_000_000),
    cavities=Symbol("pieces a cycle", "-", 1, 256),
)
def processing_cost(
    rate: float, wage: float, operators: float, cycle: float, cavities: float
) -> float:
    """Machine and labour of one piece."""
    return (rate + wage * operators) * cycle / (3600 * cavities)


@formula(
    equation="c = (material + processing + tooling)/good",
    unit="EUR",
    source=KAZMER,
    status="read",
    material=Symbol("material", "EUR", 0, MONEY),
    processing=Symbol("machine and labour", "EUR", 0, MONEY),
    tooling=Symbol("share of the tool", "EUR", 0, MONEY),
    good=Symbol("good pieces of all made", "-", 0.3, 1),
)
def part_cost(
    material: float = 0, processing: float = 0, tooling: float = 0, good: float = 1
) -> float:
    """Cost of a good piece."""
    return (material + processing + tooling) / good


@formula(
    equation="p = cost * markup * factor",
    unit="EUR",
    source="ours: overhead, sales and profit on the cost; the member's factor",
    status="ASSUMPTION",
    cost=Symbol("cost", "EUR", 0, MONEY),
    markup=Symbol("price over cost", "-", 0.5, 5),
    factor=Symbol("the member's learned factor", "-", 0.05, 20),
)
def price_of_cost(cost: float, markup: float, factor: float) -> float:
    """Price that a cost leads to."""
    return cost * markup * factor


@formula(
    equation="t = time * factor",
    unit=SAME_UNIT,
    source="calibration from the member's confirmed bids and actuals",
    status="derived",
    time=Symbol("time before calibration", "s, h or weeks", 0, 1_000_000_000),
    factor=Symbol("the member's learned factor", "-", 0.05, 20),
)
def calibrated_time(time: float, factor: float) -> float:
    """A time corrected by the member's own factor."""
    return time * factor


@formula(
    equation="c = quantity * unit_price + setup",
    unit="EUR",
    source="definition",
    status="derived",
    quantity=QUANTITY,
    unit_price=Symbol("price of a piece", "EUR", 0, MONEY),
    setup=Symbol("set-up of the lot", "EUR", 0, 1_000_000),
)
def lot_price(quantity: float, unit_price: float, setup: float = 0) -> float:
    """Price of a lot with its set-up."""
    return quantity * unit_price + setup


@formula(
    equation="u = lot/quantity + tools/lifetime",
    unit="EUR",
    source="definition: tools shared evenly by all pieces they will make",
    status="derived",
    lot=Symbol("price of the lot", "EUR", 0, MONEY),
    quantity=QUANTITY,
    tools=Symbol("price of all tools", "EUR", 0, MONEY),
    lifetime=Symbol("pieces over all years", "-", 1, 10_000_000_000),
)
def full_unit_price(
    lot: float, quantity: float, tools: float = 0, lifetime: float = 1
) -> float:
    """Price of a piece with its share of the tools."""
    return lot / quantity + tools / lifetime


@formula(
    equation="c = ceil(lifetime/(life * cavities)) * tool",
    unit="EUR",
    source="mould life by SPI class",
    status="read",
    tool=Symbol("price of one tool", "EUR", 0, MONEY),
    lifetime=Symbol("pieces over all years", "-", 1, 10_000_000_000),
    life=Symbol("cycles that one tool lasts", "-", 1, 1_000_000_000),
    cavities=Symbol("pieces a cycle", "-", 1, 256),
)
def tool_sets(tool: float, lifetime: float, life: float, cavities: float) -> float:
    """Price of as many tools as the pieces wear out."""
    return ceil(lifetime / (life * cavities)) * tool


@formula(
    equation="t = quantity * cycle/(3600 * cavities * good) + start",
    unit="h",
    source="definition; 15 min of scrap at the start (aPriori AP_CMG0665)",
    status="read",
    quantity=QUANTITY,
    cycle=Symbol("cycle", "s", 0.01, 1_000_000),
    cavities=Symbol("pieces a cycle", "-", 1, 256),
    good=Symbol("good pieces of all made", "-", 0.3, 1),
    start=Symbol("start-up of the lot", "h", 0, 100),
)
def lot_hours(
    quantity: float,
    cycle: float,
    cavities: float,
    good: float,
    start: float = 0,
) -> float:
    """Machine hours of a lot."""
    return quantity * cycle / (3600 * cavities * good) + start


@formula(
    equation="t = weeks * hours",
    unit="h",
    source="working hours of a week, one shift",
    status="derived",
    weeks=Symbol("lead time", "weeks", 0, 200),
    hours=Symbol("working hours of a week", "h", 1, 168),
)
def working_hours(weeks: float, hours: float) -> float:
    """Working hours of a lead time in weeks."""
    return weeks * hours


@formula(
    equation="c = hours * rate",
    unit="EUR",
    source="definition",
    status="derived",
    hours=Symbol("hours", "h", 0, 10_000_000),
    rate=Symbol("rate", "EUR/h", 0, 2000),
)
def hours_cost(hours: float, rate: float) -> float:
    """Cost of hours at a rate."""
    return hours * rate


@formula(
    equation="t = quantity * minutes/60",
    unit="h",
    source="definition",
    status="derived",
    quantity=QUANTITY,
    minutes=Symbol("minutes for a piece", "min", 0, 10_000),
)
def piecework_hours(quantity: float, minutes: float) -> float:
    """Hours of handwork for a lot."""
    return quantity * minutes / 60


@formula(
    equation="t = min(piece, box * envelope/content/1000)",
    unit="min",
    source="definition: small parts fall into a box, large ones are laid in by hand",
    status="derived",
    piece=Symbol("minutes to lay in a piece by hand", "min", 0, 1000),
    box=Symbol("minutes for a box that parts fall into", "min", 0, 1000),
    envelope=Symbol("envelope of a piece", "cm3", 0, 1e10),
    content=Symbol("envelopes in a box", "l", 1, 10_000),
)
def packing_minutes(piece: float, box: float, envelope: float, content: float) -> float:
    """Packing of a piece, in bulk where that is quicker."""
    return min(piece, box * envelope / content / 1000)


@formula(
    equation="c = sum of the terms",
    unit=SAME_UNIT,
    source="definition",
    status="derived",
    terms=Symbol("any number of amounts of one unit", "same", 0, MONEY),
)
def total(**terms: float) -> float:
    """Sum of amounts of one unit."""
    return sum(terms.values())


@formula(
    equation="t = quantity * hours",
    unit="h",
    source="definition",
    status="derived",
    quantity=QUANTITY,
    hours=Symbol("hours for a piece", "h", 0, 100_000),
)
def hours_of_pieces(quantity: float, hours: float) -> float:
    """Machine hours of pieces made one after the other."""
    return quantity * hours


@formula(
    equation="t = 3600 * hours",
    unit="s",
    source="definition",
    status="derived",
    hours=Symbol("hours", "h", 0, 100_000),
)
def in_seconds(hours: float) -> float:
    """Hours in seconds."""
    return 3600 * hours


@formula(
    equation="p = price/(1 - saved/100)",
    unit="EUR",
    source="jbrplas: avoiding an unnecessary ISO 8 room saves about 20 % of the price",
    status="read",
    price=Symbol("price outside a clean room", "EUR", 0, MONEY),
    saved=Symbol("saved by avoiding the clean room", "%", 0, 80),
)
def clean_room_price(price: float, saved: float) -> float:
    """Price of a piece made in a clean room."""
    return price / (1 - saved / 100)
