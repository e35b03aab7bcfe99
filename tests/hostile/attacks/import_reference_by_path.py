# expect: RTE
# falls: import -landlock -identity
# ruff: noqa
"""The reference solution, by its file."""
import importlib.util, os
def f(x, world):
    path = os.path.join(os.path.dirname(world["grader"]), "..", "reference", "activations.py")
    spec = importlib.util.spec_from_file_location("r", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return "BREACH"
