"""The tree of a formula, how it is shown back, and its values. Built by formula.py; nothing here executes text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from grader.quiz.normalise import listed

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Num:
    """A number, and how it was written."""

    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A declared variable or a constant. `shown`: as the question spells it."""

    name: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Neg:
    """Minus in front."""

    of: "Tree"


@dataclass(frozen=True, slots=True)
class Bin:
    """One of + - * / ^ between two trees."""

    op: str
    left: "Tree"
    right: "Tree"


@dataclass(frozen=True, slots=True)
class Call:
    """A known or a declared abstract function."""

    name: str
    args: tuple["Tree", ...]


Tree = Num | Name | Neg | Bin | Call
CONSTANTS = {"pi": np.pi, "e": np.e}


def _sigmoid(z: Values) -> Values:
    return 0.5 * (1.0 + np.tanh(0.5 * z))


FUNCTIONS: Mapping[str, Callable[..., Values]] = {
    "exp": np.exp,
    "log": np.log,
    "ln": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "sqrt": np.sqrt,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "abs": np.abs,
    "max": np.maximum,
    "min": np.minimum,
    "sigmoid": _sigmoid,
    "sigma": _sigmoid,  # unless sigma is declared as a variable
    "logistic": _sigmoid,
    "relu": lambda z: np.maximum(z, 0.0),
    "softplus": lambda z: np.logaddexp(z, 0.0),
    "step": lambda z: np.where(z >= 0, 1.0, 0.0),
    "sign": np.sign,
    "sgn": np.sign,
}
TWO_OR_MORE = frozenset({"max", "min"})
_LATEX_NAMES = frozenset({"exp", "log", "ln", "sinh", "cosh", "tanh", "sin", "cos", "tan", "max", "min"})
_GREEK = frozenset(
    listed("alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi psi omega pi")
)


def value_of(tree: Tree, at: Mapping[str, Values], abstract: tuple[str, ...] = ()) -> Values:
    """The tree's values at points given by name; nan and inf where it has none."""
    with np.errstate(all="ignore"):
        return _value(tree, at, abstract)


def _value(tree: Tree, at: Mapping[str, Values], abstract: tuple[str, ...]) -> Values:
    match tree:
        case Num(value, _):
            return np.float64(value)  # type: ignore[return-value]  # broadcasts like an array
        case Name(name, _):
            return at[name] if name in at else np.float64(CONSTANTS[name])  # type: ignore[return-value]
        case Neg(of):
            return -_value(of, at, abstract)
        case Bin(op, left, right):
            return _arithmetic(op, _value(left, at, abstract), _value(right, at, abstract))
        case Call(name, args):
            values = [_value(arg, at, abstract) for arg in args]
            if name in abstract:
                return _unknown_function(abstract.index(name), values)
            out = FUNCTIONS[name](*values[:2]) if name in TWO_OR_MORE else FUNCTIONS[name](values[0])
            for further in values[2:]:
                out = FUNCTIONS[name](out, further)
            return out


def _arithmetic(op: str, a: Values, b: Values) -> Values:
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return np.divide(a, b)
        case _:
            return np.power(a, b)


def _unknown_function(which: int, values: list[Values]) -> Values:
    """A fixed function that no formula of a course equals by chance, one for each abstract name."""
    total = sum((value * (0.71 + 0.37 * k) for k, value in enumerate(values)), start=np.float64(0.0))
    return np.sin(1.3 * total + which) + 0.41 * np.tanh(total - 0.2) + 0.17 * total


def latex(tree: Tree, outer: int = 0) -> str:
    """LaTeX with only the parentheses that are needed: how the formula was read."""
    match tree:
        case Num(_, text):
            return text
        case Name(name, shown):
            return latex_name(shown or name)
        case Neg(of):
            return _wrap("-" + latex(of, 2), 1, outer)
        case Bin("/", left, right):
            return rf"\frac{{{latex(left)}}}{{{latex(right)}}}"
        case Bin("^", left, right):
            base = rf"\left({latex(left)}\right)" if isinstance(left, Bin) else latex(left, 4)
            return f"{base}^{{{latex(right)}}}"
        case Bin("*", left, right):
            return _wrap(rf"{latex(left, 2)} \cdot {latex(right, 3)}", 2, outer)
        case Bin(op, left, right):
            return _wrap(f"{latex(left, 1)} {op} {latex(right, 2)}", 1, outer)
        case Call("sqrt", (arg,)):
            return rf"\sqrt{{{latex(arg)}}}"
        case Call("abs", (arg,)):
            return rf"\left|{latex(arg)}\right|"
        case Call("log2" | "log10" as name, (arg,)):
            return rf"\log_{{{name[3:]}}}\left({latex(arg)}\right)"
        case Call(name, args):
            shown = rf"\{name}" if name in _LATEX_NAMES else rf"\operatorname{{{name}}}"
            shown = r"\sigma" if name in {"sigmoid", "sigma", "logistic"} else name if len(name) == 1 else shown
            return rf"{shown}\left({', '.join(latex(arg) for arg in args)}\right)"


def _wrap(text: str, own: int, outer: int) -> str:
    return rf"\left({text}\right)" if own < outer else text


def latex_name(name: str) -> str:
    """A declared name in LaTeX: y_hat with its accent, n_in and w1 with their subscripts, Greek letters."""
    base, _, sub = name.partition("_")
    for accent in ("hat", "bar", "tilde"):
        if accent in (sub, base) and base != accent:
            return rf"\{accent}{{{latex_name(base)}}}"
    digits = base[len(base.rstrip("0123456789")) :]
    letters = base.removesuffix(digits)
    shown = rf"\{letters}" if letters in _GREEK else letters if len(letters) == 1 else rf"\mathrm{{{letters}}}"
    sub = digits + (rf"\mathrm{{{sub}}}" if len(sub) > 1 and sub.isalpha() else sub)
    return f"{shown}_{{{sub}}}" if sub else shown
