"""Early stopping on a list of validation losses."""

import math
from collections.abc import Iterator

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.early_stopping import early_stopping
from reference.types import Array

Epochs = tuple[int, int]


def wander(rng: np.random.Generator, start: int, changes: list[int]) -> Array:
    """Losses in steps of 1/64, exact in float32: a list of changes, each stretched at random but kept in sign.

    Ties (change 0) stay ties.
    """
    sizes = [change * int(rng.integers(2, 5)) for change in changes]
    return (start + np.cumsum([0, *sizes])) / 64.0


def cases(rng: np.random.Generator) -> Iterator[Case]:
    yield sample(
        [1.0, 0.75, 0.875, 0.8125, 0.5],
        2,
        0.0,
        hi="दो epochs बिना सुधार के: रुक गए",
        en="two epochs without improvement: stopped",
    )
    yield sample(
        np.array([1.0, 0.75, 0.875, 0.5]), 2, 0.0, hi="समय पर सुधार: आख़िर तक चला", en="improved in time: ran to the end"
    )
    yield hidden(
        wander(rng, 400, [-9, -4, 5, -20, 3, 2, -1, 4, -30]),
        3,
        0.0,
        hi="सुधार पर गिनती फिर 0 से",
        en="the count starts again at an improvement",
    )
    yield hidden(
        wander(rng, 400, [-20, 40, -3, -3, -3, -3, -3]),
        3,
        0.0,
        hi="हर epoch पिछले से अच्छा, पर best से नहीं",
        en="each epoch beats the one before, never the best",
    )
    yield hidden(wander(rng, 300, [-5, -5, -5, -5, -5]), 2, 0.0, hi="हर epoch में सुधार", en="improvement in every epoch")
    yield hidden(wander(rng, 300, [5, 5, 5, 5, 5]), 2, 0.0, hi="पहला epoch ही best", en="the first epoch is the best")
    yield hidden(
        wander(rng, 300, [-5, 0, 0, 0, -5]),
        3,
        0.0,
        hi="बराबर loss सुधार नहीं है",
        en="an equal loss is no improvement",
        check="edges",
    )
    yield hidden(
        wander(rng, 300, [-5, 4, 3, -60, 2]),
        1,
        0.0,
        hi="patience = 1: पहला ख़राब epoch रोक देता है",
        en="patience = 1: the first bad epoch stops",
        check="hyperparameters",
    )
    yield hidden(
        wander(rng, 300, [-5, 4, 4, 4]),
        10,
        0.0,
        hi="patience epochs से बड़ी",
        en="patience longer than the list",
        check="hyperparameters",
    )
    slow = (400 - np.array([0, 10, 14, 18, 21, 40, 45, 49, 50])) / 64.0
    yield hidden(
        slow,
        3,
        8 / 64,
        hi="min_delta से कम सुधार नहीं गिने जाते",
        en="gains below min_delta do not count",
        check="hyperparameters",
    )
    creeping = (400 - np.array([0, 5, 10, 15, 20, 25, 30])) / 64.0
    yield hidden(
        creeping,
        2,
        8 / 64,
        hi="धीमे-धीमे जमा हुआ सुधार: best वही रहता है जब तक min_delta पार न हो",
        en="slow gains add up: best stays until min_delta is passed",
        check="hyperparameters",
    )
    exact = (400 - np.array([0, 8, 16, 20, 24])) / 64.0
    yield hidden(
        exact,
        2,
        8 / 64,
        hi="सुधार ठीक min_delta का: नहीं गिना जाता",
        en="a gain of exactly min_delta does not count",
        check="edges",
    )
    worse = (200 + np.array([0, 2, 4, 1, 3, 2, -40])) / 64.0
    yield hidden(
        worse,
        4,
        8 / 64,
        hi="थोड़ा बढ़ना सुधार नहीं है, min_delta के भीतर भी",
        en="a small rise is no improvement, even within min_delta",
        check="edges",
    )
    yield hidden([0.6875], 1, 0.0, hi="एक ही epoch", en="one epoch only", check="edges")
    yield hidden(
        wander(rng, -100, [-9, 5, 3, -30, 2, 1, 1]), 3, 0.0, hi="losses 0 से नीचे भी", en="negative losses", check="edges"
    )
    yield hidden(
        wander(rng, 400, [-5, 9, 9, -40, 6, 6, 6, -90, -3]),
        3,
        0.0,
        hi="रुकने के बाद का best नहीं गिना जाता",
        en="a better loss after the stop does not count",
    )
    yield hidden(
        (64 * 5 + np.array([0, -9, 3, 3, 3, -30, 3, 3, 3, 3, 3])) / 64.0,
        4,
        0.0,
        hi="आख़िरी मौक़े पर सुधार",
        en="improvement at the last chance",
    )
    yield hidden(
        wander(rng, 400, [-9, 4, -30, 6, 2, 3, 1]) * 2.0**24,
        3,
        0.0,
        hi="बहुत बड़े losses: best को infinity से शुरू होना चाहिए",
        en="huge losses: best must start at infinity",
        check="edges",
    )


def counter_kept(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    best, best_epoch, waited, epoch = math.inf, 0, 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best - min_delta:
            best, best_epoch = loss, epoch
        else:
            waited += 1
            if waited >= patience:
                break
    return epoch, best_epoch


def previous_epoch(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    previous, best_epoch, waited, epoch = math.inf, 0, 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < previous - min_delta:
            best_epoch, waited = epoch, 0
        else:
            waited += 1
            if waited >= patience:
                break
        previous = loss
    return epoch, best_epoch


def best_from_100(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    best, best_epoch, waited, epoch = 100.0, 0, 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best - min_delta:
            best, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
            if waited >= patience:
                break
    return epoch, best_epoch


def delta_ignored(val_losses: list[float], patience: int, min_delta: float) -> Epochs:  # noqa: ARG001
    return early_stopping(val_losses, patience, 0.0)


def delta_inverted(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    return early_stopping(val_losses, patience, -min_delta)


def equal_counts(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    best, best_epoch, waited, epoch = math.inf, 0, 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss <= best - min_delta:
            best, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
            if waited >= patience:
                break
    return epoch, best_epoch


def one_late(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    return early_stopping(val_losses, patience + 1, min_delta)


def one_early(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    best, best_epoch, waited, epoch = math.inf, 0, 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best - min_delta:
            best, best_epoch, waited = loss, epoch, 0
        else:
            waited += 1
            if waited >= patience - 1:
                break
    return epoch, best_epoch


def next_epoch(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    stop, best = early_stopping(val_losses, patience, min_delta)
    return (stop + 1 if stop - best >= patience or stop == len(val_losses) - 1 else stop), best


def stop_for_best(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    stop, _ = early_stopping(val_losses, patience, min_delta)
    return stop, stop


def lowest_anywhere(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    return early_stopping(val_losses, patience, min_delta)[0], int(np.argmin(val_losses))


def best_always_lowered(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    best, best_epoch, waited, epoch = math.inf, 0, 0, 0
    for epoch, loss in enumerate(val_losses):
        waited = 0 if loss < best - min_delta else waited + 1
        if loss < best:
            best, best_epoch = loss, epoch
        if waited >= patience:
            break
    return epoch, best_epoch


def maximum(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    return early_stopping([-loss for loss in val_losses], patience, min_delta)


def from_one(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    stop, best = early_stopping(val_losses, patience, min_delta)
    return stop + 1, best + 1


def by_index(val_losses: list[float], patience: int, min_delta: float) -> list[int]:
    best = 0
    for epoch in range(1, len(val_losses)):
        if val_losses[best] - val_losses[epoch] > min_delta:
            best = epoch
        if epoch - best >= patience:
            return [epoch, best]
    return [len(val_losses) - 1, best]


def by_while(val_losses: list[float], patience: int, min_delta: float) -> Epochs:
    losses = np.asarray(val_losses, dtype=np.float32)
    best, epoch, left = 0, 0, patience
    while left > 0 and epoch + 1 < len(losses):
        epoch += 1
        if losses[epoch] + np.float32(min_delta) < losses[best]:
            best, left = epoch, patience
        else:
            left -= 1
    return epoch, best


def in_two_passes(val_losses: list[float], patience: int, min_delta: float) -> Array:
    improved = [0]
    for epoch, loss in enumerate(val_losses):
        if loss < val_losses[improved[-1]] - min_delta:
            improved.append(epoch)
    for here, after in zip(improved, [*improved[1:], math.inf], strict=True):
        if here + patience < after and here + patience < len(val_losses):
            return np.array([here + patience, here])
    return np.array([len(val_losses) - 1, improved[-1]])


def recursive(val_losses: list[float], patience: int, min_delta: float, best: int = 0, epoch: int = 0) -> Epochs:
    if epoch - best >= patience or epoch == len(val_losses) - 1:
        return epoch, best
    better = val_losses[epoch + 1] < val_losses[best] - min_delta
    return recursive(val_losses, patience, min_delta, epoch + 1 if better else best, epoch + 1)


def as_a_class(val_losses: list[float], patience: int, min_delta: float) -> tuple[float, float]:
    state = {"best": float("inf"), "epoch": -1, "counter": 0}
    stopped = len(val_losses) - 1
    for epoch in range(len(val_losses)):
        if float(val_losses[epoch]) < state["best"] - min_delta:
            state = {"best": float(val_losses[epoch]), "epoch": epoch, "counter": 0}
            continue
        state["counter"] += 1
        if state["counter"] == patience:
            stopped = epoch
            break
    return float(stopped), float(state["epoch"])


EXERCISE = Exercise(
    title=Text(
        hi="Early stopping: कब रुकें, कौन-सा epoch सबसे अच्छा", en="Early stopping: when to stop, and which epoch was best"
    ),
    statement=Text(
        hi="`val_losses` में हर epoch का validation loss है (list या array)। किसी epoch में सुधार तब "
        "है जब loss < best - `min_delta`, जहाँ best आख़िरी सुधार वाले epoch का loss है; पहले epoch में "
        "हमेशा सुधार है। लगातार `patience` epochs बिना सुधार के हो जाएँ, तो उनमें से आख़िरी epoch के "
        "अंत में training रुकती है। tuple `(stop_epoch, best_epoch)` लौटाइए, 0 से गिने हुए: रुकने वाला "
        "epoch, और आख़िरी सुधार वाला epoch। कभी न रुके, तो `stop_epoch` आख़िरी epoch है। list ख़ाली "
        "नहीं है, `patience` >= 1, `min_delta` >= 0।",
        en="`val_losses` holds the validation loss of every epoch (a list or an array). An epoch "
        "improves when its loss < best - `min_delta`, where best is the loss of the last epoch that "
        "improved; the first epoch always improves. Training stops at the end of the epoch that makes "
        "`patience` epochs in a row without improvement. Return the tuple `(stop_epoch, best_epoch)`, "
        "counted from 0: the epoch at which it stops, and the last epoch that improved. If it never "
        "stops, `stop_epoch` is the last epoch. The list is not empty, `patience` >= 1, `min_delta` >= "
        "0.",
    ),
    hints=(
        Text(
            hi="epochs को एक-एक कर देखिए और तीन चीज़ें याद रखिए: best loss, best epoch, और बिना सुधार के कितने epochs हुए।",
            en="Walk through the epochs and remember three things: the best loss, the best epoch, and "
            "how many epochs passed without improvement.",
        ),
        Text(
            hi="तुलना पिछले epoch से नहीं, best से होती है; और बराबर होना सुधार नहीं है।",
            en="Compare with the best, not with the epoch before; and a tie is no improvement.",
        ),
        Text(
            hi="सुधार होने पर गिनती फिर 0 हो जाती है; न होने पर एक बढ़ती है।",
            en="An improvement sets the count back to 0; otherwise it grows by one.",
        ),
        Text(
            hi="गिनती patience के बराबर होते ही उसी epoch पर रुकिए; loop पूरा हो जाए, तो आख़िरी epoch लौटाइए।",
            en="Stop in the very epoch in which the count reaches patience; if the loop runs out, "
            "return the last epoch.",
        ),
    ),
    reference=early_stopping,
    cases=cases,
    styles=(by_index, by_while, in_two_passes, recursive, as_a_class),
    misconceptions=(
        Misconception(
            "counter-not-reset",
            counter_kept,
            Text(
                hi="सुधार होने पर आपकी गिनती 0 नहीं होती; patience लगातार epochs की है, कुल की नहीं।",
                en="Your count is not reset at an improvement; patience is about epochs in a row, not in total.",
            ),
        ),
        Misconception(
            "compares-with-the-previous-epoch",
            previous_epoch,
            Text(
                hi="आपने पिछले epoch से तुलना की; तुलना अब तक के best से होती है।",
                en="You compared with the epoch before; compare with the best so far.",
            ),
        ),
        Misconception(
            "min-delta-ignored",
            delta_ignored,
            Text(
                hi="आपने min_delta का उपयोग नहीं किया; सुधार तभी है जब loss < best - min_delta।",
                en="You did not use min_delta; an epoch improves only when loss < best - min_delta.",
            ),
        ),
        Misconception(
            "min-delta-inverted",
            delta_inverted,
            Text(
                hi="आपने min_delta जोड़ा; loss < best + min_delta थोड़ी बढ़त को भी सुधार मान लेता है। उसे घटाइए।",
                en="You added min_delta; loss < best + min_delta takes a small rise for an improvement. Subtract it.",
            ),
        ),
        Misconception(
            "equal-counts-as-improvement",
            equal_counts,
            Text(
                hi="आपने <= लिखा; बराबर loss सुधार नहीं है, < चाहिए।",
                en="You wrote <=; an equal loss is no improvement, so it is <.",
            ),
        ),
        Misconception(
            "one-epoch-late",
            one_late,
            Text(
                hi="आप एक epoch देर से रुकते हैं (शायद > लिखा); गिनती patience के बराबर होते ही रुकिए।",
                en="You stop one epoch late (perhaps with >); stop as soon as the count equals patience.",
            ),
        ),
        Misconception(
            "one-epoch-early",
            one_early,
            Text(
                hi="आप एक epoch पहले रुकते हैं; patience epochs पूरे होने दीजिए।",
                en="You stop one epoch early; let all `patience` epochs pass.",
            ),
        ),
        Misconception(
            "epoch-after-the-stop",
            next_epoch,
            Text(
                hi="आपने रुकने के बाद वाला epoch लौटाया; stop_epoch वह आख़िरी epoch है जो चला।",
                en="You returned the epoch after the stop; stop_epoch is the last epoch that ran.",
            ),
        ),
        Misconception(
            "best-is-the-stop",
            stop_for_best,
            Text(
                hi="आपने best_epoch में भी रुकने वाला epoch लौटाया; best_epoch आख़िरी सुधार वाला epoch है।",
                en="You returned the stop epoch as best_epoch too; best_epoch is the last epoch that improved.",
            ),
        ),
        Misconception(
            "lowest-of-the-whole-list",
            lowest_anywhere,
            Text(
                hi="आपने पूरी list का सबसे छोटा loss लिया; रुकने के बाद के epochs कभी चले ही नहीं, और min_delta भी गिना जाता है।",
                en="You took the lowest loss of the whole list; epochs after the stop never ran, and "
                "min_delta counts too.",
            ),
        ),
        Misconception(
            "best-lowered-without-min-delta",
            best_always_lowered,
            Text(
                hi="आपने छोटे सुधार पर भी best बदल दिया; best तभी बदलता है जब सुधार min_delta से ज़्यादा हो।",
                en="You lowered best at small gains too; best changes only when the gain exceeds min_delta.",
            ),
        ),
        Misconception(
            "best-starts-too-low",
            best_from_100,
            Text(
                hi="आपका best किसी गिनी-चुनी संख्या (जैसे 100) से शुरू होता है; उससे बड़े losses कभी "
                "सुधार नहीं बनते। infinity से शुरू कीजिए।",
                en="Your best starts at some fixed number (such as 100), so larger losses never "
                "improve on it. Start at infinity.",
            ),
        ),
        Misconception(
            "larger-is-better",
            maximum,
            Text(
                hi="आपने बड़े loss को अच्छा माना; loss जितना छोटा, उतना अच्छा।",
                en="You took a larger loss for the better one; for a loss, smaller is better.",
            ),
        ),
        Misconception(
            "counts-from-1",
            from_one,
            Text(
                hi="आपने epochs 1 से गिने; यहाँ गिनती 0 से है।",
                en="You counted epochs from 1; here they count from 0.",
            ),
        ),
    ),
)
