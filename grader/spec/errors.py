"""What can go wrong that is not a verdict. Sentences are made in render from code and params."""

from typing import Any


class GraderError(Exception):
    """Our own fault, exit code 3, unless a child class says otherwise."""

    exit_code = 3

    def __init__(self, code: str, **params: Any) -> None:
        """`code` names a sentence in the message catalogues, `params` fills it."""
        super().__init__(code, params)
        self.code = code
        self.params = params


class InputError(GraderError):
    """Usage or unreadable input: the person can mend it. Exit code 2."""

    exit_code = 2


class AuthorError(GraderError):
    """An exercise, question or pack that does not keep its contract."""

    exit_code = 2
