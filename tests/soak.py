"""A long run: `python -m tests.soak [--runs 20000]`. Nothing grows, no verdict changes, no death looks like WA.

One submission in ten is hostile; now and then somebody kills a child or the zygote, which must cost a retry and no
verdict. Prints the figures before and after, and exits with 1 if anything grew or changed.
"""
# ruff: noqa: T201  # a command prints

import argparse
import contextlib
import gc
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from grader.sandbox.box import Box, open_box
from grader.spec.call import Call, Limits, Program
from grader.spec.outcome import Broken
from tests.hostile.arena import GRAVITY, Attack, attacks, code, fits_machine

HONEST = {  # source -> verdict
    "def f(x, world): return 2 * x + 1": "AC",
    "import numpy as np\ndef f(x, world): return np.add(x, x) + 1": "AC",
    "def f(x, world): return [2 * v + 1 for v in x]": "WA",  # a list is not the array that `code` asks for
    "def f(x, world): return x": "WA",
    "def f(x, world): return x[10]": "RTE",
    "def f(x, world): return 2 * x +": "RTE",
    "def f(x, world):\n    print(x)\n    x += 1\n    return 2 * x - 1": "AC",
}
SLOW = {"TLE", "MLE", "OLE"}
X = np.arange(4.0)


class Figures(NamedTuple):
    engine_kb: int
    zygote_kb: int
    descriptors: int
    zygote_descriptors: int
    processes: int
    temporary_files: int


def figures(box: Box) -> Figures:
    """What could grow. Processes: the zygote's children, and whatever of ours has lost its parent."""
    settle(box)
    zygote = box._pool.process.pid
    processes = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                ours = b"grader.sandbox" in (entry / "cmdline").read_bytes()
                processes += parent == zygote or (parent == 1 and ours)
    return Figures(
        _rss(os.getpid()),
        _rss(zygote),
        len(list(Path("/proc/self/fd").iterdir())),
        len(list(Path(f"/proc/{zygote}/fd").iterdir())),
        processes,
        len([entry for entry in Path(tempfile.gettempdir()).iterdir() if entry.name.startswith(".pariksha")]),
    )


def settle(box: Box) -> None:
    """Waits until the self-test is over and the pool is full: else one count has a child more than the other."""
    box.run(Program("def f(): return 1"), [Call("f", ())])  # starts a zygote that was killed a moment ago again
    gc.collect()
    pool = box._pool or box._start()
    pool.isolation()
    while len(pool.ready) < pool.size:
        pool._pump(time.monotonic() + 10)
    time.sleep(0.2)  # for the reaping of the last one
    pool._pump(None)


def _rss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def quick_attacks() -> list[Attack]:
    """Attacks that end within a blink: the slow ones would make this a test of patience."""
    slow = {"close_and_stay", "signal_alarm", "huge_message", "interrupt_harness", "nested_source"}
    return [
        attack for attack in attacks()
        if attack.flavor == "numpy" and "strict" in attack.levels and not attack.expect & SLOW
        and attack.name not in slow and fits_machine(attack)
    ]  # fmt: skip


def killer(box: Box, rng: random.Random, stop: threading.Event, kills: Counter[str], every: float) -> None:
    """Somebody on the same machine who kills things."""
    while not stop.wait(every * rng.random() * 2):
        pool = box._pool
        if pool is None or pool.report is None:
            continue
        victim = "zygote" if rng.random() < 0.2 else "child"
        pids = [pool.process.pid] if victim == "zygote" else sorted(pool.alive)[-1:]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                kills[victim] += 1


def soak(runs: int, *, seed: int = 0, kill_every: float = 1.5) -> tuple[Figures, Figures, Counter[str], list[str]]:
    """Figures after a twentieth and at the end, counts, and every complaint."""
    rng = random.Random(seed)
    hostile, honest = quick_attacks(), list(HONEST.items())
    world = {"channel": 3, "index": 0, "file": "/etc/passwd", "folder": "/tmp", "scratch": "/tmp/x", "grader": "/",
             "engine": os.getpid(), "victim": os.getppid(), "victim_address": 0, "tcp": 9, "udp": 9, "unix": "/x",
             "abstract": "x"}  # fmt: skip
    counts: Counter[str] = Counter()
    complaints: list[str] = []
    stop = threading.Event()
    limits = Limits(cpu_s=1.0, wall_s=20.0)
    with open_box(start_wait=True) as box:
        before = figures(box)
        thread = threading.Thread(target=killer, args=(box, rng, stop, counts, kill_every))
        thread.start()
        for number in range(runs):
            if number == runs // 20:
                stop.set()
                thread.join()
                before = figures(box)
                stop.clear()
                thread = threading.Thread(target=killer, args=(box, rng, stop, counts, kill_every))
                thread.start()
            if rng.random() < 0.1:
                attack = rng.choice(hostile)
                source, expect = attack.source, attack.expect
                counts["hostile"] += 1
            else:
                source, verdict = rng.choice(honest)
                expect = frozenset({verdict})
            outcomes = box.run(Program(source), [Call("f", (X, world), limits=limits)] * 2)
            codes = [code(outcome, 2 * X + 1) for outcome in outcomes]
            worst = max(codes, key=GRAVITY.index)
            counts["runs"] += 1
            if any(isinstance(outcome, Broken) for outcome in outcomes):
                counts["JE"] += 1  # killed twice: ours, and said so
            elif worst not in expect:
                complaints.append(f"run {number}: {worst} instead of {set(expect)}: {source[:60]!r} {outcomes}")
        stop.set()
        thread.join()
        box.run(Program(honest[0][0]), [Call("f", (X, world))])
        after = figures(box)
    return before, after, counts, complaints


def grown(before: Figures, after: Figures) -> list[str]:
    """What grew beyond noise: 2 MB of memory (one arena of the allocator), or one of anything counted."""
    return [
        f"{name}: {old} -> {new}"
        for name, old, new in zip(Figures._fields, before, after, strict=True)
        if new > old + (2048 if name.endswith("_kb") else 0)
    ]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kill-every", type=float, default=1.5, help="seconds between kills, on average")
    options = parser.parse_args()
    start = time.monotonic()
    before, after, counts, complaints = soak(options.runs, seed=options.seed, kill_every=options.kill_every)
    seconds = time.monotonic() - start
    for name, old, new in zip(Figures._fields, before, after, strict=True):
        print(f"{name:20} {old:10} -> {new:10}")
    print(dict(counts), f"{seconds:.0f} s, {options.runs / seconds:.0f} submissions/s")
    for line in complaints[:20] + grown(before, after):
        print("COMPLAINT", line)
    sys.exit(bool(complaints or grown(before, after)))


if __name__ == "__main__":
    main()
