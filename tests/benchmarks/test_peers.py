"""The comparison with peers: what is counted, kept and drawn."""

from pathlib import Path
from xml.etree import ElementTree

from benchmarks.planning.chart import chart
from benchmarks.planning.peers import (
    Case,
    Measured,
    append,
    cases,
    chosen,
    curves,
    read,
    summary,
)


def measured(tool: str, trace: list[tuple[float, int]], seed: int = 0) -> Measured:
    case = Case(tool, "fjsp/mk01.txt", 30.0, 2, seed)
    return Measured(case, "fjsp", upper=40, bound=36, trace=trace)


def test_the_gap_is_that_of_the_best_plan_so_far() -> None:
    row = measured("grandis", [(0.5, 50), (2.0, 44)])

    assert (row.gap(1.0), row.gap()) == (25.0, 10.0)


def test_no_plan_counts_as_a_hundred_percent() -> None:
    assert measured("pyjobshop", []).gap() == 100.0


def test_grandis_runs_once_a_seed_and_the_peer_once() -> None:
    runs = [(c.tool, c.seed) for c in cases(["fjsp/mk01.txt"], 30, 2, seeds=3)]

    assert runs == [
        ("grandis", 0),
        ("grandis", 1),
        ("grandis", 2),
        ("pyjobshop", 0),
    ]


def test_what_was_measured_is_read_again(tmp_path: Path) -> None:
    rows = [measured("grandis", [(0.5, 50), (2.0, 44)]), measured("pyjobshop", [])]
    for row in rows:
        append(tmp_path / "results.csv", row)

    assert read(tmp_path / "results.csv") == {row.case: row for row in rows}


def test_only_instances_of_the_list_with_a_best_known_value_are_chosen(
    tmp_path: Path,
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("1 1\n1 1 1 3\n")
    known = "file,lower_bound,upper_bound\na.txt,3,3\nb.txt,3,3\n"
    (tmp_path / "best_known.csv").write_text(known)
    (tmp_path / "list.csv").write_text("file\nb.txt\nc.txt\n")

    found = chosen(tmp_path, tmp_path / "list.csv")

    assert [instance.path.name for instance in found] == ["b.txt"]


def test_the_summary_ends_with_the_ratio_of_the_mean_gaps() -> None:
    lines = list(
        summary(
            [
                measured("grandis", [(1.0, 41)], seed=0),  # 2.5 %
                measured("grandis", [(1.0, 43)], seed=1),  # 7.5 %
                measured("pyjobshop", []),  # 100 %
            ]
        )
    )

    assert lines[-2].split() == ["all", "5.00", "%", "100.00", "%"]
    assert lines[-1].split() == ["ratio", "0.050"]


def test_the_chart_has_a_curve_for_each_tool() -> None:
    rows = [measured("grandis", [(0.5, 50), (2.0, 44)]), measured("pyjobshop", [])]

    drawn = curves(rows, 30.0)
    picture = ElementTree.fromstring(chart(drawn, 30.0))

    assert drawn["grandis"][0] == (0.1, 100.0)
    assert drawn["grandis"][-1] == (30.0, 10.0)
    names = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert names[-2:] == ["grandis", "pyjobshop"]
