"""A student's repository in CI: what it says, to whom, and what it never lets out."""

import json
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENT = "assignment: hw1\nexercises: {relu: 5, softmax: 10}\npass: 30%\nlanguages: [hi]\n"
RELU = "import numpy as np\n\n\ndef relu(z):\n    return np.maximum(z, 0)\n"
WRONG = "import numpy as np\n\n\ndef softmax(z):\n    e = np.exp(z)\n    return e / e.sum(axis=0)\n"
SECRET = "s3cret-of-the-course"


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "assignment.yaml").write_text(ASSIGNMENT)
    (tmp_path / "src" / "a.py").write_text(RELU)
    (tmp_path / "src" / "b,c.py").write_text(WRONG)
    return tmp_path


def test_exit_code_by_the_pass_mark_and_reports_for_everyone(grade_command, repository):
    words = ("ci", "--junit", "j.xml", "--gradescope", "g.json", "--summary", "s.md", "--annotations")
    done = grade_command(*words, check=0)
    assert "15 में से" in done.stdout, "in the course's first language"
    scores = json.loads((repository / "g.json").read_text())
    assert [test["status"] for test in scores["tests"]] == ["passed", "failed"]
    assert scores["score"] == 5 + scores["tests"][1]["score"]
    suites = ET.parse(repository / "j.xml").getroot()
    assert [suite.get("name") for suite in suites] == ["relu", "softmax"]
    markdown = (repository / "s.md").read_text()
    assert "| relu | ✅ AC | 5/5 |" in markdown
    assert "15 में से" in markdown
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("::error")]
    assert line.startswith("::error file=src/b%2Cc.py,line=4,title=softmax%3A WA::")
    (repository / "assignment.yaml").write_text(ASSIGNMENT.replace("30%", "95%"))
    grade_command("ci", check=1)
    (repository / "src" / "a.py").unlink()
    done = grade_command("ci", "--lang", "en", check=1)
    assert "relu" in done.stdout


def test_a_crash_is_marked_at_the_students_own_line(grade_command, repository):
    (repository / "src" / "a.py").write_text("def relu(z):\n    y = z\n\n    return y.nothing\n")
    done = grade_command("ci", "--annotations", "--lang", "en")
    assert "::error file=src/a.py,line=4,title=relu%3A RTE::" in done.stdout


def test_a_submission_cannot_give_the_runner_commands(grade_command, repository):
    (repository / "src" / "a.py").write_text(
        "def relu(z):\n    print('\\n::add-mask::x\\n%0A::error::forged')\n    return -z\n"
    )
    done = grade_command("ci", env={"GITHUB_ACTIONS": "true"})
    lines = done.stdout.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("::stop-commands::"))
    token = lines[start].removeprefix("::stop-commands::")
    end = lines.index(f"::{token}::")
    outside = lines[:start] + lines[end + 1 :]
    assert all(line.startswith("::error file=src/") for line in outside), outside


def test_the_summary_escapes_what_a_submission_sends(grade_command, repository):
    (repository / "src" / "a.py").write_text(
        "def relu(z):\n    raise ValueError('````\\n<script>alert(1)</script> | x')\n"
    )
    grade_command("ci", "--summary", "s.md")
    markdown = (repository / "s.md").read_text()
    fenced = False
    for line in markdown.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        assert fenced or "<script" not in line


def test_the_secret_keys_the_cases_and_no_submission_can_read_it(grade_command, repository):
    (repository / "src" / "a.py").write_text(
        "import os\ndef relu(z):\n"
        "    raise ValueError(sorted(os.environ), os.environ.get('GRADE_SECRET'), open('/proc/self/environ').read())\n"
    )
    done = grade_command("ci", env={"GRADE_SECRET": SECRET, "GITHUB_ACTIONS": "true"}, check=1)
    for file in repository.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes()
    assert SECRET not in done.stdout + done.stderr
    (repository / "src" / "a.py").write_text(
        "import os\ndef relu(z):\n    raise ValueError(os.environ.get('GRADE_SECRET'))\n"
    )
    done = grade_command("ci", "--lang", "en", env={"GRADE_SECRET": SECRET})
    assert "line 3: None" in done.stdout


def test_a_module_in_the_repository_is_never_imported_by_the_grader(grade_command, repository):
    for name in ("numpy", "yaml", "jinja2", "sitecustomize"):
        (repository / f"{name}.py").write_text("import os\nos.system('touch stolen')\n")
    grade_command("ci", env={"PYTHONSAFEPATH": "1"}, check=0)
    assert not (repository / "stolen").exists()


def steps(path):
    return yaml.safe_load((ROOT / path).read_text())


def shell(script, folder, **env):
    """A step as the runner has it: bash -e, the environment that its `env` names, and nothing of ours."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        check=False,
        cwd=folder,
        env={"PATH": f"{ROOT}/.venv/bin:/usr/bin:/bin", "HOME": str(folder), **env},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.mark.parametrize(("mark", "code"), [("30%", 0), ("95%", 1)])
def test_the_github_action_as_it_is_written(repository, tmp_path, mark, code):
    (repository / "assignment.yaml").write_text(ASSIGNMENT.replace("30%", mark))
    action = steps("action.yml")
    names = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    given = {name: spec.get("default", "") for name, spec in action["inputs"].items()}
    given |= {"student": "asha", "secret": SECRET}
    for step in action["runs"]["steps"]:
        if "run" not in step or step.get("id") == "install":
            continue
        env = {key: fill(value, given) for key, value in step.get("env", {}).items()}
        done = shell(step["run"], repository, **names, **env)
    assert done.returncode == code, done.stdout + done.stderr
    assert "relu" in (tmp_path / "summary.md").read_text()
    assert (repository / given["junit"]).exists()


def fill(value, given):
    return re.sub(r"\$\{\{\s*(.+?)\s*\}\}", lambda m: given.get(m[1].removeprefix("inputs."), str(ROOT)), str(value))


def test_the_action_installs_this_repository():
    install = next(step for step in steps("action.yml")["runs"]["steps"] if step.get("id") == "install")
    assert "$PARIKSHA" in install["run"]
    assert shell(f"set -n\n{install['run']}", ROOT).returncode == 0


def test_the_gitlab_template_as_it_is_written(repository):
    job = steps("ci/gitlab.yml")["pariksha"]
    env = {key: str(value) for key, value in steps("ci/gitlab.yml").get("variables", {}).items()}
    done = shell("\n".join(job["script"]), repository, **env, GITLAB_USER_LOGIN="asha", GRADE_SECRET=SECRET)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (repository / job["artifacts"]["reports"]["junit"]).exists()
