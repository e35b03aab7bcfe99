"""Equal for equal mistakes, different for different ones, whatever the seed and the dtype."""

import numpy as np
import pytest

from grader.judge.fingerprint import fingerprint
from reference.activations import gelu, softmax


def sums_to_two(z):
    return 2 * softmax(z)


def printed_of(look, exercise, function, seed=1):
    seen = look(exercise, function, seed=seed)
    return fingerprint(seen.cases.prepared, seen.outcomes, seen.judgement.cases)


@pytest.mark.parametrize("seed", [2, 3])
def test_the_same_mistake_has_the_same_print_on_other_cases(look, seed):
    assert printed_of(look, "softmax", sums_to_two, seed) == printed_of(look, "softmax", sums_to_two)


def test_float32_lists_and_another_order_of_operations_change_nothing(look):
    def in_float32(z):
        return (sums_to_two(z.astype(np.float32))).tolist()

    def otherwise(z):
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return e * (2 / e.sum(axis=-1, keepdims=True))

    prints = {printed_of(look, "softmax", f) for f in (sums_to_two, in_float32, otherwise)}
    assert len(prints) == 1


def test_different_mistakes_have_different_prints(look):
    def stopped(_):
        raise ValueError("no")

    mistakes = [
        sums_to_two,
        lambda z: 2.01 * softmax(z),
        lambda z: softmax(-z),
        lambda z: softmax(z)[..., None],
        lambda _: None,
        lambda z: np.where(np.abs(z) > 500, 0, softmax(z)),
        stopped,
        softmax,
    ]
    assert len({printed_of(look, "softmax", f) for f in mistakes}) == len(mistakes)


def test_huge_answers_are_as_stable_as_small_ones(look):
    rng = np.random.default_rng(0)

    def huge(z):
        return gelu(z) * 1e12

    def huge_with_noise(z):
        return huge(z) * (1 + 1e-7 * rng.normal(size=np.shape(z)))

    assert printed_of(look, "gelu", huge) == printed_of(look, "gelu", huge_with_noise)


def test_a_random_mistake_has_one_print_for_any_generator(look):
    def other(fan_in, fan_out, rng):
        return rng.normal(size=(fan_out, fan_in))

    def another(fan_in, fan_out, rng):
        return rng.normal(size=(fan_in, fan_out)).T

    assert printed_of(look, "he_normal", other) == printed_of(look, "he_normal", another)
