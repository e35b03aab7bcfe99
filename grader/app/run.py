"""Run what a file answers: calls into the boxes, outcomes back, one list for each target."""

import inspect
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from grader.app.boxes import Boxes, flavor_for
from grader.app.source import Source
from grader.judge.caseset import CaseSet
from grader.judge.prepare import Prepared
from grader.judge.screen import Admitted
from grader.sandbox.box import Box, Flavor
from grader.spec.call import Call, Program
from grader.spec.exercise import Exercise, Function
from grader.spec.outcome import Outcome, Raised


@dataclass(frozen=True, slots=True)
class Job:
    """One admitted function and the cases to call it on."""

    admitted: Admitted
    cases: CaseSet

    @property
    def exercise(self) -> Exercise:
        """What is asked."""
        return self.cases.exercise

    @property
    def prepared(self) -> tuple[Prepared, ...]:
        """The cases to call it on."""
        return self.cases.prepared

    @property
    def flavor(self) -> Flavor:
        """The box it needs."""
        return flavor_for(self.admitted.modules, torch_track=self.exercise.track == "torch")

    @property
    def calls(self) -> list[Call]:
        """One call for each case."""
        driver = driver_source(self.exercise.driver) if self.exercise.driver else None
        return [
            Call(self.admitted.entry, p.case.args, self.admitted.names, driver, self.exercise.limits)
            for p in self.prepared
        ]


@lru_cache(maxsize=256)
def driver_source(driver: Function) -> str:
    """A driver as the box gets it; cached, since reading source costs a millisecond."""
    return textwrap.dedent(inspect.getsource(driver))


def run(source: Source, jobs: Sequence[Job], boxes: Boxes) -> list[list[Outcome]]:
    """Outcomes for every job, in order. Jobs of one flavor share one child, so a file costs one fork."""
    outcomes: dict[int, list[Outcome]] = {}
    for flavor in dict.fromkeys(job.flavor for job in jobs):
        group = [index for index, job in enumerate(jobs) if job.flavor == flavor]
        outcomes |= _run_group(source, jobs, group, boxes.get(flavor))
    return [outcomes[index] for index in range(len(jobs))]


def _run_group(source: Source, jobs: Sequence[Job], group: Sequence[int], box: Box) -> dict[int, list[Outcome]]:
    keep = tuple(sorted({index for job in group for index in jobs[job].admitted.keep}))
    calls = [call for job in group for call in jobs[job].calls]
    flat = box.run(Program(source.text, keep), calls)
    found: dict[int, list[Outcome]] = {}
    for job in group:
        size = len(jobs[job].prepared)
        found[job], flat = flat[:size], flat[size:]
    if len(group) > 1 and any(_failed_to_load(outcomes) for outcomes in found.values()):
        # What one function needs has failed: the others must not pay for it.
        return {job: _run_alone(source, jobs[job], box) for job in group}
    if len(group) == 1 and _failed_to_load(found[group[0]]):
        return {group[0]: _run_alone(source, jobs[group[0]], box)}
    return found


def _run_alone(source: Source, job: Job, box: Box) -> list[Outcome]:
    """With the statements it needs; where a name is missing that only the whole file binds, with the whole file."""
    outcomes = box.run(Program(source.text, job.admitted.keep), job.calls)
    if any(isinstance(outcome, Raised) and outcome.kind == "NameError" for outcome in outcomes):
        whole = box.run(Program(source.text, None), job.calls)
        if not _failed_to_load(whole):
            return whole
    return outcomes


def _failed_to_load(outcomes: Sequence[Outcome]) -> bool:
    return bool(outcomes) and all(getattr(outcome, "stage", "call") == "load" for outcome in outcomes)
