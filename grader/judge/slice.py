"""What of a file a function needs: the rest (plots, training runs, asserts, absent imports) is left out."""

import ast
from collections.abc import Iterable

from grader.judge.names import bound_by, used_by

_BY_STRING = {"globals", "locals", "eval", "exec", "vars", "__import__", "getattr"}


def needed(tree: ast.Module, entries: Iterable[str]) -> tuple[int, ...]:
    """Indices of the top-level statements that bind what the entries reach, in file order.

    Where reached code looks names up by string (`globals()`, `exec`), every definition, import and plain assignment
    is kept, since none can be told apart.
    """
    bound = [bound_by(statement) for statement in tree.body]
    used = [used_by(statement) for statement in tree.body]
    star = {index for index, statement in enumerate(tree.body) if _imports_star(statement)}
    wanted, kept = set(entries), set[int]()
    while True:
        more = {i for i, names in enumerate(bound) if names & wanted and i not in kept}
        if not more:
            break
        kept |= more
        wanted |= set().union(*(used[index] for index in more))
    if wanted & (_BY_STRING - {"getattr"}):
        kept |= {i for i, s in enumerate(tree.body) if bound[i] and not isinstance(s, (ast.For, ast.While, ast.With))}
    known = set().union(*bound) if bound else set()
    if wanted - known:
        kept |= star
    kept |= {i for i, statement in enumerate(tree.body) if _is_future(statement)}
    return tuple(sorted(kept))


def _imports_star(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names)


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
