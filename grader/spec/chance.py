"""Batteries of tests for answers that depend on chance: each returns None, or a Finding that says what is off.

How errors are controlled. A check refuses a right answer with a probability of at most ALPHA: by an exact
distribution (normal, chi-square, binomial) or a bound that holds for every sample size (Dvoretzky-Kiefer-Wolfowitz,
Bernstein, sub-Gaussian tails), never by a limit theorem. No exercise makes more than 200 checks of a submission (six or
seven for each array, fewer than 30 arrays), so by the union bound a right submission is refused with a probability of
at most 200 ALPHA = 1e-9. The seeds of the cases come from the attempt's seed, so the verdict can be repeated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb, inf, lgamma, log, sqrt

import numpy as np

from grader.spec.finding import Finding
from grader.spec.value import Array

ALPHA = 5e-12  # per check: 200 checks keep a false refusal under 1e-9
LARGE = 10_000  # entries: enough for what is only sure of large samples
# A sample of 30 000 whose mean square is 1 to 13 digits was divided by its own std: the density of chi2(n) / n at 1 is
# sqrt(n / 4 pi) = 49 (60 for truncated normals), so chance does this with at most 2 * 60 * 4e-14 = 5e-12.
EXACT = 4e-14
TRUNCATED_STD = 0.87962566103423978  # std of N(0, 1) truncated at +-2: the constant of jax, flax and Keras
UNIQUE = 0.98  # 30 000 draws of 24 random bits still show 0.999 of them; a repeated row or column shows 1/3 at most
UNIQUE_FLOAT32 = 0.5  # stored in float32 honest draws collide: 0.93 are distinct at mean -2, std 0.01 (measured)
SLACK = 1.001  # of a bound: some write the constant 0.8796 with fewer digits


# ---------------------------------------------------------------------------------------- distributions of the weights
@dataclass(frozen=True, slots=True)
class Law:
    """A symmetric distribution of mean 0 and variance 1.

    bound: the largest |z|. square_variance: Var z^2. All three are sub-Gaussian with variance proxy 1: the normal by
    definition, the other two by Arbel, Marchal, Nguyen, arXiv 1901.09188, and Barreto et al., arXiv 2403.08628.
    """

    name: str
    bound: float
    square_variance: float
    cdf: Callable[[Array], Array]


def _normal_cdf(z: Array) -> Array:
    from scipy.special import ndtr  # scipy is loaded only by those who judge chance

    return np.asarray(ndtr(z))


def _truncated_cdf(z: Array) -> Array:
    inside = _normal_cdf(np.clip(z * TRUNCATED_STD, -2, 2))
    tail = _normal_cdf(np.array(-2.0))
    return np.asarray((inside - tail) / (1 - 2 * tail))


NORMAL = Law("normal", inf, 2.0, _normal_cdf)
TRUNCATED = Law("truncated", 2 / TRUNCATED_STD, 1.37, _truncated_cdf)  # kurtosis 2.37 (scipy.stats.truncnorm)
UNIFORM = Law("uniform", sqrt(3), 0.8, lambda z: np.clip((z / sqrt(3) + 1) / 2, 0, 1))  # Var 3u^2 = 9 * 4/45


def normal(w: Array, mean: float, std: float, alpha: float = ALPHA) -> Finding | None:
    """Independent entries of N(mean, std^2); w has two axes."""
    return _battery(w, mean, std, NORMAL, alpha)


def normal_or_truncated(w: Array, std: float, alpha: float = ALPHA) -> Finding | None:
    """N(0, std^2), or the normal truncated at two of its standard deviations and widened to the same variance.

    The union refuses less than either alone. A sample of 30 000 normals has max |z| near 4.2 and stays under 2.28
    with probability 1e-300, so the maximum says which of the two a sample means to be.
    """
    largest = float(np.abs(w).max(initial=0.0)) / std
    if (
        w.size >= _SURE_OF_TAIL
        and largest <= 2 * SLACK
        and _ks(w / (std * TRUNCATED_STD), TRUNCATED) <= _dkw(w.size, alpha)
    ):
        return Finding("stat.truncation", {"expected": _short(std), "got": _short(float(w.std()))})
    if largest <= TRUNCATED.bound * SLACK and _battery(w, 0.0, std, TRUNCATED, alpha) is None:
        return None
    return _battery(w, 0.0, std, NORMAL, alpha)


def uniform(w: Array, low: float, high: float, alpha: float = ALPHA) -> Finding | None:
    """Independent entries uniform on [low, high]; w has two axes."""
    reach = (high - low) * 1e-6  # float32 may round to the bound and a hair beyond
    if w.min() < low - reach or w.max() > high + reach:
        outside = float(w.min() if w.min() < low - reach else w.max())
        return Finding("stat.outside", {"low": _short(low), "high": _short(high), "got": _short(outside)})
    missed = (high - low) * (
        1 - (alpha / 2) ** (1 / w.size)
    )  # P(all n draws stay further than this from an end) = a / 2
    found = _battery(w, (low + high) / 2, (high - low) / sqrt(12), UNIFORM, alpha)
    if found is None and (w.min() > low + missed or w.max() < high - missed):
        ends = {"got_low": _short(float(w.min())), "got_high": _short(float(w.max()))}
        return Finding("stat.range", {"low": _short(low), "high": _short(high), **ends})
    return found


_SURE_OF_TAIL = 300  # 0.9167^300 < 5e-12: that many normals all within sqrt(3) standard deviations


def _battery(w: Array, mean: float, std: float, law: Law, alpha: float) -> Finding | None:
    z = (w - mean) / std
    with np.errstate(over="ignore"):  # of numbers that float32 cannot hold
        floor = UNIQUE_FLOAT32 if np.array_equal(w, w.astype(np.float32)) else UNIQUE
    distinct = np.unique(w).size
    if distinct < floor * w.size:
        return Finding("stat.repeated", {"distinct": distinct, "total": w.size})
    if np.abs(z).max(initial=0.0) > law.bound * SLACK:
        return Finding(
            "stat.outside",
            {
                "low": _short(mean - std * law.bound),
                "high": _short(mean + std * law.bound),
                "got": _short(float(w.flat[np.abs(z).argmax()])),
            },
        )
    with np.errstate(over="ignore"):  # 1e300 squared is inf, and off
        off, spread = _moments_off(z, law, alpha), float(w.std())
    if off:
        if abs(float(w.mean()) - mean) * sqrt(w.size) > 6.8 * spread:  # for the choice of words only
            return Finding("stat.mean", {"expected": _short(mean), "got": _short(float(w.mean()))})
        return Finding("stat.std", {"expected": _short(std), "got": _short(spread)})
    if law is not UNIFORM and w.size >= LARGE and min(abs(float(z.var()) - 1), abs(float((z * z).mean()) - 1)) < EXACT:
        return Finding("stat.exact_std", {"got": _short(std)})
    inside = law is NORMAL and w.size >= _SURE_OF_TAIL and np.abs(z).max() <= sqrt(3)
    if inside or _tails_off(z, law, alpha) or _ks(z, law) > _dkw(w.size, alpha):
        return Finding("stat.not_uniform" if law is UNIFORM else "stat.not_normal")
    for axis, code in ((1, "stat.rows"), (0, "stat.columns")):
        if _tied(z, axis, law, alpha):
            return Finding(code)
    return None


def _tails_off(z: Array, law: Law, alpha: float) -> bool:
    """Where the largest distance of two distribution functions sees nothing: far out, and between the draws.

    A normal has 0.0027 beyond 3 deviations (exact binomial); a sum of three uniforms has none. Of n equal cells n
    uniform draws hit 0.63; a shuffled grid hits them all (McDiarmid: one draw changes the number hit by at most 1).
    """
    if z.size < LARGE or law is TRUNCATED:
        return False
    if law is NORMAL:
        return rate(int((np.abs(z) > 3).sum()), z.size, 2 * float(_normal_cdf(np.array(-3.0))), alpha) is not None  # noqa: PLR2004
    hit = np.unique(np.floor(law.cdf(z) * z.size)).size
    expected = z.size * (1 - (1 - 1 / z.size) ** z.size)
    return hit - expected > sqrt(z.size * log(1 / alpha) / 2)


def _moments_off(z: Array, law: Law, alpha: float) -> bool:
    """Is the mean away from 0, or the mean square away from 1? Exact for normals, Bernstein's bound otherwise."""
    n = z.size
    mean, square = float(z.mean()), float((z**2).mean())
    if law is NORMAL:
        from scipy.special import ndtri

        low, high = _chi_square(n, alpha)
        return abs(mean) * sqrt(n) > -ndtri(alpha / 2) or not low <= square * n <= high
    return abs(mean) > _bernstein(n, 1.0, law.bound, alpha) or abs(square - 1) > _bernstein(
        n, law.square_variance, max(1.0, law.bound**2 - 1), alpha
    )


def _chi_square(df: int, alpha: float) -> tuple[float, float]:
    from scipy.special import gammainccinv, gammaincinv

    return 2 * float(gammaincinv(df / 2, alpha / 2)), 2 * float(gammainccinv(df / 2, alpha / 2))


def _bernstein(n: int, variance: float, bound: float, alpha: float) -> float:
    """The t with P(|mean of n - its expectation| > t) <= alpha (Bernstein's inequality, solved for t)."""
    step = bound * log(2 / alpha) / (3 * n)
    return step + sqrt(step**2 + 2 * variance * log(2 / alpha) / n)


def _ks(z: Array, law: Law) -> float:
    cdf = law.cdf(np.sort(z, axis=None))
    grid = np.arange(z.size + 1) / z.size
    return float(max((grid[1:] - cdf).max(), (cdf - grid[:-1]).max()))


def _dkw(n: int, alpha: float) -> float:
    """Dvoretzky-Kiefer-Wolfowitz with Massart's constant (1990): P(sup |F_n - F| > t) <= 2 exp(-2 n t^2)."""
    return sqrt(log(2 / alpha) / (2 * n))


def _tied(z: Array, axis: int, law: Law, alpha: float) -> bool:
    """Do the sums along an axis vary more or less than sums of independent entries do?

    Less: exact for normals; else by Maurer's bound (2003) for k squares X of mean 1, P(sum <= k (1 - t)) <=
    exp(-k t^2 / 2 E X^2), where E X^2 <= 3 since the fourth moment of the sums stays under the normal's.
    """
    sums = z.sum(axis=axis) / sqrt(z.shape[axis])
    total = float((sums**2).sum())
    if law is NORMAL:
        low, high = _chi_square(sums.size, alpha)
        return not low <= total <= high
    k = sums.size
    return total > _sub_gaussian(k, alpha) or total < k * (1 - sqrt(6 * log(1 / alpha) / k))


def _sub_gaussian(k: int, alpha: float) -> float:
    """Upper bound of a sum of k squared sub-Gaussians of proxy 1 (Laurent, Massart 2000; Hsu, Kakade, Zhang 2012)."""
    return k + 2 * sqrt(k * log(1 / alpha)) + 2 * log(1 / alpha)


# ------------------------------------------------------------------------------------------------- other random answers
def orthonormal(q: Array, gain: float) -> Finding | None:
    """Rows (if fewer) or columns orthogonal and of length |gain|: no chance in it.

    64 * 2^-24 * sqrt(n): float32 QR errs by 1.8e-7 at n = 100 (torch, Keras measured), this allows 3.8e-5.
    """
    short = q if q.shape[0] <= q.shape[1] else q.T
    gram = short @ short.T
    allowed = 64 * 2.0**-24 * gain**2 * sqrt(max(q.shape))
    lengths = np.sqrt(np.diag(gram))
    if np.abs(np.diag(gram) - gain**2).max() > allowed:
        worst = float(lengths[np.abs(lengths - abs(gain)).argmax()])
        code = "stat.row_length" if short is q else "stat.column_length"
        return Finding(code, {"expected": _short(abs(gain)), "got": _short(worst)})
    if np.abs(gram - np.diag(np.diag(gram))).max() > allowed:
        return Finding("stat.rows_not_orthogonal" if short is q else "stat.columns_not_orthogonal")
    return None


def rate(count: int, n: int, p: float, alpha: float = ALPHA) -> Finding | None:
    """Is `count` of n a likely number of events of probability p? Exact binomial tails."""
    from scipy.special import bdtr, bdtrc

    above = 1.0 if count == 0 else float(bdtrc(count - 1, n, p))
    if min(float(bdtr(count, n, p)), above) < alpha / 2:
        return Finding("stat.rate", {"expected": _short(p), "got": _short(count / n)})
    return None


def independent_events(happened: Array, p: float, alpha: float = ALPHA) -> Finding | None:
    """A table of zeros and ones: do rows or columns share their fate, or neighbors in a row?

    The variance proxy of a centered Bernoulli(p) is (1 - 2p) / (2 ln((1-p)/p)) (Kearns, Saul 1998); 1/4 at p = 1/2.
    """
    proxy = 0.25 if p == 0.5 else (1 - 2 * p) / (2 * log((1 - p) / p))  # noqa: PLR2004 (the limit of the formula)
    z = (happened - p) / sqrt(proxy)
    for axis, code in ((1, "stat.rows"), (0, "stat.columns")):
        sums = z.sum(axis=axis) / sqrt(z.shape[axis])
        if float((sums**2).sum()) > _sub_gaussian(sums.size, alpha):
            return Finding(code)
    for start in (0, 1):  # disjoint pairs are independent: Bernstein on their products, of variance (p (1 - p))^2
        pairs = ((happened - p)[:, start:-1:2] * (happened - p)[:, start + 1 :: 2]).ravel()
        if pairs.size and abs(float(pairs.mean())) > _bernstein(pairs.size, (p * (1 - p)) ** 2, 1.0, alpha):
            return Finding("stat.rows")
    return None


def shuffled(order: Sequence[int], parts: Sequence[Sequence[int]], alpha: float = ALPHA) -> Finding | None:
    """Is `order`, a permutation of 0..n-1 read off in `parts`, a shuffled one?

    A neighbor i, i + 1 kept together happens about once a shuffle. P(at least k of them) <= C(n-1, k) (n-k)!/n! <=
    1/k!, by the union over which ones; likewise going down. Parts that each are a block i..j of the input, whatever
    the order inside, have probability (number of parts)! / multinomial(n; sizes).
    """
    n = len(order)
    steps = np.diff(np.asarray(order))
    kept = int(max((steps == 1).sum(), (steps == -1).sum()))
    if 2 * _at_least_kept(n, kept) < alpha:
        return Finding("stat.not_shuffled", {"kept": kept, "pairs": n - 1})
    blocks = all(max(part) - min(part) + 1 == len(part) for part in parts if len(part))
    if blocks and _log_block_chance([len(part) for part in parts]) < log(alpha):
        return Finding("stat.blocks")
    return None


def shuffled_parts(parts: Sequence[Sequence[int]], alpha: float = ALPHA) -> Finding | None:
    """Are the parts of 0..n-1, as sets, parts of a shuffle? They must neither be blocks nor every k-th index.

    Blocks may start anywhere and wrap around at n. Each of at most n * len(parts)! such labeled partitions has the
    chance 1 / multinomial(n; sizes).
    """
    sets = [set(part) for part in parts if len(part)]
    n = sum(map(len, sets))
    unlikely = _log_block_chance([len(part) for part in sets]) + log(max(n, 1)) < log(alpha / 2)
    blocks = all(sum((i + 1) % n not in part for i in part) <= 1 for part in sets)
    strided = all(set(np.diff(sorted(part)).tolist()) <= {len(sets)} for part in sets)
    return Finding("stat.blocks") if unlikely and (blocks or strided) else None


def uncorrelated(u: Array, v: Array, alpha: float = ALPHA) -> bool:
    """Do two columns of uniforms on [0, 1] move independently? Bernstein on (u - 1/2)(v - 1/2): variance 1/144."""
    return abs(float(((u - 0.5) * (v - 0.5)).mean())) <= _bernstein(u.size, 1 / 144, 0.25, alpha)


def _at_least_kept(n: int, kept: int) -> float:
    chance = 1.0
    for i in range(kept):
        chance /= n - i
    return comb(n - 1, kept) * chance if kept else 1.0


def _log_block_chance(sizes: Sequence[int]) -> float:
    return lgamma(len(sizes) + 1) + sum(lgamma(size + 1) for size in sizes) - lgamma(sum(sizes) + 1)


def _short(x: float) -> float:
    """Four digits are as many as a student compares."""
    return float(f"{x:.4g}")
