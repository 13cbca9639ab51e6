"""Instance files line by line: numbers with the line they stand on."""

import re
from collections import deque
from collections.abc import Iterable, Iterator

from grandis.errors import FileError
from grandis.planning.problem import (
    MOST_TICKS,
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Tool,
)

#: No public instance has more; a larger number is a mistake in the file.
MOST_MACHINES = 10_000


class Line:
    """One line of a file, whose words are taken one by one."""

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.text = text.strip()
        self._words = deque(text.split())

    def __bool__(self) -> bool:
        """Whether there are words left."""
        return bool(self._words)

    def take(self, what: str, least: int = 0, most: int = MOST_TICKS) -> int:
        """The next word, a whole number from `least` to `most`."""
        if not self._words:
            raise self.error(f"it ends where {what} should stand; complete it")
        word = self._words.popleft()
        if not re.fullmatch(r"-?[0-9]{1,18}", word) or not least <= int(word) <= most:
            raise self.error(
                f"{what} is {word!r}; write a whole number from {least} to {most}"
            )
        return int(word)

    def options(self, machines: int) -> tuple[Option, ...]:
        """The options that come next: their number, then machines and durations."""
        count = self.take("the number of machines that can do it", 1, machines)
        durations: dict[int, int] = {}
        for _ in range(count):
            machine = self.take("a machine", 1, machines)
            if machine in durations:
                raise self.error(f"machine {machine} is there twice; keep one of them")
            durations[machine] = self.take("a duration")
        return tuple(Option(f"M{m}", duration) for m, duration in durations.items())

    def end(self) -> None:
        """Refuse words that are left over."""
        if self._words:
            raise self.error(
                f"{self._words[0]!r} comes after all that belongs there; remove it or "
                "correct the numbers before it"
            )

    def error(self, sentence: str) -> FileError:
        """The error that something on this line is wrong."""
        return FileError(f"line {self.number}: {sentence}")


def lines_of(data: bytes) -> Iterator[Line]:
    """The lines that are not blank."""
    for number, text in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        if text.strip():
            yield Line(number, text)


def shop(name: str, machines: int, jobs: Iterable[Opportunity]) -> Problem:
    """A workshop of always open machines; the horizon holds all work in a row."""
    jobs = tuple(jobs)
    tools = dict.fromkeys(step.tool for job in jobs for step in job.steps if step.tool)
    horizon = sum(
        max(option.duration for option in step.options)
        for job in jobs
        for step in job.steps
    )
    if horizon > MOST_TICKS:
        raise FileError(
            f"its durations add up to {horizon}, more than {MOST_TICKS}; divide them "
            "all by the same number"
        )
    return Problem(
        name=name,
        objective="makespan",
        horizon=max(1, horizon),
        members=(Member("shop"),),
        sites=(Site("shop", "shop"),),
        resources=tuple(Resource(f"M{m}", "shop") for m in range(1, machines + 1)),
        opportunities=jobs,
        tools=tuple(Tool(tool, site="shop") for tool in tools),
    )
