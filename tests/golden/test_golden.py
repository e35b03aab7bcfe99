"""Typical wrong submissions and what is said of them, word for word, in both languages.

To write the reports anew after a change, and then read each: PARIKSHA_GOLDEN=write pytest tests/golden
"""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from grader.app.source import read_source
from grader.app.submit import Order, grade
from grader.catalog.exercises import find_all
from grader.render.json_report import reports_json
from grader.render.messages import messages
from grader.render.text import report_text
from grader.spec.finding import Finding

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in HERE.iterdir() if any(path.glob("submission.*")))


def _steady(result):
    """On a loaded machine a loop that never ends meets the limit of waiting before that of computing."""
    late = Finding("timed_out", {"limit_s": 2.0, "clock": "cpu", "stage": "call"})

    def same(findings):
        return tuple(late if finding.code == "timed_out" else finding for finding in findings)

    cases = tuple(replace(case, findings=same(case.findings)) for case in result.cases)
    checks = tuple(replace(check, findings=same(check.findings)) for check in result.checks)
    return replace(result, cases=cases, checks=checks)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_report_reads_as_it_was_read(boxes, folder):
    (file,) = folder.glob("submission.*")
    only = folder / "exercise"
    wanted = tuple(only.read_text().split()) if only.exists() else ()
    report = grade(read_source(str(file)), find_all(), Order("asha", wanted, seed=1), boxes)
    # what differs from run to run, machine to machine, or with any change of an exercise's file
    results = (_steady(replace(r, milliseconds=0.0, isolation="", version="")) for r in report.results)
    report = replace(report, results=tuple(results))
    texts = {f"report.{lang}.txt": report_text(messages(lang), report) for lang in ("hi", "en")}
    texts["report.json"] = reports_json(messages("en"), [report])
    for name, text in texts.items():
        path = folder / name
        if os.environ.get("PARIKSHA_GOLDEN") == "write":
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")
    assert json.loads(texts["report.json"])["verdict"] != "AC"


def test_there_are_at_least_twenty():
    assert len(FOLDERS) >= 20
