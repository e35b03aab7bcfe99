"""Read, not run: what is refused, what is admitted, and what of the file is kept."""

import ast
import textwrap

import numpy as np
import pytest

from grader.judge.screen import Admitted, Parsed, parse, screen
from grader.judge.slice import needed
from grader.spec.exercise import Exercise, Forbidden
from grader.spec.finding import Finding
from grader.spec.text import Text

TEXT = Text(hi="हिंदी", en="English")


def scaled(x, factor):
    return x * factor


EXERCISE = Exercise(
    title=TEXT,
    statement=TEXT,
    hints=(),
    reference=scaled,
    cases=lambda _: (),
    misconceptions=(),
    styles=(),
    forbidden=(Forbidden(("numpy.multiply", "torch.mul"), TEXT),),
)


def screened(source, entry="scaled"):
    parsed = parse(textwrap.dedent(source))
    assert isinstance(parsed, Parsed), parsed
    return screen(parsed, entry, EXERCISE)


def kept(source, *entries):
    tree = ast.parse(textwrap.dedent(source))
    return [ast.unparse(tree.body[i]).splitlines()[0] for i in needed(tree, entries)]


@pytest.mark.parametrize(
    "source",
    [
        "def scaled(x, factor): return x * factor",
        "def scaled(a, b): return a * b",
        "def scaled(x, factor=2, extra=None): return x * factor",
        "def scaled(*args): return args[0] * args[1]",
        "def scaled(x, *, factor): return x * factor",
        "scaled = lambda x, factor: x * factor",
        "import functools\n@functools.wraps(print)\ndef scaled(*a, **k): return 1",
        "import functools\nscaled = functools.partial(pow)",
        "if True:\n    def scaled(x, factor): return x * factor",
        "try:\n    import torch\nexcept ImportError:\n    torch = None\ndef scaled(x, factor): return x * factor",
        "def scaled(x, factor): import numpy as np; return np.exp(x)",
    ],
)
def test_honest_code_is_admitted(source):
    assert isinstance(screened(source), Admitted)


def test_another_order_of_the_same_names_is_called_by_name():
    assert screened("def scaled(factor, x): return x * factor").names == ("x", "factor")
    assert screened("def scaled(a, b): return a * b").names is None


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("def scale(x, factor): return x", "missing_function"),
        ("from numpy import multiply as scaled", "only_imported"),
        ("class scaled: pass", "is_class"),
        ("async def scaled(x, factor): return x", "is_async"),
        ("def scaled(x): return x", "parameters"),
        ("def scaled(x, factor, third): return x", "parameters"),
        ("def scaled(x, factor, *, third): return x", "parameters"),
        ("import numpy as np\ndef scaled(x, factor): return np.multiply(x, factor)", "forbidden_call"),
        ("from numpy import multiply as m\ndef scaled(x, factor): return m(x, factor)", "forbidden_call"),
        (
            "import reference.activations\ndef scaled(x, factor): return reference.activations.relu(x)",
            "forbidden_import",
        ),
        ("def scaled(x, factor):\n    from exercises.losses import mse\n    return x", "forbidden_import"),
        ("import ctypes\ndef scaled(x, factor): return ctypes.c_int(1)", "denied_import"),
    ],
)
def test_each_refusal_has_its_finding(source, code):
    found = screened(source)
    assert isinstance(found, Finding)
    assert found.code == code


def test_what_is_not_reached_is_not_screened():
    admitted = screened("import ctypes, grader\ndef other(): return ctypes\ndef scaled(x, factor): return x * factor")
    assert isinstance(admitted, Admitted)


def test_a_typo_in_the_name_gets_the_nearest_function():
    found = screened("def sclaed(x, factor): return x\ndef relu(x): return x")
    assert found.params["nearest"] == ["sclaed"]
    assert found.params["found"] == ["sclaed", "relu"]


def test_a_method_of_a_class_is_pointed_at():
    assert screened("class Homework:\n    def scaled(self, x, factor): return x").params["inner"] == ["Homework.scaled"]


def test_only_what_the_function_reaches_is_kept():
    source = """
        import numpy as np
        import pandas as pd
        EPS = 1e-8
        TABLE = {}
        TABLE["a"] = EPS
        def helper(x): return x + TABLE["a"]
        def unrelated(): return pd.DataFrame()
        def scaled(x, factor): return helper(np.asarray(x)) * factor
        print(unrelated())
        assert scaled(1, 2) == 2
        scaled.calls = 0
    """
    assert kept(source, "scaled") == [
        "import numpy as np",
        "EPS = 1e-08",
        "TABLE = {}",
        "TABLE['a'] = EPS",
        "def helper(x):",
        "def scaled(x, factor):",
        "scaled.calls = 0",
    ]


def test_every_redefinition_is_kept_in_order():
    assert kept("def f(x): return 1\ndef f(x): return 2", "f") == ["def f(x):", "def f(x):"]


def test_a_star_import_is_kept_when_a_name_is_unknown():
    assert kept("from numpy import *\ndef f(x): return exp(x)", "f")[0] == "from numpy import *"


def test_names_looked_up_by_string_keep_the_definitions():
    assert "def helper(x):" in kept("def helper(x): return x\ndef f(x): return globals()['helper'](x)", "f")


@pytest.mark.parametrize(
    ("source", "hint", "line"),
    [
        ("def f(x)\n    return x", "colon", 1),
        ("def f(x):\nreturn x", "indentation", 2),
        ("def f(x):\n    print 'a'", "python2", 2),
        ("%matplotlib inline\n", "magic", 1),
        ("x = (1,\n", "bracket", 1),
        ("if x = 1:\n    pass", "equals", 1),
        ("def f(x):\n        a = 1\n\tb = 2\n", "tabs", 3),
    ],
)
def test_a_syntax_error_has_line_and_hint(source, hint, line):
    found = parse(source)
    assert isinstance(found, Finding)
    assert (found.code, found.params["hint"], found.params["line"]) == ("syntax", hint, line)


def test_a_source_that_breaks_the_parser_is_refused_not_raised():
    assert parse("(" * 300 + ")" * 300).code in {"syntax", "unparsable"}
    assert parse("x = " + "-" * 100_000 + "1").code in {"syntax", "unparsable"}


def test_the_reference_of_this_file_is_what_the_tests_say():
    assert scaled(np.array([2.0]), 3.0)[0] == 6.0
