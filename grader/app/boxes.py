"""The boxes that a run of the program needs: each started once, when first asked for, closed together."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from typing import Self

from grader.sandbox.box import Box, Flavor, open_box
from grader.sandbox.seat import Lost

_SCIPY = frozenset({"scipy"})
_TORCH = frozenset({"torch"})


def flavor_for(modules: Iterable[str], *, torch_track: bool = False) -> Flavor:
    """The smallest box that has these modules preloaded."""
    wanted = frozenset(modules)
    if torch_track or wanted & _TORCH:
        return "torch"
    return "scipy" if wanted & _SCIPY else "numpy"


class Boxes:
    """Open boxes by flavor. A context manager, since boxes are processes."""

    def __init__(self, started: Mapping[Flavor, Box] | None = None) -> None:
        """`started`: boxes opened before, taken over and closed with the rest."""
        self._stack = ExitStack()
        self._open = {flavor: self._stack.enter_context(box) for flavor, box in (started or {}).items()}

    def get(self, flavor: Flavor) -> Box:
        """The box of this flavor, started when it is not there yet."""
        if flavor not in self._open:
            self._open[flavor] = self._stack.enter_context(open_box(flavor))
        return self._open[flavor]

    def level(self, flavor: Flavor) -> str:
        """The isolation level of a box; "" where it did not start, whose calls are JE anyway."""
        try:
            return self.get(flavor).isolation.level
        except Lost:
            return ""

    def __enter__(self) -> Self:
        """Open for use."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close every box."""
        self._stack.close()
