"""The loads that tests/bench/test_sandbox.py measures. `python -m tests.bench.sandbox_load` prints all ratios."""
# ruff: noqa: T201  # a command prints

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from grader.sandbox.box import Box, open_box
from grader.sandbox.limits import LAYERS
from grader.spec.call import Call, Program

SOFTMAX = """
import numpy as np
def f(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
"""
X = np.linspace(-3, 3, 64).reshape(8, 8)
SCRIPT = SOFTMAX + f"\nf(np.array({X.tolist()}))\nprint('done')\n"
NOTHING = frozenset(LAYERS)
_ENV = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def once(box: Box) -> float:
    """Seconds to the answer of one submission."""
    start = time.perf_counter()
    (outcome,) = box.run(Program(SOFTMAX), [Call("f", (X,))])
    seconds = time.perf_counter() - start
    assert outcome.value.shape == X.shape
    return seconds


def plain(prefix: tuple[str, ...] = ()) -> float:
    """Seconds of `python submission.py` with numpy, behind `prefix`."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "submission.py"
        script.write_text(SCRIPT)
        start = time.perf_counter()
        done = subprocess.run([*prefix, sys.executable, str(script)], capture_output=True, env=_ENV, check=True)
    assert done.stdout == b"done\n"
    return time.perf_counter() - start


def bwrap() -> tuple[str, ...] | None:
    """bubblewrap with everything unshared, if it is here and may do so."""
    path = shutil.which("bwrap")
    if path is None:
        return None
    prefix = (path, "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev")
    return prefix if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0 else None


def first_result(rounds: int) -> tuple[float, float]:
    """Medians of interleaved runs: a full warm pool, and a plain start of python and numpy."""
    warm, cold = [], []
    with open_box(start_wait=True) as box:
        for _ in range(rounds):
            time.sleep(0.02)  # for the pool to be full
            warm.append(once(box))
            cold.append(plain())
    return statistics.median(warm), statistics.median(cold)


def zygote_start(rounds: int) -> tuple[float, float]:
    """Medians of interleaved runs: until the first child of a cold box is ready, and `python -c "import numpy"`."""
    ours, bare = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        with open_box() as box:
            once(box)
            ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import numpy"], check=True, env=_ENV)
        bare.append(time.perf_counter() - start)
    return statistics.median(ours), statistics.median(bare)


def _work(without: frozenset[str], seconds: float) -> float:
    with open_box(without=without, start_wait=True) as box:
        once(box)
        done, start = 0, time.perf_counter()
        while time.perf_counter() < start + seconds:
            once(box)
            done += 1
        return done / (time.perf_counter() - start)


def _work_bwrap(prefix: tuple[str, ...], seconds: float) -> float:
    done, start = 0, time.perf_counter()
    while time.perf_counter() < start + seconds:
        plain(prefix)
        done += 1
    return done / (time.perf_counter() - start)


def throughput(rounds: int, seconds: float) -> dict[str, float]:
    """Submissions a second of two workers, medians of interleaved rounds: all layers, none, and bwrap."""
    rates: dict[str, list[float]] = {"box": [], "no layers": [], "bwrap": []}
    prefix = bwrap()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        for _ in range(rounds):
            for name, without in (("box", frozenset()), ("no layers", NOTHING)):
                jobs = [workers.submit(_work, without, seconds) for _ in range(2)]
                rates[name].append(sum(job.result() for job in jobs))
            if prefix:
                jobs = [workers.submit(_work_bwrap, prefix, seconds) for _ in range(2)]
                rates["bwrap"].append(sum(job.result() for job in jobs))
    return {name: statistics.median(values) for name, values in rates.items() if values}


def main() -> None:
    """Prints what the closing note wants."""
    warm, cold = first_result(40)
    print(f"first result, warm pool {1e3 * warm:.2f} ms, plain {1e3 * cold:.1f} ms: {warm / cold:.1%}")
    ours, bare = zygote_start(12)
    print(f"cold box to first answer {1e3 * ours:.0f} ms, import numpy {1e3 * bare:.0f} ms: {ours / bare:.2f}")
    rates = throughput(3, 3.0)
    print({name: round(rate) for name, rate in rates.items()}, f"of no layers {rates['box'] / rates['no layers']:.0%}")
    if "bwrap" in rates:
        print(f"times bwrap {rates['box'] / rates['bwrap']:.1f}")


if __name__ == "__main__":
    main()
