"""The box as a machine: levels, its self-test, deaths from outside, threads, leaks."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from grader.sandbox import pool as pool_module
from grader.sandbox.box import open_box
from grader.sandbox.isolation import Isolation, at_least, judged
from grader.sandbox.limits import LAYERS
from grader.sandbox.selftest import CANARIES
from grader.spec.call import Call, Limits, Program
from grader.spec.outcome import Broken, Raised, Returned

ROOT = Path(__file__).parents[2]
SLEEPS = Program("import time\ndef f(s):\n    time.sleep(s)\n    return s")


def test_importing_the_box_leaves_numpy_alone():
    code = "import sys; from grader.sandbox.box import open_box; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_levels_follow_from_what_got_through():
    assert judged("strict", LAYERS, {}, []).level == "strict"
    assert judged("import", LAYERS, {}, ["stat a file"]).level == "import"
    assert judged("strict", LAYERS, {}, ["stat a file"]).level == "weak"
    assert judged("import", LAYERS, {}, ["stat a file", "read a file"]).level == "weak"
    assert at_least(Isolation("strict"), "import")
    assert not at_least(Isolation("weak"), "import")


@pytest.mark.parametrize("profile", ["strict", "import"])
def test_self_test_gives_the_level_of_the_profile(profile):
    with open_box(profile=profile, start_wait=True) as box:
        assert box.isolation.level == profile
        assert set(box.isolation.layers) >= {"seccomp", "limits", "identity"}


def test_forced_levels():
    for level in ("weak", "none"):
        with open_box(force_level=level) as box:
            assert box.isolation.level == level
    with pytest.raises(ValueError, match="not built"):
        open_box(force_level="portable")


def test_every_canary_can_get_through():
    """With all layers off each canary succeeds, or it would prove nothing."""
    with open_box(without=frozenset(LAYERS)) as box:
        isolation = box.isolation
    assert isolation.level == "weak"
    assert set(isolation.breached) == {*CANARIES, "take more memory than the limit"}


@pytest.mark.parametrize("layer", ["seccomp", "limits"])
def test_a_missing_layer_lowers_the_level(layer):
    with open_box(without=frozenset({layer})) as box:
        assert box.isolation.level == "weak"
        assert layer not in box.isolation.layers


def test_import_without_landlock_is_weak():
    with open_box(profile="import", without=frozenset({"landlock"})) as box:
        assert box.isolation.level == "weak"
        assert "read a file" in box.isolation.breached


def test_import_profile_imports_what_was_not_preloaded():
    source = "def f():\n    import colorsys\n    return colorsys.rgb_to_hls(1.0, 0.0, 0.0)[1]"
    with open_box(profile="import") as box:
        assert box.run(Program(source), [Call("f", ())])[0].value == 0.5
    with open_box() as box:
        assert box.run(Program(source), [Call("f", ())])[0].kind == "ModuleNotFoundError"


@pytest.mark.parametrize("name", ["numpy.testing", "numpy.ma", "numpy.fft", "hashlib", "threading", "inspect"])
def test_modules_that_a_program_names_are_there_in_the_strict_profile(name):
    with open_box() as box:
        (out,) = box.run(Program(f"import {name} as m\ndef f(): return m.__name__"), [Call("f", ())])
    assert out.value == name


def _meanwhile(box, action, times, every=0.25):
    """Does `action` a few times while a run sleeps."""

    def act():
        for _ in range(times):
            time.sleep(every)
            action(box._pool)

    thread = threading.Thread(target=act)
    thread.start()
    return thread


def _kill_children(pool):
    for pid in list(pool.alive) if pool else []:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _kill_zygote(pool):
    if pool:
        pool.process.kill()


@pytest.mark.parametrize("kill", [_kill_children, _kill_zygote])
def test_one_death_from_outside_is_retried_unseen(kill):
    with open_box(start_wait=True) as box:
        thread = _meanwhile(box, kill, 1)
        outs = box.run(SLEEPS, [Call("f", (0.5,)), Call("f", (0.0,))])
        thread.join()
        assert [out.value for out in outs] == [0.5, 0.0]
        assert box.run(SLEEPS, [Call("f", (0.0,))])[0].value == 0.0


@pytest.mark.parametrize("kill", [_kill_children, _kill_zygote])
def test_deaths_from_outside_again_and_again_are_our_fault(kill):
    with open_box(start_wait=True) as box:
        thread = _meanwhile(box, kill, 40, 0.1)
        outs = box.run(SLEEPS, [Call("f", (0.0,)), Call("f", (8.0,))])
        thread.join()
        assert isinstance(outs[0], Returned | Broken)
        assert isinstance(outs[1], Broken)


def test_a_box_that_does_not_start_breaks_every_call(monkeypatch):
    monkeypatch.setattr(pool_module, "_BOOT", "import sys; sys.exit('no {module} here')")
    with open_box() as box:
        outs = box.run(SLEEPS, [Call("f", (0.0,))] * 3)
    assert all(isinstance(out, Broken) for out in outs)
    assert "no zygote here" in outs[0].reason


def test_more_than_one_thread_in_the_zygote_is_refused(monkeypatch):
    environment = pool_module.environment
    monkeypatch.setattr(pool_module, "environment", lambda: environment() | {"OPENBLAS_NUM_THREADS": "2"})
    with open_box() as box:
        (out,) = box.run(SLEEPS, [Call("f", (0.0,))])
    assert isinstance(out, Broken)
    assert "threads in the zygote" in out.reason


def test_the_zygote_gets_no_secret(monkeypatch):
    monkeypatch.setenv("GRADE_SECRET", "s3cret")
    with open_box(start_wait=True) as box:
        environ = Path(f"/proc/{box._pool.process.pid}/environ").read_bytes()
        cmdline = Path(f"/proc/{box._pool.process.pid}/cmdline").read_bytes()
    assert b"s3cret" not in environ + cmdline
    assert b"GRADE" not in environ


def test_forking_the_grader_would_leak_what_the_zygote_does_not():
    """Why the zygote is a fresh process: a fork of the grader holds the expected values."""
    expected = ["expected-" + "value"]
    program = (
        "import gc\n"
        "def f():\n"
        "    lists = [o for o in gc.get_objects() if type(o) is list]\n"
        "    return [o for o in lists if any(type(x) is str and x == 'expected-value' for x in o)]"
    )
    space = {}
    exec(program, space)
    assert expected in space["f"]()
    with open_box() as box:
        assert box.run(Program(program), [Call("f", ())])[0].value == []


def test_threads_may_share_a_box():
    with open_box() as box:
        answers = {}

        def work(n):
            answers[n] = box.run(Program("def f(n): return n"), [Call("f", (n,))])[0].value

        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == {n: n for n in range(8)}


def test_large_arguments_and_answers():
    x = np.arange(3_000_000.0)
    with open_box() as box:
        (out,) = box.run(Program("def f(x): return x"), [Call("f", (x,), limits=Limits(cpu_s=10))])
    np.testing.assert_array_equal(out.value, x)


def test_nothing_is_left_open():
    before = len(list(Path("/proc/self/fd").iterdir()))
    for level in ("strict", "weak"):
        with open_box(force_level=level) as box:
            for _ in range(3):
                box.run(Program("import os\ndef f(): os._exit(1)"), [Call("f", ())] * 2)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_no_child_outlives_its_box():
    with open_box(start_wait=True) as box:
        box.run(SLEEPS, [Call("f", (0.0,))])
        pids = [box._pool.process.pid, *box._pool.alive]
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


TORCH = """
import torch
from torch import nn
def f(x):
    torch.set_num_threads(4)
    model = nn.Linear(3, 1)
    optimizer = torch.optim.Adam(model.parameters())
    loss = model(torch.tensor(x, dtype=torch.float32)).square().mean()
    loss.backward()
    optimizer.step()
    return [p for p in model.parameters()]
"""


def test_torch_trains_and_is_seeded():
    with open_box("torch") as box:
        first, second = (box.run(Program(TORCH), [Call("f", (np.eye(3),))])[0] for _ in range(2))
    assert isinstance(first, Returned), first
    np.testing.assert_array_equal(first.value[0], second.value[0])


def test_scipy_flavor():
    with open_box("scipy") as box:
        (out,) = box.run(Program("from scipy import stats\ndef f(x): return stats.norm.cdf(x)"), [Call("f", (0.0,))])
    assert out.value == 0.5


def test_an_error_of_the_student_is_no_error_of_the_box():
    with open_box() as box:
        (out,) = box.run(Program("raise SystemExit(3)"), [Call("f", ())])
    assert isinstance(out, Raised)
