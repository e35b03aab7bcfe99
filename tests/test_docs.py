"""Every command block in the docs is executed, and the README's demo is what the demo prints."""

import importlib.util
import json
import re
import shlex
import shutil
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)


def commands(page):
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        lines = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
        if lines:
            yield lines


def blocks():
    return [(page.relative_to(ROOT).as_posix(), lines) for page in PAGES for lines in commands(page)]


@pytest.mark.parametrize(("page", "lines"), blocks(), ids=[f"{p}:{lines[0][:40]}" for p, lines in blocks()])
def test_every_command_of_the_docs_runs(page, lines, grade_command, tmp_path):
    for name in ("demo", "exercises"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for line in lines:
        words = shlex.split(line)
        assert words[0] == "grade", f"{page}: {line}"
        done = grade_command(*words[1:])
        assert done.returncode in {0, 1}, f"{line}\n{done.stdout}{done.stderr}"


def tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_readme_shows_what_the_demo_prints():
    readme = tool("readme")
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.with_demo(text, readme.demo_output()) == text, "run: python tools/readme.py"


@pytest.mark.parametrize("lang", ["hi", "en"])
@pytest.mark.parametrize("name", ["softmax_vectorized", "softmax_wrong_axis", "softmax_overflow", "hostile"])
def test_the_json_report_keeps_its_schema(grade_command, lang, name):
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text())
    done = grade_command("submit", ROOT / "demo" / f"{name}.py", "--format", "json", "--lang", lang)
    jsonschema.validate(json.loads(done.stdout), schema)


def test_the_schema_refuses_what_is_no_report():
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema": "pariksha.report/1", "verdict": "OK"}, schema)
