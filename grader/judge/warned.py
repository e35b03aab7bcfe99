"""Warnings that a submission's code caused: a remark, never a mark (see the header of the catalogue)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from grader.spec.finding import Finding
from grader.spec.report import CaseResult

_WARNING = re.compile(r"^submission\.py:(\d+): (\w*Warning): (.*)\n?(?:^  .*\n?)?", flags=re.MULTILINE)
# What a library warns of in lines of its own: the student can neither read nor mend those.
_FOREIGN = re.compile(r"^(?:[A-Za-z]:)?[^\s:]+\.pyx?:\d+: \w*Warning: .*\n?(?:^  .*\n?)?", flags=re.MULTILINE)


def split_warnings(cases: Sequence[CaseResult]) -> tuple[tuple[CaseResult, ...], Finding | None]:
    """The cases with warnings taken out of what the code printed, and the first of its own as a remark."""
    first: Finding | None = None
    clean = []
    for case in cases:
        if "Warning: " not in case.stdout:
            clean.append(case)
            continue
        match = _WARNING.search(case.stdout)
        if match is not None and first is None:
            first = Finding("warned", {"line": int(match[1]), "kind": match[2], "text": match[3].strip()})
        clean.append(replace(case, stdout=_FOREIGN.sub("", _WARNING.sub("", case.stdout))))
    return tuple(clean), first
