"""The formats by name: how each is written and read, and how its files end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from grader.app.exchange import gift, moodle, qti, table
from grader.app.exchange.entry import Entry, Loss

Writer = Callable[[Sequence[Entry], str], tuple[bytes, tuple[Loss, ...]]]
Reader = Callable[[bytes], tuple[list[Entry], list[Loss]]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format."""

    suffix: str
    write: Writer
    read: Reader


FORMATS: Mapping[str, Format] = {
    "moodle-xml": Format("xml", moodle.write, moodle.read),
    "gift": Format("gift", gift.write, gift.read),
    "qti21": Format("zip", qti.write21, qti.read),
    "qti30": Format("zip", qti.write30, qti.read),
    "csv": Format("csv", table.write, table.read),
}
