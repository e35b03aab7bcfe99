"""Whether a reference works on each number alone: then one number shows a mistake, and a curve shows the function."""

from functools import lru_cache

import numpy as np

from grader.judge.simulate import answer
from grader.spec.exercise import Exercise
from grader.spec.value import Value


@lru_cache(maxsize=1024)
def is_elementwise(exercise: Exercise) -> bool:
    """Tried on the first sample: the answer has the input's shape, and each number's answer is its own."""
    if exercise.kind != "exact" or exercise.driver is not None or exercise.accepts is not None:
        return False
    sample = next((c for c in exercise.cases(np.random.default_rng(0)) if c.is_sample and c.raises is None), None)
    if sample is None or not isinstance(sample.args[0], np.ndarray):
        return False
    if any(isinstance(arg, (np.ndarray, list, tuple, dict)) for arg in sample.args[1:]):
        return False
    try:
        together = curve(exercise, sample.args, np.array([-1.5, 0.4, 2.0]))
        alone = [curve(exercise, sample.args, np.array([x])) for x in (-1.5, 0.4, 2.0)]
    except Exception:  # noqa: BLE001  # a reference may refuse such inputs: then it is no function of single numbers
        return False
    shapes = {np.shape(together)} | {(np.size(one) * 3,) for one in alone}
    return shapes == {(3,)} and bool(np.allclose(together, np.concatenate(alone), rtol=1e-12))


def curve(exercise: Exercise, args: tuple[Value, ...], grid: np.ndarray) -> Value:
    """The reference on `grid`, the other arguments as in a sample case."""
    return answer(exercise.reference, exercise, (grid, *args[1:]))
