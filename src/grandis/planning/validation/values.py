"""Every value has the type and lies in the range that its field declares."""

import msgspec

from grandis.errors import ProblemError
from grandis.planning.problem import Problem
from grandis.planning.validation.wording import misfit

#: A problem's fields without its own checks, which come after these.
Parts = msgspec.defstruct(
    "Parts",
    [
        (field.name, field.type, field.default)
        if field.default is not msgspec.NODEFAULT
        else (field.name, field.type)
        for field in msgspec.structs.fields(Problem)
    ],
)


def values_fit_their_fields(problem: Problem) -> None:
    """Objects made in Python skip the checks that reading a file makes."""
    try:
        data = msgspec.to_builtins(problem)
    except (TypeError, OverflowError) as error:
        raise ProblemError(
            f"the problem holds a value that no field can hold ({error}); replace it "
            "by a number, a text, a tuple or a record"
        ) from error
    try:
        parts = msgspec.convert(data, Parts)
    except msgspec.ValidationError as error:
        raise ProblemError(misfit(data, error, Parts)) from error
    for name in problem.__struct_fields__:
        # What was converted differs where a list or a dict stood in for a
        # tuple or a record.
        if getattr(parts, name) != getattr(problem, name):
            raise ProblemError(
                f"{name!r} holds a list or a dictionary; make it of tuples and of "
                "the records in grandis.planning"
            )
