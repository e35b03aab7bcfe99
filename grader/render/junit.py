"""The report as JUnit XML, which every CI reads: a test suite for each exercise, a test for each case."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from grader.render.findings import sentence
from grader.render.messages import Messages
from grader.spec.report import ExerciseResult, Report

# XML 1.0 has no control characters but tab, newline and carriage return; a submission's output may hold any.
_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)), "�")


def reports_junit(say: Messages, reports: Sequence[Report]) -> str:
    """One document for all reports."""
    root = ET.Element("testsuites", name="pariksha")
    for report in reports:
        for result in report.results:
            root.append(_suite(say, report, result))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(say: Messages, report: Report, result: ExerciseResult) -> ET.Element:
    failures = sum(not case.passed for case in result.cases) or int(result.verdict not in {"AC", "JE"})
    suite = ET.Element(
        "testsuite",
        name=result.exercise,
        tests=str(max(len(result.cases), 1)),
        failures=str(failures if result.verdict != "JE" else 0),
        errors=str(int(result.verdict == "JE")),
        time=f"{result.milliseconds / 1000:.3f}",
        file=_clean(report.file),
    )
    for case in result.cases:
        test = ET.SubElement(suite, "testcase", classname=result.exercise, name=case.why.in_(say.lang))
        if not case.passed:
            text = _clean("\n".join(sentence(say, finding) for finding in case.findings))
            ET.SubElement(test, "failure", type=case.verdict, message=text.split("\n")[0]).text = text
    if not result.cases:
        test = ET.SubElement(suite, "testcase", classname=result.exercise, name=result.title.in_(say.lang))
        text = _clean("\n".join(sentence(say, finding) for finding in result.findings))
        kind = "error" if result.verdict == "JE" else "failure"
        ET.SubElement(test, kind, type=result.verdict, message=text.split("\n")[0]).text = text
    return suite


def _clean(text: str) -> str:
    return text.translate(_UNPRINTABLE)
