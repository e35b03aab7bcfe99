"""The same tests over SQLite and, where PARIKSHA_TEST_POSTGRES names a server, PostgreSQL."""

import os
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from grader.store.attempts import NewAttempt
from grader.store.store import open_store

SERVER = os.environ.get("PARIKSHA_TEST_POSTGRES")


@contextmanager
def database(template: str = "template1"):
    """URL of a database of its own on the test server."""
    import psycopg

    name = f"pariksha_{uuid.uuid4().hex}"
    server, _, _ = SERVER.rpartition("/")
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres():
    """URL of an empty database."""
    if not SERVER:
        pytest.skip("PARIKSHA_TEST_POSTGRES is not set")
    with database() as url:
        yield url


@pytest.fixture(scope="session")
def migrated():
    """Name of a database with the schema, to be copied: that takes a fifth of the time of the migrations."""
    if not SERVER:
        pytest.skip("PARIKSHA_TEST_POSTGRES is not set")
    with database() as url:
        open_store(url).close()
        yield url.rpartition("/")[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """URL of an empty database, of each kind."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres")
    return f"sqlite:///{tmp_path}/data/pariksha.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    """An open store without a row, of each kind."""
    if request.param == "sqlite":
        with open_store(f"sqlite:///{tmp_path}/data/pariksha.db") as opened:
            yield opened
        return
    with database(request.getfixturevalue("migrated")) as copied, open_store(copied) as opened:
        yield opened


@pytest.fixture
def new():
    """Makes a NewAttempt; what is not said is that of an accepted softmax."""

    def make(**values) -> NewAttempt:
        given = {
            "student": "anu",
            "exercise": "softmax",
            "exercise_version": "v1",
            "topic": "activations",
            "verdict": "AC",
            "score": 10.0,
            "max_score": 10.0,
            "seed": 7,
            "source": "def softmax(x):\n    return x\n",
            "sha256": "0" * 64,
            "file": "softmax.py",
            "grader_version": "0.1.0",
            "isolation": "full",
            "language": "hi",
            "report": {},
            "milliseconds": 11.5,
        }
        return NewAttempt(**given | values)

    return make


@pytest.fixture
def day():
    """Makes a time: noon UTC of a day in March 2025."""
    return lambda number: datetime(2025, 3, number, 12, tzinfo=UTC)
