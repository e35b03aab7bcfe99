"""Put the output of `make demo` into the README: python tools/readme.py."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- demo -->", "<!-- /demo -->"


def with_demo(readme: str, output: str) -> str:
    """The README with this demo output between its marks."""
    head, _, rest = readme.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n```text\n{output.strip()}\n```\n{END}{tail}"


def demo_output() -> str:
    """What the demo prints."""
    return subprocess.run([sys.executable, "demo/run.py"], cwd=ROOT, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    path = ROOT / "README.md"
    path.write_text(with_demo(path.read_text(encoding="utf-8"), demo_output()), encoding="utf-8")
