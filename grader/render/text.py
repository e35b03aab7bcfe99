"""The report for a terminal: verdict first, what to mend, where it shows; everything else with -v."""

from collections.abc import Iterator

from grader.render.findings import sentence
from grader.render.messages import Messages
from grader.render.numbers import pair_of, place, points, show
from grader.spec.finding import Finding
from grader.spec.report import CaseResult, Counterexample, ExerciseResult, Report

INDENT = "  "


def report_text(say: Messages, report: Report, *, verbose: bool = False, recorded: bool = True) -> str:
    """The whole report, lines joined."""
    lines: list[str] = []
    for result in report.results:
        lines += [*_result(say, result, verbose=verbose), ""]
    lines += [sentence(say, remark) for remark in report.remarks]
    if len(report.results) > 1:
        accepted = sum(result.verdict == "AC" for result in report.results)
        lines.append(
            say(
                "report.total",
                score=points(report.score),
                max_score=points(report.max_score),
                accepted=accepted,
                count=len(report.results),
            )
        )
    if not recorded:
        lines.append(say("report.not_recorded"))
    return "\n".join(lines).rstrip() + "\n"


def _result(say: Messages, result: ExerciseResult, *, verbose: bool) -> Iterator[str]:
    yield f"{result.exercise}  {result.verdict}"
    yield from (INDENT + line for line in _headline(say, result))
    if result.counterexample is not None:
        yield from (INDENT + line for line in _counterexample(say, result.counterexample))
    for remark in result.remarks:
        yield from _indented(sentence(say, remark))
    if (printed := next((case.stdout for case in result.cases if case.stdout.strip()), "")) and result.verdict != "AC":
        yield INDENT + say("report.stdout", text=printed.strip().splitlines()[0][:100])
    if result.verdict not in {"AC", "CE", "JE"}:
        yield INDENT + _counts(say, result)
    if verbose:
        yield from _details(say, result)


def _counts(say: Messages, result: ExerciseResult) -> str:
    passed = sum(case.passed for case in result.cases)
    return say(
        "report.some_passed",
        passed=passed,
        cases=len(result.cases),
        score=points(result.score),
        max_score=points(result.max_score),
    )


def _headline(say: Messages, result: ExerciseResult) -> Iterator[str]:
    """The verdict and what to mend."""
    verdict = say(f"verdict.{result.verdict}")
    if result.verdict == "AC":
        filled = {"cases": len(result.cases), "score": points(result.score), "max_score": points(result.max_score)}
        yield f"{verdict} {say('report.all_passed', **filled)}"
        if result.diagnosis is not None:
            yield result.diagnosis.says.in_(say.lang)
        return
    if result.diagnosis is not None:
        says = result.diagnosis.says.in_(say.lang)
        yield f"{verdict} {says if result.diagnosis.certain else say('report.likely', says=says)}"
        return
    findings = [sentence(say, finding) for finding in _first_findings(result)]
    lines = [line for found in findings for line in found.splitlines()]
    yield f"{verdict} {lines[0]}" if lines else verdict
    yield from lines[1:]
    if (case := _telling(result)) is not None and result.counterexample is None:
        yield say("report.on_case", why=case.why.in_(say.lang))


def _telling(result: ExerciseResult) -> CaseResult | None:
    """The case that decided the verdict."""
    return next((case for case in result.cases if case.verdict == result.verdict), None)


def _first_findings(result: ExerciseResult) -> list[Finding]:
    case = _telling(result)
    return list(result.findings) + (list(case.findings) if case is not None else [])


def _counterexample(say: Messages, example: Counterexample) -> Iterator[str]:
    args = ", ".join(f"{name} = {show(value)}" for name, value in example.args.items())
    expected, got = pair_of(example.expected, example.got)
    yield say("report.counterexample", args=args, expected=expected, got=got)
    if example.at:
        yield say("report.counterexample_at", at=place((), example.at, "answer"))
    if example.reason is not None:
        yield sentence(say, example.reason)


def _indented(text: str) -> Iterator[str]:
    yield from (INDENT + line for line in text.splitlines())


def _details(say: Messages, result: ExerciseResult) -> Iterator[str]:
    yield INDENT + say("report.checks")
    for check in result.checks:
        mark = "✓" if check.passed else "✗"
        score = f"{points(check.score)}/{points(check.max_score)}"
        yield f"{INDENT * 2}{mark} {say(f'check.{check.name}')}: {score}"
    yield INDENT + say("report.cases")
    for case in result.cases:
        mark = "✓" if case.passed else "✗"
        yield f"{INDENT * 2}{mark} {case.why.in_(say.lang)}"
        for finding in case.findings:
            yield from (INDENT * 3 + line for line in sentence(say, finding).splitlines())
    if result.attempt is not None:
        yield INDENT + say("report.attempt", attempt=result.attempt, seed=result.seed)
