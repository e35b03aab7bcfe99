"""Every cause is named for the exception that a student's code really raises, here and with these libraries."""

import contextlib
import io

import numpy as np
import pytest

from grader.judge.explain import explain
from grader.judge.screen import parse
from grader.spec.finding import Finding

N = "import numpy as np\nimport math\n"


def explained(body, head=N):
    """`def f(x)` with this body, called on a 2 x 3 array: the finding with its cause."""
    source = head + "def f(x):\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    namespace = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(source, "submission.py", "exec"), namespace)
        try:
            namespace["f"](np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))
        except Exception as error:  # noqa: BLE001  # whichever it raises is looked at
            trace, frames = error.__traceback__, []
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == "submission.py":
                    frames.append((trace.tb_lineno, trace.tb_frame.f_code.co_name))
                trace = trace.tb_next
            params = {"kind": type(error).__name__, "message": str(error), "stage": "call", "frames": tuple(frames)}
            return explain(Finding("raised", params), parse(source))
    raise AssertionError("raised nothing")


CAUSES = [
    ("return x @ x", "matmul", {"a": "2", "b": "3"}),
    ("return np.dot(x, x)", "matmul", {"a": "(2,3)", "b": "(2,3)"}),
    ("return x - np.zeros(2)", "broadcast", {"a": "(2,3)", "b": "(2,)"}),
    ("if x > 0:\n    return x", "truth_value", {}),
    ("return math.exp(x)", "scalar_math", {}),
    ("return np.maximm(x, 0)", "typo", {"name": "np.maximm", "nearest": "np.maximum"}),
    ("return math.squrt(2)", "typo", {"nearest": "math.sqrt"}),
    ("return x.exp()", "typo", {"name": ".exp", "nearest": "np.exp(...)"}),
    ("return x.summ()", "typo", {"nearest": ".sum"}),
    ("return [1.0, 2.0].mean()", "not_an_array", {"owner": "list", "name": "mean"}),
    ("total = 1\nreturn totl", "typo", {"name": "totl", "nearest": "total"}),
    ("return quux", "unknown_name", {"name": "quux"}),
    ("y = x.sort()\nreturn y + 1", "none_value", {}),
    ("y = x.sort()\nreturn y.T", "none_value", {}),
    ("return x.sum(axis=2)", "axis", {}),
    ("return x[2]", "index", {}),
    ("return [1, 2][5]", "index", {}),
    ("return f(x)", "recursion", {}),
    ("return input()", "input", {}),
    ("y = np.arange(3)\ny += 0.5\nreturn y", "integer_inplace", {}),
    ("return [1, 2] - [1, 2]", "list_arithmetic", {}),
    ("return 2.0 - [1, 2]", "list_arithmetic", {}),
    ("return [1, 2] * 0.5", "list_arithmetic", {}),
    ("return -[1.0]", "list_arithmetic", {}),
    ("g = lambda a, b: a\nreturn g(x)", "arguments", {}),
    ("def g(a): return a\nreturn g(x, 1)", "arguments", {"name": "g"}),
    ("if x.size > 100:\n    y = 1\nreturn y", "unbound", {"name": "y"}),
    ("return open('/nonexistent/data.csv')", "denied", {}),
    ("import tensorflowx", "not_in_box", {"name": "tensorflowx"}),
    ("return x.reshape(4, 2)", "reshape", {"a": "6", "b": "(4,2)"}),
    ("n, d, c = x.shape\nreturn n", "unpack", {}),
    ("return 2(x + 1)", "not_callable", {}),
    ("return np.array([[1, 2], [3]])", "ragged", {}),
    ("return math.exp(1000)", "overflow", {}),
    ("return 1 / (len(x) - 2)", "zero_division", {}),
    ("assert x.ndim == 1\nreturn x", "assertion", {}),
    ("return x[5:].max()", "empty", {}),
]


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize(("body", "cause", "details"), CAUSES, ids=[f"{n}-{c[1]}" for n, c in enumerate(CAUSES)])
def test_the_cause_is_named(body, cause, details, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))  # as in the box, nobody types
    found = explained(body)
    assert found.params.get("cause") == cause
    assert details.items() <= dict(found.params["details"]).items()


@pytest.mark.parametrize(
    ("name", "statement"), [("np", "import numpy as np"), ("math", "import math"), ("F", "import torch.nn.functional")]
)
def test_a_missing_import_is_written_out(name, statement):
    found = explained(f"return {name}.exp(1.0)", head="")
    assert found.params["cause"] == "missing_import"
    assert found.params["details"]["statement"].startswith(statement)


def test_the_line_that_raised_is_quoted():
    found = explained("y = x * 2\nreturn y @ y")
    assert (found.params["line"], found.params["text"]) == (5, "return y @ y")


def test_an_exception_of_her_own_has_no_cause():
    assert "cause" not in explained("raise RuntimeError('mine')").params


def test_torch_dtypes():
    found = explained("import torch\nreturn torch.nn.Linear(3, 1)(torch.tensor(x))")
    assert found.params["cause"] == "torch_dtype"


def test_other_findings_are_left_alone():
    finding = Finding("value", {"expected": 1, "got": 2})
    assert explain(finding, parse("x = 1\n")) is finding
