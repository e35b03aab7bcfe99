"""Gradescope's results.json: https://gradescope-autograders.readthedocs.io/en/latest/specs/#output-format."""

import json
from collections.abc import Sequence

from grader.render.github import Answer
from grader.render.messages import Messages
from grader.render.text import report_text


def results_json(say: Messages, answers: Sequence[Answer], output: str) -> str:
    """One test for each exercise. Standard output stays hidden: it is the grader's, not the student's."""
    tests = [
        {
            "name": answer.exercise,
            "score": round(answer.score, 2),
            "max_score": answer.max_score,
            "status": "passed" if answer.result.verdict == "AC" else "failed",
            "output": report_text(say, answer.report),
            "output_format": "text",
            "visibility": "visible",
        }
        for answer in answers
    ]
    document = {
        "score": round(sum(answer.score for answer in answers), 2),
        "output": output,
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
