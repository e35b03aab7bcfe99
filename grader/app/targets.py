"""Which exercises a file answers, each screened: ready to run, or refused before running."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.app.source import Source
from grader.catalog.exercises import Entry, load, pick
from grader.judge.screen import Admitted, Parsed, screen
from grader.spec.errors import InputError
from grader.spec.exercise import Exercise
from grader.spec.finding import Finding


@dataclass(frozen=True, slots=True)
class Target:
    """One exercise that a file answers."""

    entry: Entry
    exercise: Exercise
    admitted: Admitted | Finding


def find_targets(
    source: Source, parsed: Parsed | Finding, entries: Mapping[str, Entry], wanted: Sequence[str]
) -> list[Target]:
    """The exercises asked for, or else every exercise whose function the file defines, in the file's order.

    Raises:
        InputError: an unknown exercise is asked for, or the file answers none.
    """
    ids = list(dict.fromkeys(wanted)) or answered(source, parsed, entries)
    if not ids:
        raise _nothing_found(source, parsed, entries)
    return [_target(parsed, pick(dict(entries), exercise_id)) for exercise_id in ids]


def _target(parsed: Parsed | Finding, entry: Entry) -> Target:
    exercise = load(entry)
    admitted = parsed if isinstance(parsed, Finding) else screen(parsed, entry.id, exercise)
    return Target(entry, exercise, admitted)


def answered(source: Source, parsed: Parsed | Finding, entries: Mapping[str, Entry]) -> list[str]:
    """Ids of the exercises whose function a file defines, in its order."""
    if isinstance(parsed, Parsed):
        return [name for name in parsed.defined if name in entries]
    # A file that does not parse still names what it was meant for.
    named = [name for name in re.findall(r"^def +(\w+)", source.text, flags=re.MULTILINE) if name in entries]
    stem = Path(source.name).stem
    return list(dict.fromkeys(named)) or [stem] * (stem in entries)


def _nothing_found(source: Source, parsed: Parsed | Finding, entries: Mapping[str, Entry]) -> InputError:
    if isinstance(parsed, Finding):
        return InputError(f"finding.{parsed.code}", file=source.name, **parsed.params)
    found = list(parsed.defined)
    near = {name: match[0] for name in found if (match := difflib.get_close_matches(name, entries, n=1))}
    return InputError("no_exercise_in_submission", file=source.name, found=found, near=near)
