"""Read the source with `ast`, run nothing: is there a function to grade, and may it run?"""

import ast
import difflib
import inspect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from grader.judge.names import Statement, dotted, imported, statements
from grader.judge.slice import needed
from grader.spec.exercise import Exercise, Forbidden
from grader.spec.finding import Finding

# Ours: whoever could import these would hand in the reference. The box cannot read them either; this names the reason.
OWN_PACKAGES = frozenset({"grader", "reference", "exercises", "question_bank"})
# What a function on arrays never needs and the box denies anyway: better said before than met as a riddle.
DENIED = frozenset({"ctypes", "_ctypes", "cffi", "subprocess", "socket", "multiprocessing"})


@dataclass(frozen=True)
class Parsed:
    """A file that parses, and what is read from its tree, each thing once for all the exercises it answers."""

    source: str
    tree: ast.Module
    statements: tuple[Statement, ...] = field(repr=False)

    @cached_property
    def imported(self) -> dict[str, str]:
        """What every imported name stands for."""
        return imported(node for statement in self.statements for node in statement.nodes)

    @property
    def defined(self) -> tuple[str, ...]:
        """Functions, classes and assigned names at the top level, in file order, blocks searched too."""
        names = dict.fromkeys(
            name
            for statement in self.statements
            if not isinstance(statement.node, (ast.Import, ast.ImportFrom))
            for name in sorted(statement.bound)
        )
        return tuple(names)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A function that may run: which statements it needs and how it wants its arguments."""

    entry: str
    keep: tuple[int, ...]
    names: tuple[str, ...] | None
    modules: frozenset[str]


def parse(source: str) -> Parsed | Finding:
    """The file's syntax tree, or where and why it does not parse."""
    try:
        tree = ast.parse(source)
        return Parsed(source, tree, statements(tree))
    except SyntaxError as error:
        line = (error.text or "").rstrip("\n")
        return Finding(
            "syntax",
            {
                "line": error.lineno or 1,
                "column": error.offset or 1,
                "text": line,
                "reason": error.msg,
                "hint": _hint(error, line),
            },
        )
    except (ValueError, RecursionError, MemoryError) as error:
        return Finding("unparsable", {"reason": str(error)[:200] or type(error).__name__})


def _hint(error: SyntaxError, line: str) -> str:
    """Which of the common causes this is; "" when it is none of them."""
    stripped = line.strip()
    if isinstance(error, TabError):
        return "tabs"
    if isinstance(error, IndentationError):
        return "indentation"
    if stripped.startswith("print ") or "Missing parentheses in call to 'print'" in error.msg:
        return "python2"
    if stripped.startswith(("!", "%")):
        return "magic"
    if "expected ':'" in error.msg:
        return "colon"
    if "was never closed" in error.msg or "unmatched" in error.msg:
        return "bracket"
    if "Maybe you meant '=='" in error.msg:
        return "equals"
    return ""


def screen(parsed: Parsed, entry: str, exercise: Exercise) -> Admitted | Finding:
    """Whether `entry` may run as an answer to `exercise`, or the finding that refuses it (verdict CE)."""
    node = _definition(parsed, entry)
    if node is None:
        return _missing(parsed, entry)
    if isinstance(node, ast.AsyncFunctionDef):
        return Finding("is_async", {"name": entry, "line": node.lineno})
    if isinstance(node, ast.ClassDef):
        return Finding("is_class", {"name": entry, "line": node.lineno})
    names = _argument_names(node, exercise)
    if isinstance(names, Finding):
        return names
    keep = needed(parsed.tree, [entry], parsed.statements)
    reached = [parsed.statements[index] for index in keep]
    if (refused := _forbidden(reached, parsed.imported, exercise.forbidden)) is not None:
        return refused
    return Admitted(entry, keep, names, frozenset(_modules(reached)))


def _definition(parsed: Parsed, entry: str) -> ast.AST | None:
    """The last definition of `entry`: a def or class, or the value assigned to it; imports do not define."""
    found: ast.AST | None = None
    for statement in parsed.statements:
        if isinstance(statement.node, (ast.Import, ast.ImportFrom)) or entry not in statement.bound:
            continue
        for node in statement.nodes:
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name) if (
                    name == entry
                ):
                    found = node
                case ast.Assign(targets=targets, value=value) if any(
                    isinstance(target, ast.Name) and target.id == entry for target in targets
                ):
                    found = value
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.AST() as value) if name == entry:
                    found = value
    return found


def _missing(parsed: Parsed, entry: str) -> Finding:
    if entry in {name for statement in parsed.statements for name in statement.bound}:
        return Finding("only_imported", {"name": entry})
    functions = [
        name for name in parsed.defined if isinstance(_definition(parsed, name), (ast.FunctionDef, ast.Lambda))
    ]
    inner = [
        f"{node.name}.{part.name}"
        for node in parsed.tree.body
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.FunctionDef) and part.name == entry
    ]
    return Finding(
        "missing_function",
        {
            "name": entry,
            "found": functions,
            "nearest": difflib.get_close_matches(entry, functions, n=1),
            "inner": inner,
        },
    )


def _argument_names(node: ast.AST, exercise: Exercise) -> tuple[str, ...] | Finding | None:
    """None to call by position; the contract's names, to call by name, where the order differs."""
    wanted = tuple(inspect.signature(exercise.reference).parameters)
    if isinstance(node, (ast.FunctionDef, ast.Lambda)):
        arguments = node.args
    else:
        return None  # an assigned value, e.g. functools.partial(...): the call will tell
    if isinstance(node, ast.FunctionDef) and node.decorator_list:
        return None  # a decorator may change the signature: the call will tell
    positional = [arg.arg for arg in (*arguments.posonlyargs, *arguments.args)]
    keyword_only = [arg.arg for arg in arguments.kwonlyargs]
    required = len(positional) - len(arguments.defaults)
    required_keywords = [
        arg.arg for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default is None
    ]
    named = set(positional[len(arguments.posonlyargs) :]) | set(keyword_only)
    if (
        set(wanted) <= named
        and tuple(positional[: len(wanted)]) != wanted
        and not (set(positional[:required]) | set(required_keywords)) - set(wanted)
    ):
        return wanted
    enough = len(positional) >= len(wanted) or arguments.vararg is not None
    if required > len(wanted) or not enough or required_keywords:
        return Finding(
            "parameters",
            {
                "name": exercise.reference.__name__,
                "expected": list(wanted),
                "got": positional + keyword_only,
                "line": getattr(node, "lineno", 1),
            },
        )
    return None


def _forbidden(reached: Sequence[Statement], table: dict[str, str], forbidden: Sequence[Forbidden]) -> Finding | None:
    for node in (part for statement in reached for part in statement.nodes):
        line = getattr(node, "lineno", 1)
        for module in _imports(node):
            if module.split(".")[0] in OWN_PACKAGES:
                return Finding("forbidden_import", {"name": module, "line": line})
            if module.split(".")[0] in DENIED:
                return Finding("denied_import", {"name": module, "line": line})
        name = dotted(node, table) if isinstance(node, (ast.Attribute, ast.Name)) else None
        for rule in forbidden:
            if name in rule.names:
                return Finding("forbidden_call", {"name": name, "line": line, "text": rule.says})
    return None


def _imports(node: ast.AST) -> Iterable[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []


def _modules(reached: Sequence[Statement]) -> Iterable[str]:
    """Top-level modules that the reached code imports, wherever in it."""
    for statement in reached:
        for node in statement.nodes:
            for module in _imports(node):
                yield module.split(".")[0]
