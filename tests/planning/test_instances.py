"""Public instance formats: what is read, and what is said when it cannot be."""

from collections.abc import Callable, Iterator
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.errors import FileError, ProblemError
from grandis.planning.files import write_problem
from grandis.planning.instances import read_any, read_fjsp, read_ipps
from grandis.planning.lines import lines_of
from grandis.planning.networks import read_networks
from grandis.planning.problem import Choice, Opportunity, Option, Problem, Step, Tool

# Fattahi, Mehrabad, Jolai, Mathematical modeling and heuristic approaches to
# flexible job shop scheduling problems, Journal of Intelligent Manufacturing
# 18 (2007), problem SFJS1.
SFJS1 = """\
2 2 2
2 2 1 25 2 37 2 1 32 2 24
2 2 1 45 2 65 2 1 21 2 65
"""

# Two jobs in the manner of Kim, Park, Ko, Computers & Operations Research
# 30(8) (2003): the first chooses twice, the second time within a branch where
# two strands run side by side; the second has an empty branch.
TWO_JOBS = """\
2 3 15
out
0 1
1 (2,3)
2 9
3 4 5
4 (6,7)
5 8
6 8
7 8
8 9
9 10
11 12
12 (13,14)
13 14
in
8 (6,7)
9 (2,8)
14 (12,13)
info
0 start
1 2 1 5 2 6
2 1 1 30
3 supernode
4 1 2 3
5 1 3 9
6 1 1 2
7 2 1 4 3 4
8 1 2 8
9 1 3 1
10 end
11 start
12 1 1 0
13 1 2 7
14 end
"""


def saved(folder: Path, text: str, name: str = "tiny.txt") -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_a_flexible_job_shop_becomes_a_problem(tmp_path: Path) -> None:
    problem = read_fjsp(saved(tmp_path, SFJS1, "sfjs1.txt"))

    assert problem.name == "sfjs1"
    assert problem.objective == "makespan"
    assert [resource.id for resource in problem.resources] == ["M1", "M2"]
    assert {resource.capacity for resource in problem.resources} == {1}
    assert problem.horizon == 37 + 32 + 65 + 65
    assert problem.opportunities[0] == Opportunity(
        "J1",
        (
            Step("1", (Option("M1", 25), Option("M2", 37))),
            Step("2", (Option("M1", 32), Option("M2", 24)), after=("1",)),
        ),
    )


def test_white_space_and_the_average_do_not_matter(tmp_path: Path) -> None:
    spaced = SFJS1.replace("2 2 2\n", "\n  2\t2\t1.5 \r\n\n").replace(" 2 1", "   2  1")

    plain = read_fjsp(saved(tmp_path, SFJS1))

    assert read_fjsp(saved(tmp_path, spaced)) == plain


def test_work_of_no_duration_is_read(tmp_path: Path) -> None:
    problem = read_fjsp(saved(tmp_path, "1 1 1\n1 1 1 0\n"))

    assert problem.opportunities[0].steps[0].options == (Option("M1", 0),)
    assert problem.horizon == 1


def test_a_node_network_becomes_choices(tmp_path: Path) -> None:
    problem = read_ipps(saved(tmp_path, TWO_JOBS))

    first, second = problem.opportunities
    assert problem.horizon == 6 + 30 + 3 + 9 + 2 + 4 + 8 + 1 + 0 + 7
    assert first.choices == (
        Choice("1", ("1-2", "1-3")),
        Choice("4", ("4-6", "4-7"), within="1-3"),
    )
    assert {step.id: (step.branch, step.after) for step in first.steps} == {
        "1": (None, ()),
        "2": ("1-2", ("1",)),
        "4": ("1-3", ("1",)),
        "5": ("1-3", ("1",)),
        "6": ("4-6", ("4",)),
        "7": ("4-7", ("4",)),
        "8": ("1-3", ("5", "6", "7")),
        "9": (None, ("2", "8")),
    }
    assert second.choices == (Choice("12", ("12-13", "12-14")),)
    assert {step.id: step.branch for step in second.steps} == {
        "12": None,
        "13": "12-13",
    }


def test_a_job_is_worked_on_by_one_machine_at_a_time(tmp_path: Path) -> None:
    problem = read_ipps(saved(tmp_path, TWO_JOBS))

    assert problem.tools == (Tool("J1", site="shop"), Tool("J2", site="shop"))
    for job in problem.opportunities:
        assert {step.tool for step in job.steps} == {job.id}


def test_a_node_may_choose_and_run_side_by_side(tmp_path: Path) -> None:
    text = TWO_JOBS.replace("12 (13,14)\n13 14", "12 (13,15) 14\n13 14\n15 14")
    text = text.replace("14 (12,13)", "14 (13,15)").replace(
        "14 end", "14 end\n15 1 1 1"
    )

    job = read_ipps(saved(tmp_path, text.replace("2 3 15", "2 3 16"))).opportunities[1]

    assert job.choices == (Choice("12", ("12-13", "12-15")),)
    assert {step.id: step.branch for step in job.steps} == {
        "12": None,
        "13": "12-13",
        "15": "12-15",
    }


class Writer:
    """Writes down a network made of blocks, node by node."""

    def __init__(self) -> None:
        self.out: dict[int, list[str]] = {}
        self.meets: dict[int, list[int]] = {}
        self.dummies: set[int] = set()

    def node(self, dummy: bool = False) -> int:
        number = len(self.out)
        self.out[number] = []
        if dummy:
            self.dummies.add(number)
        return number

    def block(self, draw: st.DrawFn, depth: int) -> tuple[int, int]:
        """A block's first and last node."""
        kind = draw(st.sampled_from(["one", "row", "and", "or"] if depth else ["one"]))
        if kind == "one":
            node = self.node(draw(st.integers(0, 3)) == 0)
            return node, node
        parts = [self.block(draw, depth - 1) for _ in range(draw(st.integers(2, 3)))]
        if kind == "row":
            for (_, last), (first, _) in pairwise(parts):
                self.out[last].append(str(first))
            return parts[0][0], parts[-1][1]
        fork, join = self.node(draw(st.booleans())), self.node(draw(st.booleans()))
        heads = [first for first, _ in parts]
        ends = [last for _, last in parts]
        if kind == "or" and draw(st.booleans()):
            heads.append(join)
            ends.append(fork)
        else:
            self.out[ends[-1]].append(str(join))
        for end in ends[:-1]:
            self.out[end].append(str(join))
        if kind == "or":
            self.out[fork].append(f"({','.join(map(str, heads))})")
            self.meets[join] = ends
        else:
            self.out[fork] += map(str, heads)
        return fork, join

    def text(self) -> str:
        rows = [f"1 1 {len(self.out)}", "out"]
        rows += [f"{node} {' '.join(to)}" for node, to in self.out.items() if to]
        rows += [
            "in",
            *(f"{n} ({','.join(map(str, b))})" for n, b in self.meets.items()),
        ]
        rows += ["info"]
        rows += [f"{n} {'end' if n in self.dummies else '1 1 1'}" for n in self.out]
        return "\n".join(rows)


@st.composite
def networks(draw: st.DrawFn) -> Writer:
    writer = Writer()
    start = writer.node(dummy=True)
    first, last = writer.block(draw, 2)
    end = writer.node()
    writer.out[start].append(str(first))
    writer.out[last].append(str(end))
    return writer


Order = frozenset[tuple[str, str]]


def closure(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    after: dict[str, set[str]] = {}
    for one, other in pairs:
        after.setdefault(one, set()).add(other)

    def reach(node: str) -> set[str]:
        return set().union(*({n} | reach(n) for n in after.get(node, ())))

    return {(node, other) for node in after for other in reach(node)}


def walks(writer: Writer) -> Iterator[tuple[frozenset[str], Order]]:
    """Every way through a network, by walking along its edges."""
    forks = {
        node: [to[1:-1].split(",") if to[0] == "(" else [to] for to in groups]
        for node, groups in writer.out.items()
    }
    ways = {node: list(product(*groups)) for node, groups in forks.items()}
    for chosen in product(*ways.values()):
        follow = dict(zip(ways, chosen, strict=True))
        reached, edges, rest = {"0"}, set(), ["0"]
        while rest:
            node = rest.pop()
            for to in follow[int(node)]:
                edges.add((node, to))
                if to not in reached:
                    reached.add(to)
                    rest.append(to)
        real = {node for node in reached if int(node) not in writer.dummies}
        order = {(a, b) for a, b in closure(edges) if {a, b} <= real}
        yield frozenset(real), frozenset(order)


def routes(job: Opportunity) -> Iterator[tuple[frozenset[str], Order]]:
    """Every route of an opportunity, by choosing branches."""
    for chosen in product(*(choice.branches for choice in job.choices)):
        taken = set(chosen)
        for choice in job.choices * len(job.choices):
            if choice.within is not None and choice.within not in taken:
                taken -= set(choice.branches)
        active = [s for s in job.steps if s.branch is None or s.branch in taken]
        names = {step.id for step in active}
        before = {(a, s.id) for s in active for a in s.after if a in names}
        yield frozenset(names), frozenset(closure(before))


@given(networks())
def test_the_routes_are_the_walks_through_the_network(writer: Writer) -> None:
    _, (job,) = read_networks(lines_of(writer.text().encode()))

    assert set(routes(job)) == set(walks(writer))


def test_the_format_is_seen_from_the_content(tmp_path: Path) -> None:
    shop = saved(tmp_path, SFJS1, "a")
    network = saved(tmp_path, TWO_JOBS, "b")
    write_problem(read_fjsp(shop), tmp_path / "c")

    assert read_any(shop) == read_fjsp(shop)
    assert read_any(network) == read_ipps(network)
    assert read_any(tmp_path / "c") == read_fjsp(shop)


def test_the_format_can_be_given(tmp_path: Path) -> None:
    shop = saved(tmp_path, SFJS1)

    assert read_any(shop, format="fjsp") == read_fjsp(shop)
    with pytest.raises(FileError, match="the file must be an object"):
        read_any(shop, format="json")
    with pytest.raises(FileError, match="line 2: section 'out' should begin here"):
        read_any(shop, format="ipps")


@pytest.mark.parametrize("text", ["hello", "2 x", "<html>", "\x00\x01", "[1, 2]"])
def test_other_content_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileError, match=r"tiny\.txt: this is neither a problem file"):
        read_any(saved(tmp_path, text))


def test_a_problem_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    write_problem(read_fjsp(saved(tmp_path, SFJS1)), tmp_path / "p.json")
    text = (tmp_path / "p.json").read_text().replace('"M2","site"', '"M3","site"')

    with pytest.raises(ProblemError, match=r"p\.json: .* resource 'M2' does not exist"):
        read_any(saved(tmp_path, text, "p.json"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2 2 2\n", "2\n", "line 1: it ends where the number of machines should"),
        ("2 2 2\n", "two 2\n", "line 1: the number of jobs is 'two'; write a whole"),
        ("2 2 2\n", "2 0 2\n", "line 1: the number of machines is '0'"),
        ("2 2 2\n", "2 99999 2\n", "line 1: the number of machines is '99999'"),
        ("2 2 2\n", "3 2 2\n", "line 1: 3 jobs are announced but 2 lines follow"),
        (
            "2 1 25 2 37",
            "2 1 25 3 37",
            "line 2: a machine is '3'; write a whole number",
        ),
        (
            "2 1 25 2 37",
            "2 1 25 0 37",
            "line 2: a machine is '0'; write a whole number",
        ),
        ("2 1 25 2 37", "2 1 25 1 37", "line 2: machine 1 is there twice"),
        ("2 1 25 2 37", "3 1 25 2 37", "line 2: the number of machines that can do"),
        ("2 1 25 2 37", "0", "line 2: the number of machines that can do it is '0'"),
        ("2 1 25 2 37", "2 1 2.5 2 37", "line 2: a duration is '2.5'"),
        ("2 1 25 2 37", "2 1 -5 2 37", "line 2: a duration is '-5'"),
        ("2 1 25 2 37", f"2 1 {10**30} 2 37", f"line 2: a duration is '{10**30}'"),
        ("2 1 25 2 37", "2 1 ² 2 37", "line 2: a duration is '²'"),
        (" 1 21 2 65\n", "", "line 3: it ends where a machine should stand; complete"),
        ("2 65\n", "2 65 7\n", "line 3: '7' comes after all that belongs there"),
        ("45 2 65", "45 2 9999999", "add up to 10000133, more than 10000000; divide"),
    ],
)
def test_it_says_what_is_wrong_in_a_job_shop(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in SFJS1
    file = saved(tmp_path, SFJS1.replace(old, new, 1))

    with pytest.raises(FileError) as caught:
        read_fjsp(file)

    assert str(caught.value).startswith(f"{file}: ")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2 3 15", "2 3 15 1", "line 1: '1' comes after all that belongs there"),
        ("2 3 15", "2 3 16", "line 1: 16 operations are announced but section 'info'"),
        ("2 3 15", "3 3 15", "line 1: 3 jobs are announced but 2 nodes have no"),
        ("out\n", "", "line 2: section 'out' should begin here"),
        ("1 (2,3)", "1 (2,3", "line 4: '1 (2,3' is not a node and its neighbours"),
        ("1 (2,3)", "1 2 2", "line 4: node 2 follows twice; keep one of them"),
        ("1 (2,3)", "1 (2,33)", "does not describe node 33"),
        ("1 (2,3)", f"1 (2,{'3' * 5000})", "is not a node and its neighbours"),
        ("8 9\n", "8 9\n8 3\n", "nodes follow each other in a circle, "),
        ("9 10\n", "9 10 12\n", "node 12 belongs to two jobs"),
        ("9 (2,8)", "9 (2,7)", "section 'out' does not lead from 7 to 9"),
        ("2 9\n", "2 10\n", "section 'out' does not lead from 2 to 9"),
        ("4 1 2 3\n", "4 1 2\n", "line 25: it ends where a duration should stand"),
        ("4 1 2 3\n", "4 1 4 3\n", "line 25: a machine is '4'"),
        ("4 1 2 3\n", "4 1 2 3 4\n", "line 25: '4' comes after all that belongs"),
        ("4 1 2 3\n", "4 stop\n", "line 25: the number of machines that can do it"),
        ("4 1 2 3\n", "4 end now\n", "line 25: the number of machines that can do it"),
        ("4 1 2 3\n", "5 1 2 3\n", "line 26: node 5 is described twice"),
        ("12 1 1 0\n13 1 2 7", "12 end\n13 end", "no operation from node 11 on has a"),
    ],
)
def test_it_says_what_is_wrong_in_a_network(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in TWO_JOBS
    file = saved(tmp_path, TWO_JOBS.replace(old, new, 1))

    with pytest.raises(FileError) as caught:
        read_ipps(file)

    assert str(caught.value).startswith(f"{file}: ")
    assert told in str(caught.value)


def test_all_branches_of_a_choice_meet_together(tmp_path: Path) -> None:
    nodes = "\n".join(f"{n} 1 1 1" for n in range(5))
    text = f"1 1 5\nout\n0 (1,2,3)\n1 4\n2 4\nin\ninfo\n{nodes}\n"

    with pytest.raises(FileError, match="at node 4 some but not all branches"):
        read_ipps(saved(tmp_path, text))


@pytest.mark.parametrize(("text", "read"), [(SFJS1, read_fjsp), (TWO_JOBS, read_ipps)])
def test_a_truncated_instance_is_refused(
    tmp_path: Path, text: str, read: Callable[[Path], Problem]
) -> None:
    lines = text.splitlines(keepends=True)

    for count in range(1, len(lines)):
        with pytest.raises(FileError):
            read(saved(tmp_path, "".join(lines[:count])))


@given(st.text(max_size=60))
def test_no_network_breaks_the_reader(text: str) -> None:
    try:
        machines, jobs = read_networks(lines_of(f"1 2 3\nout\n{text}".encode()))
    except FileError:
        return
    assert machines == 2
    assert len(jobs) == 1
