"""One training step in PyTorch: zero_grad, forward, loss, backward, step."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.torch_track.lazy import nn, torch
from reference.torch_track.loops import training_step


def drive(
    fn: Callable[..., Any],
    widths: list[int],
    batch_norm: bool,
    criterion: str,
    optimizer: str,
    settings: dict[str, float],
    xs: Any,
    ys: Any,
    old_gradient: float,
) -> list[dict[str, Any]]:
    """One call of `fn` for every (x, y) of (xs, ys), on one small network in training mode."""
    from itertools import pairwise

    import torch  # this source runs alone in the box
    from torch import nn

    torch.manual_seed(0)
    layers: list[Any] = []
    for fan_in, fan_out in pairwise(widths):
        layers += [nn.Linear(fan_in, fan_out), *([nn.BatchNorm1d(fan_out)] if batch_norm else []), nn.Tanh()]
    model = nn.Sequential(*layers[: -2 if batch_norm else -1]).double()
    for parameter in model.parameters():
        count = torch.arange(1, parameter.numel() + 1, dtype=parameter.dtype)
        parameter.data = torch.sin(1.7 * count + parameter.ndim).reshape(parameter.shape)
        if old_gradient:
            parameter.grad = torch.full_like(parameter, old_gradient)
    rule = getattr(torch.optim, optimizer)(model.parameters(), **settings)
    measure = getattr(nn, criterion)()
    happened = []
    for x, y in zip(xs, ys, strict=True):
        target = torch.tensor(y, dtype=torch.int64 if criterion == "CrossEntropyLoss" else torch.float64)
        loss = fn(model, rule, measure, torch.tensor(x, dtype=torch.float64), target)
        state = [value.detach().double().flatten() for value in model.state_dict().values()]
        happened.append(
            {
                "loss": loss,
                "loss_has_graph": bool(getattr(loss, "requires_grad", False)),
                "weights": torch.cat(state).numpy().copy(),
                "training": model.training,
            }
        )
    return happened


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def batches(steps: int, n: int, d: int) -> Any:
        return rng.integers(-3, 4, size=(steps, n, d))

    def targets(steps: int, n: int, d: int) -> Any:
        return rng.integers(-5, 6, size=(steps, n, d))

    def labels(steps: int, n: int, classes: int) -> Any:
        return rng.integers(0, classes, size=(steps, n))

    sgd = {"lr": 0.25}
    yield sample(
        [1, 1],
        False,
        "MSELoss",
        "SGD",
        sgd,
        np.array([[[1], [2]]]),
        np.array([[[3], [5]]]),
        0.0,
        hi="एक neuron, एक step",
        en="one neuron, one step",
    )
    yield sample(
        [1, 1],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.1},
        np.array([[[1], [2]], [[0], [-1]]]),
        np.array([[[3], [5]], [[1], [2]]]),
        0.0,
        hi="एक के बाद एक दो steps",
        en="two steps, one after the other",
    )
    yield hidden(
        [2, 3, 1],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.1},
        batches(5, 3, 2),
        targets(5, 3, 1),
        0.0,
        hi="SGD के पाँच steps",
        en="five steps of SGD",
    )
    yield hidden(
        [3, 4, 2],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.2, "momentum": 0.8},
        batches(5, 4, 3),
        targets(5, 4, 2),
        0.0,
        hi="momentum के साथ",
        en="with momentum",
    )
    yield hidden(
        [2, 4, 3],
        False,
        "CrossEntropyLoss",
        "SGD",
        {"lr": 0.5},
        batches(5, 4, 2),
        labels(5, 4, 3),
        0.0,
        hi="classes पहचानना: CrossEntropyLoss",
        en="classification with CrossEntropyLoss",
    )
    yield hidden(
        [2, 3, 1],
        False,
        "BCEWithLogitsLoss",
        "SGD",
        {"lr": 0.4},
        batches(5, 4, 2),
        rng.integers(0, 2, (5, 4, 1)),
        0.0,
        hi="दो classes: BCEWithLogitsLoss",
        en="two classes with BCEWithLogitsLoss",
    )
    yield hidden(
        [3, 4, 2],
        False,
        "SmoothL1Loss",
        "Adam",
        {"lr": 0.3},
        batches(5, 3, 3),
        targets(5, 3, 2),
        0.0,
        hi="Adam के पाँच steps",
        en="five steps of Adam",
    )
    yield hidden(
        [2, 3, 2],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.1},
        batches(4, 3, 2),
        targets(4, 3, 2),
        2.0,
        hi="किसी पुराने step के gradients पहले से मौजूद हैं",
        en="gradients of an earlier step are still there",
    )
    yield hidden(
        [2, 3, 2],
        False,
        "MSELoss",
        "SGD",
        {"lr": 0.2, "weight_decay": 0.3},
        batches(4, 1, 2),
        targets(4, 1, 2),
        -1.0,
        hi="batch में एक ही sample, weight decay के साथ",
        en="batches of one sample, with weight decay",
        check="edges",
    )
    yield hidden(
        [3, 4, 2],
        True,
        "CrossEntropyLoss",
        "SGD",
        {"lr": 0.3},
        batches(4, 5, 3),
        labels(4, 5, 2),
        0.0,
        hi="network में BatchNorm है",
        en="a network with BatchNorm",
        check="training",
    )


def zero_grad_forgotten(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def zero_grad_between(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def step_before_backward(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    optimizer.step()
    loss.backward()
    return loss.item()


def zero_grad_at_the_end(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def loss_after_update(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
    with torch.no_grad():
        return criterion(model(x), y).item()


def tensor_with_graph(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss


def in_eval_mode(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    model.eval()
    return training_step(model, optimizer, criterion, x, y)


def softmax_first(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    optimizer.zero_grad()
    loss = criterion(torch.softmax(model(x), dim=1), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def target_first(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    optimizer.zero_grad()
    loss = criterion(y, model(x))
    loss.backward()
    optimizer.step()
    return loss.item()


def own_update(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.sub_(optimizer.param_groups[0]["lr"] * parameter.grad)
    return loss.item()


def without_gradients(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    optimizer.zero_grad()
    with torch.no_grad():
        loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def in_training_mode(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    model.train()
    prediction = model(x)
    loss = criterion(prediction, y)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.detach()


def by_closure(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    def closure() -> Any:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        return loss

    return float(optimizer.step(closure))


def by_model_zero_grad(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    loss = criterion(model.forward(x), y)
    value = loss.detach().clone()
    model.zero_grad()
    loss.backward()
    optimizer.step()
    model.zero_grad()
    return value


def by_autograd_grad(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    parameters = [p for p in model.parameters() if p.requires_grad]
    loss = criterion(model(x), y)
    for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
        parameter.grad = gradient
    optimizer.step()
    return loss.data


def zeros_kept(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    optimizer.zero_grad(set_to_none=False)
    with torch.enable_grad():
        loss = criterion(model(x), y)
        torch.autograd.backward(loss)
    optimizer.step()
    return loss.detach().cpu().numpy()


def cleared_by_hand(model: Any, optimizer: Any, criterion: Any, x: Any, y: Any) -> Any:
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            parameter.grad = None
    loss: Any = nn.Module.__call__(criterion, model(x), y)
    loss.backward()
    optimizer.step()
    return loss.tolist()


NO_UPDATE = Text(
    hi="weights बदले ही नहीं: `step()` के समय gradients ख़ाली थे। आपने `step()` को `backward()` से पहले रखा, या दोनों के बीच "
    "`zero_grad()` कर दिया। क्रम यह है: zero_grad, backward, step।",
    en="The weights did not change: `step()` found no gradients. Either `step()` stands before `backward()`, or "
    "`zero_grad()` stands between them. The order is zero_grad, backward, step.",
)

EXERCISE = Exercise(
    title=Text(hi="PyTorch में training का एक step", en="One training step in PyTorch"),
    statement=Text(
        hi="model को एक batch (x, y) पर एक बार सिखाइए: पुराने gradients मिटाइए, forward कीजिए, "
        "`criterion(output, y)` से loss निकालिए, "
        "backward कीजिए, और optimizer से update। update से पहले वाला loss लौटाइए: एक float (या detach "
        "किया हुआ 0-d tensor)। "
        "किसी पुराने step के gradients पहले से हों, तब भी उत्तर सही रहे। model training mode में दिया जाता है; "
        "उसे उसी में रहने दीजिए। "
        "grader model, optimizer और criterion बनाकर आपका function कई बार call करता है। model और data float64 में हैं।",
        en="Train the model once on one batch (x, y): clear the old gradients, run forward, get the "
        "loss by `criterion(output, y)`, "
        "run backward, and update with the optimizer. Return the loss before the update: a float (or a detached 0-d "
        "tensor). It must be right also when gradients of an earlier step are still there. The model "
        "comes in training mode; "
        "leave it there. The grader builds model, optimizer and criterion and calls your function "
        "several times. Model and data are float64.",
    ),
    hints=(
        Text(
            hi="`backward()` gradients को पुराने gradients में जोड़ता है; वह उन्हें बदलता नहीं।",
            en="`backward()` adds to the gradients that are there; it does not replace them.",
        ),
        Text(
            hi="`step()` वही gradients पढ़ता है जो उस समय `parameter.grad` में हैं।",
            en="`step()` reads the gradients that stand in `parameter.grad` at that moment.",
        ),
        Text(
            hi="loss एक 0-d tensor है, अपने graph के साथ; `loss.item()` सिर्फ़ संख्या देता है।",
            en="The loss is a 0-d tensor with its graph; `loss.item()` gives the number alone.",
        ),
        Text(
            hi="पाँच पंक्तियाँ: zero_grad, forward और loss, backward, step, return।",
            en="Five lines: zero_grad, forward and loss, backward, step, return.",
        ),
    ),
    reference=training_step,
    cases=cases,
    kind="trajectory",
    track="torch",
    driver=drive,
    styles=(in_training_mode, by_closure, by_model_zero_grad, by_autograd_grad, zeros_kept, cleared_by_hand),
    misconceptions=(
        Misconception(
            "zero-grad-forgotten",
            zero_grad_forgotten,
            Text(
                hi="आपने `zero_grad()` नहीं किया: हर step में पिछले सब steps के gradients जुड़ते गए। step की शुरुआत में उन्हें मिटाइए।",
                en="You left out `zero_grad()`: every step adds to the gradients of all steps before it. Clear "
                "them at the start of a step.",
            ),
        ),
        Misconception("zero-grad-before-step", zero_grad_between, NO_UPDATE, same_as=("step-before-backward",)),
        Misconception("step-before-backward", step_before_backward, NO_UPDATE, same_as=("zero-grad-before-step",)),
        Misconception(
            "zero-grad-at-the-end-only",
            zero_grad_at_the_end,
            Text(
                hi="आपने gradients सिर्फ़ अंत में मिटाए: पहली call में किसी और के छोड़े हुए gradients जुड़ गए। `backward()` से "
                "पहले मिटाइए।",
                en="You clear the gradients only at the end: in the first call those that somebody else left "
                "are added. "
                "Clear them before `backward()`.",
            ),
        ),
        Misconception(
            "loss-after-the-update",
            loss_after_update,
            Text(
                hi="आपने update के बाद दोबारा loss निकालकर लौटाया; update से पहले वाला loss चाहिए, और दूसरे forward "
                "की ज़रूरत नहीं।",
                en="You computed the loss again after the update; return the one from before it, which needs no "
                "second forward.",
            ),
        ),
        Misconception(
            "tensor-with-its-graph",
            tensor_with_graph,
            Text(
                hi="values सही हैं, पर आपने loss को उसके graph के साथ लौटाया; ऐसे losses जमा करने से memory भरती जाती "
                "है। `loss.item()` लौटाइए।",
                en="The values are right, but you returned the loss with its graph; keeping such losses fills "
                "the memory. "
                "Return `loss.item()`.",
            ),
        ),
        Misconception(
            "in-eval-mode",
            in_eval_mode,
            Text(
                hi="आपने `model.eval()` करके सिखाया: BatchNorm अपने running statistics लेता है और dropout बंद रहता है। "
                "training में `model.train()` रहता है।",
                en="You trained after `model.eval()`: BatchNorm then uses its running statistics and dropout is off. "
                "Training happens in `model.train()` mode.",
            ),
        ),
        Misconception(
            "softmax-before-the-criterion",
            softmax_first,
            Text(
                hi="आपने criterion से पहले softmax लगाया; CrossEntropyLoss logits लेता है और softmax ख़ुद लगाता है। "
                "output जैसा है वैसा ही दीजिए।",
                en="You applied softmax before the criterion; CrossEntropyLoss takes logits and applies softmax "
                "itself. "
                "Pass the output as it is.",
            ),
        ),
        Misconception(
            "target-first",
            target_first,
            Text(
                hi="आपने `criterion(y, output)` लिखा; क्रम है `criterion(output, y)`। MSELoss में फ़र्क़ नहीं दिखता, "
                "बाक़ी में दिखता है।",
                en="You wrote `criterion(y, output)`; the order is `criterion(output, y)`. MSELoss hides the "
                "difference, others do not.",
            ),
        ),
        Misconception(
            "update-by-hand",
            own_update,
            Text(
                hi="आपने weights को ख़ुद `lr * grad` से घटाया; optimizer का momentum, weight decay या Adam छूट गया। "
                "`optimizer.step()` कीजिए।",
                en="You subtracted `lr * grad` yourself and lost the optimizer's momentum, weight decay or "
                "Adam. Call `optimizer.step()`.",
            ),
        ),
        Misconception(
            "forward-without-gradients",
            without_gradients,
            Text(
                hi="आपने forward को `torch.no_grad()` में किया: loss का कोई graph नहीं बना, इसलिए `backward()` रुक "
                "गया। `no_grad` सिर्फ़ evaluation के लिए है।",
                en="You ran forward under `torch.no_grad()`: the loss has no graph and `backward()` fails. "
                "`no_grad` is for evaluation.",
            ),
        ),
    ),
)
