"""Accuracy over a DataLoader, in eval mode and without gradients."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.torch_track.lazy import F, torch
from reference.torch_track.loops import evaluate


def drive(
    fn: Callable[..., Any], x: Any, y: Any, loading: dict[str, Any], training: bool, mean: float
) -> dict[str, Any]:
    """The accuracy, and what was seen of mode and gradients; the logits are x - mean (nearly) in eval mode."""
    import torch  # this source runs alone in the box
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset

    modes = set()
    recorded = []

    class Model(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.norm = nn.BatchNorm1d(x.shape[1])
            self.drop = nn.Dropout(0.5)

        def forward(self, inputs: Any) -> Any:
            logits = self.drop(self.norm(inputs))
            modes.update(part.training for part in self.modules())
            recorded.append(logits.requires_grad)
            return logits

    torch.manual_seed(0)
    model = Model().double()
    model.norm.running_mean.fill_(mean)
    model.train(training)
    loader = DataLoader(TensorDataset(torch.tensor(x, dtype=torch.float64), torch.tensor(y)), **loading)
    accuracy = fn(model, loader)
    return {
        "accuracy": accuracy,
        "modes_during": sorted(modes),
        "gradients_recorded": any(recorded),
        "training_afterwards": [part.training for part in model.modules()],
        "requires_grad_afterwards": [parameter.requires_grad for parameter in model.parameters()],
        "running_mean_afterwards": model.norm.running_mean.detach().numpy().copy(),
    }


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def data(n: int, classes: int, right: list[int]) -> tuple[Any, Any]:
        """Logits in which class 0 leads by an offset that BatchNorm in training mode would remove."""
        x = 8 * rng.integers(-3, 4, size=(n, classes)) + np.arange(classes)  # no ties
        x[:, 0] += 16
        best = x.argmax(axis=1)
        wrong = (best + rng.integers(1, classes, size=n)) % classes
        return x, np.where(np.isin(np.arange(n), right), best, wrong)

    x, y = np.array([[2, 1], [0, 3], [4, 1], [1, 5], [3, 2]]), np.array([0, 1, 1, 1, 0])
    yield sample(x, y, {"batch_size": 3}, True, 0.0, hi="पाँच samples, दो batches", en="five samples in two batches")
    yield sample(
        x,
        y,
        {"batch_size": 3, "drop_last": True},
        False,
        0.0,
        hi="drop_last, model पहले से eval mode में",
        en="drop_last, and the model already in eval mode",
    )
    yield hidden(
        *data(8, 3, [0, 1, 2, 4]), {"batch_size": 3}, True, 0.5, hi="आख़िरी batch छोटा", en="a smaller last batch"
    )
    yield hidden(
        *data(10, 4, [1, 2, 8]),
        {"batch_size": 4},
        False,
        1.0,
        hi="model eval mode में मिलता है",
        en="the model comes in eval mode",
        check="training",
    )
    yield hidden(
        *data(8, 3, [0, 1, 3, 6, 7]),
        {"batch_size": 3, "drop_last": True},
        True,
        0.0,
        hi="अधूरा batch छूट जाता है",
        en="the partial batch is skipped",
    )
    yield hidden(
        *data(6, 3, [0, 3, 4]),
        {"batch_size": 3, "sampler": [5, 0, 0, 3, 3, 1, 2]},
        True,
        -1.0,
        hi="sampler कुछ samples दो बार देता है",
        en="a sampler that draws some samples twice",
    )
    yield hidden(
        *data(6, 3, [4, 5, 1]),
        {"batch_sampler": [[0, 1, 2, 3], [4], [5, 2]]},
        True,
        0.25,
        hi="हर batch की अपनी size",
        en="batches of all sizes",
        check="edges",
    )
    yield hidden(
        *data(5, 2, [0, 2, 3, 4]),
        {"batch_size": 1},
        False,
        0.0,
        hi="batch में एक ही sample",
        en="batches of one sample",
        check="edges",
    )
    yield hidden(
        *data(4, 3, [0, 2]),
        {"batch_size": 10},
        True,
        2.0,
        hi="batch_size data से बड़ा",
        en="batch_size larger than the data",
        check="edges",
    )
    yield hidden(
        *data(5, 3, []), {"batch_size": 2}, True, 0.0, hi="कोई भी उत्तर सही नहीं", en="nothing is right", check="edges"
    )
    yield hidden(
        *data(5, 5, [0, 1, 2, 3, 4]),
        {"batch_size": 5},
        False,
        0.5,
        hi="सब सही, batch जितनी ही classes",
        en="all right, as many classes as samples",
        check="edges",
    )


def no_eval(model: Any, loader: Any) -> Any:
    right = seen = 0
    with torch.no_grad():
        for x, y in loader:
            right += (model(x).argmax(dim=1) == y).sum().item()
            seen += len(y)
    return right / seen


def plain_loop(model: Any, loader: Any) -> Any:
    right = seen = 0
    for x, y in loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
        seen += len(y)
    return right / seen


def mode_not_restored(model: Any, loader: Any) -> Any:
    model.eval()
    return no_eval(model, loader)


def always_train_afterwards(model: Any, loader: Any) -> Any:
    model.eval()
    accuracy = no_eval(model, loader)
    model.train()
    return accuracy


def gradients_recorded(model: Any, loader: Any) -> Any:
    was = model.training
    model.eval()
    right = seen = 0
    for x, y in loader:
        right += (model(x).argmax(dim=1) == y).sum().item()
        seen += len(y)
    model.train(was)
    return right / seen


def _outcomes(model: Any, loader: Any, axis: int = 1) -> list[Any]:
    """Per batch, which samples are right: the honest part of the beliefs below."""
    was = model.training
    model.eval()
    with torch.no_grad():
        found = [model(x).argmax(dim=axis) == y for x, y in loader]
    model.train(was)
    return found


def mean_of_batch_accuracies(model: Any, loader: Any) -> Any:
    accuracies = [right.double().mean().item() for right in _outcomes(model, loader)]
    return sum(accuracies) / len(accuracies)


def divided_by_dataset(model: Any, loader: Any) -> Any:
    return sum(int(right.sum()) for right in _outcomes(model, loader)) / len(loader.dataset)


def percent(model: Any, loader: Any) -> Any:
    return 100.0 * torch.cat(_outcomes(model, loader)).double().mean().item()


def count(model: Any, loader: Any) -> Any:
    return int(torch.cat(_outcomes(model, loader)).sum())


def last_batch_only(model: Any, loader: Any) -> Any:
    return _outcomes(model, loader)[-1].double().mean().item()


def first_batch_only(model: Any, loader: Any) -> Any:
    return _outcomes(model, loader)[0].double().mean().item()


def argmax_over_the_batch(model: Any, loader: Any) -> Any:
    return torch.cat(_outcomes(model, loader, axis=0)).double().mean().item()


def error_rate(model: Any, loader: Any) -> Any:
    return 1.0 - torch.cat(_outcomes(model, loader)).double().mean().item()


def frozen_for_good(model: Any, loader: Any) -> Any:
    for parameter in model.parameters():
        parameter.requires_grad = False
    was = model.training
    model.eval()
    found = [model(x).argmax(dim=1) == y for x, y in loader]
    model.train(was)
    return torch.cat(found).double().mean().item()


def by_inference_mode(model: Any, loader: Any) -> Any:
    training = model.training
    model.eval()
    with torch.inference_mode():
        hits = torch.cat([model(x).argmax(1).eq(y) for x, y in loader])
    model.train(training)
    return hits.float().mean()


def by_try_finally(model: Any, loader: Any) -> Any:
    was = model.training
    model.train(mode=False)
    correct, total = 0.0, 0
    try:
        with torch.no_grad():
            for inputs, targets in loader:
                _, predicted = torch.max(model(inputs).data, 1)
                correct += (predicted == targets).sum().item()
                total += targets.size(0)
    finally:
        model.train(was)
    return correct / total


def by_decorator(model: Any, loader: Any) -> Any:
    @torch.no_grad()
    def run() -> list[bool]:
        return [bool(p == t) for x, y in loader for p, t in zip(F.softmax(model(x), dim=-1).argmax(-1), y, strict=True)]

    mode = model.training
    model.eval()
    hits = run()
    (model.train if mode else model.eval)()
    return sum(hits) / len(hits)


def by_numpy(model: Any, loader: Any) -> Any:
    mode = model.training
    model.eval()
    previous = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    hits = [model(x).numpy().argmax(axis=1) == y.numpy() for x, y in loader]
    torch.set_grad_enabled(previous)
    model.train(mode)
    return np.concatenate(hits).mean()


def by_saved_modules(model: Any, loader: Any) -> Any:
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    right, seen = torch.tensor(0), torch.tensor(0)
    for x, y in loader:
        with torch.no_grad():
            logits = model(x)
        right = right + (logits.topk(1).indices[:, 0] == y).sum()
        seen = seen + y.numel()
    for module, mode in modes:
        module.training = mode
    return right / seen


def sample_by_sample(model: Any, loader: Any) -> Any:
    mode = model.training
    model.eval()
    hits: list[bool] = []
    with torch.no_grad():
        for x, y in loader:
            hits += [int(torch.argmax(model(x[i : i + 1]))) == int(y[i]) for i in range(x.shape[0])]
    model.train(mode)
    return float(np.mean(hits))


EXERCISE = Exercise(
    title=Text(hi="model को जाँचना: accuracy", en="Evaluating a model: accuracy"),
    statement=Text(
        hi="`loader` से (x, y) batches आते हैं; `model(x)` से logits (N, C) मिलते हैं, y: (N,) labels हैं। देखे गए "
        "samples में से कितने भाग का "
        "argmax सही label है, वह लौटाइए: [0, 1] में एक float। जाँच eval mode में और gradients के बिना "
        "कीजिए। अंत में model का training flag "
        "वही हो जो पहले था: जो training mode में आया वह training mode में लौटे, जो eval mode में आया वह eval "
        "mode में। model और data float64 में हैं।",
        en="`loader` yields batches (x, y); `model(x)` gives logits (N, C), y: (N,) are labels. Return "
        "the fraction of the samples seen whose "
        "argmax is the label, a float in [0, 1]. Evaluate in eval mode and without recording "
        "gradients. Afterwards the model's training "
        "flag is what it was: a model that came in training mode leaves in training mode, one that "
        "came in eval mode leaves in eval mode. Model and data are float64.",
    ),
    hints=(
        Text(
            hi="`model.eval()` और `torch.no_grad()` दो अलग काम हैं: पहला dropout और BatchNorm को बदलता है, "
            "दूसरा graph नहीं बनने देता।",
            en="`model.eval()` and `torch.no_grad()` do different things: the first changes dropout and "
            "BatchNorm, the second builds no graph.",
        ),
        Text(
            hi="पूरे loader पर दो गिनतियाँ रखिए: कितने सही, कितने देखे।",
            en="Keep two counts over the whole loader: how many right, how many seen.",
        ),
        Text(
            hi="`logits.argmax(dim=1)` की shape (N,) है, y जैसी ही।",
            en="`logits.argmax(dim=1)` has shape (N,), as y has.",
        ),
        Text(
            hi="`was_training = model.training` पहले रख लीजिए; अंत में `model.train(was_training)`।",
            en="Keep `was_training = model.training` first; at the end call `model.train(was_training)`.",
        ),
    ),
    reference=evaluate,
    cases=cases,
    kind="property",
    track="torch",
    driver=drive,
    styles=(by_inference_mode, by_try_finally, by_decorator, by_numpy, by_saved_modules, sample_by_sample),
    misconceptions=(
        Misconception(
            "eval-forgotten",
            no_eval,
            Text(
                hi="आपने `model.eval()` नहीं किया: dropout चलता रहा और BatchNorm ने batch के statistics लिए (और अपने "
                "बदल भी दिए)।",
                en="You left out `model.eval()`: dropout stayed on, and BatchNorm used the batch's statistics "
                "and changed its own.",
            ),
        ),
        Misconception(
            "neither-eval-nor-no-grad",
            plain_loop,
            Text(
                hi="आपने न `model.eval()` किया, न `torch.no_grad()`: dropout और BatchNorm training mode में चले और "
                "graph भी बनता रहा।",
                en="You left out both `model.eval()` and `torch.no_grad()`: dropout and BatchNorm ran in "
                "training mode, "
                "and a graph was recorded.",
            ),
        ),
        Misconception(
            "mode-not-restored",
            mode_not_restored,
            Text(
                hi="accuracy सही है, पर आपने model को eval mode में छोड़ दिया; आगे की training बिना dropout के चलेगी। "
                "पुराना flag लौटाइए।",
                en="The accuracy is right, but you left the model in eval mode, so training would go on without "
                "dropout. "
                "Restore the flag that was there.",
            ),
        ),
        Misconception(
            "always-training-afterwards",
            always_train_afterwards,
            Text(
                hi="आपने अंत में हमेशा `model.train()` किया; eval mode में आया model eval mode में ही लौटना चाहिए। "
                "`model.train(was_training)` कीजिए।",
                en="You always call `model.train()` at the end; a model that came in eval mode must leave in it. "
                "Call `model.train(was_training)`.",
            ),
        ),
        Misconception(
            "gradients-recorded",
            gradients_recorded,
            Text(
                hi="accuracy सही है, पर forward में graph बनता रहा: `eval()` gradients नहीं रोकता। "
                "`torch.no_grad()` भी चाहिए।",
                en="The accuracy is right, but forward recorded a graph: `eval()` does not stop gradients. Use "
                "`torch.no_grad()` as well.",
            ),
        ),
        Misconception(
            "mean-of-batch-accuracies",
            mean_of_batch_accuracies,
            Text(
                hi="आपने batches की accuracies का औसत लिया; छोटे आख़िरी batch का वज़न बढ़ गया। सही और देखे हुए samples "
                "गिनकर अंत में भाग दीजिए।",
                en="You averaged the batches' accuracies, so a smaller last batch weighs too much. Count right "
                "and seen, divide at the end.",
            ),
        ),
        Misconception(
            "divided-by-the-dataset",
            divided_by_dataset,
            Text(
                hi="आपने `len(loader.dataset)` से भाग दिया; drop_last या sampler के साथ उतने samples देखे ही नहीं जाते।",
                en="You divided by `len(loader.dataset)`; with drop_last or a sampler that is not the number of "
                "samples seen.",
            ),
        ),
        Misconception(
            "percent",
            percent,
            Text(
                hi="आपने प्रतिशत लौटाया; 0 और 1 के बीच का भाग चाहिए।",
                en="You returned a percentage; a fraction between 0 and 1 is asked for.",
            ),
        ),
        Misconception(
            "count",
            count,
            Text(
                hi="आपने सही samples की गिनती लौटाई; उसे देखे हुए samples की गिनती से भाग दीजिए।",
                en="You returned how many are right; divide by how many were seen.",
            ),
        ),
        Misconception(
            "last-batch-only",
            last_batch_only,
            Text(
                hi="आपने आख़िरी batch की accuracy लौटाई; गिनतियाँ पूरे loader पर जोड़िए।",
                en="You returned the accuracy of the last batch; add up the counts over the whole loader.",
            ),
        ),
        Misconception(
            "first-batch-only",
            first_batch_only,
            Text(
                hi="आपने पहले batch की accuracy लौटाई: `return` loop के अंदर है। पूरे loader पर गिनिए।",
                en="You returned the accuracy of the first batch: `return` stands inside the loop. Count over "
                "the whole loader.",
            ),
        ),
        Misconception(
            "argmax-over-the-batch",
            argmax_over_the_batch,
            Text(
                hi="आपने argmax axis 0 पर (batch पर) लिया; classes axis 1 पर हैं।",
                en="You took the argmax over axis 0, the batch; the classes are on axis 1.",
            ),
        ),
        Misconception(
            "error-rate",
            error_rate,
            Text(
                hi="आपने ग़लत उत्तरों का भाग लौटाया; accuracy सही उत्तरों का भाग है।",
                en="You returned the fraction that is wrong; accuracy is the fraction that is right.",
            ),
        ),
        Misconception(
            "parameters-frozen",
            frozen_for_good,
            Text(
                hi="आपने parameters पर `requires_grad = False` लगाकर छोड़ दिया; अब model कुछ नहीं सीख पाएगा। "
                "`torch.no_grad()` कुछ बदले बिना यही काम करता है।",
                en="You set `requires_grad = False` and left it so; the model can no longer learn. "
                "`torch.no_grad()` does it without a trace.",
            ),
        ),
    ),
)
