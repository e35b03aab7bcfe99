"""Every way in which PostgreSQL can fail us, each produced by a real server (but the first: there is none)."""

import socket
import threading

import pytest

from grader.store import server
from grader.store.attempts import record_attempts
from grader.store.errors import (
    BadUrlError,
    CannotConnectError,
    DiskFullError,
    DriverMissingError,
    ForbiddenError,
    LockedError,
    NewerVersionError,
    NotOursError,
    ReadOnlyError,
    StoreFailedError,
)
from grader.store.history import attempts, best
from grader.store.store import open_store

psycopg = pytest.importorskip("psycopg")


@pytest.fixture
def admin(postgres):
    with psycopg.connect(postgres, autocommit=True) as connection:
        yield connection


@pytest.fixture
def role(postgres, admin):
    """A user without rights; (name, its URL)."""
    name = "plain_" + postgres.rpartition("_")[2][:12]
    admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'plain'")
    yield name, f"postgresql://{name}:plain@{postgres.rpartition('@')[2]}"
    admin.execute(f"DROP OWNED BY {name}")
    admin.execute(f"DROP ROLE {name}")


def test_no_server_is_said_without_the_password():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: nobody answers, and nobody else takes the port
        port = taken.getsockname()[1]
        with pytest.raises(CannotConnectError) as caught:
            open_store(f"postgresql://u:hush@127.0.0.1:{port}/n", busy_s=2)
    assert caught.value.params["where"] == f"postgresql://u@127.0.0.1:{port}/n"
    assert "refused" in caught.value.params["reason"]
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("scheme", "kind"), [("postgresql+nonsense", DriverMissingError), ("postgresql+asyncpg", DriverMissingError)]
)
def test_a_driver_that_is_not_installed(scheme, kind):
    with pytest.raises(kind) as caught:
        open_store(f"{scheme}://u:p@127.0.0.1:1/n")
    assert caught.value.params["package"] in {"nonsense", "asyncpg"}


def test_a_url_that_cannot_be_read():
    with pytest.raises(BadUrlError) as caught:
        open_store("postgresql://u:hush@h:port/n")
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("wrong", ["password", "database"])
def test_a_server_that_refuses_us(postgres, wrong):
    start, _, end = postgres.rpartition("@")
    url = f"{start}x@{end}" if wrong == "password" else f"{postgres}x"
    with pytest.raises(CannotConnectError):
        open_store(url)


def test_locked_while_another_program_holds_the_table(postgres, new):
    with open_store(postgres, busy_s=0.1) as store, psycopg.connect(postgres) as other:
        other.execute("LOCK TABLE attempt IN EXCLUSIVE MODE")
        with pytest.raises(LockedError):
            record_attempts(store, [new()])
        assert best(store, "anu") == {}
        other.rollback()
        assert record_attempts(store, [new()])


def test_read_only(postgres, new, admin):
    open_store(postgres).close()
    admin.execute(f"ALTER DATABASE {postgres.rpartition('/')[2]} SET default_transaction_read_only = on")
    with open_store(postgres) as store, pytest.raises(ReadOnlyError):
        record_attempts(store, [new()])


def test_permission_to_make_the_tables_and_to_write_them(postgres, new, admin, role):
    name, url = role
    with pytest.raises(ForbiddenError):
        open_store(url)
    open_store(postgres).close()
    admin.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}")
    with open_store(url) as store:
        assert best(store, "anu") == {}
        with pytest.raises(ForbiddenError):
            record_attempts(store, [new()])


def test_a_newer_version_and_another_programs_tables_are_left_alone(postgres, admin):
    open_store(postgres).close()
    admin.execute("UPDATE alembic_version SET version_num = '0999'")
    with pytest.raises(NewerVersionError) as caught:
        open_store(postgres)
    assert caught.value.params["found"] == "0999"
    admin.execute("DROP TABLE attempt CASCADE")
    with pytest.raises(NotOursError):
        open_store(postgres)


def test_a_table_of_ours_by_name_only_is_left_alone(postgres, admin):
    admin.execute("CREATE TABLE attempt (x int)")
    with pytest.raises(NotOursError):
        open_store(postgres)
    assert admin.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (1,)


def test_other_tables_may_live_beside_ours(postgres, admin, new):
    admin.execute("CREATE TABLE moodle (x int)")
    with open_store(postgres) as store:
        assert record_attempts(store, [new()])


@pytest.mark.parametrize(("state", "kind"), [("53100", DiskFullError), ("XX000", StoreFailedError)])
def test_what_the_server_reports_in_the_midst_of_writing(postgres, admin, new, state, kind):
    """A full disk cannot be had here: a trigger raises the server's own error with its own code."""
    with open_store(postgres) as store:
        raising = f"BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{state}'; END"
        admin.execute(f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ {raising} $$")
        admin.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON attempt FOR EACH ROW WHEN (NEW.student = 'bala') "
            "EXECUTE FUNCTION full_disk()"
        )
        with pytest.raises(kind):
            record_attempts(store, [new(), new(student="bala")])
        assert best(store, "anu") == {}


def test_a_server_that_restarted_in_between_costs_nothing(postgres, admin, new):
    with open_store(postgres) as store:
        record_attempts(store, [new()])
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert record_attempts(store, [new()])
        assert len(list(attempts(store))) == 2


def test_a_connection_lost_in_the_midst_writes_nothing_and_can_be_tried_again(postgres, admin):
    kill = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with open_store(postgres) as store:

        def work(run):
            run("insert_submission", {"sha256": "1" * 64, "source": b"x"})
            admin.execute(kill)
            return run("insert_submission", {"sha256": "2" * 64, "source": b"x"})

        with pytest.raises(CannotConnectError):
            store.transact(work, write=True)
        assert store.transact(lambda run: run("source", {"sha256": "1" * 64}), write=False) == []


def test_two_writers_who_wait_for_each_other_both_write(postgres):
    """A real deadlock: PostgreSQL ends one of the two, and its transaction is run again."""
    meet, runs = threading.Barrier(2), []
    with open_store(postgres) as store:

        def writer(order):
            def work(run):
                runs.append(order)
                run("insert_submission", {"sha256": order[0] * 64, "source": b"x"})
                if len(runs) <= 2:
                    meet.wait(timeout=10)
                run("insert_submission", {"sha256": order[1] * 64, "source": b"x"})

            store.transact(work, write=True)

        threads = [threading.Thread(target=writer, args=(order,)) for order in ("ab", "ba")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        for letter in "ab":
            assert store.transact(lambda run, name=letter * 64: run("source", {"sha256": name}), write=False)
    assert len(runs) == 3


def test_a_deadlock_without_end_is_said(postgres, monkeypatch):
    from sqlalchemy import exc

    monkeypatch.setattr(server.time, "sleep", lambda _: None)
    tried = []

    def work(_):
        tried.append(1)
        error = psycopg.errors.DeadlockDetected("deadlock detected")
        raise exc.OperationalError("INSERT", {}, error)

    with open_store(postgres) as store, pytest.raises(LockedError):
        store.transact(work, write=True)
    assert len(tried) == server.TRIES
