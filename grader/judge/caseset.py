"""The cases of one exercise and seed with all that is worked out from them, each thing once.

A batch grades hundreds of files on the same cases: expected answers, tolerances and what each belief answers are
the same for all of them.
"""

from dataclasses import dataclass, field

from grader.judge.prepare import Prepared, draw, prepare, under
from grader.judge.simulate import simulate
from grader.spec.exercise import Convention, Exercise, Function
from grader.spec.outcome import Outcome


@dataclass(frozen=True, slots=True)
class CaseSet:
    """What one submission of one exercise is judged on. The memo holds results of pure functions only."""

    exercise: Exercise
    prepared: tuple[Prepared, ...]
    _answers: dict[Function, tuple[Outcome, ...]] = field(default_factory=dict, repr=False, compare=False)
    _under: dict[str, tuple[Prepared, ...]] = field(default_factory=dict, repr=False, compare=False)

    def answers_of(self, belief: Function) -> tuple[Outcome, ...]:
        """What a function of the exercise's own answers to every case."""
        if belief not in self._answers:
            self._answers[belief] = tuple(simulate(belief, self.exercise, p.case) for p in self.prepared)
        return self._answers[belief]

    def under(self, convention: Convention) -> tuple[Prepared, ...]:
        """The cases with what is expected under another convention."""
        if convention.slug not in self._under:
            self._under[convention.slug] = under(self.exercise, self.prepared, convention.believes)
        return self._under[convention.slug]


def case_set(exercise: Exercise, seed: int, *, samples_only: bool = False) -> CaseSet:
    """The cases of one attempt.

    Raises:
        AuthorError: the exercise does not keep its word.
    """
    cases = draw(exercise, seed)
    if samples_only:
        cases = [case for case in cases if case.is_sample]
    return CaseSet(exercise, prepare(exercise, cases))
