"""Every way in which SQLite's file can fail us, each produced for real and named by its code."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import threading
from pathlib import Path

import pytest

from grader.store import sqlite
from grader.store.attempts import record_attempts
from grader.store.errors import (
    BadUrlError,
    DiskFullError,
    ForbiddenError,
    LockedError,
    NewerVersionError,
    NotADatabaseError,
    NotOursError,
    ReadOnlyError,
    StoreFailedError,
    hidden,
)
from grader.store.history import best
from grader.store.store import open_store

ROOT = Path(__file__).parents[2]
NOBODY = 65534


def code_seen_by_a_plain_user(action: str, folder: Path) -> str:
    """The code of the StoreError that `action` raises in a process without root's rights."""
    script = textwrap.dedent(f"""
        import os
        from grader.store import sql, sqlite
        from grader.store.errors import StoreError
        from grader.store.store import open_store
        sql.sections("schema"), sql.sections("queries")  # the project's own folder may be root's
        if os.geteuid() == 0:
            os.setgid({NOBODY})
            os.setuid({NOBODY})
        try:
            {action}
        except StoreError as error:
            print(error.code)
    """)
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
    )
    return done.stdout.strip()


@pytest.fixture
def shared():
    """A folder that a plain user can reach, as pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="pariksha-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_locked_while_another_program_writes(tmp_path, new):
    url = f"sqlite:///{tmp_path}/x.db"
    with open_store(url, busy_s=0.05) as store:
        other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LockedError) as caught:
            record_attempts(store, [new()])
        assert caught.value.params == {"where": str(tmp_path / "x.db"), "seconds": 0.05}
        assert (caught.value.code, caught.value.exit_code) == ("store_locked", 3)
        assert best(store, "anu") == {}  # reading goes on
        other.execute("ROLLBACK")
        assert record_attempts(store, [new()])
        other.close()


def test_locked_when_opened(tmp_path):
    url = f"sqlite:///{tmp_path}/x.db"
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("CREATE TABLE attempt (id)")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LockedError):
        open_store(url, busy_s=0.05)
    other.close()


def test_a_short_lock_is_waited_for(tmp_path, new):
    with open_store(f"sqlite:///{tmp_path}/x.db") as store:
        other = sqlite3.connect(tmp_path / "x.db", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.2, lambda: other.execute("ROLLBACK"))
        timer.start()
        assert record_attempts(store, [new()])
        timer.join()
        other.close()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_read_only(shared, what):
    open_store(f"sqlite:///{shared}/x.db").close()
    (shared / "x.db").chmod(0o444)
    if what == "file":
        shared.chmod(0o777)
    action = f'open_store("sqlite:///{shared}/x.db")'
    assert code_seen_by_a_plain_user(action, shared) == ReadOnlyError.code
    (shared / "x.db").chmod(0o666)
    shared.chmod(0o777)
    assert code_seen_by_a_plain_user(action, shared) == ""


@pytest.mark.parametrize("what", ["new file", "new folder", "unreadable"])
def test_permission(shared, what):
    path = shared / ("below/x.db" if what == "new folder" else "x.db")
    if what == "unreadable":
        open_store(f"sqlite:///{path}").close()
        path.chmod(0o000)
    assert code_seen_by_a_plain_user(f'open_store("sqlite:///{path}")', shared) == ForbiddenError.code


def test_a_file_where_a_folder_should_be(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ForbiddenError) as caught:
        open_store(f"sqlite:///{tmp_path}/file/x.db")
    assert caught.value.params["where"] == str(tmp_path / "file")


def test_a_newer_version_is_left_alone(tmp_path):
    url = f"sqlite:///{tmp_path}/x.db"
    open_store(url).close()
    other = sqlite3.connect(tmp_path / "x.db")
    other.execute("UPDATE alembic_version SET version_num = '0999'")
    other.commit()
    other.close()
    with pytest.raises(NewerVersionError) as caught:
        open_store(url)
    assert caught.value.params == {"where": str(tmp_path / "x.db"), "found": "0999", "known": sqlite.HEAD}


@pytest.mark.parametrize("content", [b"def softmax(x):\n" * 99, os.urandom(5000), b"SQLite format 3\0" + b"\7" * 5000])
def test_not_a_database(tmp_path, content):
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(NotADatabaseError):
        open_store(f"sqlite:///{tmp_path}/x.db")
    assert (tmp_path / "x.db").read_bytes() == content


def test_a_folder_is_not_a_database(tmp_path):
    with pytest.raises(NotADatabaseError) as caught:
        open_store(f"sqlite:///{tmp_path}")
    assert caught.value.params["reason"] == "Is a directory"


def test_a_damaged_database_is_said_to_be_one(tmp_path, new):
    url = f"sqlite:///{tmp_path}/x.db"
    with open_store(url) as store:
        record_attempts(store, [new(source=str(number) * 5000) for number in range(50)])
    data = (tmp_path / "x.db").read_bytes()
    (tmp_path / "x.db").write_bytes(data[: len(data) // 3])
    with pytest.raises(NotADatabaseError), open_store(url) as store:
        record_attempts(store, [new()])


@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize("tables", ["CREATE TABLE moz_places (url)", "CREATE TABLE alembic_version (version_num)"])
def test_another_programs_database_is_left_alone(tmp_path, mode, tables):
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute(f"PRAGMA journal_mode = {mode}")
    other.execute(tables)
    if "alembic" in tables:
        other.execute("INSERT INTO alembic_version VALUES ('ae1027a6acf')")
    before = list(other.iterdump())
    with pytest.raises(NotOursError):
        open_store(f"sqlite:///{tmp_path}/x.db")
    assert list(other.iterdump()) == before
    assert other.execute("PRAGMA journal_mode").fetchone() == (mode,)
    other.close()


def test_disk_full_by_sqlites_own_word_and_nothing_half_written(tmp_path, new, monkeypatch):
    connections = []

    def small(path, busy_s, connect=sqlite.connect):
        connections.append(connect(path, busy_s))
        return connections[-1]

    monkeypatch.setattr(sqlite, "connect", small)
    with open_store(f"sqlite:///{tmp_path}/x.db") as store:
        record_attempts(store, [new()])
        pages = connections[0].execute("PRAGMA page_count").fetchone()[0]
        connections[0].execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFullError):
            record_attempts(store, [new(student="bala"), new(student="bala", source="x" * 100_000)])
        assert best(store, "bala") == {}
        connections[0].execute("PRAGMA max_page_count = 100000")
        record_attempts(store, [new(student="bala")])
        assert best(store, "bala") == {"softmax": (10.0, "AC")}


@pytest.mark.parametrize("full_at", ["open", "write"])
def test_a_disk_that_is_really_full(tmp_path, full_at):
    """A file system of 1 MB: what was acknowledged before it was full is there, and one code says what happened."""
    script = textwrap.dedent(f"""
        import os, pathlib
        from grader.store.errors import StoreError
        from grader.store.history import attempts
        from grader.store.store import open_store
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        import writer
        folder = pathlib.Path({str(tmp_path)!r})
        if {full_at!r} == "open":
            big = os.open(folder / "big", os.O_CREAT | os.O_WRONLY)
            try:
                while os.write(big, b"x" * 1024):
                    pass
            except OSError:
                os.close(big)
        try:
            writer.main(f"sqlite:///{{folder}}/x.db", "w", "1000")
        except StoreError as error:
            print(error.code)
        if {full_at!r} == "write":
            rows = {{}}
            with open_store(f"sqlite:///{{folder}}/x.db") as store:
                for row in attempts(store):
                    rows[row.batch] = rows.get(row.batch, 0) + 1
            print(len(rows), set(rows.values()))
    """)
    mount = f'mount -t tmpfs -o size=1m tmpfs {tmp_path} && exec "$0" -c "$1"'
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", mount, sys.executable, script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip("no rights to mount a small file system")
    assert done.stderr == ""
    lines = done.stdout.split("\n")[:-1]
    if full_at == "open":
        assert lines == [DiskFullError.code]
    else:
        *acknowledged, code, rows = lines
        assert code == DiskFullError.code
        assert len(acknowledged) > 2
        assert rows == f"{len(acknowledged)} {{4}}"


@pytest.mark.parametrize(
    "url", ["", "marks.db", "sqlite://", "sqlite:///", "sqlite:///x.db?mode=ro", "mysql://u:hush@h/n", "nonsense://"]
)
def test_a_url_that_we_do_not_know(url):
    with pytest.raises(BadUrlError) as caught:
        open_store(url)
    assert caught.value.exit_code == 2
    assert "hush" not in str(caught.value)


def test_what_has_no_better_name_carries_the_reason(tmp_path, new):
    with open_store(f"sqlite:///{tmp_path}/x.db") as store, pytest.raises(StoreFailedError) as caught:
        record_attempts(store, [new(verdict="??")])
    assert "ck_attempt_verdict" in caught.value.params["reason"]


def test_a_password_is_never_shown():
    assert hidden("postgresql://u:p@ss@h:5432/n?password=p") == "postgresql://u@h:5432/n"
    assert hidden("sqlite:////a/b.db") == "sqlite:////a/b.db"


def test_an_sqlite_that_is_too_old_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite.sqlite3, "sqlite_version_info", (3, 26, 0))
    with pytest.raises(StoreFailedError, match=r"3\.35"):
        open_store(f"sqlite:///{tmp_path}/x.db")


def test_a_transaction_within_a_transaction_is_an_error_not_a_standstill(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/x.db") as store, pytest.raises(StoreFailedError, match="within"):
        store.transact(lambda _: best(store, "anu"), write=True)


def test_who_reads_to_write_shuts_the_door_first(tmp_path, new):
    """Or a second writer could come between, and the first would fail half-way with what it has read."""
    url = f"sqlite:///{tmp_path}/x.db"
    with open_store(url) as store, open_store(url, busy_s=0.05) as other:

        def work(run):
            run("attempts_made", {"student": "anu", "exercise": "softmax"})
            with pytest.raises(LockedError):
                record_attempts(other, [new()])
            return run("insert_submission", {"sha256": "1" * 64, "source": b"x"})

        assert store.transact(work, write=True)


def test_a_file_that_somebody_else_is_just_making_is_waited_for(tmp_path):
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    timer = threading.Timer(0.2, lambda: other.execute("ROLLBACK"))
    timer.start()
    open_store(f"sqlite:///{tmp_path}/x.db").close()
    timer.join()
    other.close()
    other = sqlite3.connect(tmp_path / "y.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LockedError):
        open_store(f"sqlite:///{tmp_path}/y.db", busy_s=0.05)
    other.close()


def test_a_change_to_wal_is_tried_again_where_sqlite_gives_up_at_once(tmp_path, monkeypatch):
    """Its busy timeout does not hold when two change the journal's mode together (22 of 1200 openings): here at 0."""
    connect = sqlite.connect
    monkeypatch.setattr(sqlite, "connect", lambda path, _: connect(path, 0.0))
    reader = sqlite3.connect(tmp_path / "x.db", isolation_level=None, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sqlite_master").fetchall()
    with pytest.raises(LockedError):
        open_store(f"sqlite:///{tmp_path}/x.db", busy_s=0.05)
    timer = threading.Timer(0.2, lambda: reader.execute("ROLLBACK"))
    timer.start()
    open_store(f"sqlite:///{tmp_path}/x.db", busy_s=5.0).close()
    timer.join()
    reader.close()
