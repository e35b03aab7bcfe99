"""What a student's exception means, for the common causes: the line quoted, the cause named."""

import builtins
import difflib
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.judge.names import bound_by, used_by
from grader.judge.screen import Parsed
from grader.spec.finding import Finding

_IMPORTS = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "math": "import math",
    "torch": "import torch",
    "nn": "from torch import nn",
    "F": "import torch.nn.functional as F",
    "random": "import random",
    "scipy": "import scipy",
    "functools": "import functools",
    "itertools": "import itertools",
}
Cause = tuple[str, dict[str, Any]]


def explain(finding: Finding, parsed: Parsed) -> Finding:
    """A `raised` finding with the student's line and, where it is a common one, the cause; others unchanged."""
    if finding.code != "raised":
        return finding
    params: dict[str, Any] = dict(finding.params)
    lines = parsed.source.split("\n")
    if params["frames"] and 0 < (line := params["frames"][-1][0]) <= len(lines):
        params |= {"line": line, "text": lines[line - 1].strip()[:160]}
    if (cause := _cause(params, parsed)) is not None:
        params |= {"cause": cause[0], "details": cause[1]}
    return Finding(finding.code, params)


def _cause(params: Mapping[str, Any], parsed: Parsed) -> Cause | None:
    message = params["message"]
    if (match := re.search(r"(?:module )?'([\w.]+)'(?: object)? has no attribute '(\w+)'", message)) is not None:
        return _attribute(match[1], match[2])
    for pattern, name, details in _PATTERNS:
        if (match := re.search(pattern, message)) is not None:
            return name, details(match)
    kind = params["kind"]
    if kind in {"NameError", "UnboundLocalError"} and (match := re.search(r"'(\w+)'", message)):
        return _name(match[1], parsed)
    return (_KINDS[kind], {}) if kind in _KINDS else None


def _name(name: str, parsed: Parsed) -> Cause:
    if name in _IMPORTS:
        return "missing_import", {"name": name, "statement": _IMPORTS[name]}
    bound = set().union(*(bound_by(statement) for statement in parsed.tree.body))
    known = sorted((bound | used_by(parsed.tree) | set(dir(builtins))) - {name})
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return ("typo", {"name": name, "nearest": nearest[0]}) if nearest else ("unknown_name", {"name": name})


def _attribute(owner: str, name: str) -> Cause | None:
    """A name that numpy, math or an array lacks: a typo, or a method of arrays asked of a list."""
    if owner in {"list", "tuple", "int", "float"} and hasattr(np.ndarray, name):
        return "not_an_array", {"owner": owner, "name": name}
    if owner == "NoneType":
        return "none_value", {}
    known = {"numpy": dir(np), "math": dir(math), "numpy.ndarray": dir(np.ndarray), "list": dir(list)}.get(owner, [])
    prefix = {"numpy": "np.", "math": "math."}.get(owner, ".")
    nearest = difflib.get_close_matches(name, [n for n in known if not n.startswith("_")], n=1, cutoff=0.7)
    if nearest:
        return "typo", {"name": prefix + name, "nearest": prefix + nearest[0]}
    if owner == "numpy.ndarray" and hasattr(np, name):
        return "typo", {"name": "." + name, "nearest": f"np.{name}(...)"}
    return None


def _shapes(match: re.Match[str]) -> dict[str, Any]:
    return {"a": match[1], "b": match[2]}


def _nothing(_: re.Match[str]) -> dict[str, Any]:
    return {}


# From numpy 2.4, torch 2.13 and Python 3.11's own words; an unknown wording only means that no cause is named.
_PATTERNS: tuple[tuple[str, str, Callable[[re.Match[str]], dict[str, Any]]], ...] = (
    (r"matmul: .*\(size (\d+) is different from (\d+)\)", "matmul", _shapes),
    (r"shapes (\([\d,]*\)) and (\([\d,]*\)) not aligned", "matmul", _shapes),
    (r"mat1 and mat2 shapes cannot be multiplied \((\d+x\d+) and (\d+x\d+)\)", "matmul", _shapes),
    (r"could not be broadcast together with (?:remapped )?shapes (\([\d,]*\)) (\([\d,]*\))", "broadcast", _shapes),
    (r"truth value of an array|Boolean value of Tensor", "truth_value", _nothing),
    (r"only (?:length-1|0-dimensional) arrays can be converted|only size-1 arrays", "scalar_math", _nothing),
    (r"must be real number, not", "scalar_math", _nothing),
    (r"No module named '([\w.]+)'", "not_in_box", lambda match: {"name": match[1]}),
    (r"'NoneType' object|NoneType'? and|and 'NoneType'", "none_value", _nothing),
    (r"axis -?\d+ is out of bounds", "axis", _nothing),
    (r"cannot access local variable '(\w+)'", "unbound", lambda match: {"name": match[1]}),
    (r"Cannot cast ufunc .* to dtype\('u?int", "integer_inplace", _nothing),
    (r"cannot reshape array of size (\d+) into shape (\([\d,]*\)|\d+)", "reshape", _shapes),
    (r"(?:too many|not enough) values to unpack \(expected (\d+)(?:, got (\d+))?", "unpack", _nothing),
    (r"object is not callable", "not_callable", _nothing),
    (r"inhomogeneous shape|setting an array element with a sequence", "ragged", _nothing),
    (r"math range error|Result too large", "overflow", _nothing),
    (r"expected scalar type|must have the same dtype", "torch_dtype", _nothing),
    (r"zero-size array to reduction", "empty", _nothing),
    (
        r"for [-+*/]+: (?:'\w+' and )?'(?:list|tuple)'|can't multiply sequence|bad operand type for unary .: 'list'",
        "list_arithmetic",
        _nothing,
    ),
    (r"([\w<>]+)\(\) (?:takes|missing|got)", "arguments", lambda match: {"name": match[1]}),
    (r"index -?\d+ is out of bounds|list index out of range", "index", _nothing),
)
_KINDS = {
    "RecursionError": "recursion",
    "EOFError": "input",
    "PermissionError": "denied",
    "FileNotFoundError": "denied",
    "IndexError": "index",
    "ZeroDivisionError": "zero_division",
    "AssertionError": "assertion",
    "OverflowError": "overflow",
}
