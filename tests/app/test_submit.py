"""From a file to its report, through a real box."""

import pytest

SOFTMAX = """
import numpy as np
def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
"""
RELU = "import numpy as np\ndef relu(z):\n    return np.maximum(z, 0)\n"


def only(report):
    (result,) = report.results
    return result


def test_a_right_answer_has_all_points(graded):
    result = only(graded(SOFTMAX))
    assert (result.verdict, result.score) == ("AC", 10.0)


def test_several_functions_in_one_file_are_graded_each(graded):
    report = graded(SOFTMAX + RELU)
    assert [(r.exercise, r.verdict) for r in report.results] == [("softmax", "AC"), ("relu", "AC")]


def test_one_failing_function_costs_the_others_nothing(graded):
    report = graded(SOFTMAX + "TABLE = undefined_name\ndef relu(z):\n    return TABLE\n")
    assert [(r.exercise, r.verdict) for r in report.results] == [("softmax", "AC"), ("relu", "RTE")]


def test_a_hanging_function_costs_the_others_nothing(graded):
    report = graded("def relu(z):\n    while True: pass\n" + SOFTMAX)
    assert [(r.exercise, r.verdict) for r in report.results] == [("relu", "TLE"), ("softmax", "AC")]


@pytest.mark.parametrize(
    "homework",
    [
        "import pandas as pd\nimport matplotlib.pyplot as plt\n"
        + RELU
        + "plt.plot(relu(np.linspace(-1, 1)))\nplt.show()\n",
        RELU + "print(relu(np.array([-1.0])))\nassert False, 'my own test fails'\n",
        RELU + "import time\ntime.sleep(100)\n",
        RELU + "answer = input('name? ')\n",
        RELU + "raise SystemExit(0)\n",
        RELU + "while True:\n    pass\n",
        RELU + "from somewhere import everything\ndef other(x):\n    return everything\n",
        "class Net:\n    pass\n" + RELU + "model = Net().train()\n",
        "def relu(z):\n    return helper(z)\ndef helper(z):\n    return np.maximum(z, 0)\nimport numpy as np\n",
        "try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np\ndef relu(z): return z * (z > 0)\n",
        "from numpy import *\ndef relu(z):\n    return maximum(z, 0)\n",
        "import torch\ndef relu(z):\n    return torch.relu(torch.tensor(z))\n",
    ],
    ids=lambda text: text.split("\n")[3 if "import numpy" in text.split("\n")[0] else 0][:40],
)
def test_what_the_function_does_not_need_does_not_decide(graded, homework):
    result = only(graded(homework, "relu"))
    assert result.verdict in {"AC", "CE"} if "torch.relu" in homework else result.verdict == "AC"


def test_a_missing_function_names_the_nearest(graded):
    result = only(graded(SOFTMAX.replace("softmax", "sofmax"), "softmax"))
    assert (result.verdict, result.findings[0].params["nearest"]) == ("CE", ["sofmax"])


def test_a_file_that_does_not_parse_is_refused_for_what_it_defines(graded):
    result = only(graded("def relu(z)\n    return z\n"))
    assert (result.exercise, result.verdict, result.findings[0].code) == ("relu", "CE", "syntax")


def test_the_same_seed_gives_the_same_report(graded):
    wrong = SOFTMAX.replace("axis=-1", "axis=0")
    first, second = graded(wrong, seed=7), graded(wrong, seed=7)
    assert [c.findings for c in only(first).cases] == [c.findings for c in only(second).cases]


def test_without_seed_or_secret_every_attempt_has_its_own_cases(graded):
    assert only(graded(RELU, seed=None)).seed != only(graded(RELU, seed=None)).seed


def test_with_a_secret_the_seed_depends_on_student_and_attempt(graded):
    seeds = {only(graded(RELU, seed=None, secret="s", made=lambda _, n=made: n)).seed for made in (0, 0, 1)}
    assert len(seeds) == 2


def test_hidden_state_between_calls_is_found(graded):
    source = "calls = []\ndef relu(z):\n    calls.append(1)\n    return (z > 0) * z * (1 if len(calls) < 8 else 2)\n"
    result = only(graded(source))
    assert result.verdict == "WA"


def test_a_changed_argument_is_named(graded):
    result = only(graded("def relu(z):\n    z[z < 0] = 0\n    return z\n"))
    assert result.verdict == "WA"
    assert result.diagnosis.id
    assert any(f.params.get("names") == ["z"] for case in result.cases for f in case.findings)


def test_parameters_in_another_order_are_called_by_name(graded):
    source = "import numpy as np\ndef leaky_relu(alpha, z):\n    return np.where(z > 0, z, alpha * z)\n"
    assert only(graded(source)).verdict == "AC"


def test_nothing_earns_points_without_right_values(graded):
    assert only(graded("def relu(z):\n    return None\n")).score == 0.0


def test_a_broken_exercise_is_our_fault_and_costs_nobody(graded, monkeypatch):
    import grader.app.submit as module

    def broken(*_):
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(module, "_cases", broken)
    result = only(graded(RELU))
    assert (result.verdict, result.findings[0].code) == ("JE", "judge_error")


def test_failing_feedback_takes_no_verdict_back(graded, monkeypatch):
    import grader.app.feedback as module

    def broken(*_):
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(module, "with_feedback", broken)
    result = only(graded("def relu(z):\n    return -z\n"))
    assert (result.verdict, result.remarks[-1].code) == ("WA", "feedback_failed")
