import numpy as np
import pytest

from grader.quiz.stats import Answer, alpha, analyze, correlation, language_gap, mean, proportion, remarks


def answers(matrix, langs=None, chosen=None):
    return [
        Answer(f"s{i:03}", f"q{j}", float(mark), (chosen[i][j],) if chosen else (), langs[i] if langs else "en", 7)
        for i, row in enumerate(matrix)
        for j, mark in enumerate(row)
    ]


# Five students, three questions; every number below worked out by hand.
# Totals 3, 2, 2, 1, 0: mean 1.6, sample variance (1.96 + .16 + .16 + .36 + 2.56) / 4 = 1.3.
# Sample variances of the questions: 4/5 right: .2; 3/5: .3; 1/5: .2. Sum .7. alpha = 3/2 (1 - .7/1.3) = 9/13.
HAND = [[1, 1, 1], [1, 1, 0], [1, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_alpha_by_hand():
    got = alpha(np.array(HAND, float))
    assert got.value == pytest.approx(9 / 13)
    assert got.n == 5
    assert got.low < got.value < got.high


def test_item_rest_by_hand():
    # q1 against the rest: (1,1,1,0,0) with rest (2,1,1,1,0): means .6 and 1; products sum to
    # .4*1 + 0 + 0 + 0 + .6*1 = 1; r = 1 / sqrt(1.2 * 2).
    report = next(item for item in analyze(answers(HAND)).items if item.question == "q1")
    assert report.item_rest.value == pytest.approx(1 / np.sqrt(2.4))
    assert report.item_rest.n == 5


def test_names_and_counts():
    got = analyze(answers(HAND))
    assert (got.students, got.reliability_name, got.irt) == (5, "KR-20", None)
    assert analyze(answers([[0.5, 1], [1, 0], [0, 0.25]])).reliability_name == "alpha"
    assert [item.facility.value for item in got.items] == pytest.approx([0.8, 0.6, 0.2])


def test_wilson_by_hand():
    # 8 of 10, z = 1.959964: center (0.8 + 0.19207) / 1.38415 = 0.71674;
    # half sqrt(.016 + .0096036) * 1.959964 / 1.38415.
    got = proportion(8, 10)
    assert (got.low, got.high) == pytest.approx((0.49016, 0.94332), abs=2e-5)
    assert proportion(0, 10).low == 0
    assert proportion(0, 0).value is None


def test_mean_by_hand():
    # 1, 2, 3: mean 2, s = 1, t(0.975, 2) = 4.302653, half = 4.302653 / sqrt(3).
    got = mean(np.array([1.0, 2.0, 3.0]))
    assert (got.value, got.high) == pytest.approx((2, 2 + 4.302653 / np.sqrt(3)), abs=1e-6)
    assert mean(np.array([1.0])).low is None


def test_fisher_by_hand():
    # r = .5, n = 28: atanh .5 = .549306, half 1.959964 / 5.
    x = np.arange(28.0)
    rng = np.random.default_rng(0)
    noise = rng.normal(size=28)
    noise -= np.polyval(np.polyfit(x, noise, 1), x)
    xs, ns = (x - x.mean()) / np.linalg.norm(x - x.mean()), noise / np.linalg.norm(noise)
    got = correlation(x, 0.5 * xs + np.sqrt(0.75) * ns)
    assert got.value == pytest.approx(0.5)
    assert (got.low, got.high) == pytest.approx(tuple(np.tanh(0.549306 + np.array([-1, 1]) * 1.959964 / 5)), abs=1e-5)


def test_no_statistic_where_nothing_varies():
    got = analyze(answers([[1, 1], [1, 0], [1, 1], [1, 0], [1, 1], [1, 0]]))
    assert got.items[0].item_rest.value is None
    assert got.items[0].item_rest.n == 6
    assert correlation(np.array([1.0, 2]), np.array([1.0, 2])).value is None


def test_two_current_marks_for_one_answer_are_refused():
    with pytest.raises(ValueError, match="two marks"):
        analyze([Answer("a", "q", 1), Answer("a", "q", 0)])


def test_a_question_left_out_counts_for_the_total_only():
    rows = [row for row in answers(HAND) if (row.student, row.question) != ("s004", "q2")]
    got = analyze(rows)
    assert got.items[2].facility.n == 4
    assert got.reliability.value == pytest.approx(9 / 13)


def test_distractors_are_counted_with_the_strength_of_who_chose_them():
    chosen = [["a", "x", "x"], ["a", "x", "y"], ["a", "x", "y"], ["b", "y", "y"], ["c", "y", "y"]]
    table = (
        analyze(answers([[1, 1, 1], [1, 1, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0]], chosen=chosen)).items[0].distractors
    )
    assert [(row.chosen, row.count) for row in table] == [("a", 3), ("b", 1), ("c", 1)]
    assert table[0].share.value == pytest.approx(0.6)
    assert table[0].rest.value == pytest.approx((2 + 1 + 1) / 3 / 2)


def simulated(rng, students, a, b, theta=None):
    theta = rng.normal(size=students) if theta is None else theta
    p = 1 / (1 + np.exp(-a * (theta[:, None] - b)))
    return (rng.random(p.shape) < p).astype(float)


def test_wilson_covers_what_it_promises():
    from scipy.stats import binom

    n = 25
    found = [proportion(k, n) for k in range(n + 1)]
    ps = np.linspace(0.02, 0.98, 97)
    cover = [sum(binom.pmf(k, n, p) for k, e in enumerate(found) if e.low <= p <= e.high) for p in ps]
    assert (
        0.945 < np.mean(cover) < 0.96
    )  # exact; Brown, Cai, DasGupta (2001): on average at the level, lowest near 0 and 1
    assert min(cover) > 0.83


def test_alphas_interval_covers_the_population_value():
    rng = np.random.default_rng(2)
    k = 8  # parallel normal items with correlation .3: alpha = k .3 / (1 + (k - 1) .3)
    true = k * 0.3 / (1 + (k - 1) * 0.3)
    hits = []
    for _ in range(400):
        scores = np.sqrt(0.3) * rng.normal(size=(40, 1)) + np.sqrt(0.7) * rng.normal(size=(40, k))
        got = alpha(scores)
        hits.append(got.low <= true <= got.high)
    assert 0.92 < np.mean(hits) < 0.98


def test_a_bad_translation_shows_and_a_weaker_group_does_not():
    rng = np.random.default_rng(3)
    n, k = 120, 10
    hindi = np.arange(n) < n // 2
    theta = rng.normal(size=n) - 0.8 * hindi  # the Hindi group is weaker in everything
    marks = simulated(rng, n, np.full(k, 1.2), np.linspace(-1, 1, k), theta)
    broken = marks.copy()
    broken[hindi, 4] = (rng.random(n // 2) < 0.1).astype(float)  # question 4 cannot be understood in Hindi
    langs = ["hi" if h else "en" for h in hindi]
    fair = analyze(answers(marks, langs)).items[4]
    bad = analyze(answers(broken, langs)).items[4]
    assert bad.language_gap.high < 0
    assert "stats.language_gap" in remarks(bad)
    assert fair.language_gap.low < 0 < fair.language_gap.high
    assert dict(bad.by_language)["hi"].n == 60


def test_the_language_gap_is_rarely_found_where_there_is_none():
    rng = np.random.default_rng(4)
    found = 0
    for _ in range(300):
        theta = rng.normal(size=60)
        hindi = rng.random(60) < 0.5
        marks = (rng.random(60) < 1 / (1 + np.exp(-theta))).astype(float)
        gap = language_gap(marks, theta + rng.normal(size=60) * 0.3, hindi)
        found += gap.low > 0 or gap.high < 0
    assert found / 300 < 0.09


def test_variants_of_unequal_difficulty_are_remarked():
    rows = [Answer(f"s{i}", "q", float(i % 2 == 0 or i < 40), (), "en", int(i >= 40)) for i in range(80)]
    rows += [Answer(f"s{i}", "p", float(i % 3 == 0), (), "en", 5) for i in range(80)]
    item = next(item for item in analyze(rows).items if item.question == "q")
    assert [e.n for _, e in item.by_variant] == [40, 40]
    assert "stats.variant_gap" in remarks(item)


def test_small_groups_show_only_their_number():
    rows = [Answer(f"s{i}", "q", 1.0, (), "hi" if i < 2 else "en", i) for i in range(10)]
    item = analyze(rows).items[0]
    assert dict(item.by_language)["hi"].value is None
    assert dict(item.by_language)["hi"].n == 2
    assert all(e.value is None for _, e in item.by_variant)


def test_a_question_that_works_backwards_is_remarked():
    rng = np.random.default_rng(5)
    marks = simulated(rng, 100, np.full(8, 1.5), np.zeros(8))
    marks[:, 3] = 1 - marks[:, 3]
    assert "stats.negative_discrimination" in remarks(analyze(answers(marks)).items[3])


def test_irt_only_from_thirty_students():
    rng = np.random.default_rng(6)
    assert analyze(answers(simulated(rng, 29, np.ones(6), np.zeros(6)))).irt is None
    assert analyze(answers(simulated(rng, 30, np.ones(6), np.zeros(6)))).irt is not None


def test_irt_finds_the_difficulties_it_was_simulated_with():
    rng = np.random.default_rng(7)
    a, b = rng.lognormal(0, 0.3, 15), np.linspace(-2, 2, 15)
    got = analyze(answers(simulated(rng, 300, a, b))).irt
    order = {f"q{j}": j for j in range(15)}
    found = np.array([item.b for item in sorted(got.items, key=lambda item: order[item.question])])
    inside = [item.b_low <= b[order[item.question]] <= item.b_high for item in got.items]
    assert got.converged
    assert np.corrcoef(found, b)[0, 1] > 0.97
    assert np.mean(np.abs(found - b)) < 0.25
    assert sum(inside) >= 12


def test_irt_in_a_class_of_thirty_orders_better_than_chance():
    found = []
    for seed in range(5):
        rng = np.random.default_rng(100 + seed)
        b = np.linspace(-2, 2, 12)
        got = analyze(answers(simulated(rng, 30, np.ones(12), b))).irt
        order = {f"q{j}": j for j in range(12)}
        found.append(np.corrcoef([item.b for item in sorted(got.items, key=lambda i: order[i.question])], b)[0, 1])
    assert np.mean(found) > 0.85
