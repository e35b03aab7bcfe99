"""One epoch over a DataLoader, and the mean loss per sample."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.torch_track.lazy import torch
from reference.torch_track.loops import train_epoch, training_step


def drive(
    fn: Callable[..., Any],
    widths: list[int],
    batch_norm: bool,
    criterion: str,
    optimizer: str,
    settings: dict[str, float],
    x: Any,
    y: Any,
    loading: dict[str, Any],
    epochs: int,
) -> list[dict[str, Any]]:
    """`epochs` calls of `fn` on one small network, which stands in eval mode before each."""
    from itertools import pairwise

    import torch  # this source runs alone in the box
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    torch.manual_seed(0)
    layers: list[Any] = []
    for fan_in, fan_out in pairwise(widths):
        layers += [nn.Linear(fan_in, fan_out), *([nn.BatchNorm1d(fan_out)] if batch_norm else []), nn.Tanh()]
    model = nn.Sequential(*layers[: -2 if batch_norm else -1]).double()
    for parameter in model.parameters():
        count = torch.arange(1, parameter.numel() + 1, dtype=parameter.dtype)
        parameter.data = torch.sin(1.7 * count + parameter.ndim).reshape(parameter.shape)
        parameter.grad = torch.ones_like(parameter)  # left from an earlier step
    rule = getattr(torch.optim, optimizer)(model.parameters(), **settings)
    target = torch.tensor(y, dtype=torch.int64 if criterion == "CrossEntropyLoss" else torch.float64)
    loader = DataLoader(TensorDataset(torch.tensor(x, dtype=torch.float64), target), **loading)
    happened = []
    for _ in range(epochs):
        model.eval()
        loss = fn(model, loader, rule, getattr(nn, criterion)())
        state = [value.detach().double().flatten() for value in model.state_dict().values()]
        happened.append(
            {
                "loss": loss,
                "loss_has_graph": bool(getattr(loss, "requires_grad", False)),
                "weights": torch.cat(state).numpy().copy(),
            }
        )
    return happened


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def inputs(n: int, d: int) -> Any:
        return rng.integers(-3, 4, size=(n, d))

    def targets(n: int, d: int) -> Any:
        return rng.integers(-5, 6, size=(n, d))

    def labels(n: int, classes: int) -> Any:
        return rng.integers(0, classes, size=n)

    yield sample(
        [1, 1],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.1},
        np.array([[1], [2], [3]]),
        np.array([[2], [4], [9]]),
        {"batch_size": 2},
        1,
        hi="तीन samples, batch_size 2",
        en="three samples, batch_size 2",
    )
    yield sample(
        [1, 1],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.1},
        np.array([[1], [2], [3]]),
        np.array([[2], [4], [9]]),
        {"batch_size": 2, "drop_last": True},
        1,
        hi="drop_last: आख़िरी sample देखा ही नहीं जाता",
        en="drop_last: the last sample is never seen",
    )
    yield hidden(
        [2, 3, 1],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.1},
        inputs(7, 2),
        targets(7, 1),
        {"batch_size": 3},
        2,
        hi="आख़िरी batch छोटा, दो epochs",
        en="a smaller last batch, two epochs",
    )
    yield hidden(
        [2, 4, 3],
        False,
        "CrossEntropyLoss",
        "SGD",
        {"lr": 0.4},
        inputs(9, 2),
        labels(9, 3),
        {"batch_size": 4},
        2,
        hi="classes पहचानना: CrossEntropyLoss",
        en="classification with CrossEntropyLoss",
    )
    yield hidden(
        [3, 4, 2],
        False,
        "SmoothL1Loss",
        "Adam",
        {"lr": 0.2},
        inputs(5, 3),
        targets(5, 2),
        {"batch_size": 2},
        2,
        hi="Adam के साथ",
        en="with Adam",
    )
    yield hidden(
        [2, 3, 2],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.1, "momentum": 0.8},
        inputs(8, 2),
        targets(8, 2),
        {"batch_size": 3, "drop_last": True},
        2,
        hi="drop_last: अधूरा batch छूट जाता है",
        en="drop_last: the partial batch is skipped",
    )
    yield hidden(
        [2, 3, 2],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.1},
        inputs(6, 2),
        targets(6, 2),
        {"batch_size": 3, "sampler": [5, 0, 0, 3, 3, 1, 2]},
        2,
        hi="sampler कुछ samples दो बार देता है",
        en="a sampler that draws some samples twice",
    )
    yield hidden(
        [2, 3, 1],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.1},
        inputs(6, 2),
        targets(6, 1),
        {"batch_sampler": [[0, 1, 2, 3], [4], [5, 2]]},
        2,
        hi="हर batch की अपनी size",
        en="batches of all sizes",
        check="edges",
    )
    yield hidden(
        [3, 2],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.1},
        inputs(4, 3),
        targets(4, 2),
        {"batch_size": 10},
        2,
        hi="batch_size data से बड़ा: एक ही batch",
        en="batch_size larger than the data: a single batch",
        check="edges",
    )
    yield hidden(
        [2, 3, 2],
        True,
        "CrossEntropyLoss",
        "SGD",
        {"lr": 0.3},
        inputs(8, 2),
        labels(8, 2),
        {"batch_size": 3},
        2,
        hi="BatchNorm वाला model eval mode में मिलता है",
        en="a model with BatchNorm comes in eval mode",
        check="training",
    )
    yield hidden(
        [2, 3, 1],
        True,
        "MSELoss",
        "SGD",
        {"lr": 0.2},
        inputs(7, 2),
        targets(7, 1),
        {"batch_size": 4},
        3,
        hi="BatchNorm, तीन epochs",
        en="BatchNorm over three epochs",
        check="training",
    )


def mean_of_batch_means(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    losses = [training_step(model, optimizer, criterion, x, y) for x, y in loader]
    return sum(losses) / len(losses)


def eval_mode_left(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    losses = [(training_step(model, optimizer, criterion, x, y), len(x)) for x, y in loader]
    return sum(loss * n for loss, n in losses) / sum(n for _, n in losses)


def one_batch_only(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    for x, y in loader:
        return training_step(model, optimizer, criterion, x, y)
    return 0.0


def loss_of_last_batch(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    loss = 0.0
    for x, y in loader:
        loss = training_step(model, optimizer, criterion, x, y)
    return loss


def divided_by_dataset(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    total = 0.0
    for x, y in loader:
        total += training_step(model, optimizer, criterion, x, y) * x.size(0)
    return total / len(loader.dataset)


def times_batch_size(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    total, seen = 0.0, 0
    for x, y in loader:
        total += training_step(model, optimizer, criterion, x, y) * loader.batch_size
        seen += len(x)
    return total / seen


def batch_losses_over_samples(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    total, seen = 0.0, 0
    for x, y in loader:
        total += training_step(model, optimizer, criterion, x, y)
        seen += len(x)
    return total / seen


def summed(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    return sum(training_step(model, optimizer, criterion, x, y) * len(x) for x, y in loader)


def zero_grad_forgotten(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    total, seen = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        seen += len(x)
    return total / seen


def zero_grad_once(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    optimizer.zero_grad()
    return zero_grad_forgotten(model, loader, optimizer, criterion)


def one_update_per_epoch(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    optimizer.zero_grad()
    total, seen = 0.0, 0
    for x, y in loader:
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item() * len(x)
        seen += len(x)
    optimizer.step()
    return total / seen


def total_with_graph(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    total: Any = 0.0
    seen = 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total = total + loss * len(x)
        seen += len(x)
    return total / seen


def by_weighted_average(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    losses, sizes = [], []
    for batch in loader:
        x, y = batch
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        sizes.append(y.shape[0])
    return np.average(losses, weights=sizes)


def by_running_mean(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train(mode=True)
    mean, seen = 0.0, 0
    for x, y in loader:
        loss = training_step(model, optimizer, criterion, x, y)
        seen += x.shape[0]
        mean += (loss - mean) * x.shape[0] / seen
    return mean


def by_tensor_total(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    total = torch.zeros(())
    seen = 0
    for _step, (x, y) in enumerate(loader):
        model.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total = total + loss.detach() * x.size(0)
        seen += x.size(0)
    return total / seen


def by_per_sample_list(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    per_sample: list[float] = []
    for x, y in loader:
        per_sample += [training_step(model, optimizer, criterion, x, y)] * len(y)
    return sum(per_sample) / len(per_sample)


def by_iterator(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    was = model.training
    model.train()
    batches = iter(loader)
    history = []
    while (batch := next(batches, None)) is not None:
        history.append((len(batch[0]), training_step(model, optimizer, criterion, *batch)))
    model.train(was)
    sizes = torch.tensor([n for n, _ in history], dtype=torch.float64)
    return sizes @ torch.tensor([loss for _, loss in history], dtype=torch.float64) / sizes.sum()


def by_closures(model: Any, loader: Any, optimizer: Any, criterion: Any) -> Any:
    model.train()
    total = seen = 0.0
    for x, y in loader:

        def closure(x: Any = x, y: Any = y) -> Any:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            return loss

        total += optimizer.step(closure).item() * len(x)
        seen += len(x)
    return total / seen


EXERCISE = Exercise(
    title=Text(hi="DataLoader पर एक epoch", en="One epoch over a DataLoader"),
    statement=Text(
        hi="`loader` से (x, y) batches आते हैं। model को training mode में लाइए (वह eval mode में मिल सकता है) "
        "और हर batch पर एक training step कीजिए: "
        "zero_grad, forward, `criterion(output, y)`, backward, step। `criterion` अपने batch का औसत "
        "देता है। देखे गए सब samples का औसत loss "
        "लौटाइए: आख़िरी batch छोटा हो सकता है, loader उसे छोड़ भी सकता है (drop_last), और sampler किसी "
        "sample को दो बार दे सकता है। "
        "float (या detach किया हुआ 0-d tensor) लौटाइए। model और data float64 में हैं।",
        en="`loader` yields batches (x, y). Put the model into training mode (it may come in eval mode) "
        "and make one training step "
        "per batch: zero_grad, forward, `criterion(output, y)`, backward, step. `criterion` averages "
        "over its batch. Return the mean loss "
        "per sample seen: the last batch may be smaller, the loader may skip it (drop_last), and a "
        "sampler may draw a sample twice. "
        "Return a float (or a detached 0-d tensor). Model and data are float64.",
    ),
    hints=(
        Text(
            hi="3 samples के batch का औसत loss और 1 sample के batch का औसत loss बराबर वज़न के नहीं हैं।",
            en="The mean loss of a batch of 3 and that of a batch of 1 do not weigh the same.",
        ),
        Text(
            hi="mean = Σ (batch का loss × batch की size) / Σ (batch की size)।",
            en="mean = Σ (batch loss × batch size) / Σ (batch size).",
        ),
        Text(
            hi="batch की size `len(x)` है; `len(loader.dataset)` में वे samples भी गिने जाते हैं जो loader ने दिए ही नहीं।",
            en="The size of a batch is `len(x)`; `len(loader.dataset)` also counts samples that the loader never gave.",
        ),
        Text(
            hi="`model.train()`, फिर loop में पाँच पंक्तियों का training step और दो जोड़: total और seen।",
            en="`model.train()`, then a loop with the five lines of a training step and two sums: total and seen.",
        ),
    ),
    reference=train_epoch,
    cases=cases,
    kind="trajectory",
    track="torch",
    driver=drive,
    styles=(by_weighted_average, by_running_mean, by_tensor_total, by_per_sample_list, by_iterator, by_closures),
    misconceptions=(
        Misconception(
            "mean-of-batch-means",
            mean_of_batch_means,
            Text(
                hi="आपने batches के औसतों का औसत लिया; आख़िरी छोटे batch के samples का वज़न बढ़ गया। हर batch के loss को "
                "उसकी size से गुणा कीजिए।",
                en="You averaged the batch means, so samples of the smaller last batch weigh more. Multiply "
                "each batch's loss by its size.",
            ),
        ),
        Misconception(
            "left-in-eval-mode",
            eval_mode_left,
            Text(
                hi="आपने `model.train()` नहीं किया: eval mode में BatchNorm के statistics सीखे नहीं जाते और dropout बंद रहता है।",
                en="You did not call `model.train()`: in eval mode BatchNorm learns no statistics and dropout is off.",
            ),
        ),
        Misconception(
            "one-batch-only",
            one_batch_only,
            Text(
                hi="`return` loop के अंदर है: सिर्फ़ पहला batch सीखा गया। epoch का मतलब है loader के सारे batches।",
                en="`return` stands inside the loop, so only the first batch is trained on. An epoch means all "
                "batches of the loader.",
            ),
        ),
        Misconception(
            "loss-of-the-last-batch",
            loss_of_last_batch,
            Text(
                hi="आपने आख़िरी batch का loss लौटाया; पूरे epoch के samples का औसत चाहिए।",
                en="You returned the last batch's loss; the mean over the samples of the whole epoch is asked for.",
            ),
        ),
        Misconception(
            "divided-by-the-dataset",
            divided_by_dataset,
            Text(
                hi="आपने `len(loader.dataset)` से भाग दिया; drop_last या sampler के साथ उतने samples देखे ही नहीं जाते। "
                "देखे हुए samples गिनिए।",
                en="You divided by `len(loader.dataset)`; with drop_last or a sampler that is not the number of "
                "samples seen. Count them as they come.",
            ),
        ),
        Misconception(
            "times-loader-batch-size",
            times_batch_size,
            Text(
                hi="आपने हर loss को `loader.batch_size` से गुणा किया; आख़िरी batch छोटा हो सकता है, और batch_sampler "
                "के साथ वह None है। `len(x)` लीजिए।",
                en="You multiplied by `loader.batch_size`; the last batch may be smaller, and with a "
                "batch_sampler it is None. Use `len(x)`.",
            ),
        ),
        Misconception(
            "batch-losses-over-samples",
            batch_losses_over_samples,
            Text(
                hi="आपने batches के औसत loss जोड़कर samples की गिनती से भाग दिया: एक ही चीज़ से दो बार भाग हो गया। "
                "पहले loss को `len(x)` से गुणा कीजिए।",
                en="You added batch means and divided by the number of samples, which divides twice. Multiply "
                "each loss by `len(x)` first.",
            ),
        ),
        Misconception(
            "summed-loss",
            summed,
            Text(
                hi="आपने samples के loss का जोड़ लौटाया; देखे हुए samples की गिनती से भाग भी दीजिए।",
                en="You returned the sum over samples; divide it by the number of samples seen.",
            ),
        ),
        Misconception(
            "zero-grad-forgotten",
            zero_grad_forgotten,
            Text(
                hi="`zero_grad()` कहीं नहीं है: पुराने सब gradients जुड़ते जाते हैं। हर batch में `backward()` से पहले उन्हें मिटाइए।",
                en="`zero_grad()` is missing: all old gradients add up. Clear them in every batch, before "
                "`backward()`.",
            ),
        ),
        Misconception(
            "zero-grad-once-per-epoch",
            zero_grad_once,
            Text(
                hi="आपने `zero_grad()` loop से पहले एक ही बार किया; वह हर batch में चाहिए, नहीं तो batches के "
                "gradients जुड़ते जाते हैं।",
                en="You called `zero_grad()` once, before the loop; it belongs into every batch, or the "
                "batches' gradients add up.",
            ),
        ),
        Misconception(
            "one-update-per-epoch",
            one_update_per_epoch,
            Text(
                hi="`optimizer.step()` loop के बाहर है: पूरे epoch में एक ही update हुआ। हर batch के बाद update कीजिए।",
                en="`optimizer.step()` stands outside the loop, so there is one update per epoch. Update after "
                "every batch.",
            ),
        ),
        Misconception(
            "total-with-its-graph",
            total_with_graph,
            Text(
                hi="आपने loss tensors को उनके graph के साथ जोड़ा; पूरे epoch के graphs memory में रुके रहते हैं। "
                "`loss.item()` जोड़िए।",
                en="You summed loss tensors with their graphs, which keeps the whole epoch's graphs in memory. "
                "Add `loss.item()`.",
            ),
        ),
    ),
)
