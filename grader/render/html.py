"""The report as one HTML file that needs nothing else: style inside, pictures inside, no script at all."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from grader.render.findings import sentence
from grader.render.maths import in_page, with_code
from grader.render.messages import Messages
from grader.render.numbers import pair_of, place, points, show
from grader.render.page import page
from grader.render.pictures import svg
from grader.render.text import diagnosed, mends, reason
from grader.spec.report import ExerciseResult, Report

MOST_OUTPUT = 2000  # characters of what her code printed


def reports_html(say: Messages, reports: Sequence[Report]) -> str:
    """One page for all reports."""
    return page("report.html", say, files=_files(say, reports))


def report_fragment(say: Messages, report: Report) -> str:
    """What stands in the page's body, with its style, for a notebook's output."""
    return page("report_fragment.html", say, files=_files(say, [report]))


def _files(say: Messages, reports: Sequence[Report]) -> list[dict[str, Any]]:
    results = [(report, result) for report in reports for result in report.results]
    numbered = {id(result): number for number, (_, result) in enumerate(results)}
    return [
        {
            "name": report.file,
            "student": report.student,
            "score": points(report.score),
            "max_score": points(report.max_score),
            "accepted": sum(result.verdict == "AC" for result in report.results),
            "remarks": [sentence(say, remark) for remark in report.remarks],
            "results": [_result(say, result, numbered[id(result)]) for result in report.results],
        }
        for report in reports
    ]


def _result(say: Messages, result: ExerciseResult, number: int) -> dict[str, Any]:
    picture = result.picture
    drawn = None if picture is None else svg(picture, number, say(f"picture.{picture.kind}"))
    printed = next((case.stdout for case in result.cases if case.stdout.strip()), "") if result.verdict != "AC" else ""
    return {
        "exercise": result.exercise,
        "title": in_page(result.title.in_(say.lang)),
        "verdict": result.verdict,
        "says": say(f"verdict.{result.verdict}"),
        "score": points(result.score),
        "max_score": points(result.max_score),
        "lines": [{"text": in_page(line)} for line in diagnosed(say, result)]
        + [_line(line) for line in mends(say, result)],
        "example": _example(say, result),
        "picture": None if drawn is None else Markup(drawn),  # noqa: S704  # from numbers and our own words alone
        "caption": "" if picture is None else say(f"picture.{picture.kind}"),
        "both": picture is not None and picture.kind != "errors",
        "remarks": [Markup.escape(sentence(say, remark)) for remark in result.remarks],
        "printed": printed[:MOST_OUTPUT],
        "passed": sum(case.passed for case in result.cases),
        "checks": [
            {
                "says": say(f"check.{check.name}"),
                "passed": check.passed,
                "score": points(check.score),
                "max_score": points(check.max_score),
            }
            for check in result.checks
        ],
        "cases": [
            {
                "why": in_page(case.why.in_(say.lang)),
                "passed": case.passed,
                "lines": [_line(line) for finding in case.findings for line in sentence(say, finding).splitlines()],
            }
            for case in result.cases
        ],
        "attempt": result.attempt,
        "seed": result.seed,
    }


def _example(say: Messages, result: ExerciseResult) -> dict[str, Any] | None:
    if (example := result.counterexample) is None:
        return None
    if example.raised:
        expected, got = show(example.expected), str(example.got)
    else:
        expected, got = pair_of(example.expected, example.got)
    return {
        "args": [(name, show(value)) for name, value in example.args.items()],
        "expected": expected,
        "got": got,
        "at": place((), example.at, "answer") if example.at and any(example.at) else None,
        "reason": reason(say, example, " ".join(diagnosed(say, result))),
    }


def _line(line: str) -> dict[str, Any]:
    """A sentence, which may quote the submission, or a line of its code: those are indented by four."""
    return {"code": line[4:]} if line.startswith("    ") else {"text": with_code(line)}
