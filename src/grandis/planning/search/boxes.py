"""Hand arrays to kernels by one pointer.

A named tuple of 50 arrays is 350 machine words, and numba copies them at every
call: measured on the demo cluster, kernels ran ten times slower and took three
times as long to compile. A box holds the same arrays under the same names
behind one pointer. Without compilation (NUMBA_DISABLE_JIT) a named tuple is as
good, and kernels are plain Python.
"""

from typing import Any, TypeVar, cast

from numba import config, types
from numba.experimental import structref

from grandis.planning.search.arrays import Arrays, State
from grandis.planning.search.jit import kernel

T = TypeVar("T", bound=Arrays | State)

NOT_COMPILED = bool(getattr(config, "DISABLE_JIT", False))


class _BoxType(types.StructRef):
    def preprocess_fields(self, fields: Any) -> Any:
        return tuple((name, types.unliteral(kind)) for name, kind in fields)


@structref.register
class _ArraysType(_BoxType):
    pass


@structref.register
class _StateType(_BoxType):
    pass


class _ArraysBox(structref.StructRefProxy):
    pass


class _StateBox(structref.StructRefProxy):
    pass


structref.define_proxy(_ArraysBox, _ArraysType, list(Arrays._fields))
structref.define_proxy(_StateBox, _StateType, list(State._fields))


@kernel
def _box_arrays(fields: Any) -> Any:
    return _ArraysBox(*fields)


@kernel
def _box_state(fields: Any) -> Any:
    return _StateBox(*fields)


def boxed(fields: T) -> T:
    """The same arrays, for kernels; what they write is seen in `fields` too."""
    if NOT_COMPILED:
        return fields
    if isinstance(fields, Arrays):
        return cast(T, _box_arrays(tuple(fields)))
    return cast(T, _box_state(tuple(fields)))
