"""Hand arrays to kernels by one pointer.

A named tuple of 50 arrays is 350 machine words, and numba copies them at every
call: measured on the demo cluster, kernels ran ten times slower and took three
times as long to compile. A box is a pointer to a table of where the arrays are;
kernels read them under the same names. What a box points to never changes and
nobody counts who uses it, so compiled code looks up each address once. Without
compilation (NUMBA_DISABLE_JIT) a named tuple is as good, and kernels are plain
Python.
"""

from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba import config, types
from numba.core import cgutils
from numba.core.extending import (
    NativeValue,
    infer_getattr,
    lower_getattr_generic,
    models,
    register_model,
    unbox,
)
from numba.core.typing.templates import AttributeTemplate
from numba.np.arrayobj import populate_array

from grandis.planning.search.arrays import Arrays, Found, State
from grandis.planning.search.priced.arrays import Priced, Slots

T = TypeVar("T", bound=Arrays | State | Found | Priced | Slots)

NOT_COMPILED = bool(getattr(config, "DISABLE_JIT", False))


class BoxType(types.Type):
    """What a box holds under which name, and at which of its words."""

    def __init__(self, name: str, fields: tuple[tuple[str, Any], ...]) -> None:
        self.kinds = dict(fields)
        self.word, at = {}, 0
        for field, kind in fields:
            self.word[field] = at
            at += 1 + getattr(kind, "ndim", 0)
        code = "".join(f"{getattr(kind, 'ndim', 0)}" for _, kind in fields)
        super().__init__(name=f"{name}{code}")


class Box:
    """The address of a table: numbers, and of arrays the addresses and shapes."""

    def __init__(self, fields: Any) -> None:
        words: list[int] = []
        for value in fields:
            if isinstance(value, np.ndarray):
                words += [value.ctypes.data, *value.shape]
            else:
                words.append(value)
        kinds = zip(fields._fields, map(numba.typeof, fields), strict=True)
        self._numba_type_ = BoxType(type(fields).__name__, tuple(kinds))
        self._fields = fields  # as long as the box lives, so do its arrays
        self._words = np.array(words, np.int64)
        self.address = self._words.ctypes.data


def _address(typ: BoxType, box: Any, c: Any) -> Any:
    number = c.pyapi.object_getattr_string(box, "address")
    address = c.unbox(types.intp, number).value
    c.pyapi.decref(number)
    return NativeValue(c.builder.inttoptr(address, cgutils.voidptr_t))


@infer_getattr
class _Fields(AttributeTemplate):
    key = BoxType

    def generic_resolve(self, typ: BoxType, name: str) -> Any:  # type: ignore[override]
        return typ.kinds.get(name)


def _read(context: Any, builder: Any, typ: BoxType, box: Any, name: str) -> Any:
    """Machine code that reads a field of a box."""
    words = builder.bitcast(box, cgutils.intp_t.as_pointer())

    def word(number: int) -> Any:
        value = builder.load(cgutils.gep(builder, words, number))
        value.set_metadata("invariant.load", builder.module.add_metadata([]))
        return value

    at, kind = typ.word[name], typ.kinds[name]
    if not isinstance(kind, types.Array):
        return word(at)
    array = context.make_array(kind)(context, builder)
    data = builder.inttoptr(word(at), array.data.type)
    shape = [word(at + 1 + axis) for axis in range(kind.ndim)]
    itemsize = context.get_constant(types.intp, kind.dtype.bitwidth // 8)
    strides = [itemsize]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    nobody = context.get_constant_null(types.MemInfoPointer(kind.dtype))
    populate_array(array, data, shape, strides, itemsize, nobody)
    return array._getvalue()


register_model(BoxType)(models.OpaqueModel)
unbox(BoxType)(_address)
lower_getattr_generic(BoxType)(_read)


def boxed(fields: T) -> T:
    """The same arrays, for kernels; what they write is seen in `fields` too."""
    if NOT_COMPILED:
        return fields
    return cast(T, Box(fields))
