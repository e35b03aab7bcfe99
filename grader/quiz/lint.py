"""The question contract: `python -m grader.quiz.lint FILE...` (files or folders, --strict, --show)."""

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np

from grader.quiz.equal import POINTS, agree, points
from grader.quiz.expression import value_of
from grader.quiz.formula import parse
from grader.quiz.issue import Issue
from grader.quiz.kinds.blank import matches
from grader.quiz.kinds.formula import known
from grader.quiz.lint_texts import check_texts, texts_of
from grader.quiz.lint_variants import check_variants, distinct, variants
from grader.quiz.load import bank_root, load_question
from grader.quiz.mark import model_answer
from grader.quiz.node import BadFileError
from grader.quiz.rubric import judge
from grader.quiz.show import fill, show
from grader.spec.question import Blank, Drawn, Formula, Question, Short, Variant
from grader.spec.text import LANGS

DEFINED = 0.9  # share of the random points where a key must have a value


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one question; how many distinct variants were seen."""

    question: Question
    issues: tuple[Issue, ...]
    distinct: int


def check_question(question: Question, slugs: dict[str, frozenset[str]], count: int | None = None) -> Report:
    """Every check. slugs: the words in each exercise's file, to which misconceptions link."""
    issues = [*check_texts(question), *check_links(question, slugs), *check_body(question)]
    seen = 0
    try:
        found = variants(question, count)
        strange = [v.drawn for v in found if not isinstance(v.drawn, Drawn)]
        if strange:
            issues.append(Issue("generator", question.generator or "", f"expected a Drawn, got {strange[0]!r}"))
        elif not any(issue.check == "pattern" for issue in issues):
            seen = distinct(found)
            issues += check_variants(question, found)
    except Exception as error:  # noqa: BLE001  # an author's generator may raise anything, or give anything
        issues.append(Issue("generator", question.generator or "", f"{type(error).__name__}: {error}"))
    return Report(question, tuple(issues), seen)


def check_links(question: Question, slugs: dict[str, frozenset[str]]) -> Iterator[Issue]:
    """Exercises and misconceptions that the question names exist."""
    if question.exercise and question.exercise not in slugs:
        yield Issue("exercise", "exercise", f"no exercise {question.exercise} yet", "warning")
    for name in misconceptions_of(question):
        exercise, _, slug = name.partition("/")
        if slug not in slugs.get(exercise, frozenset()):
            yield Issue("misconception", name, "no such misconception in exercises/ yet", "warning")


def misconceptions_of(question: Question) -> list[str]:
    """Every link to a misconception in a question."""
    body = question.body
    parts = [*question.wrong, *getattr(body, "options", ()), *getattr(body, "contradictions", ())]
    parts += [path for gap in getattr(body, "gaps", ()) for path in gap.wrong]
    return [part.misconception for part in parts if part.misconception]


def slugs_of(exercises: Path) -> dict[str, frozenset[str]]:
    """The string constants of each exercise's file: its misconceptions' slugs are among them. Nothing is imported."""
    out = {}
    for path in sorted(exercises.glob("*/*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        words = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        out[path.stem] = frozenset(words)
    return out


def check_body(question: Question) -> Iterator[Issue]:
    """Checks that need no numbers: formulas, blanks, rubrics."""
    match question.body:
        case Formula():
            yield from _formula(question, question.body)
        case Blank():
            yield from _blank(question.body)
        case Short():
            yield from _rubric(question.body)
    if question.kind in {"numeric", "formula", "code_output"} and not question.wrong:
        yield Issue("wrong-missing", "wrong", "expected at least one named wrong path")


def _formula(question: Question, body: Formula) -> Iterator[Issue]:
    declared = known(body)
    at = points(body.variables, np.random.default_rng(0), declared.variables)
    nought = np.zeros(POINTS)
    values = {"answer": value_of(parse(body.answer, declared), at, declared.functions) + nought}
    for path in question.wrong:
        values[f"wrong.{path.name}"] = value_of(parse(path.formula or "", declared), at, declared.functions) + nought
    if np.mean(np.isfinite(values["answer"])) < DEFINED:
        yield Issue("finite", "variables", "the answer has no value in a tenth of the declared ranges")
    names = list(values)
    for k, name in enumerate(names):
        for other in names[:k]:
            if agree(values[other], values[name]):
                check = "wrong-is-key" if other == "answer" else "wrong-twice"
                yield Issue(check, name, f"equals {other}")
    if body.same_as:
        module, _, function = body.same_as.rpartition(".")
        try:
            reference = getattr(import_module(f"reference.{module}"), function)
            spelled = {v.name: at[n] for v, n in zip(body.variables, declared.variables, strict=True)}
            theirs = np.asarray(reference(**spelled), dtype=float) + nought
        except (ImportError, AttributeError, TypeError) as error:
            yield Issue("same-as", "same_as", f"cannot be called: {error}")
            return
        if not agree(theirs, values["answer"]):
            yield Issue("same-as", "answer", f"differs from reference.{body.same_as}")


def _blank(body: Blank) -> Iterator[Issue]:
    for gap in body.gaps:
        for path in gap.wrong:
            both = [word for word in path.accept if matches(word, gap.accept)]
            if both:
                yield Issue("wrong-is-key", f"blanks.{gap.id}.{path.name}", f"{both[0]!r} is accepted as right")


def _rubric(body: Short) -> Iterator[Issue]:
    try:
        models = {lang: judge(body.model.in_(lang), body) for lang in LANGS}
    except ValueError as error:
        yield Issue("pattern", "concepts", str(error))
        return
    for lang, found in models.items():
        if found.fraction < 1:
            missing = [c.id for c in body.concepts if c.id not in found.concepts]
            why = f"missing {missing}, contradictions {list(found.contradictions)}, bare {found.bare}"
            yield Issue("model-answer", f"model.{lang}", f"got {found.fraction:.2f}: {why}")
    for group, tests, passing in (("pass", body.passes, True), ("fail", body.fails, False)):
        for name, answers in tests.items():
            for answer in answers:
                found = judge(answer, body)
                if (found.fraction >= body.pass_at) is not passing:
                    why = (
                        f"found {list(found.concepts)}, contradictions {list(found.contradictions)}, bare {found.bare}"
                    )
                    yield Issue("rubric-test", f"tests.{group}.{name}", f"{answer!r} got {found.fraction:.2f}: {why}")


def files_of(names: Sequence[str]) -> list[Path]:
    """The question files among files and folders."""
    found = [p for name in names for p in (sorted(Path(name).rglob("*.yaml")) if Path(name).is_dir() else [Path(name)])]
    return list(dict.fromkeys(found))


def shown(variant: Variant) -> str:
    """A variant with its answer and feedback in both languages, for its author."""
    parts = []
    for lang in LANGS:
        view = show(variant, lang)
        parts += [f"[{lang}]", view.stem, *(f"  {n}. {text}" for n, _, text in view.left)]
        parts += [f"  {label}) {text}" for label, _, text in view.options]
        parts += [
            f"  {place}: {fill(text, variant, lang)}" for place, text in texts_of(variant.question) if place != "stem"
        ]
    drawn = variant.drawn
    return "\n".join([*parts, f"answer: {model_answer(variant)}", f"wrong: {dict(drawn.wrong)}"])


def main(arguments: Sequence[str]) -> int:
    """Exit code 0: nothing found (warnings count with --strict); 1: something found; 2: no files."""
    strict = "--strict" in arguments
    paths = files_of([a for a in arguments if not a.startswith("--")])
    if not paths:
        sys.stderr.write("usage: python -m grader.quiz.lint [--strict] [--show] FILE_OR_FOLDER...\n")
        return 2
    slugs = slugs_of(bank_root().parent / "exercises")
    failed = 0
    for path in paths:
        try:
            question = load_question(path.resolve())
        except (BadFileError, OSError) as error:
            sys.stdout.write(f"{error}\n")
            failed += 1
            continue
        report = check_question(question, slugs)
        bad = [issue for issue in report.issues if strict or issue.severity == "error"]
        failed += bool(bad)
        for issue in report.issues:
            sys.stdout.write(f"{path}: {issue.severity}: {issue.check}: {issue.place}: {issue.says}\n")
        sys.stdout.write(f"{path}: {'FAILED' if bad else 'ok'}: {question.kind}, {report.distinct} distinct variants\n")
        if "--show" in arguments and not bad:
            sys.stdout.write(shown(variants(question, 1)[0]) + "\n")
    sys.stdout.write(f"{len(paths)} questions, {failed} failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))  # the bank lies beside the code in a checkout
    raise SystemExit(main(sys.argv[1:]))
