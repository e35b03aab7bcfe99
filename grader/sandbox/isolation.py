"""How well a submission is shut in: what the self-test found, not what was asked for."""

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

Level = Literal["strict", "import", "portable", "weak", "none"]
Profile = Literal["strict", "import"]
LEVELS: tuple[Level, ...] = ("none", "weak", "portable", "import", "strict")  # ascending

# What the import profile lets through by design: Landlock does not cover metadata (SANDBOX section 7).
_METADATA = frozenset({"stat a file"})


class Isolation(NamedTuple):
    """`layers` are in force; `missing` says why others are not; `breached` names canary attacks that succeeded."""

    level: Level
    layers: tuple[str, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    breached: tuple[str, ...] = ()


def judged(
    profile: Profile, layers: Collection[str], missing: Mapping[str, str], breached: Collection[str]
) -> Isolation:
    """The level that the self-test's findings deserve."""
    through = frozenset(breached)
    level: Level = "weak"
    if not through:
        level = profile
    elif through <= _METADATA and profile == "import":
        level = "import"
    return Isolation(level, tuple(sorted(layers)), tuple(sorted(missing.items())), tuple(sorted(through)))


def at_least(isolation: Isolation, level: Level) -> bool:
    """Whether this is `level` or better."""
    return LEVELS.index(isolation.level) >= LEVELS.index(level)
