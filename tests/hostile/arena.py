"""Where attacks are run: a small world of canaries, boxes with layers on or off, and a judge of one function.

An attack is a submission in attacks/: its first line says the verdicts that the engine may see, gravest of its calls;
`# levels:` where that is claimed (strict and import if not said), `# falls:` a profile with layers switched off under
which it must succeed, so that each layer is seen to carry weight. It defines f(x, world); right is 2 * x + 1.
"""

import os
import platform
import re
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from grader.sandbox.box import Box, open_box
from grader.spec.call import Call, Limits, Program
from grader.spec.outcome import Broken, OutOfMemory, Raised, Returned, TimedOut, TooMuchOutput, Vanished

FOLDER = Path(__file__).parent / "attacks"
SECRET = "token-9f3c1b"  # what must not be found, wherever a world keeps it
GRAVITY = ("AC", "WA", "RTE", "OLE", "MLE", "TLE", "JE")
_CODES = {
    Raised: "RTE", Vanished: "RTE", TimedOut: "TLE", OutOfMemory: "MLE", TooMuchOutput: "OLE", Broken: "JE",
}  # fmt: skip
_VICTIM = """
import ctypes, sys, time
ctypes.CDLL(None).prctl(0x59616d61, -1, 0, 0, 0)  # PR_SET_PTRACER_ANY: Yama must not be what saves it
buffer = ctypes.create_string_buffer(b"secret!!")
print(ctypes.addressof(buffer), flush=True)
time.sleep(3600)
"""


@dataclass(frozen=True)
class Attack:
    name: str
    source: str
    expect: frozenset[str]
    levels: frozenset[str]
    falls: tuple[str, ...]
    flavor: str


@dataclass
class World:
    facts: dict[str, object]
    calls: list[str] = field(default_factory=list)  # who reached a canary from outside the box

    def touched(self) -> list[str]:
        found = list(self.calls)
        scratch, folder = Path(str(self.facts["scratch"])), Path(str(self.facts["folder"]))
        if scratch.read_text() != "mine" or scratch.stat().st_mtime == 1 or scratch.stat().st_mode & 0o777 != 0o666:
            found.append("the scratch file was changed")
            scratch.write_text("mine")
            os.utime(scratch)
            scratch.chmod(0o666)
        for entry in folder.iterdir():
            found.append(f"left behind: {entry.name}")
            entry.unlink()
        self.calls.clear()
        return found


@cache
def attacks() -> tuple[Attack, ...]:
    return tuple(_attack(path) for path in sorted(FOLDER.glob("*.py")))


def _attack(path: Path) -> Attack:
    source = path.read_text(encoding="utf-8")
    heads = re.findall(r"^# (expect|levels|falls|flavor|machine): (.*)$", source, re.MULTILINE)
    first = dict(reversed(heads))
    assert source.startswith("# expect: "), path
    expect = frozenset(first["expect"].split("|"))
    assert expect <= set(GRAVITY), path
    return Attack(
        path.stem,
        source.replace("@NULL@", "\0"),
        expect,
        frozenset(first.get("levels", "strict import").split()),
        tuple(value for key, value in heads if key == "falls"),
        first.get("flavor", "numpy"),
    )


def fits_machine(attack: Attack) -> bool:
    """Raw system call numbers and machine code are x86_64's."""
    raw = "libc.syscall(" in attack.source or "# machine: x86_64" in attack.source
    return not raw or platform.machine() == "x86_64"


def parse(setting: str) -> tuple[str, frozenset[str]]:
    """ "strict -seccomp -landlock" as profile and the layers left out."""
    profile, *without = setting.split()
    return profile, frozenset(layer.removeprefix("-") for layer in without)


def box_for(setting: str, flavor: str = "numpy") -> Box:
    profile, without = parse(setting)
    if profile in ("weak", "none"):
        return open_box(flavor, force_level=profile)
    return open_box(flavor, profile, pool=1, without=without)


def run(box: Box, attack: Attack, world: World) -> tuple[str, list[object], list[str]]:
    """The gravest verdict of two calls, their outcomes, and the canaries that were touched."""
    slow = attack.flavor == "torch"
    limits = Limits(cpu_s=5.0 if slow else 0.6, wall_s=20.0 if slow else 1.6, memory_mb=512)
    xs = [np.arange(4.0), np.linspace(-1, 1, 3)]
    calls = [Call("f", (x, world.facts | {"index": i}), limits=limits) for i, x in enumerate(xs)]
    outcomes = box.run(Program(attack.source), calls)
    assert len(outcomes) == len(calls)
    codes = [code(outcome, 2 * x + 1) for outcome, x in zip(outcomes, xs, strict=True)]
    found = world.touched()
    seen = repr(outcomes)
    if "BREACH " in seen or "'BREACH'" in seen or SECRET in seen:
        found.append("the attack says so")
    return max(codes, key=GRAVITY.index), outcomes, found


def code(outcome: object, right: np.ndarray) -> str:
    if not isinstance(outcome, Returned):
        return _CODES[type(outcome)]
    value = outcome.value
    same = type(value) is np.ndarray and value.size == right.size and np.array_equal(value.ravel(), right)
    return "AC" if same else "WA"


@contextmanager
def world():
    """Canaries outside the box: files, sockets, a process; and secrets in the engine's environment and memory."""
    with ExitStack() as stack:
        root = Path(stack.enter_context(_folder()))
        made = World({})
        for name, text, mode in (("canary", SECRET, 0o644), ("scratch", "mine", 0o666)):
            (root / name).write_text(text)
            (root / name).chmod(mode)
        folder = root / "folder"
        folder.mkdir()
        folder.chmod(0o777)
        os.environ["GRADE_SECRET"] = SECRET
        stack.callback(os.environ.pop, "GRADE_SECRET", None)
        victim = subprocess.Popen([sys.executable, "-c", _VICTIM], stdout=subprocess.PIPE, text=True)
        stack.callback(victim.stdout.close)
        stack.callback(victim.wait)
        stack.callback(victim.kill)
        address = int(victim.stdout.readline())
        ports = {}
        for name, family, kind, where in (
            ("tcp", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            ("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            ("unix", socket.AF_UNIX, socket.SOCK_STREAM, str(root / "socket")),
            ("abstract", socket.AF_UNIX, socket.SOCK_STREAM, f"\0pariksha-{os.getpid()}"),
        ):
            link = stack.enter_context(socket.socket(family, kind))
            link.bind(where)
            if kind == socket.SOCK_STREAM:
                link.listen()
            _watch(stack, link, name, made)
            ports[name] = link.getsockname()
        (root / "socket").chmod(0o777)
        made.facts.update(
            file=str(root / "canary"), scratch=str(root / "scratch"), folder=str(folder), engine=os.getpid(),
            victim=victim.pid, victim_address=address, tcp=ports["tcp"][1], udp=ports["udp"][1], unix=ports["unix"],
            abstract=f"pariksha-{os.getpid()}", channel=3,
            grader=str(Path(__file__).parents[2] / "grader" / "__init__.py"),
        )  # fmt: skip
        yield made


@contextmanager
def _folder():
    import shutil
    import tempfile

    path = tempfile.mkdtemp(prefix="pariksha-hostile-")
    Path(path).chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path)


def _watch(stack: ExitStack, link: socket.socket, name: str, made: World) -> None:
    """Notes whoever comes to this canary."""
    link.settimeout(0.1)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                if link.type == socket.SOCK_STREAM:
                    link.accept()[0].close()
                else:
                    link.recv(100)
            except TimeoutError:
                continue
            except OSError:
                return
            made.calls.append(f"reached by {name}")

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    stack.callback(thread.join)
    stack.callback(stop.set)
