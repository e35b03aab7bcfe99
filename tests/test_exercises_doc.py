"""docs/exercises.md says what the catalogue holds."""

import importlib.util
from pathlib import Path

from grader.catalog.exercises import find_all

ROOT = Path(__file__).resolve().parents[1]


def test_page_is_up_to_date():
    spec = importlib.util.spec_from_file_location("exercises_doc", ROOT / "tools" / "exercises_doc.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = module.PAGE.read_text(encoding="utf-8")
    assert page == module.page(), "run: python tools/exercises_doc.py"
    assert page.count("\n### ") == len(find_all())
