"""The box: `open_box` starts it at once and in the background; `Box.run` gives exactly one Outcome for each call.

This module and what it imports stay free of numpy, so that the zygote can start while the rest of a command loads.
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Literal, Self

from grader.sandbox.isolation import Isolation, Level, Profile
from grader.sandbox.limits import LAYERS, Quota
from grader.sandbox.pool import ZygotePool
from grader.sandbox.seat import Lost, Seat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.sandbox.spawn import SpawnPool
    from grader.spec.call import Call, Program
    from grader.spec.outcome import Outcome

Flavor = Literal["numpy", "scipy", "torch"]
_USUAL = Quota(512, 600)  # of spec.call.Limits(); the first children are born before any call is known


class Box:
    """Runs programs, each in its own one-shot process. Safe to share between threads, which then take turns."""

    def __init__(
        self, flavor: Flavor, profile: Profile, pool: int, level: Level | None, layers: frozenset[str]
    ) -> None:
        """Starts it; returns at once. Use open_box."""
        self._settings = flavor, profile, pool, level, layers
        self._lock = threading.RLock()
        self._pool: ZygotePool | SpawnPool | None = None
        self._isolation: Isolation | None = None
        self._start()

    def run(self, program: Program, calls: Sequence[Call]) -> list[Outcome]:
        """One Outcome per call, in order, whatever the program does; never raises for its sake."""
        from grader.sandbox.run import run

        with self._lock:
            outcomes = run(self, program, calls)
            if self._pool is not None:
                self._pool.refill()
            return outcomes

    @property
    def isolation(self) -> Isolation:
        """What the self-test found when the box started; waits for it. Raises Lost if the box does not start."""
        with self._lock:
            if self._isolation is None:
                try:
                    self._isolation = (self._pool or self._start()).isolation()
                except Lost:
                    self.restart()
                    self._isolation = self._start().isolation()
            return self._isolation

    def seat(self, quota: Quota, words: frozenset[str]) -> Seat:
        """A fresh child; restarts a dead zygote the next time. Raises Lost."""
        pool = self._pool or self._start()
        try:
            return pool.take(quota, words)
        except Lost:
            self.restart()
            raise

    def restart(self) -> None:
        """Gives the zygote up; the next `seat` starts another one."""
        if self._pool is not None:
            self._pool.close()
        self._pool = None

    def close(self) -> None:
        """Ends all its processes."""
        with self._lock:
            self.restart()

    def __enter__(self) -> Self:
        """Closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ends all its processes."""
        self.close()

    def _start(self) -> ZygotePool | SpawnPool:
        flavor, profile, size, level, layers = self._settings
        if level in ("weak", "none") or sys.platform != "linux":
            from grader.sandbox.spawn import SpawnPool  # needs tempfile, which costs 10 ms

            self._pool = SpawnPool(flavor, "none" if level == "none" else "weak", _USUAL)
        else:
            self._pool = ZygotePool(flavor, profile, layers, _USUAL, size)
        return self._pool


def open_box(
    flavor: Flavor = "numpy",
    profile: Profile = "strict",
    pool: int = 2,
    force_level: Level | None = None,
    *,
    start_wait: bool = False,
    without: frozenset[str] = frozenset(),
) -> Box:
    """A box that starts in the background.

    flavor: which libraries are there: "scipy" adds scipy, "torch" adds torch and scipy.
    profile: "strict" has no call that takes a path; "import" can also read the standard library and the libraries.
    pool: how many locked children wait ready.
    force_level: "strict" and "import" choose that profile, "weak" and "none" the path of systems without the layers.
    start_wait: return only when the self-test is done. without: layers to leave out (tests only).
    """
    if force_level == "portable":
        raise ValueError("the portable level is documented, not built")
    if force_level in ("strict", "import"):
        profile = force_level
    box = Box(flavor, profile, pool, force_level, frozenset(LAYERS) - without)
    if start_wait:
        _ = box.isolation
    return box
