"""A writer in a process of its own: writer.py URL NAME TRANSACTIONS [PER_TRANSACTION]; says what was acknowledged."""

import sys

from grader.store.attempts import NewAttempt, record_attempts
from grader.store.store import open_store


def main(url: str, name: str, transactions: str, each: str = "4") -> None:
    with open_store(url) as store:
        for number in range(int(transactions)):
            key = f"{name}-{number}"
            new = [
                NewAttempt(
                    student=name,
                    exercise=f"exercise-{part}",
                    exercise_version="v1",
                    topic="activations",
                    verdict="WA",
                    score=1.0,
                    max_score=2.0,
                    seed=number,
                    source=f"x = {number % 3}\n" * 500,
                    sha256="0" * 64,
                    file="x.py",
                    grader_version="0",
                    isolation="full",
                    language="en",
                    report={"part": part, "padding": "." * 3000},
                    milliseconds=1.0,
                    batch=key,
                    idempotency_key=f"{key}-{part}",
                )
                for part in range(int(each))
            ]
            record_attempts(store, new)
            sys.stdout.write(f"{key}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
