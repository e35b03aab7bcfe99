"""The JSON report, schema pariksha.report/1: docs/report.schema.json says what each key means."""

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.render.findings import sentence
from grader.render.messages import Messages
from grader.spec.finding import Finding
from grader.spec.report import CheckResult, Diagnosis, ExerciseResult, Report, gravest
from grader.spec.text import Text
from grader.spec.value import Opaque, Rng

SCHEMA = "pariksha.report/1"
SCHEMA_MANY = "pariksha.reports/1"


def reports_json(say: Messages, reports: Sequence[Report]) -> str:
    """One JSON document: the report of one file, or a list of reports under one verdict."""
    data = [report_dict(say, report) for report in reports]
    document = data[0]
    if len(data) > 1:
        verdict = gravest([report.verdict for report in reports])
        document = {"schema": SCHEMA_MANY, "language": say.lang, "verdict": verdict, "reports": data}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def report_dict(say: Messages, report: Report) -> dict[str, Any]:
    """The report as plain data, sentences in the language of `say`."""
    return {
        "schema": SCHEMA,
        "language": say.lang,
        "submission": {"file": report.file, "sha256": report.sha256, "student": report.student},
        "verdict": report.verdict,
        "score": round(report.score, 2),
        "max_score": round(report.max_score, 2),
        "remarks": [_finding(say, remark) for remark in report.remarks],
        "results": [_result(say, result) for result in report.results],
    }


def _result(say: Messages, result: ExerciseResult) -> dict[str, Any]:
    diagnosis, example = result.diagnosis, result.counterexample
    return {
        "exercise": result.exercise,
        "topic": result.topic,
        "title": result.title.in_(say.lang),
        "verdict": result.verdict,
        "score": round(result.score, 2),
        "max_score": round(result.max_score, 2),
        "attempt": result.attempt,
        "seed": result.seed,
        "version": result.version,
        "isolation": result.isolation,
        "fingerprint": result.fingerprint,
        "milliseconds": result.milliseconds,
        "message": say(f"verdict.{result.verdict}"),
        "findings": [_finding(say, finding) for finding in result.findings],
        "remarks": [_finding(say, remark) for remark in result.remarks],
        "checks": [_check(say, check) for check in result.checks],
        "cases": [
            {
                "why": case.why.in_(say.lang),
                "hidden": case.hidden,
                "check": case.check,
                "outcome": case.outcome,
                "verdict": case.verdict,
                "passed": case.passed,
                "stdout": case.stdout,
                "findings": [_finding(say, finding) for finding in case.findings],
            }
            for case in result.cases
        ],
        "diagnosis": None if diagnosis is None else _diagnosis(say, diagnosis),
        "counterexample": None
        if example is None
        else {
            "args": {name: jsonable(say, value) for name, value in example.args.items()},
            "expected": jsonable(say, example.expected),
            "got": jsonable(say, example.got),
            "at": None if example.at is None else list(example.at),
            "raised": example.raised,
            "reason": None if example.reason is None else sentence(say, example.reason),
        },
    }


def _diagnosis(say: Messages, diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "kind": diagnosis.kind,
        "id": diagnosis.id,
        "message": diagnosis.says.in_(say.lang),
        "certain": diagnosis.certain,
        "also": [_diagnosis(say, other) for other in diagnosis.also],
    }


def _check(say: Messages, check: CheckResult) -> dict[str, Any]:
    return {
        "name": check.name,
        "passed": check.passed,
        "score": round(check.score, 2),
        "max_score": round(check.max_score, 2),
        "findings": [_finding(say, finding) for finding in check.findings],
        "message": " ".join(
            [say(f"check.{check.name}") + ":" * bool(check.findings), *(sentence(say, f) for f in check.findings)]
        ),
    }


def _finding(say: Messages, finding: Finding) -> dict[str, Any]:
    params = {
        key: _finding(say, value) if isinstance(value, Finding) else jsonable(say, value)
        for key, value in finding.params.items()
    }
    return {"code": finding.code, "params": params, "message": sentence(say, finding)}


def jsonable(say: Messages, value: Any) -> Any:
    """Any value as JSON has it; nan and the infinities are the strings "nan", "inf" and "-inf"."""
    match value:
        case None | bool() | str() | int():
            return value
        case Text():
            return value.in_(say.lang)
        case np.ndarray():
            return jsonable(say, value.tolist())
        case np.generic():
            return jsonable(say, value.item())
        case float():
            return value if math.isfinite(value) else str(value)  # "nan", "inf", "-inf"
        case list() | tuple():
            return [jsonable(say, item) for item in value]
        case dict():
            return {str(key): jsonable(say, item) for key, item in value.items()}
        case Rng(seed):
            return {"rng": seed}
        case Opaque(type_name):
            return f"<{type_name}>"
        case _:
            return str(value)
