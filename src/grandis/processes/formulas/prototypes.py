"""Prices and times of printed, cast and milled pieces."""

from math import ceil

from grandis.processes.formulas.registry import Symbol, formula

VOLUME = Symbol("volume", "cm3", 0.001, 200_000)
QUANTITY = Symbol("pieces", "-", 1, 100_000_000)


@formula(
    equation="c = (volume * price + setup/quantity) * (1 - discount)",
    unit="EUR",
    source="Phasio worked example (MJF PA12): 0.18 EUR/cm3, 80 EUR, 10 % off at 50",
    status="read",
    volume=VOLUME,
    price=Symbol("price of a cm3 of shrink-wrapped volume", "EUR/cm3", 0.01, 10),
    setup=Symbol("set-up of an order", "EUR", 0, 2000),
    quantity=QUANTITY,
    discount=Symbol("discount", "-", 0, 0.9),
)
def powder_bed_price(
    volume: float, price: float, setup: float, quantity: float, discount: float = 0
) -> float:
    """Price of a piece from a powder bed (SLS, MJF)."""
    return (volume * price + setup / quantity) * (1 - discount)


@formula(
    equation="c = ceil(quantity/life) * mould/quantity + piece",
    unit="EUR",
    source="Phasio worked example: mould 600 EUR for 15 to 25 pieces, 18 EUR a piece",
    status="read",
    quantity=QUANTITY,
    life=Symbol("pieces from one silicone mould", "-", 1, 100),
    mould=Symbol("price of a silicone mould", "EUR", 10, 20_000),
    piece=Symbol("price of casting a piece", "EUR", 0.1, 5000),
)
def vacuum_casting_price(
    quantity: float, life: float, mould: float, piece: float
) -> float:
    """Price of a vacuum-cast piece with its share of the silicone moulds."""
    return ceil(quantity / life) * mould / quantity + piece


@formula(
    equation="t = volume/rate",
    unit="h",
    source="ours: deposition or hardening at a steady rate",
    status="ASSUMPTION",
    volume=VOLUME,
    rate=Symbol("volume built in an hour", "cm3/h", 0.5, 5000),
)
def build_hours(volume: float, rate: float) -> float:
    """Hours on a printer."""
    return volume / rate


@formula(
    equation="c = hours * rate + mass/1000 * price",
    unit="EUR",
    source="Phasio pricing example: 8 EUR/h and 28 EUR/kg for FDM",
    status="read",
    hours=Symbol("hours on the machine", "h", 0, 10_000),
    rate=Symbol("rate of the machine", "EUR/h", 0.1, 500),
    mass=Symbol("mass of material", "g", 0.001, 1_000_000),
    price=Symbol("price of the material", "EUR/kg", 0.1, 1000),
)
def printed_price(hours: float, rate: float, mass: float, price: float) -> float:
    """Price of a piece printed by the hour."""
    return hours * rate + mass / 1000 * price


@formula(
    equation="t = handling + max(0, envelope - volume)/removal/60",
    unit="h",
    source="ours: handling and finishing, and clearing the rest of the block",
    status="ASSUMPTION",
    envelope=Symbol("volume of the block", "cm3", 0.01, 1_000_000),
    volume=VOLUME,
    handling=Symbol("handling and finishing of a piece", "h", 0, 50),
    removal=Symbol("volume removed in a minute", "cm3/min", 0.1, 500),
)
def milling_hours(
    envelope: float, volume: float, handling: float, removal: float
) -> float:
    """Hours of milling a piece from a block."""
    return handling + max(0.0, envelope - volume) / removal / 60
