"""Container, shape, finite, values: in this order, and nothing about the container decides."""

import numpy as np
import pytest

from grader.judge.compare import compare
from grader.spec.plain import plain
from grader.spec.value import Opaque

TOL = 1e-6


def judged(expected, got):
    expected = plain(expected)
    from grader.judge.align import leaves

    tolerances = [np.full(leaf.shape, TOL) for leaf in leaves(expected)]
    found = compare(expected, plain(got), tolerances)
    return found.finding.code if found.finding else "accepted"


VECTOR = np.array([1.0, 2.0])
MATRIX = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (VECTOR, [1.0, 2.0]),
        (VECTOR, (1, 2)),
        (VECTOR, VECTOR.astype(np.float32)),
        (VECTOR, np.array([1, 2])),
        (VECTOR, (x for x in [1.0, 2.0])),
        (VECTOR, [np.float32(1), np.array(2.0)]),
        (MATRIX, MATRIX.tolist()),
        (MATRIX, list(MATRIX)),
        (3.0, 3),
        (3.0, np.array([[3.0]])),
        (3.0, [3.0]),
        (3, 3.0),
        (True, 1),
        (np.array([1.0, 0.0]), np.array([True, False])),
        ((MATRIX, 2.0), [MATRIX.tolist(), np.array(2.0)]),
        ((VECTOR, VECTOR), np.array([VECTOR, VECTOR])),
        ([1.0, 2.0, 3.0], np.array([1.0, 2.0, 3.0])),
        (["a", "b"], ("a", "b")),
        (["a", "b"], np.array(["a", "b"])),
        ({"lr": 1.0}, {"lr": 1}),
        (np.array([np.nan, np.inf]), [float("nan"), float("inf")]),
        (VECTOR, VECTOR + 0.9 * TOL),
    ],
)
def test_the_container_never_decides(expected, got):
    assert judged(expected, got) == "accepted"


@pytest.mark.parametrize(
    ("expected", "got", "code"),
    [
        (VECTOR, None, "none"),
        (VECTOR, "1 2", "kind"),
        (VECTOR, {"a": 1}, "kind"),
        (VECTOR, np.array([None, 1]), "kind"),
        (VECTOR, len, "kind"),
        (VECTOR, [[1.0], [1.0, 2.0]], "ragged"),
        (VECTOR, [[[1.0], [1.0, 2.0]], [[1.0], [2.0]]], "ragged"),
        (VECTOR, [[1.0, None], [2.0, 3.0]], "none"),
        (VECTOR, VECTOR + 0j, "complex"),
        (VECTOR, VECTOR[:, None], "shape"),
        (VECTOR, [1.0, 2.0, 3.0], "shape"),
        (MATRIX, MATRIX.T, "shape"),
        (np.array([1.0]), 1.0, "shape"),
        (3.0, [3.0, 3.0], "shape"),
        (3.0, [], "shape"),
        (VECTOR, [1.0, np.nan], "nan"),
        (VECTOR, [1.0, np.inf], "infinite"),
        (np.array([np.inf, 1.0]), [-np.inf, 1.0], "infinite"),
        (np.array([np.nan, 1.0]), [1.0, 1.0], "nan"),
        (np.array([np.inf, 1.0]), [1e308, 1.0], "infinite"),
        (VECTOR, VECTOR + 2 * TOL, "imprecise"),
        (VECTOR, VECTOR + 1, "value"),
        ((VECTOR, 2.0), VECTOR, "shape"),
        ((VECTOR, 2.0), (VECTOR,), "length"),
        ((VECTOR, 2.0), 5.0, "length"),
        ((VECTOR, 2.0), None, "none"),
        (["a", "b"], ["a", "c"], "value"),
        (["a", "b"], [1.0, 2.0], "kind"),
        ({"lr": 1.0}, {"LR": 1.0}, "keys"),
        ({"lr": 1.0}, [1.0], "kind"),
        (None, 1.0, "value"),
    ],
)
def test_each_difference_has_its_finding(expected, got, code):
    assert judged(expected, got) == code


def test_no_broadcasting_ever_makes_an_answer_right():
    assert judged(np.ones((3, 2)), np.ones((1, 2))) == "shape"
    assert judged(np.ones((3, 2)), 1.0) == "shape"


def test_a_shape_finding_says_when_the_values_are_right():
    finding = compare(VECTOR, VECTOR[:, None], [np.full(2, TOL)]).finding
    assert finding.params["values_right"]
    wrong = compare(VECTOR, VECTOR[:, None] + 1, [np.full(2, TOL)]).finding
    assert not wrong.params["values_right"]


def test_the_first_wrong_element_is_named():
    got = MATRIX.copy()
    got[1, 1] = 9.0
    finding = compare(MATRIX, got, [np.full((3, 2), TOL)]).finding
    assert (finding.params["at"], finding.params["expected"], finding.params["got"]) == ((1, 1), 4.0, 9.0)
    assert (finding.params["wrong"], finding.params["of"]) == (1, 6)


def test_an_opaque_answer_is_refused_by_its_type():
    assert compare(VECTOR, Opaque("generator"), [np.full(2, TOL)]).finding.params["got"] == "generator"
