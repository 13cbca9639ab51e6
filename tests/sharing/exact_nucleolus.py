"""The nucleolus in fractions, by another way than the library's, sharing no code.

The imputations that are still possible are described by a dictionary as in
V. Chvátal's *Linear Programming* (1983): a few columns that must not be
negative, and rows that must not be negative either and depend on them::

    row = constant + Σ coefficient · column

Rows and columns are what each player gets beyond what it has alone, and what
each coalition gets beyond its value and what all were raised by. All coalitions
are raised together as far as one of them lets it; then whatever is nought is
raised as far as that can be, and what stays nought is nought for good. So it
goes on until no column is left (M. Maschler, B. Peleg and L. Shapley 1979).
"""

from fractions import Fraction

from tests.sharing.games import Floats

Name = tuple[str, int]
Line = dict[Name, Fraction]
CONSTANT: Name = ("", 0)
RAISE: Name = ("raise", 0)


def exact_nucleolus(values: Floats, per_capita: bool = False) -> list[Fraction]:
    """The nucleolus, or that per capita, of a game that has an imputation."""
    n = values.size.bit_length() - 1
    game = [Fraction(float(value)) for value in values]
    left = Possible(game, n, per_capita)
    left.take_out_what_is_certain()
    while left.columns:
        left.raise_all_coalitions()
        left.drop_what_stays_nought()
        left.take_out_what_is_certain()
    return [game[1 << i] + left.certain.get(("player", i), 0) for i in range(n)]


class Possible:
    """The imputations that are still possible."""

    def __init__(self, game: list[Fraction], n: int, per_capita: bool) -> None:
        """At first the last player gets all that there is to divide."""
        self.per_capita = per_capita
        *others, last = [("player", i) for i in range(n)]
        self.columns = set(others)
        self.certain: Line = {}
        self.rows: dict[Name, Line] = {last: {}}
        add(self.rows[last], {CONSTANT: game[-1] - sum(game[1 << i] for i in range(n))})
        add(self.rows[last], dict.fromkeys(others, Fraction(-1)))
        for mask in range(1, len(game) - 1):
            inside = [i for i in range(n) if mask >> i & 1]
            row = self.rows["coalition", mask] = {}
            add(row, {CONSTANT: sum(game[1 << i] for i in inside) - game[mask]})
            for i in inside:
                player = ("player", i)
                add(row, self.rows.get(player, {player: Fraction(1)}))
        sizes = {name: self._size(name) for name in self.rows.keys() - {last}}
        lowest = min((constant(self.rows[c]) / k for c, k in sizes.items()), default=0)
        for name, size in sizes.items():
            add(self.rows[name], {CONSTANT: -lowest * size})

    def raise_all_coalitions(self) -> None:
        """Ask that each gets more by the same, as much as can be."""
        for name, row in self.rows.items():
            above = sum(x * self._size(column) for column, x in row.items())
            add(row, {RAISE: above - self._size(name)})
        self.columns.add(RAISE)
        for name in self._maximise({RAISE: Fraction(1)}).keys() - {CONSTANT}:
            self._drop(name)
        del self.rows[RAISE]

    def drop_what_stays_nought(self) -> None:
        """Raise the sum of all that is nought until what is left cannot rise."""
        nought = set(self.columns)
        nought |= {name for name, row in self.rows.items() if not constant(row)}
        while True:
            total: Line = {}
            for name in nought:
                add(total, self.rows.get(name, {name: Fraction(1)}))
            self._maximise(total)
            raised = {n for n in nought if n in self.rows and constant(self.rows[n])}
            if not raised:
                break
            nought -= raised
        for name in sorted(nought, key=self.rows.__contains__):
            if name in self.columns:
                self._drop(name)
            elif self.rows[name]:
                self._swap(name, next(iter(self.rows[name])))
                self._drop(name)

    def take_out_what_is_certain(self) -> None:
        """Set aside every row that no column can change any more."""
        for name, row in list(self.rows.items()):
            if row.keys() <= {CONSTANT}:
                self.certain[name] = constant(self.rows.pop(name))

    def _size(self, name: Name) -> Fraction:
        """By how much a row or column is raised with all coalitions."""
        kind, mask = name
        if kind != "coalition":
            return Fraction(0)
        return Fraction(mask.bit_count() if self.per_capita else 1)

    def _maximise(self, goal: Line) -> Line:
        """Swap until no column raises the goal, by Bland's rule; the goal then."""
        while True:
            rising = [name for name, x in goal.items() if x > 0 and name != CONSTANT]
            if not rising:
                return goal
            entering = min(rising)
            falling = [
                name for name, row in self.rows.items() if row.get(entering, 0) < 0
            ]
            leaving = min(falling, key=lambda name: self._limit(name, entering))
            self._swap(leaving, entering)
            replace(goal, entering, self.rows[entering])

    def _limit(self, name: Name, entering: Name) -> tuple[Fraction, Name]:
        """How far a row lets a column rise; of equals the first by name."""
        row = self.rows[name]
        return constant(row) / -row[entering], name

    def _swap(self, leaving: Name, entering: Name) -> None:
        """Let a row and a column change places."""
        row = self.rows.pop(leaving)
        by = row.pop(entering)
        made = {name: -x / by for name, x in row.items()}
        made[leaving] = 1 / by
        for other in self.rows.values():
            replace(other, entering, made)
        self.rows[entering] = made
        self.columns ^= {leaving, entering}

    def _drop(self, column: Name) -> None:
        """Let a column be nought for good."""
        self.columns.remove(column)
        for row in self.rows.values():
            row.pop(column, None)


def constant(row: Line) -> Fraction:
    return row.get(CONSTANT, Fraction(0))


def add(row: Line, other: Line, times: Fraction = Fraction(1)) -> None:
    """Add another line so many times; what comes to nothing is left out."""
    for name, x in other.items():
        row[name] = row.get(name, Fraction(0)) + times * x
        if not row[name]:
            del row[name]


def replace(row: Line, column: Name, made: Line) -> None:
    """Write a line in terms of what a column is made of."""
    if column in row:
        add(row, made, row.pop(column))
