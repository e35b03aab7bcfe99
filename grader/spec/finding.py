"""A structured reason; its sentence is made in render."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.spec.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` names a sentence in the message catalogues, `params` fills it."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


def say(text: Text) -> Finding:
    """A finding with a sentence of its own, for what only one exercise has to say."""
    return Finding("said", {"text": text})
