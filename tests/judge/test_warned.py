"""A warning is a remark: the student's own named with its line, a library's left out, prints kept."""

import pytest

from grader.judge.warned import split_warnings
from grader.spec.report import CaseResult
from grader.spec.text import Text

OWN = "submission.py:3: RuntimeWarning: overflow encountered in exp\n"
LIBRARY = "/usr/lib/python3/numpy/_core/_methods.py:208: RuntimeWarning: invalid value\n  ret = um.true_divide(\n"


def case(stdout):
    return CaseResult(Text(hi="हिंदी", en="en"), True, "values", "returned", "AC", stdout=stdout)


@pytest.mark.parametrize(
    ("stdout", "left", "line"),
    [
        (OWN, "", 3),
        ("before\n" + OWN + "after\n", "before\nafter\n", 3),
        (OWN + "  e = np.exp(z)\n", "", 3),
        (LIBRARY, "", None),
        (LIBRARY + "mine\n", "mine\n", None),
        (OWN + LIBRARY, "", 3),
        ("Warning: learning rate is high\n", "Warning: learning rate is high\n", None),
        ("epoch 1: Warning: nan\n", "epoch 1: Warning: nan\n", None),
        ("", "", None),
    ],
)
def test_warnings_and_prints_are_told_apart(stdout, left, line):
    (clean,), remark = split_warnings([case(stdout)])
    assert clean.stdout == left
    assert (remark and remark.params["line"]) == line


def test_the_first_of_several_is_told():
    _, remark = split_warnings([case(""), case(OWN), case(OWN.replace(":3:", ":9:"))])
    assert (remark.code, remark.params["line"], remark.params["text"]) == ("warned", 3, "overflow encountered in exp")
