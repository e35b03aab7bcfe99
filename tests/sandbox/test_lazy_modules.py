"""NumPy imports some of its parts at first use; in the box that use must not fail."""

import numpy as np
import pytest

from grader.sandbox.preload import EXTRA
from grader.spec.call import Call, Limits, Program
from grader.spec.outcome import Returned

# Calls whatever numpy offers with a few plain arguments, and lists the names whose import failed.
EVERYTHING = """
import warnings
import numpy as np
def f(skipped):
    warnings.simplefilter("ignore")
    x, v, k = np.arange(1.0, 10).reshape(3, 3), np.array([3.0, 1.0, 2.0]), np.array([1, 2, 2])
    tries = ((), (x,), (v,), (k,), (x, x), (v, v), (k, k), (v, 1), (v, 50), (v, 0.5), (v, v, v), (3,), (3, 3))
    missing = set()
    for space in (np, np.linalg, np.random, np.random.default_rng(0), x):
        for name in dir(space):
            if name.startswith("_") or name in skipped:
                continue
            try:
                function = getattr(space, name)
            except ImportError:
                continue  # a submodule: named in the source it is there
            except AttributeError:
                continue
            if not callable(function) or isinstance(function, type):
                continue
            for args in tries:
                try:
                    function(*args)
                except ImportError:
                    missing.add(name)
                except BaseException:
                    pass
    return sorted(missing)
"""
FILES = """show_runtime save savez savez_compressed savetxt tofile dump fromfile loadtxt genfromtxt fromregex load
memmap input info test"""
NAMED = "np.median np.unique np.percentile np.setdiff1d np.quantile np.union1d".split()  # noqa: SIM905


def test_every_function_that_imports_lazily_is_known(boxes):
    call = Call("f", (FILES.split(),), limits=Limits(cpu_s=60, wall_s=120))
    (outcome,) = boxes.get("numpy").run(Program(EVERYTHING), [call])
    assert isinstance(outcome, Returned)
    assert set(outcome.value) <= EXTRA.keys()


@pytest.mark.parametrize("name", NAMED)
def test_they_work_when_named(boxes, name):
    rest = "v, 50" if "percentile" in name else "v, 0.5" if "quantile" in name else "v, v" if name[-2:] == "1d" else "v"
    source = f"import numpy as np\ndef f(v):\n    return {name}({rest})\n"
    (outcome,) = boxes.get("numpy").run(Program(source), [Call("f", (np.arange(3.0),))])
    assert isinstance(outcome, Returned), outcome
