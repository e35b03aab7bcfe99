"""The batteries: calibrated where they are right, and seen to refuse every planted fault."""

import numpy as np
import pytest
from scipy import stats

from grader.spec import chance
from grader.spec.chance import ALPHA, NORMAL, TRUNCATED, UNIFORM

SHAPES = ((100, 300), (300, 100))


def weights(shape=(100, 300), seed=0, std=1.0, mean=0.0):
    return np.random.default_rng(seed).normal(mean, std, shape)


def truncated(shape, std, seed=0, width=2.0):
    return np.asarray(stats.truncnorm(-width, width).rvs(shape, random_state=seed)) * std


def code(finding):
    return None if finding is None else finding.code


# ------------------------------------------------------------------------------------------------ right answers pass
def test_right_samples_pass_every_battery():
    for seed in range(60):
        rng = np.random.default_rng(seed)
        shape = SHAPES[seed % 2]
        assert chance.normal(rng.normal(-2, 0.05, shape), -2, 0.05) is None
        assert chance.normal_or_truncated(rng.normal(0, 0.3, shape), 0.3) is None
        assert chance.uniform(rng.uniform(-1, 4, shape), -1, 4) is None
        corrected = truncated(shape, 0.3 / chance.TRUNCATED_STD, seed)
        assert chance.normal_or_truncated(corrected, 0.3) is None


def test_float32_samples_pass():
    for seed in range(20):
        rng = np.random.default_rng(seed)
        z = rng.standard_normal((300, 100), dtype=np.float32)
        assert chance.normal(z * np.float32(0.05) - np.float32(2), -2, 0.05) is None
        assert chance.normal_or_truncated(z * np.float32(0.1), 0.1) is None
        u = rng.random((100, 300), dtype=np.float32)
        assert chance.uniform(u * np.float32(0.4) - np.float32(0.2), -0.2, 0.2) is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (3, 4)])
def test_small_samples_pass(shape):
    for seed in range(300):
        rng = np.random.default_rng(seed)
        assert chance.normal_or_truncated(rng.normal(size=shape), 1.0) is None
        assert chance.uniform(rng.uniform(2, 3, shape), 2, 3) is None


# ---------------------------------------------------------------------------------------------------- calibration
def refusals(battery, draw, alpha, runs=1500):
    rng = np.random.default_rng(12345)
    return sum(battery(draw(rng), alpha) is not None for _ in range(runs))


def test_normal_battery_refuses_at_its_rate():
    """Mean, square, rows and columns are exact (alpha each), the sup bound conservative: between 2 and 5.5 alpha."""
    observed = refusals(
        lambda w, alpha: chance.normal(w, 0, 1, alpha), lambda rng: rng.normal(size=(30, 40)), alpha=0.02
    )
    assert 1500 * 2 * 0.02 < observed < 1500 * 5.5 * 0.02


@pytest.mark.parametrize(
    ("battery", "draw", "checks"),
    [
        (lambda w, a: chance.uniform(w, 0, 1, a), lambda rng: rng.random((30, 40)), 8),
        (
            lambda w, a: chance._battery(w, 0, 1, TRUNCATED, a),
            lambda rng: np.clip(stats.truncnorm(-2, 2).rvs((20, 30), random_state=rng) / chance.TRUNCATED_STD, -3, 3),
            5,
        ),
        (lambda w, a: chance.independent_events(w, 0.3, a), lambda rng: (rng.random((30, 40)) < 0.3) * 1.0, 4),
        (lambda n, a: chance.rate(n, 500, 0.3, a), lambda rng: rng.binomial(500, 0.3), 1),
        (
            lambda order, a: chance.shuffled(order, [order[:10], order[10:]], a),
            lambda rng: rng.permutation(20).tolist(),
            2,
        ),
        (
            lambda pair, a: None if chance.uncorrelated(*pair, a) else 1,
            lambda rng: (rng.random(500), rng.random(500)),
            1,
        ),
    ],
    ids=["uniform", "truncated", "events", "rate", "shuffled", "uncorrelated"],
)
def test_bounds_hold_at_a_large_alpha(battery, draw, checks):
    """At alpha = 0.02 per check no battery refuses more than its checks allow (three standard deviations of slack)."""
    runs = 800
    allowed = runs * checks * 0.02
    assert refusals(battery, draw, 0.02, runs) <= allowed + 3 * np.sqrt(allowed)


def test_two_hundred_checks_keep_a_false_refusal_under_1e9():
    assert 200 * ALPHA <= 1e-9 * (1 + 1e-9)
    assert stats.norm.cdf(np.sqrt(3)) * 2 - 1 == pytest.approx(0.9167, abs=1e-4)
    assert 0.9168**chance._SURE_OF_TAIL < ALPHA
    assert 2 * chance.EXACT * 30_000 * stats.chi2(30_000).pdf(30_000) < 1.01 * ALPHA


def test_laws_have_mean_0_and_variance_1():
    for law, rv in (
        (NORMAL, stats.norm()),
        (TRUNCATED, stats.truncnorm(-2, 2, scale=1 / chance.TRUNCATED_STD)),
        (UNIFORM, stats.uniform(-np.sqrt(3), 2 * np.sqrt(3))),
    ):
        z = np.linspace(-4, 4, 41)
        assert law.cdf(z) == pytest.approx(rv.cdf(z), abs=1e-12)
        assert rv.var() == pytest.approx(1, abs=1e-9)
        assert law.square_variance == pytest.approx(rv.moment(4) - 1, abs=5e-3)
        assert law.bound == pytest.approx(rv.support()[1])


def test_chi_square_limits_agree_with_scipy():
    low, high = chance._chi_square(100, 1e-6)
    assert low == pytest.approx(stats.chi2(100).ppf(5e-7), rel=1e-9)
    assert high == pytest.approx(stats.chi2(100).isf(5e-7), rel=1e-9)


# ------------------------------------------------------------------------------------------------------------- power
HE = {
    "fan_out": lambda _i, o: 2 / o,
    "lecun": lambda i, _o: 1 / i,
    "xavier": lambda i, o: 2 / (i + o),
    "std as variance": lambda i, _o: np.sqrt(2 / i),
    "variance as std": lambda i, _o: (2 / i) ** 2,
    "0.01": lambda _i, _o: 1e-4,
    "truncated": lambda i, _o: 0.7737 * 2 / i,
    "six": lambda i, _o: 6 / i,
    "three over": lambda i, o: 3 / (i + o),
    "ten percent": lambda i, _o: 1.1 * 2 / i,
}


@pytest.mark.parametrize("name", HE)
def test_another_variance_is_refused_on_one_of_two_shapes(name):
    for seed in range(10):
        found = [
            chance.normal_or_truncated(weights((o, i), seed, np.sqrt(HE[name](i, o))), np.sqrt(2 / i))
            for i, o in ((300, 100), (100, 300))
        ]
        assert {code(f) for f in found} & {"stat.std"}, name


def normals(seed=1):
    return weights((100, 300), seed)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (lambda: normals() + 0.06, "stat.mean"),
        (lambda: np.abs(normals()), "stat.mean"),
        (lambda: np.random.default_rng(0).uniform(-np.sqrt(3), np.sqrt(3), (100, 300)), "stat.not_normal"),
        (lambda: np.random.default_rng(0).laplace(0, 1 / np.sqrt(2), (100, 300)), "stat.not_normal"),
        (lambda: np.random.default_rng(0).choice([-1.0, 1.0], (100, 300)), "stat.repeated"),
        (lambda: np.tile(normals()[:1], (100, 1)), "stat.repeated"),
        (lambda: np.repeat(normals()[:, :1], 300, axis=1), "stat.repeated"),
        (lambda: np.zeros((100, 300)), "stat.repeated"),
        (lambda: np.clip(normals() * 1.1, -2, 2), "stat.repeated"),
        (lambda: np.round(normals(), 2), "stat.repeated"),
        (lambda: (normals() + normals(2)[:, :1] * 0.2) / np.sqrt(1.04), "stat.rows"),
        (lambda: (normals() + normals(2)[:1] * 0.2) / np.sqrt(1.04), "stat.columns"),
        (lambda: normals() - normals().mean(axis=1, keepdims=True), "stat.rows"),
        (lambda: np.vstack([normals()[:50], -normals()[:50] * (1 + 1e-9)]), "stat.columns"),
        (lambda: truncated((100, 300), 1.0), "stat.truncation"),
        (lambda: normals() * 1.06, "stat.std"),
        (lambda: np.random.default_rng(0).uniform(-1, 1, (3, 100, 300)).sum(axis=0), "stat.not_normal"),
        (lambda: normals() / normals().std(), "stat.exact_std"),
        (lambda: normals() / np.sqrt((normals() ** 2).mean()), "stat.exact_std"),
        (lambda: np.where(np.arange(30_000).reshape(100, 300) == 7, 1e200, normals()), "stat.std"),
    ],
)
def test_planted_faults_of_normals_are_named(wrong, expected):
    assert code(chance.normal_or_truncated(wrong(), 1.0)) == expected


def test_truncation_at_another_width_is_refused():
    z = truncated((300, 100), 1.0, width=1.0)
    assert chance.normal_or_truncated(z / z.std(), 1.0) is not None


def test_truncated_branch_still_looks_for_shared_draws():
    w = truncated((100, 300), 1 / chance.TRUNCATED_STD)
    assert chance.normal_or_truncated(w, 1.0) is None
    shared = np.vstack([w[:50], w[:50] * (1 - 1e-9)])
    assert chance.normal_or_truncated(shared, 1.0) is not None


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (lambda u: 2 * u - 1, "stat.outside"),
        (lambda u: u * 1.001, "stat.outside"),
        (lambda u: (u.ravel().argsort().argsort().reshape(u.shape) + 0.5) / u.size, "stat.not_uniform"),
        (lambda u: u * 0.99, "stat.range"),
        (lambda u: u**1.1, "stat.mean"),
        (lambda u: 0.5 + 0.9 * (u - 0.5), "stat.std"),
        (lambda u: np.clip(0.5 + np.random.default_rng(0).normal(0, 12**-0.5, u.shape), 0, 1), "stat.repeated"),
        (lambda u: np.tile(u[:1], (len(u), 1)), "stat.repeated"),
        (lambda u: np.hstack([u[:, :150], 1 - u[:, :150] * (1 - 1e-9)]), None),  # 100 rows are too few to tell
        (lambda u: np.hstack([u.T[:, :50], 1 - u.T[:, :50] * (1 - 1e-9)]), "stat.rows"),  # 300 rows are not
        (lambda u: np.where(u < 0.5, u, 1.5 - u), None),
        (lambda u: np.sort(u, axis=None).reshape(u.shape), "stat.rows"),
        (lambda u: np.sort(u, axis=None).reshape(u.T.shape).T, "stat.columns"),
        (lambda u: np.floor(u * 8) / 8 + (u % 0.01) / 10, "stat.mean"),
        (lambda u: 0.5 + np.sign(u - 0.5) * np.abs(u - 0.5) ** 1.2 * 2**0.2, "stat.std"),
        (lambda u: np.where(np.abs(u - 0.5) < 0.25, u, np.where(u < 0.5, 0.5 * (u + 0.0), u)), "stat.mean"),
    ],
)
def test_planted_faults_of_uniforms_are_named(wrong, expected):
    u = np.random.default_rng(3).random((100, 300))
    assert code(chance.uniform(wrong(u), 0, 1)) == expected


def test_bimodal_of_the_same_moments_is_no_uniform():
    rng = np.random.default_rng(0)
    # beta(2.2, 1), mirrored at random and stretched to variance 1/12, keeps mean and variance of U(0, 1)
    b = rng.choice([-1, 1], (100, 300)) * rng.beta(2.2, 1.0, (100, 300))
    u = 0.5 + b * np.sqrt(1 / 12 / (b**2).mean())
    assert code(chance.uniform(np.clip(u, 0, 1), 0, 1)) in {"stat.not_uniform", "stat.repeated"}


@pytest.mark.parametrize("shape", [(6, 4), (4, 6), (5, 5), (1, 3), (3, 1)])
def test_orthonormal_takes_qr_and_refuses_what_is_near(shape):
    rng = np.random.default_rng(0)
    tall = np.linalg.qr(rng.normal(size=(max(shape), min(shape))))[0]
    q = 1.5 * (tall if shape[0] >= shape[1] else tall.T)
    assert chance.orthonormal(q, 1.5) is None
    assert chance.orthonormal(q.astype(np.float32).astype(float), 1.5) is None
    assert code(chance.orthonormal(q, 1.0)) in {"stat.row_length", "stat.column_length"}
    assert code(chance.orthonormal(q * 1.001, 1.5)) in {"stat.row_length", "stat.column_length"}
    if min(shape) > 1:
        skew = q + 1e-3 * rng.normal(size=shape)
        side = skew if shape[0] <= shape[1] else skew.T
        side = 1.5 * side / np.sqrt((side**2).sum(axis=1, keepdims=True))
        assert code(chance.orthonormal(side if shape[0] <= shape[1] else side.T, 1.5)).endswith("not_orthogonal")


def test_rate_tells_close_probabilities_apart_at_1e5():
    rng = np.random.default_rng(0)
    for _ in range(20):
        assert chance.rate(int(rng.binomial(100_000, 0.3)), 100_000, 0.3) is None
        assert code(chance.rate(int(rng.binomial(100_000, 0.32)), 100_000, 0.3)) == "stat.rate"
    assert chance.rate(0, 10, 0.0) is None
    assert chance.rate(10, 10, 1.0) is None
    assert code(chance.rate(1, 10, 0.0)) == "stat.rate"
    assert code(chance.rate(9, 10, 1.0)) == "stat.rate"


def test_shared_events_are_seen():
    rng = np.random.default_rng(0)
    single = (rng.random((40, 100)) < 0.3) * 1.0
    assert chance.independent_events(single, 0.3) is None
    assert chance.independent_events((rng.random((40, 100)) < 0.5) * 1.0, 0.5) is None
    assert code(chance.independent_events(np.repeat(single[:, :1], 100, axis=1), 0.3)) == "stat.rows"
    assert code(chance.independent_events(np.repeat(single[:1], 40, axis=0), 0.3)) == "stat.columns"
    pairs = np.repeat((rng.random((40, 50)) < 0.3) * 1.0, 2, axis=1)
    assert code(chance.independent_events(pairs, 0.3)) == "stat.rows"


def cut(order, size):
    return [order[i : i + size] for i in range(0, len(order), size)]


def test_shuffles_pass_and_orders_that_are_none_do_not():
    rng = np.random.default_rng(0)
    for n, size in ((20, 6), (24, 6), (40, 8), (20, 1), (7, 50), (1, 4)):
        for _ in range(100):
            order = rng.permutation(n).tolist()
            assert chance.shuffled(order, cut(order, size)) is None
            assert chance.shuffled_parts(cut(order, size)) is None
    n = list(range(24))
    for wrong in (n, n[::-1], n[7:] + n[:7]):
        assert code(chance.shuffled(wrong, cut(wrong, 6))) == "stat.not_shuffled"
    within = [int(i) for part in cut(range(40), 8) for i in rng.permutation(part)]
    assert code(chance.shuffled(within, cut(within, 8))) == "stat.blocks"
    assert code(chance.shuffled_parts(cut(range(40), 8))) == "stat.blocks"
    assert code(chance.shuffled_parts([range(40)[k::5] for k in range(5)])) == "stat.blocks"
    assert code(chance.shuffled_parts(cut([(i + 5) % 40 for i in range(40)], 8))) == "stat.blocks"


def test_small_orders_are_never_called_unshuffled():
    """Where the input's own order has a fair chance, it is no evidence."""
    for n in range(1, 9):
        assert chance.shuffled(list(range(n)), cut(list(range(n)), 3)) is None


def test_chance_of_kept_neighbors_bounds_the_exact_one():
    """All permutations of 6: how many keep at least k pairs i, i + 1 together."""
    from itertools import permutations

    kept = [int((np.diff(p) == 1).sum()) for p in permutations(range(6))]
    for k in range(6):
        exact = np.mean([count >= k for count in kept])
        assert exact <= chance._at_least_kept(6, k) + 1e-12
    assert chance._at_least_kept(6, 5) == pytest.approx(1 / 720)


def test_correlated_columns_are_seen():
    u = np.random.default_rng(0).random(1200)
    v = np.random.default_rng(1).random(1200)
    assert chance.uncorrelated(u, v)
    assert not chance.uncorrelated(u, u)
    assert not chance.uncorrelated(u, 1 - u)
