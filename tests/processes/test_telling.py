"""A quotation as a coordinator reads it."""

import json
import re

import msgspec
import pytest
from tests.processes.cluster import cluster

from grandis.processes import quotation_json, quotation_text, quote
from grandis.processes.archetypes import CASES, CRATE, HOUSING
from grandis.processes.quoting import Delivery, Quotation, Work

NETWORK = cluster()
PART = msgspec.structs.replace(HOUSING, yearly_volume=20_000, secondary=("painting",))
QUOTATION = quote(PART, NETWORK)
TEXT = quotation_text(QUOTATION)


def delivered(
    quotation: Quotation, *days: tuple[str, str, str | None], due: str | None = None
) -> str:
    """The text with the first routes delivered on these days."""
    works = (Work("mould (steel)", "A", "A-IM-01", "2026-01-29T06:00Z", days[0][1]),)
    planned = [
        msgspec.structs.replace(route, delivery=Delivery(*each, works))
        for route, each in zip(quotation.routes, days, strict=False)
    ]
    return quotation_text(
        msgspec.structs.replace(
            quotation,
            part=msgspec.structs.replace(quotation.part, due=due),
            planned_until="2026-11-01T00:00Z",
            routes=(*planned, *quotation.routes[len(planned) :]),
        )
    )


def line(text: str, label: str) -> str:
    """The first line with a label, and what goes on below it, as one."""
    lines = text.splitlines()
    begin = next(n for n, each in enumerate(lines) if each.startswith(f"    {label}"))
    more = [n for n in range(begin + 1, len(lines)) if lines[n][:16].strip()]
    return " ".join(" ".join(lines[begin : (more or [len(lines)])[0]]).split())


def test_the_answer_stands_at_the_top():
    heading, empty, *answer = TEXT.split("Routes")[0].splitlines()

    assert heading == "housing: 20 000 pieces in abs, 20 000 a year"
    assert empty == ""
    assert answer[0].startswith("    price       ")
    assert len(answer) < 16


def test_it_says_everything_a_coordinator_asks():
    for words in (
        "a piece, tools included",
        "for the lot",
        "1. steel mould",
        "% of the uncertainty comes from",
        "nobody in the cluster does 'painting'",
        "Who can",
        "    can         ",
        "    limited     injection moulding",
        "    no          extrusion",
        "Would sharpen the answer",
        "'projected_area' is not given",
    ):
        assert words in TEXT


def test_members_are_named_in_the_answer():
    named = msgspec.structs.replace(QUOTATION, names={"B": "UAB Detalinga"})

    assert "B UAB Detalinga" in line(quotation_text(named), "members")


def test_a_member_stands_once_under_a_step():
    step = re.split(r"\n  (?=\S)", TEXT.split("\n  mould (steel)")[1])[0]
    members = [m for m in NETWORK.problem["members"] if f" {m['id']} (" in step]

    assert members
    assert all(step.count(f" {m['id']} (") == 1 for m in members)


def test_who_cannot_is_told_by_the_machine_that_lacks_least():
    assert "C-IM-01" in line(TEXT.split("Who can")[1], "cannot")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.part.name)
def test_no_line_is_broken_within_a_number_or_too_long(case):
    text = quotation_text(quote(case.made, NETWORK))

    assert "e+" not in text
    for each in text.split("Would sharpen")[0].splitlines():
        assert len(each) <= 88


def test_the_text_shows_neither_capacity_nor_a_members_rate():
    own = tuple(
        msgspec.structs.replace(machine, rate=77.77) for machine in NETWORK.machines
    )
    network = msgspec.structs.replace(NETWORK, machines=own)

    quotation = quote(PART, network)

    assert quotation_text(quotation) == TEXT
    assert "77.77" not in json.dumps(quotation_json(quotation))


def test_a_part_beyond_the_cluster_says_what_is_lacking():
    clean = msgspec.structs.replace(CRATE, yearly_volume=5000, clean_room="ISO 7")

    text = quotation_text(quote(clean, NETWORK))

    assert "the cluster cannot make it" in text
    assert "clean room ISO 7" in text.split("Processes")[0]


def test_a_part_beyond_every_process_says_so():
    thin = msgspec.structs.replace(HOUSING, wall=0.05, mass=2.0, yearly_volume=5000)

    text = quotation_text(quote(thin, NETWORK))

    assert "cannot make it: no process can, see below" in text


def test_large_numbers_are_written_out_in_reasons():
    text = quotation_text(quote(msgspec.structs.replace(PART, years=30), NETWORK))

    assert "600 000 pieces are 1 200 times more than the 500 of one order" in text


DAYS = ("2026-02-01T10:00Z", "2026-02-05T10:00Z", "2026-02-09T10:00Z")


def test_dates_are_a_range_with_the_steps_below():
    text = delivered(QUOTATION, DAYS)

    assert line(text, "delivered") == "delivered 2026-02-05 (2026-02-01 to 2026-02-09)"
    assert line(text, "steps") == (
        "steps 2026-01-29 to 2026-02-05 A-IM-01: mould (steel)"
    )


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2026-02-04", "late: due 2026-02-04"),
        ("2026-02-05", "in time for 2026-02-05 unless the work takes longer"),
        ("2026-02-09", "in time for 2026-02-09"),
    ],
)
def test_it_says_whether_the_part_is_in_time(due, words):
    told = line(delivered(QUOTATION, DAYS, due=due), "delivered")

    assert words in told
    assert ("unless" in told) == ("unless" in words)


def test_an_end_beyond_the_plan_is_said_to_be():
    told = line(delivered(QUOTATION, (*DAYS[:2], None)), "delivered")

    assert "(2026-02-01 to after 2026-11-01)" in told


def test_a_route_that_cannot_be_planned_says_so():
    text = quotation_text(
        msgspec.structs.replace(QUOTATION, planned_until="2026-11-01T00:00Z")
    )

    assert line(text, "delivered") == (
        "delivered after 2026-11-01, where the time planned ends"
    )


def test_a_sooner_route_is_named_with_its_price():
    sooner = ("2026-01-20T10:00Z",) * 3

    text = delivered(QUOTATION, DAYS, sooner)

    assert "2026-01-20 by route 2" in line(text, "sooner")
    assert "sooner" not in delivered(QUOTATION, sooner, DAYS)
