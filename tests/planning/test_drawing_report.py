"""The report is one valid, accessible page that adds up."""

import re
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise

import html5lib
import msgspec
import pytest
from hypothesis import given, settings
from tests.planning.drawing_cases import HOSTILE, PLAN, PROBLEM, hostile_problem
from tests.planning.exhaustive import best
from tests.planning.strategies import problems

from grandis.planning.drawing import report
from grandis.planning.drawing.language import ENGLISH
from grandis.planning.drawing.sentences import gap, money, plural, value
from grandis.planning.plan import Assignment, Plan
from grandis.planning.problem import Resource

replace = msgspec.structs.replace


@dataclass(frozen=True)
class Because:
    opportunity: str
    member: str | None
    text: str

    def english(self) -> str:
        return self.text


REASONS = (
    Because("O3", None, "The nearest press is free 9 days too late."),
    Because("O1", "C", "Its press would cost EUR 40.00 more."),
)


def parse(text):
    """A page as a tree without namespaces; fails when it is not valid HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


def local(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def every(page, *tags):
    return [e for e in page.iter() if local(e) in tags]


def said(element):
    return " ".join("".join(element.itertext()).split())


def cells(page, caption):
    """The rows of the table with a caption, as text."""
    [table] = [
        t for t in every(page, "table") if said(every(t, "caption")[0]) == caption
    ]
    return [[said(c) for c in every(row, "th", "td")] for row in every(table, "tr")]


@pytest.fixture(scope="module")
def page():
    return parse(report(PROBLEM, PLAN, REASONS))


def test_it_has_a_language_a_title_and_one_first_heading(page):
    assert every(page, "html")[0].get("lang") == "en"
    titles = [t for t in every(page, "title") if t.get("id") is None]
    assert said(titles[0]) == "Spring plan"
    assert [said(h) for h in every(page, "h1")] == ["Spring plan"]


def test_its_heading_can_be_given():
    page = parse(report(PROBLEM, PLAN, title="Plan of 2 March"))
    assert said(every(page, "h1")[0]) == "Plan of 2 March"


def test_sections_follow_each_other(page):
    assert [said(h) for h in every(page, "h2")] == [
        "Taken",
        "Not taken",
        "Who works when",
        "Where the work is done",
        "Chains",
        "Members not chosen",
    ]
    levels = [int(local(h)[1]) for h in every(page, "h1", "h2", "h3", "h4")]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_it_needs_nothing_else(page):
    text = report(PROBLEM, PLAN, REASONS)
    assert every(page, "script", "link", "img", "iframe", "object") == []
    addresses = re.findall(r"https?://[^\"' ]+", text)
    assert set(addresses) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"url\((?!#)|@import|\sstyle=|\son\w+=", text)
    assert "default-src 'none'" in text


def test_ids_are_unique_and_references_lead_somewhere(page):
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for e in page.iter():
        for target in (e.get("aria-labelledby") or "").split():
            assert target in ids
        if (e.get("href") or "").startswith("#"):
            assert e.get("href")[1:] in ids


def test_tables_can_be_read_aloud(page):
    for table in every(page, "table"):
        assert said(every(table, "caption")[0])
        assert all(th.get("scope") in ("col", "row") for th in every(table, "th"))
        widths = {len(every(row, "th", "td")) for row in every(table, "tr")}
        assert len(widths) == 1


def test_what_scrolls_has_a_name_and_takes_the_keyboard(page):
    regions = [e for e in page.iter() if e.get("role") == "region"]
    assert len(regions) == len(every(page, "table", "svg"))
    for region in regions:
        assert region.get("tabindex") == "0"
        assert region.get("aria-label")


def test_the_headline_says_what_the_plan_is_worth(page):
    figures = [said(e) for e in every(page, "dt", "dd")]
    assert figures == [
        "Surplus",
        "EUR 6,780.00",
        "At most 1.5 % more could be possible.",
        "Answer",
        "Good, not proven best",
        "Found in 2.5 s.",
        "Taken",
        "2 of 3",
        "1 opportunity late.",
        "At work",
        "3 members",
        "7 steps planned.",
    ]


def test_the_table_of_what_is_taken_adds_up(page):
    rows = cells(page, "Opportunities taken; money in EUR")
    assert rows[1:] == [
        [
            "O1 Bottle cap",
            "Route: directBeta → Alfa → Gama",
            "7 Mar 2026",
            "6 Mar 20261 day late",
            "9,000.00",
            "3,080.00",
            "150.00",
            "100.00",
            "5,670.00",
        ],
        [
            "O2 Tray",
            "Beta → Gama",
            "7 Mar 2026",
            "9 Mar 2026",
            "1,500.00",
            "290.00",
            "100.00",
            "0.00",
            "1,110.00",
        ],
        [
            "All taken",
            "",
            "",
            "",
            "10,500.00",
            "3,370.00",
            "250.00",
            "100.00",
            "6,780.00",
        ],
    ]


def test_work_begun_for_nothing_is_counted():
    plan = replace(
        PLAN,
        value=1_010_00,
        bound=1_010_00,
        status="optimal",
        taken=PLAN.taken[1:],
        assignments=(PLAN.assignments[0], *PLAN.assignments[4:]),
    )
    page = parse(report(PROBLEM, plan))
    rows = cells(page, "Opportunities taken; money in EUR")
    assert [row[-1] for row in rows[-3:]] == ["1,110.00", "−100.00", "1,010.00"]
    refused = cells(page, "Opportunities not taken; money in EUR")
    assert refused[1][0] == "O1 Bottle cap"
    assert refused[1][-1] == "100.00"


def test_what_is_not_taken_has_its_reason(page):
    rows = cells(page, "Opportunities not taken; money in EUR")
    assert rows[1:] == [
        ["O3 Waste bin", "The nearest press is free 9 days too late.", "20.00", "0.00"]
    ]


def test_members_not_chosen_have_their_reason(page):
    rows = cells(page, "Why members were not chosen")
    assert rows[1:] == [
        ["O1 Bottle cap", "Its press would cost EUR 40.00 more.", "Gama"]
    ]


def test_it_holds_every_picture(page):
    kinds = [svg.get("class") for svg in every(page, "svg")]
    assert kinds == ["gantt", "network", "chain", "chain"]


def test_drawing_needs_no_solver():
    heavy = "{'numpy', 'numba', 'ortools', 'scipy'}"
    asked = f"import sys, grandis.planning.drawing; print({heavy} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, check=True, text=True
    )
    assert done.stdout == "set()\n"


def test_neither_load_nor_closures_are_drawn(page):
    classes = {e.get("class") for e in page.iter()}
    assert not classes & {"load", "closed"}


def test_a_large_plan_is_cut_into_charts_of_a_page():
    machines = tuple(
        Resource(f"{site}-{i}", site) for site in ("a1", "b1", "c1") for i in range(20)
    )
    problem = replace(PROBLEM, resources=(*PROBLEM.resources, *machines))
    steps = [(o.id, s.id) for o in PROBLEM.opportunities for s in o.steps]
    work = tuple(
        Assignment(*steps[i % len(steps)], m.id, 50, 50, 60)
        for i, m in enumerate(machines)
    )
    plan = Plan("feasible", "surplus", 0, 0, assignments=work)
    page = parse(report(problem, plan))
    charts = [svg for svg in every(page, "svg") if svg.get("class") == "gantt"]
    assert len(charts) == 3
    bars = [e for e in page.iter() if "bar" in (e.get("class") or "").split()]
    assert len(bars) == 60


@pytest.mark.parametrize("status", ["infeasible", "unknown"])
def test_without_a_plan_it_says_so(status):
    page = parse(report(PROBLEM, Plan(status, "surplus", 0, 0)))
    assert [said(h) for h in every(page, "h2")] == ["Not taken"]
    assert "none" in [said(e) for e in every(page, "dd")]


def test_hostile_names_stay_text():
    reasons = [Because("O3", None, text) for text in HOSTILE]
    for text in HOSTILE:
        page = parse(report(hostile_problem(), PLAN, reasons, title=text))
        assert every(page, "script") == []
        assert not any(n.startswith("on") for e in page.iter() for n in e.attrib)


@pytest.mark.parametrize(
    ("objective", "value_", "bound", "sentence"),
    [
        ("surplus", 100_000, 102_010, "At most 2.1 % more could be possible."),
        ("surplus", 100_000, 100_001, "At most 0.1 % more could be possible."),
        ("surplus", 0, 1_250, "At most EUR 12.50 more could be possible."),
        ("surplus", -500, 700, "At most EUR 12.00 more could be possible."),
        ("surplus", 1, 5_001, "At most EUR 50.00 more could be possible."),
        ("makespan", 200, 190, "At most 5.0 % shorter could be possible."),
        (
            "weighted_tardiness",
            300,
            200,
            "At most 33.4 % less lateness could be possible.",
        ),
    ],
)
def test_the_gap_is_said_in_words_and_never_too_small(
    objective, value_, bound, sentence
):
    plan = Plan("feasible", objective, value_, bound)
    assert gap(PROBLEM, plan) == sentence


def test_a_proof_is_said_in_words():
    assert "proven" in gap(PROBLEM, Plan("optimal", "surplus", 5, 5))
    assert "proven" in gap(PROBLEM, Plan("infeasible", "surplus", 0, 0))
    assert "may be" in gap(PROBLEM, Plan("unknown", "surplus", 0, 9))


def test_values_are_said_in_their_units():
    assert value(PROBLEM, Plan("optimal", "surplus", -123_456, 0), ENGLISH) == (
        "Surplus",
        "EUR −1,234.56",
    )
    assert value(PROBLEM, Plan("optimal", "makespan", 30, 30), ENGLISH) == (
        "All done by",
        "3 Mar 2026 06:00",
    )
    assert value(PROBLEM, Plan("optimal", "weighted_tardiness", 30, 30), ENGLISH) == (
        "Weighted lateness",
        "30 h",
    )


def test_amounts_and_counts_are_written_out():
    assert money(123_456_789) == "1,234,567.89"
    assert money(-5) == "−0.05"
    assert plural(1, "step") == "1 step"
    assert plural(2, "opportunity", "opportunities") == "2 opportunities"


@settings(max_examples=25)
@given(problems())
def test_any_plan_can_be_reported(problem):
    found = best(problem)
    plan = found[1] if found else Plan("infeasible", problem.objective, 0, 0)
    page = parse(report(problem, plan))
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    if problem.objective == "surplus" and plan.taken:
        rows = cells(page, "Opportunities taken; money in EUR")
        assert rows[-1][-1] == money(plan.value)
