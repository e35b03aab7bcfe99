"""Calibration and power of the batteries for random answers: python tools/calibration.py 10000 (runs; two minutes).

Calibration: right samples judged at a large alpha must be refused at most alpha times the number of checks. Power: the
probability that the variance check alone misses a confusion, on both shapes of 30 000 weights, at the real alpha.
"""

import sys
from collections.abc import Callable, Iterator

import numpy as np
from scipy import stats

from grader.spec import chance

LARGE_ALPHA = 0.01
SHAPE = (30, 40)  # the bounds hold for every size
SHAPES = ((300, 100), (100, 300))  # (fan_out, fan_in) of the graded weights


def _truncated(rng: np.random.Generator) -> np.ndarray:
    z = rng.standard_normal(2 * SHAPE[0] * SHAPE[1])
    return z[np.abs(z) < 2][: SHAPE[0] * SHAPE[1]].reshape(SHAPE) / chance.TRUNCATED_STD  # noqa: PLR2004


BATTERIES: dict[str, tuple[int, Callable[[np.random.Generator], object]]] = {  # checks, one run
    "normal": (6, lambda rng: chance.normal(rng.normal(size=SHAPE), 0, 1, LARGE_ALPHA)),
    "normal or truncated, given a normal": (
        6,
        lambda rng: chance.normal_or_truncated(rng.normal(size=SHAPE), 1, LARGE_ALPHA),
    ),
    "normal or truncated, given a truncated one": (
        6,
        lambda rng: chance._battery(_truncated(rng), 0, 1, chance.TRUNCATED, LARGE_ALPHA),  # noqa: SLF001
    ),
    "uniform": (7, lambda rng: chance.uniform(rng.random(SHAPE), 0, 1, LARGE_ALPHA)),
    "rate": (1, lambda rng: chance.rate(int(rng.binomial(12_000, 0.3)), 12_000, 0.3, LARGE_ALPHA)),
    "independent events": (
        3,
        lambda rng: chance.independent_events((rng.random((40, 60)) < 0.3) * 1.0, 0.3, LARGE_ALPHA),  # noqa: PLR2004
    ),
}
CONFUSIONS: dict[str, Callable[[int, int], float]] = {  # variance for He's 2 / fan_in
    "fan_out for fan_in": lambda _i, o: 2 / o,
    "1 / fan_in (LeCun)": lambda i, _o: 1 / i,
    "Xavier": lambda i, o: 2 / (i + o),
    "variance taken for std": lambda i, _o: (2 / i) ** 2,
    "truncated, not corrected": lambda i, _o: 0.7737 * 2 / i,
    "gain of a leaky ReLU, slope 0.3": lambda i, _o: 2 / (1 + 0.3**2) / i,
    "gain of a leaky ReLU, slope 0.2": lambda i, _o: 2 / (1 + 0.2**2) / i,
}


def calibration(runs: int) -> Iterator[str]:
    """One line for each battery: refusals, and how many the bound allows."""
    chance.LARGE = 0  # so that the checks of large samples are counted too
    yield f"| battery | right samples | refused at alpha = {LARGE_ALPHA} | bound |"
    yield "| --- | --- | --- | --- |"
    for name, (checks, run) in BATTERIES.items():
        rng = np.random.default_rng(1)
        refused = sum(run(rng) is not None for _ in range(runs))
        yield f"| {name} | {runs} | {refused} | {checks * LARGE_ALPHA * runs:.0f} |"


def power() -> Iterator[str]:
    """One line for each confusion: log10 of the chance that the mean square of both shapes passes."""
    yield "| confusion | missed with probability |"
    yield "| --- | --- |"
    n = SHAPES[0][0] * SHAPES[0][1]
    low, high = chance._chi_square(n, chance.ALPHA)  # noqa: SLF001
    for name, variance in CONFUSIONS.items():
        logs = 0.0
        for fan_out, fan_in in SHAPES:
            scale = variance(fan_in, fan_out) * fan_in / 2
            logs += min(stats.chi2.logsf(low / scale, n), stats.chi2.logcdf(high / scale, n)) / np.log(10)
        yield f"| {name} | {'under 1e-300' if logs < -300 else f'1e{logs:.0f}' if logs < -1 else f'{10**logs:.2f}'} |"  # noqa: PLR2004


if __name__ == "__main__":
    for line in (*calibration(int(sys.argv[1])), "", *power()):
        sys.stdout.write(line + "\n")
