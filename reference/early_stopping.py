"""Early stopping: end training when the validation loss no longer falls, and remember where it was best."""

import math
from collections.abc import Sequence


def early_stopping(val_losses: Sequence[float], patience: int, min_delta: float) -> tuple[int, int]:
    """The epoch at the end of which training stops, and the best epoch; both count from 0.

    An epoch improves when its loss < best - min_delta, where best is the loss of the last epoch that
    improved; the first epoch always improves. Training stops at the end of the epoch that makes `patience`
    epochs in a row without improvement; if that never happens, stop_epoch is the last epoch.

    val_losses: a list or (T,) array, not empty, finite; patience >= 1; min_delta >= 0.
    Source: keras.callbacks.EarlyStopping 3 (monitor in mode "min"), with the same meaning of patience.
    """
    best, best_epoch, waited, epoch = math.inf, 0, 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best - min_delta:
            best, best_epoch, waited = float(loss), epoch, 0
        else:
            waited += 1
            if waited >= patience:
                break
    return epoch, best_epoch
