"""Warnings that a submission's code caused: a remark, never a mark (see the header of the catalogue)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from grader.spec.finding import Finding
from grader.spec.report import CaseResult

_WARNING = re.compile(r"^submission\.py:(\d+): (\w*Warning): (.*)\n?(?:^  .*\n?)?", flags=re.MULTILINE)


def split_warnings(cases: Sequence[CaseResult]) -> tuple[tuple[CaseResult, ...], Finding | None]:
    """The cases with warnings taken out of what the code printed, and the first warning as a remark."""
    first: Finding | None = None
    clean = []
    for case in cases:
        match = _WARNING.search(case.stdout)
        if match is not None and first is None:
            first = Finding("warned", {"line": int(match[1]), "kind": match[2], "text": match[3].strip()})
        clean.append(replace(case, stdout=_WARNING.sub("", case.stdout)) if match else case)
    return tuple(clean), first
