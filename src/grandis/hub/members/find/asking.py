"""What somebody looks for, and the answer with a reason for each hit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Wanted:
    """What to look for; everything that is given must hold.

    `stage` and `process` are values of the enums, `material` is an id of
    `grandis.processes`, `region` the beginning of a NUTS code. What a part needs
    of one resource: `envelope` are its three sides in mm in any order, `clamp` is
    in kN, `shot` in g of polystyrene, `container` in l.
    """

    text: str = ""
    stage: str = ""
    process: str = ""
    material: str = ""
    certificate: str = ""
    region: str = ""
    envelope: tuple[float, float, float] | None = None
    clamp: float | None = None
    shot: float | None = None
    container: float | None = None

    @property
    def asks_a_resource(self) -> bool:
        """Whether one and the same resource must meet something."""
        sizes = (self.envelope, self.clamp, self.shot, self.container)
        asked = (self.process, self.material)
        return any(asked) or any(size is not None for size in sizes)

    @cached_property
    def least(self) -> tuple[tuple[str, float], ...]:
        """The limits that must be as great as what is needed, with it."""
        needs = (
            ("clamp", self.clamp),
            ("shot", self.shot),
            ("container_most", self.container),
        )
        return tuple((name, need) for name, need in needs if need is not None)


class Member(NamedTuple):
    """An organisation of the directory, with what a list says of it."""

    pk: int
    key: str
    name: str
    role: str


class Reason(NamedTuple):
    """Why something was found: a code for a sentence, with its values.

    ======================  ==================================================
    ``word``                `word` stands in the `title` of a row of `kind`
    ``stage``               a row of `kind`, `title`, serves the `stage`
    ``resource``            the resource `title` meets what is asked of one
    ``limit_met``           its `limit` is `have` where `need` is needed
    ``room``                the part's `sides` find room in its `limits`
    ``limit_not_entered``   its `limit` was not entered: ask
    ``material_listed``     it takes the `material`
    ``material_by_process`` its process runs the `material`: `answer`
    ``certificate``         `standard` is in force, until `until` if it ends
    ``region``              `title` lies in `nuts`
    ======================  ==================================================

    `key` is the row's, for a link.
    """

    code: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """A member, its rank's grounds, and why it was found.

    `open_questions` counts limits that were not entered, where no resource is
    known to meet all of them.
    """

    organisation: Member
    score: int
    open_questions: int
    reasons: tuple[Reason, ...]


def because(code: str, **values: Any) -> Reason:
    """A reason."""
    return Reason(code, values)
