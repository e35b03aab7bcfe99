"""What the linter reports."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Issue:
    """check: the name of the check that failed, place: where in the question, says: what is and what should be."""

    check: str
    place: str
    says: str
    severity: Literal["error", "warning"] = "error"
