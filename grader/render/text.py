"""The report for a terminal: verdict first, what to mend, where it shows; everything else with -v."""

from collections.abc import Iterator

from grader.render.findings import sentence
from grader.render.maths import in_terminal
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
    lines = list(says(say, result))
    yield INDENT + " ".join([say(f"verdict.{result.verdict}"), *lines[:1]])
    yield from (INDENT + line for line in lines[1:])
    for remark in result.remarks:
        yield from _indented(sentence(say, remark))
    if (printed := next((case.stdout for case in result.cases if case.stdout.strip()), "")) and result.verdict != "AC":
        yield INDENT + say("report.stdout", text=printed.strip().splitlines()[0][:100])
    if result.verdict not in {"AC", "CE", "JE"}:
        yield INDENT + _counts(say, result)
        if result.diagnosis is None:
            yield INDENT + say("report.next_hint", exercise=result.exercise)
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


def says(say: Messages, result: ExerciseResult) -> Iterator[str]:
    """What there is to say after the verdict, the most useful first: what to mend, and where it shows."""
    yield from map(in_terminal, diagnosed(say, result))
    yield from mends(say, result)
    if result.counterexample is not None:
        yield from counterexample(say, result.counterexample, " ".join(diagnosed(say, result)))


def diagnosed(say: Messages, result: ExerciseResult) -> Iterator[str]:
    """That all passed, or the beliefs that explain the answers; formulas between dollars."""
    if result.verdict == "AC":
        filled = {"cases": len(result.cases), "score": points(result.score), "max_score": points(result.max_score)}
        yield say("report.all_passed", **filled)
    if (diagnosis := result.diagnosis) is None:
        return
    text = diagnosis.says.in_(say.lang)
    yield text if diagnosis.certain else say("report.likely", says=text)
    yield from (say("report.also", says=other.says.in_(say.lang)) for other in diagnosis.also)


def mends(say: Messages, result: ExerciseResult) -> Iterator[str]:
    """What was found, without the diagnosis and the counterexample; it may quote the submission."""
    for finding in told_findings(result):
        yield from sentence(say, finding).splitlines()
    case = _telling(result)
    if case is not None and result.verdict != "AC" and result.counterexample is None and result.diagnosis is None:
        yield say("report.on_case", why=in_terminal(case.why.in_(say.lang)))


_SHOWN = frozenset({"value", "nan", "infinite"})  # the counterexample shows these better
_EXPLAINED = _SHOWN | {
    "none",
    "length",
    "kind",
    "shape",
    "imprecise",
    "ragged",
    "complex",
}  # a pattern or a misconception says these better


def told_findings(result: ExerciseResult) -> list[Finding]:
    """What is said of the case that decided the verdict, without what is said better elsewhere."""
    case = _telling(result)
    own = [] if case is None or result.verdict == "AC" else list(case.findings)
    if result.verdict == "RTE":
        return own + list(result.findings) if result.diagnosis is None else own
    if result.diagnosis is not None:
        return [f for f in own if f.code not in _EXPLAINED and f.code not in {"mutated", "did_not_raise"}]
    if any(f.code.startswith("pattern.") for f in result.findings):
        return [*result.findings, *(f for f in own if f.code not in _EXPLAINED)]
    if result.counterexample is not None:
        own = [_short(f) for f in own if f.code not in _SHOWN]
    return [*result.findings, *own]


def _short(finding: Finding) -> Finding:
    """Without the numbers of a hidden case where a counterexample shows better ones."""
    return Finding("imprecise_short") if finding.code == "imprecise" else finding


def _telling(result: ExerciseResult) -> CaseResult | None:
    """The case that decided the verdict."""
    return next((case for case in result.cases if case.verdict == result.verdict), None)


def reason(say: Messages, example: Counterexample, known: str) -> str | None:
    """Why it came out so, unless what is `known` says that of the same function already."""
    if example.reason is None:
        return None
    text = sentence(say, example.reason)
    return None if any(call in known and call in text for call in ("exp(", "log(")) else text


def counterexample(say: Messages, example: Counterexample, known: str) -> Iterator[str]:
    """The input, what should have come and what came, and why where that is not `known`."""
    args = ", ".join(f"{name} = {show(value)}" for name, value in example.args.items())
    if example.raised:
        expected, got = show(example.expected), str(example.got).partition(":")[0]
        yield say("report.counterexample_got_error", args=args, expected=expected, got=got)
        return
    expected, got = pair_of(example.expected, example.got)
    yield say("report.counterexample", args=args, expected=expected, got=got)
    if example.at and any(example.at):
        yield say("report.counterexample_at", at=place((), example.at, "answer"))
    if (text := reason(say, example, known)) is not None:
        yield text


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
        yield f"{INDENT * 2}{mark} {in_terminal(case.why.in_(say.lang))}"
        for finding in case.findings:
            yield from (INDENT * 3 + line for line in sentence(say, finding).splitlines())
    if result.attempt is not None:
        yield INDENT + say("report.attempt", attempt=result.attempt, seed=result.seed)
