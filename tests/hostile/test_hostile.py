"""Every attack at every level it claims, and with layers switched off where it must succeed."""

import pytest

from tests.hostile.arena import SECRET, attacks, box_for, fits_machine, run, world

FITTING = [attack for attack in attacks() if fits_machine(attack)]


@pytest.fixture(scope="module")
def canaries():
    with world() as made:
        yield made


@pytest.fixture(scope="module")
def boxes():
    made = {}

    def get(setting, flavor):
        if (setting, flavor) not in made:
            if len(made) >= 3:
                made.pop(next(iter(made))).close()
            made[setting, flavor] = box_for(setting, flavor)
        return made[setting, flavor]

    yield get
    for box in made.values():
        box.close()


CLAIMS = sorted(
    ((attack, level) for attack in FITTING for level in attack.levels), key=lambda c: (c[0].flavor, c[1], c[0].name)
)
FALLS = sorted(((attack, setting) for attack in FITTING for setting in attack.falls), key=lambda c: (c[1], c[0].name))


@pytest.mark.parametrize(("attack", "level"), CLAIMS, ids=lambda value: getattr(value, "name", value))
def test_attack_is_stopped(attack, level, canaries, boxes):
    box = boxes(level, attack.flavor)
    if level in ("strict", "import") and box.isolation.level != level:
        pytest.skip(f"this machine gives {box.isolation}")
    verdict, outcomes, found = run(box, attack, canaries)
    assert not found, outcomes
    assert verdict in attack.expect, outcomes


@pytest.mark.parametrize(("attack", "setting"), FALLS, ids=lambda value: getattr(value, "name", value))
def test_attack_succeeds_without_the_layer(attack, setting, canaries, boxes):
    _, outcomes, found = run(boxes(setting, attack.flavor), attack, canaries)
    assert found, outcomes


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_canaries_work(canaries):
    """A box that is none: the same files, run here, do reach them. Else silence would prove nothing."""
    from numpy import arange

    for name in ("read_canary_file", "write_outside", "udp_send", "environment", "abstract_socket"):
        attack = next(attack for attack in attacks() if attack.name == name)
        space = {}
        exec(compile(attack.source, name, "exec"), space)
        answer = repr(space["f"](arange(3.0), canaries.facts))
        import time

        time.sleep(0.2)
        assert canaries.touched() or "BREACH" in answer or SECRET in answer, name
