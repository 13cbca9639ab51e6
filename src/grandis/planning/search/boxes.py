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
from grandis.planning.search.priced.arrays import Priced, Slots

T = TypeVar("T", bound=Arrays | State | Priced | Slots)

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


@structref.register
class _PricedType(_BoxType):
    pass


@structref.register
class _SlotsType(_BoxType):
    pass


class _ArraysBox(structref.StructRefProxy):
    pass


class _StateBox(structref.StructRefProxy):
    pass


class _PricedBox(structref.StructRefProxy):
    pass


class _SlotsBox(structref.StructRefProxy):
    pass


structref.define_proxy(_ArraysBox, _ArraysType, list(Arrays._fields))
structref.define_proxy(_StateBox, _StateType, list(State._fields))
structref.define_proxy(_PricedBox, _PricedType, list(Priced._fields))
structref.define_proxy(_SlotsBox, _SlotsType, list(Slots._fields))


@kernel
def _box_arrays(fields: Any) -> Any:
    return _ArraysBox(*fields)


@kernel
def _box_state(fields: Any) -> Any:
    return _StateBox(*fields)


@kernel
def _box_priced(fields: Any) -> Any:
    return _PricedBox(*fields)


@kernel
def _box_slots(fields: Any) -> Any:
    return _SlotsBox(*fields)


_BOX = {
    Arrays: _box_arrays,
    State: _box_state,
    Priced: _box_priced,
    Slots: _box_slots,
}


def boxed(fields: T) -> T:
    """The same arrays, for kernels; what they write is seen in `fields` too."""
    if NOT_COMPILED:
        return fields
    return cast(T, _BOX[type(fields)](tuple(fields)))
