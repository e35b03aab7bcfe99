"""What teaches, through a real box: the counterexample, its price, and what must never be shown."""

import time

import numpy as np
import pytest

from grader.app import counterexample as module
from grader.app.submit import _cases
from grader.catalog.exercises import find_all, load
from grader.judge.shrink import FEW, numbers_in
from grader.render.messages import messages
from grader.render.text import report_text

N = "import numpy as np\n"
DDOF = (
    N + "def batchnorm_forward(x, gamma, beta, eps):\n"
    "    return gamma * (x - x.mean(0)) / np.sqrt(x.var(0, ddof=1) + eps) + beta\n"
)
OVERFLOW = N + "def softmax(z):\n    e = np.exp(z)\n    return e / e.sum(axis=-1, keepdims=True)\n"
TWO = N + "def linear_backward(dout, X, W):\n    return dout @ W, dout.T @ X / len(X), dout.sum(axis=1)\n"
STRANGE = N + "def softmax(z):\n    return np.cos(z) ** 2 + 0.1 * z\n"
HIDDEN_ONLY = N + "def relu(z):\n    return np.where(z > 3.5, z * z, np.maximum(z, 0))\n"


def only(report):
    (result,) = report.results
    return result


def size(example):
    return numbers_in(tuple(example.args.values()))


def test_the_overflow_is_shown_by_two_numbers_with_its_reason(graded):
    example = only(graded(OVERFLOW)).counterexample
    (z,) = example.args.values()
    assert z.size == 2
    assert np.array_equal(z, np.round(z))
    assert example.reason.code == "reason.overflow"


def test_a_mistake_that_samples_do_not_show_is_shown_by_few_round_numbers(graded):
    example = only(graded(HIDDEN_ONLY)).counterexample
    (z,) = example.args.values()
    assert z.size == 1
    assert z == np.round(z)


def test_a_hidden_case_is_never_shown_itself(graded):
    for source in (DDOF, OVERFLOW, TWO, STRANGE, HIDDEN_ONLY):
        result = only(graded(source))
        cases = _cases(load(find_all()[result.exercise]), 1, samples_only=False)
        shown = tuple(result.counterexample.args.values())
        for prepared in cases.prepared:
            if not prepared.case.is_sample:
                same = [
                    np.shape(a) == np.shape(b) and np.array_equal(a, b)
                    for a, b in zip(shown, prepared.case.args, strict=True)
                ]
                assert not all(same)


def test_a_certain_belief_stands_in_so_that_few_calls_are_made(graded, monkeypatch):
    asked = []

    def counted(result, cases, outcomes, tree, ask):
        def counting(small):
            asked.append(len(small.prepared))
            return ask(small)

        return module.counterexample(result, cases, outcomes, tree, counting)

    monkeypatch.setattr("grader.app.feedback.counterexample", counted)
    result = only(graded(TWO))
    assert result.diagnosis.certain
    assert len(asked) == 1
    assert asked[0] <= module.CONFIRMED


def test_both_mistakes_show_in_the_example(graded):
    result = only(graded(TWO))
    example = result.counterexample
    wrong = [
        not np.allclose(want, have)
        for want, have in zip(example.expected, example.got, strict=True)
        if want.shape == have.shape
    ]
    shapes = [want.shape != have.shape for want, have in zip(example.expected, example.got, strict=True)]
    assert len(result.diagnosis.also) == 1
    assert sum(wrong) + sum(shapes) == 2


@pytest.mark.parametrize("source", [DDOF, OVERFLOW, TWO, STRANGE, HIDDEN_ONLY])
def test_the_student_does_not_wait_for_it(graded, source):
    graded(source)  # the box is warm and the exercise loaded, as in any second attempt
    start = time.perf_counter()
    graded(source, seed=2)
    assert time.perf_counter() - start < 2 * module.BUDGET + 0.5  # on a machine that others use too


@pytest.mark.parametrize("source", [OVERFLOW, TWO, STRANGE, HIDDEN_ONLY])
def test_few_numbers_are_enough(graded, source):
    assert size(only(graded(source)).counterexample) <= FEW + 2 * (source is TWO)


def test_what_raised_is_said_and_not_shown_as_a_value(graded):
    result = only(graded(N + "def relu(z):\n    return np.maximm(z, 0)\n"))
    assert result.counterexample.raised
    text = report_text(messages("en"), graded(N + "def relu(z):\n    return np.maximm(z, 0)\n"))
    assert "Did you mean np.maximum?" in text
    assert "stopped with AttributeError" in text


def test_no_path_of_this_machine_reaches_the_student(graded):
    report = graded(DDOF + "    # one row gives ddof a division by 0, of which numpy warns\n")
    for case in only(report).cases:
        assert "site-packages" not in case.stdout
    assert "/numpy/" not in report_text(messages("hi"), report, verbose=True)


def test_nan_for_extreme_inputs_is_told_besides(graded):
    source = N + "def softplus(z):\n    return np.log(1 + np.exp(z)) + np.where(z < 0, 0.1, 0)\n"
    codes = [finding.code for finding in only(graded(source)).findings]
    assert codes == ["pattern.wrong_where", "extreme_too"]


def test_one_step_of_an_optimizer_is_shown_by_its_own_arguments(graded):
    source = N + "def sgd_step(w, grad, lr):\n    return w + lr * grad\n"
    example = only(graded(source)).counterexample
    assert list(example.args) in (["w", "grad", "lr"], ["w", "grads", "lr"])


def test_the_fingerprint_is_the_same_for_the_same_mistake(graded):
    prints = {only(graded(STRANGE, seed=seed)).fingerprint for seed in (1, 2, 3)}
    other = only(graded(OVERFLOW)).fingerprint
    assert len(prints) == 1
    assert other not in prints
