"""Grade the files of this folder, right and wrong, and show the reports: `make demo`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
DATABASE = HERE.parent / ".demo" / "demo.db"
# file, language; the seed is fixed so that the output is the one that the README shows
SHOWN = (
    ("softmax_vectorized.py", "en"),
    ("softmax_loops.py", "en"),
    ("softmax_float32.py", "hi"),
    ("softmax_wrong_axis.py", "en"),
    ("softmax_wrong_axis.py", "hi"),
    ("softmax_overflow.py", "en"),
    ("batchnorm_unbiased.py", "hi"),
    ("hostile.py", "en"),
)


def main() -> None:
    """Run `grade submit` on each file, as a student would."""
    DATABASE.parent.mkdir(exist_ok=True)
    for name, lang in SHOWN:
        command = ["submit", f"demo/{name}", "--lang", lang, "--seed", "1"]
        sys.stdout.write(f"$ grade {' '.join(command)}\n")
        sys.stdout.flush()
        subprocess.run(  # noqa: S603  # our own command on our own files
            [sys.executable, "-m", "grader", *command, "--student", "demo", "--db", f"sqlite:///{DATABASE}"],
            cwd=HERE.parent,
            check=False,
        )
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
