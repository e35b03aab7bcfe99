"""Values as bytes: a small JSON tree and raw array bytes beside it; no pickle, no class looked up by name.

Both ends use it. What arrives from a child is hostile: `decode` and the frame functions raise `WireError` and nothing
else, build only builtin types and base ndarrays of a listed dtype, and their work is bounded by the caps below.

Tree: None, bool, int, float, str stand for themselves;
["n", "nan"] also "inf", "-inf"; ["c", re, im] complex; ["l", item...] list; ["t", item...] tuple;
["d", key, item, ...] dict; ["a", dtype, shape] array; ["p", kinds, dtype, shape] numbers in nested lists ("l") and
tuples ("t"), one letter an axis; ["r", seed] Rng; ["o", name] Opaque. Array bytes follow in the tree's order.
"""

import json
import math
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.spec.value import Opaque, Rng, Value

HEADER_CAP = 128 << 10  # 64k small ints cost the engine 23 ms; the largest of 105 exercises' answers takes 819 bytes
BODY_CAP = 32 << 20  # 40 times the largest of 105 exercises' answers (dropout, 0.8 MB)
MAX_DEPTH = 20  # spec.plain stops at 16
MAX_NDIM = 32  # numpy 1's limit; numpy 2 allows 64
MAX_PACKED = 1 << 20  # numbers that become Python objects here: 32 MB of them
DTYPES = frozenset(("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"))
_FRAME = struct.Struct("<II")
FRAME_HEAD = _FRAME.size
_MIN_PACKED = 16  # below this a tree of numbers is shorter than its packed form
_MIN_MIXED = 1000
_PACKED = {bool: "|b1", int: "<i8", float: "<f8"}
_INT_LIMIT = 2**128  # PCG64 seeds have 128 bits


class WireError(Exception):
    """The bytes do not follow the format."""


def frame(header: Any, body: bytes = b"") -> bytes:
    """A length-prefixed message: JSON header, then raw bytes."""
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    return _FRAME.pack(len(text), len(body)) + text + body


def frame_lengths(head: bytes | bytearray) -> tuple[int, int]:
    """Header and body length of a frame from a child, checked against the caps."""
    header, body = _FRAME.unpack_from(head)
    if header > HEADER_CAP or body > BODY_CAP:
        raise WireError("frame longer than the caps")
    return header, body


def trusted_lengths(head: bytes) -> tuple[int, int]:
    """As `frame_lengths`, for the way from the engine to the child, where no cap is needed."""
    header, body = _FRAME.unpack(head)
    return header, body


def parse_header(text: bytes | bytearray) -> Any:
    """The header's JSON: builtin types only."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise WireError(f"header is not JSON: {type(error).__name__}") from None


def _no_constant(name: str) -> Any:
    raise WireError(f"JSON constant {name}")


def encode(value: Value) -> tuple[Any, bytes]:
    """Tree and body of a Value. Raises TypeError for what is none."""
    chunks: list[bytes] = []
    tree = _encode(value, chunks, 0)
    return tree, b"".join(chunks)


def _encode(value: Value, chunks: list[bytes], depth: int) -> Any:  # noqa: C901, PLR0912  # one branch a kind of node
    kind = type(value)
    if value is None or kind in (bool, str):
        return value
    if kind is int and abs(value) < _INT_LIMIT:
        return value
    if depth >= MAX_DEPTH:
        raise TypeError("nested too deep to cross the wall")
    if kind is float:
        return value if math.isfinite(value) else ["n", str(value)]
    if kind is complex:
        return ["c", _encode(value.real, chunks, depth + 1), _encode(value.imag, chunks, depth + 1)]
    if kind is np.ndarray:
        if value.dtype.str not in DTYPES:
            raise TypeError(f"array of dtype {value.dtype}")
        chunks.append(value.tobytes())
        return ["a", value.dtype.str, list(value.shape)]
    if kind is list or kind is tuple:
        packed = _pack(value, chunks)
        if packed is not None:
            return packed
        return ["l" if kind is list else "t", *(_encode(item, chunks, depth + 1) for item in value)]
    if kind is dict:
        if not all(type(key) is str for key in value):
            raise TypeError("dict whose keys are not all strings")
        return ["d", *(part for key, item in value.items() for part in (key, _encode(item, chunks, depth + 1)))]
    if kind is Rng:
        return ["r", value.seed]
    if kind is Opaque:
        return ["o", value.type_name]
    if isinstance(value, np.generic):
        return _encode(value.item(), chunks, depth)
    raise TypeError(f"{kind.__name__} cannot cross the wall")


def _pack(value: Sequence[Value], chunks: list[bytes]) -> Any:
    """["p", ...] for nested lists and tuples of numbers of one type in rectangular shape, else None."""
    level: list[Value] = [value]
    kinds, shape = "", []
    while type(level[0]) in (list, tuple):
        kind, length = type(level[0]), len(level[0])
        if length == 0 or len(kinds) >= MAX_DEPTH:
            return None
        if any(type(item) is not kind or len(item) != length for item in level):
            return None
        kinds += "l" if kind is list else "t"
        shape.append(length)
        level = [item for part in level for item in part]
    types = set(map(type, level))
    if len(level) < _MIN_PACKED or len(level) > MAX_PACKED or not types <= {bool, int, float}:
        return None
    if types == {int, float} and len(level) > _MIN_MIXED and all(abs(item) <= 2**53 for item in level):
        types = {float}  # of a long mixed list only the values matter, and the header has a cap
    if len(types) != 1:
        return None
    dtype = _PACKED[types.pop()]
    try:
        chunks.append(np.array(level, dtype=dtype).tobytes())
    except OverflowError:
        return None
    return ["p", kinds, dtype, shape]


def decode(tree: Any, body: bytes | bytearray | memoryview) -> Value:
    """The Value of a tree and its body. Raises WireError and nothing else, whatever it is given."""
    reader = _Reader(memoryview(body))
    value = reader.value(tree, 0)
    if reader.offset != len(body):
        raise WireError("bytes left over")
    return value


class _Reader:
    """Walks the tree, taking array bytes from the body one after the other."""

    def __init__(self, body: memoryview) -> None:
        self.body = body
        self.offset = 0
        self.packed = 0

    def value(self, tree: Any, depth: int) -> Value:  # noqa: C901, PLR0912  # one branch a kind of node
        if depth > MAX_DEPTH:
            raise WireError("nested too deep")
        if tree is None or type(tree) in (bool, float):
            return tree
        if type(tree) is int:
            return _checked_int(tree)
        if type(tree) is str:
            return clean_text(tree)
        if type(tree) is not list or not tree or type(tree[0]) is not str:
            raise WireError("unknown node")
        match tree:
            case ["l", *items]:
                return [self.value(item, depth + 1) for item in items]
            case ["t", *items]:
                return tuple([self.value(item, depth + 1) for item in items])
            case ["d", *parts] if len(parts) % 2 == 0 and all(type(key) is str for key in parts[::2]):
                pairs = zip(parts[::2], parts[1::2], strict=True)
                return {clean_text(key): self.value(item, depth + 1) for key, item in pairs}
            case ["a", str(dtype), list(shape)]:
                return self.array(dtype, shape)
            case ["p", str(kinds), str(dtype), list(shape)]:
                return self.numbers(kinds, dtype, shape)
            case ["n", "nan" | "inf" | "-inf" as name]:
                return float(name)
            case ["c", real, imag]:
                return complex(self.real(real), self.real(imag))
            case ["r", seed] if type(seed) is int and seed >= 0:
                return Rng(_checked_int(seed))
            case ["o", str(name)]:
                return Opaque(clean_text(name)[:200])
        raise WireError("unknown node")

    def real(self, tree: Any) -> float:
        value = self.value(tree, MAX_DEPTH)
        if type(value) is not float:
            raise WireError("part of a complex number is no float")
        return value

    def array(self, dtype: str, shape: list[Any]) -> Value:
        if dtype not in DTYPES:
            raise WireError("dtype not in the list")
        if len(shape) > MAX_NDIM or not all(type(n) is int and 0 <= n <= BODY_CAP for n in shape):
            raise WireError("not a shape")
        itemsize = int(dtype[2:])
        # empty arrays too: a shape (0, 10**9) would make the engine allocate in its first reduction
        if math.prod(max(n, 1) for n in shape) * itemsize > BODY_CAP:
            raise WireError("array too large")
        size = math.prod(shape) * itemsize
        raw = self.body[self.offset : self.offset + size]
        if len(raw) != size:
            raise WireError("array longer than its bytes")
        self.offset += size
        if dtype == "|b1":  # a byte that is neither 0 nor 1 would be a third truth value
            return (np.frombuffer(raw, np.uint8) != 0).reshape(shape)
        return np.frombuffer(raw, np.dtype(dtype)).reshape(shape).copy()

    def numbers(self, kinds: str, dtype: str, shape: list[Any]) -> Value:
        if not (0 < len(kinds) <= MAX_DEPTH and set(kinds) <= set("lt") and len(kinds) == len(shape)):
            raise WireError("packed numbers of no known container")
        if dtype not in _PACKED.values():
            raise WireError("packed numbers of another dtype")
        array = self.array(dtype, shape)
        self.packed += math.prod(max(n, 1) for n in shape)
        if self.packed > MAX_PACKED:
            raise WireError("too many packed numbers")
        return _tuples(array.tolist(), kinds)


def _tuples(nested: Any, kinds: str) -> Any:
    if "t" not in kinds:
        return nested
    items = [_tuples(item, kinds[1:]) for item in nested] if len(kinds) > 1 else nested
    return tuple(items) if kinds[0] == "t" else items


def _checked_int(number: int) -> int:
    if not -_INT_LIMIT < number < _INT_LIMIT:
        raise WireError("int of more than 128 bits")
    return number


def clean_text(text: str) -> str:
    """Text that can be written as UTF-8: a lone surrogate would make every later writer raise."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
