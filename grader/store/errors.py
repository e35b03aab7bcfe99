"""What can go wrong with the database: a code and its parameters. The sentences are made in render."""

from typing import Any

from grader.spec.errors import GraderError


class StoreError(GraderError):
    """`code` names a sentence in the message catalogues, `params` fills it (never a password, see `hidden`)."""

    code = "store_failed"

    def __init__(self, **params: Any) -> None:
        """The code is the class's own."""
        super().__init__(type(self).code, **params)


class StoreFailedError(StoreError):
    """What the database says and we have no better word for: {reason}."""


class LockedError(StoreError):
    """Another program held the database for longer than we wait: {where}, {seconds}."""

    code = "store_locked"


class ReadOnlyError(StoreError):
    """It can be read but not written: {where}."""

    code = "store_read_only"


class NewerVersionError(StoreError):
    """Written by a newer Pariksha: {where}, {found}, {known}."""

    code = "store_newer_version"


class DiskFullError(StoreError):
    """No room left: {where}."""

    code = "store_disk_full"


class NotADatabaseError(StoreError):
    """The file is something else, or damaged: {where}, {reason}."""

    code = "store_not_a_database"


class NotOursError(StoreError):
    """A database of another program, left untouched: {where}, {tables}."""

    code = "store_not_ours"


class CannotConnectError(StoreError):
    """The server does not answer, refuses us, or went away: {where}, {reason}."""

    code = "store_cannot_connect"


class ForbiddenError(StoreError):
    """We may not open or create it: {where}."""

    code = "store_permission"


class BadUrlError(StoreError):
    """No URL of a database that we know: {got}, {expected}."""

    exit_code = 2
    code = "store_bad_url"


class DriverMissingError(StoreError):
    """The Python package for this kind of database is not installed: {package}, {install}."""

    code = "store_driver_missing"


class AppendOnlyError(StoreError):
    """Somebody tried to change or delete what is only ever added to: {table}."""

    code = "store_append_only"


class SupersededError(StoreError):
    """The row to be replaced has been replaced already: {table}, {id}."""

    code = "store_superseded"


def hidden(url: str) -> str:
    """`url` without its password, to be shown."""
    scheme, mark, rest = url.partition("://")
    login, at, host = rest.rpartition("@")
    return f"{scheme}{mark}{login.partition(':')[0]}{at}{host}".partition("?")[0]
