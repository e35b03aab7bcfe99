"""Every Outcome, at the two levels that differ in mechanism: locked children of a zygote, and spawned processes."""

import math

import numpy as np
import pytest

from grader.sandbox.box import open_box
from grader.spec.call import Call, Limits, Program
from grader.spec.outcome import OutOfMemory, Raised, Returned, TimedOut, TooMuchOutput, Vanished
from grader.spec.value import Opaque, Rng

FAST = Limits(cpu_s=0.5, wall_s=30)
SHORT = Limits(cpu_s=0.5, wall_s=1.5)


@pytest.fixture(scope="module", params=["strict", "import", "weak"])
def box(request):
    with open_box(force_level=request.param) as opened:
        yield opened


def one(box, source, *args, entry="f", **kwargs):
    (outcome,) = box.run(Program(source), [Call(entry, args, **kwargs)])
    return outcome


def test_returned_value_mutation_and_stdout(box):
    source = "def f(x, y):\n    print('hi', end='')\n    y[0] += 1\n    return x @ y"
    out = one(box, source, np.eye(2), np.ones(2))
    assert isinstance(out, Returned)
    assert (out.mutated, out.stdout) == ((1,), "hi")
    np.testing.assert_array_equal(out.value, [2.0, 1.0])


def test_every_kind_of_value_comes_back_as_it_was(box):
    values = [
        None, True, 3, -2.5, 1j, "नमस्ते", float("inf"), [1, [2.0, (3,)]], {"a": [1]}, list(range(1000)),
        [[float(i), -1.0] for i in range(500)], [(1, 2)] * 99, [True] * 50, [0.5, 2] * 40, [],
        *(np.ones((2, 3), dtype) for dtype in ("?", "i1", "u2", "i8", "f2", "f4", "f8", "c8", "c16")),
        np.zeros((0, 3)), np.array(2.0),
    ]  # fmt: skip
    out = one(box, "def f(x): return x", values)
    assert repr(out.value) == repr(values)
    assert math.isnan(one(box, "def f(): return float('nan')").value)


def test_a_list_of_100_000_floats_passes(box):
    assert one(box, "def f(): return [i / 7 for i in range(100_000)]").value[-1] == 99_999 / 7


def test_rng_marker_becomes_a_generator(box):
    out = one(box, "def f(rng): return rng.random(3)", Rng(5))
    np.testing.assert_array_equal(out.value, np.random.default_rng(5).random(3))


def test_what_is_no_plain_data_is_opaque(box):
    assert one(box, "def f(): return object()").value == Opaque("object")


def test_raised_with_frames_bases_and_message(box):
    out = one(box, "class E(ValueError): pass\n\ndef g():\n    raise E('x' * 900)\ndef f():\n    g()")
    assert isinstance(out, Raised)
    assert (out.kind, out.stage, len(out.message)) == ("E", "call", 500)
    assert out.bases[:2] == ("ValueError", "Exception")
    assert [(frame.line, frame.function) for frame in out.frames] == [(6, "f"), (4, "g")]


@pytest.mark.parametrize(
    ("body", "kind"),
    [("raise SystemExit", "SystemExit"), ("raise KeyboardInterrupt", "KeyboardInterrupt"), ("f()", "RecursionError"),
     ("input()", "EOFError"), ("import nosuchthing", "ModuleNotFoundError"), ("1/0", "ZeroDivisionError")],
)  # fmt: skip
def test_raised_kinds(box, body, kind):
    out = one(box, f"def f():\n    {body}")
    assert (out.kind, out.stage) == (kind, "call")


def test_load_failures_go_to_every_call(box):
    for source, kind in [("1/0", "ZeroDivisionError"), ("def f(:", "SyntaxError"), ("x = 1", "NameError")]:
        outs = box.run(Program("print('once')\n" + source), [Call("f", ())] * 3)
        assert [(o.kind, o.stage) for o in outs] == [(kind, "load")] * 3
        assert [o.stdout for o in outs[1:]] == ["", ""]


def test_keep_runs_only_the_named_statements_and_lines_stay(box):
    program = Program("raise SystemExit\n\ndef f():\n    return 1/0\n", keep=(1,))
    (out,) = box.run(program, [Call("f", ())])
    assert (out.kind, out.frames[0].line) == ("ZeroDivisionError", 4)


def test_endless_call_is_stopped_and_the_others_keep_their_answers(box):
    source = "def f(n):\n    while n == 1: pass\n    return n"
    outs = box.run(Program(source), [Call("f", (n,), limits=FAST) for n in (0, 1, 2)])
    assert [type(o) for o in outs] == [Returned, TimedOut, Returned]
    assert (outs[1].clock, outs[1].limit_s, outs[1].stage) == ("cpu", 0.5, "call")
    assert [outs[0].value, outs[2].value] == [0, 2]


def test_endless_generator_and_endless_load(box):
    assert isinstance(one(box, "def f():\n    while True: yield 1 if 0 else [0] * 9", limits=FAST), TimedOut | Returned)
    outs = box.run(Program("while True: pass"), [Call("f", (), limits=FAST)] * 5)
    assert [(o.clock, o.stage) for o in outs] == [("cpu", "load")] * 5


def test_sleep_is_stopped_by_the_wall_clock(box):
    out = one(box, "import time\ndef f(): time.sleep(60)", limits=SHORT)
    assert (out.clock, out.limit_s) == ("wall", 1.5)


def test_memory(box):
    out = one(box, "import numpy as np\ndef f(): return np.ones(10**9).sum()")
    assert out == OutOfMemory(512)


def test_later_calls_survive_a_memory_error(box):
    source = "import numpy as np\ndef f(n): return float(np.ones(n).sum())"
    outs = box.run(Program(source), [Call("f", (n,)) for n in (1, 10**9, 2)])
    assert [type(o) for o in outs] == [Returned, OutOfMemory, Returned]


def test_memory_limit_of_the_call_counts(box):
    source = "import numpy as np\ndef f(n): return float(np.ones(n).sum())"
    outs = box.run(Program(source), [Call("f", (25_000_000,), limits=Limits(memory_mb=m)) for m in (100, 512)])
    assert [type(o) for o in outs] == [OutOfMemory, Returned]


def test_printing_too_much(box):
    source = "def f(n):\n    for i in range(n): print('x' * 99)\n    return n"
    outs = box.run(Program(source), [Call("f", (n,)) for n in (10, 1000, 10**7, 3)])
    assert [type(o) for o in outs] == [Returned, TooMuchOutput, TooMuchOutput, Returned]
    assert outs[1].limit_kb == 64
    assert len(outs[1].stdout) == 64 << 10


def test_an_answer_too_large(box):
    outs = box.run(
        Program("import numpy as np\ndef f(n): return np.ones(n)"), [Call("f", (n,)) for n in (9, 5 << 20, 9)]
    )
    assert [type(o) for o in outs] == [Returned, TooMuchOutput, Returned]


def test_all_answers_of_a_run_together_have_a_cap(box):
    source = "import numpy as np\ndef f(n): return np.ones(n)"
    limits = Limits(cpu_s=10, wall_s=30)
    outs = box.run(Program(source), [Call("f", (3 << 20,), limits=limits)] * 3)  # of 24 MB each
    assert [type(o) for o in outs] == [Returned, Returned, TooMuchOutput]


@pytest.mark.parametrize(
    ("body", "how"),
    [("import os; os._exit(0)", "exit 0"), ("import os; os._exit(7)", "exit 7"),
     ("import ctypes; ctypes.string_at(0)", "signal 11")],
)  # fmt: skip
def test_vanished(box, body, how):
    outs = box.run(
        Program(f"def f(n):\n    if n == 1:\n        {body}\n    return n"), [Call("f", (n,)) for n in (0, 1, 2)]
    )
    assert outs[1] == Vanished(how)
    assert [outs[0].value, outs[2].value] == [0, 2]


def test_names_and_driver(box):
    source = "def f(b, a):\n    a += 1\n    return a - b"
    out = one(box, source, np.array([3.0]), 1.0, names=("a", "b"))
    assert (out.value.tolist(), out.mutated) == ([3.0], (0,))
    driver = "def drive(fn, a: 'Unknown', n):\n    return [fn(a, i) for i in range(n)]"
    out = one(box, source.replace("a += 1", "a = a + 1"), 3.0, 2, names=("a", "b"), driver=driver)
    assert (out.value, out.mutated) == ([4.0, 3.0], ())


def test_mutation_inside_containers_and_by_keyword_in_a_driver(box):
    out = one(box, "def f(p, q):\n    p['w'][0][0] = 9", {"w": [np.zeros(2)]}, [np.zeros(1)])
    assert out.mutated == (0,)
    out = one(box, "def f(p, q):\n    q[0] = 1", np.zeros(1), np.zeros(1), driver="def d(fn, a, b): fn(p=a, q=b)")
    assert out.mutated == (1,)


def test_random_state_is_the_same_for_every_call_and_run(box):
    source = "import random, numpy as np\ndef f(): return [random.random(), float(np.random.rand()), hash('x')]"
    outs = box.run(Program(source), [Call("f", ())] * 2) + box.run(Program(source), [Call("f", ())])
    assert outs[0].value == outs[1].value == outs[2].value
