"""A training step whose gradient is clipped by its global norm."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.torch_track.lazy import nn, torch
from reference.torch_track.loops import clipped_step


def drive(
    fn: Callable[..., Any],
    widths: list[int],
    optimizer: str,
    settings: dict[str, float],
    xs: Any,
    ys: Any,
    max_norm: float,
    old_gradient: float,
) -> list[dict[str, Any]]:
    """One call of `fn` for every (x, y) of (xs, ys), with the mean squared error of one small network."""
    from itertools import pairwise

    import torch  # this source runs alone in the box
    from torch import nn

    torch.manual_seed(0)
    layers: list[Any] = []
    for fan_in, fan_out in pairwise(widths):
        layers += [nn.Linear(fan_in, fan_out), nn.Tanh()]
    model = nn.Sequential(*layers[:-1]).double()
    for parameter in model.parameters():
        count = torch.arange(1, parameter.numel() + 1, dtype=parameter.dtype)
        parameter.data = torch.sin(1.7 * count + parameter.ndim).reshape(parameter.shape)
        if old_gradient:
            parameter.grad = torch.full_like(parameter, old_gradient)
    rule = getattr(torch.optim, optimizer)(model.parameters(), **settings)
    happened = []
    for x, y in zip(xs, ys, strict=True):
        output = model(torch.tensor(x, dtype=torch.float64))
        loss = ((output - torch.tensor(y, dtype=torch.float64)) ** 2).mean()
        norm = fn(model, rule, loss, max_norm)
        happened.append(
            {
                "norm": norm,
                "norm_has_graph": bool(getattr(norm, "requires_grad", False)),
                "weights": torch.cat([p.detach().flatten() for p in model.parameters()]).numpy().copy(),
            }
        )
    return happened


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def batches(steps: int, n: int, d: int) -> Any:
        return rng.integers(-3, 4, size=(steps, n, d))

    def far(steps: int, n: int, d: int) -> Any:
        """Targets far from any output, so that no gradient is small."""
        return rng.integers(3, 9, size=(steps, n, d)) * rng.choice([-1, 1], size=(steps, 1, d))

    yield sample(
        [1, 1],
        "SGD",
        {"lr": 0.5},
        np.array([[[1], [2]]]),
        np.array([[[3], [5]]]),
        1.0,
        0.0,
        hi="एक neuron, gradient काटा जाता है",
        en="one neuron, the gradient is clipped",
    )
    yield sample(
        [1, 1],
        "SGD",
        {"lr": 0.1},
        np.array([[[1], [2]]]),
        np.array([[[3], [5]]]),
        100.0,
        0.0,
        hi="norm सीमा से कम है: कुछ नहीं कटता",
        en="the norm is below the limit: nothing is clipped",
    )
    yield hidden(
        [2, 3, 1],
        "SGD",
        {"lr": 0.5},
        batches(5, 3, 2),
        far(5, 3, 1),
        0.5,
        0.0,
        hi="हर step में काटना पड़ता है",
        en="clipped in every step",
    )
    yield hidden(
        [3, 4, 2],
        "SGD",
        {"lr": 0.2, "momentum": 0.8},
        batches(5, 3, 3),
        far(5, 3, 2),
        2.0,
        0.0,
        hi="momentum के साथ",
        en="with momentum",
    )
    yield hidden(
        [2, 4, 3],
        "SGD",
        {"lr": 0.05},
        batches(5, 3, 2),
        far(5, 3, 3),
        1000.0,
        0.0,
        hi="बड़ी सीमा: gradient जैसा है वैसा",
        en="a large limit: the gradient stays as it is",
    )
    yield hidden(
        [2, 4, 3],
        "SGD",
        {"lr": 0.3},
        batches(5, 2, 2),
        far(5, 2, 3),
        3.0,
        1.5,
        hi="किसी पुराने step के gradients पहले से मौजूद हैं",
        en="gradients of an earlier step are still there",
    )
    yield hidden(
        [3, 3, 3],
        "SGD",
        {"lr": 0.4, "weight_decay": 0.25},
        batches(4, 3, 3),
        far(4, 3, 3),
        0.25,
        0.0,
        hi="weight decay: वह कटे हुए gradient में बाद में जुड़ता है",
        en="weight decay, which comes after clipping",
    )
    yield hidden(
        [2, 3, 2],
        "Adam",
        {"lr": 0.2, "eps": 0.3},
        batches(5, 3, 2),
        far(5, 3, 2),
        0.75,
        0.0,
        hi="Adam के साथ",
        en="with Adam",
    )
    yield hidden(
        [1, 2, 1],
        "SGD",
        {"lr": 0.5},
        batches(4, 1, 1),
        far(4, 1, 1),
        1.5,
        -2.0,
        hi="बहुत छोटा network, batch में एक sample",
        en="a tiny network and batches of one sample",
        check="edges",
    )
    yield hidden(
        [2, 5, 4, 2],
        "SGD",
        {"lr": 0.3},
        batches(5, 3, 2),
        far(5, 3, 2),
        1.0,
        0.0,
        hi="कई layers के gradients का एक ही norm",
        en="one norm over the gradients of many layers",
    )


def _norm(model: Any) -> Any:
    return torch.cat([p.grad.flatten() for p in model.parameters()]).norm()


def clipped_before_backward(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    optimizer.zero_grad()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    loss.backward()
    optimizer.step()
    return norm.item()


def clipped_after_step(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return nn.utils.clip_grad_norm_(model.parameters(), max_norm).item()


def norm_after_clipping(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return _norm(model).item()


def clipped_by_value(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    optimizer.zero_grad()
    loss.backward()
    norm = _norm(model).item()
    nn.utils.clip_grad_value_(model.parameters(), max_norm)
    optimizer.step()
    return norm


def zero_grad_after_backward(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.zero_grad()
    optimizer.step()
    return norm.item()


def zero_grad_forgotten(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return norm.item()


def each_parameter_alone(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    optimizer.zero_grad()
    loss.backward()
    norm = _norm(model).item()
    for parameter in model.parameters():
        nn.utils.clip_grad_norm_([parameter], max_norm)
    optimizer.step()
    return norm


def always_rescaled(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    optimizer.zero_grad()
    loss.backward()
    norm = _norm(model).item()
    for parameter in model.parameters():
        parameter.grad *= max_norm / norm
    optimizer.step()
    return norm


def max_norm_ignored(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:  # noqa: ARG001  # the mistake
    return clipped_step(model, optimizer, loss, 1.0)


def largest_entry(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    optimizer.zero_grad()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm, norm_type=float("inf"))
    optimizer.step()
    return norm.item()


def loss_returned(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    clipped_step(model, optimizer, loss, max_norm)
    return loss.item()


def norm_dropped(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    clipped_step(model, optimizer, loss, max_norm)


def sum_of_norms(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    optimizer.zero_grad()
    loss.backward()
    norm = sum(p.grad.norm().item() for p in model.parameters())
    if norm > max_norm:
        for parameter in model.parameters():
            parameter.grad *= max_norm / norm
    optimizer.step()
    return norm


def as_tensor(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=max_norm, norm_type=2.0)
    optimizer.step()
    return norm


def by_hand(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    model.zero_grad()
    loss.backward()
    total = sum(float((p.grad.detach() ** 2).sum()) for p in model.parameters()) ** 0.5
    if total > max_norm:
        for parameter in model.parameters():
            parameter.grad.mul_(max_norm / total)
    optimizer.step()
    return total


def by_optimizer_groups(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:  # noqa: ARG001  # all are in the groups
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    for parameter in parameters:
        parameter.grad = None
    loss.backward()
    norm = nn.utils.clip_grad_norm_(parameters, max_norm, foreach=False)
    optimizer.step()
    return float(norm)


def by_autograd_grad(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    parameters = list(model.parameters())
    gradients = torch.autograd.grad(loss, parameters)
    norm = torch.linalg.vector_norm(torch.stack([torch.linalg.vector_norm(g) for g in gradients]))
    factor = torch.clamp(max_norm / (norm + 1e-6), max=1.0)
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = gradient * factor
    optimizer.step()
    return norm.detach().numpy()


def by_two_helpers(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    optimizer.zero_grad()
    torch.autograd.backward(loss)
    norm = nn.utils.get_total_norm([p.grad for p in model.parameters()])
    nn.utils.clip_grads_with_norm_(model.parameters(), max_norm, norm)
    optimizer.step()
    optimizer.zero_grad()
    return norm.clone()


def by_flat_vector(model: Any, optimizer: Any, loss: Any, max_norm: float) -> Any:
    optimizer.zero_grad()
    loss.backward()
    norm = nn.utils.parameters_to_vector([p.grad for p in model.parameters()]).norm(p=2).item()
    scale = min(1.0, max_norm / norm)
    for _, parameter in model.named_parameters():
        parameter.grad.data = parameter.grad.data * scale
    optimizer.step()
    return norm


EXERCISE = Exercise(
    title=Text(hi="gradient clipping वाला step", en="A step with gradient clipping"),
    statement=Text(
        hi="`loss` एक 0-d tensor है, अपने graph के साथ। एक update कीजिए: पुराने gradients मिटाइए, backward "
        "कीजिए, model के सब gradients को मिलाकर बना L2 norm "
        "`max_norm` से ज़्यादा हो तो सबको एक ही factor से घटाइए (`torch.nn.utils.clip_grad_norm_`), और "
        "optimizer से step कीजिए। "
        "काटने से पहले वाला norm लौटाइए: एक float (या detach किया हुआ 0-d tensor)। किसी पुराने step के "
        "gradients पहले से हो सकते हैं। "
        "grader हर step में नया loss बनाकर आपका function call करता है। model और data float64 में हैं।",
        en="`loss` is a 0-d tensor with its graph. Make one update: clear old gradients, run backward, "
        "and when the L2 norm of all the model's "
        "gradients together exceeds `max_norm`, scale them all by one factor "
        "(`torch.nn.utils.clip_grad_norm_`), then step with the optimizer. "
        "Return the norm before clipping: a float (or a detached 0-d tensor). Gradients of an "
        "earlier step may still be there. "
        "The grader computes a new loss for every step and calls your function. Model and data are float64.",
    ),
    hints=(
        Text(
            hi="काटने के लिए gradients होने चाहिए, और step से पहले कटने चाहिए: clipping की जगह एक ही है।",
            en="There must be gradients to clip, and they must be clipped before the step: clipping has one "
            "place only.",
        ),
        Text(
            hi="norm = sqrt(सब gradients के सब entries के वर्गों का जोड़); factor = min(1, max_norm / norm)।",
            en="norm = sqrt(sum of the squares of all entries of all gradients); factor = min(1, max_norm / norm).",
        ),
        Text(
            hi="`clip_grad_norm_` gradients को वहीं बदलता है और काटने से पहले वाला norm 0-d tensor में लौटाता है।",
            en="`clip_grad_norm_` changes the gradients in place and returns the norm before clipping as a 0-d tensor.",
        ),
        Text(
            hi="क्रम: zero_grad, backward, clip, step, return norm.item()।",
            en="The order: zero_grad, backward, clip, step, return norm.item().",
        ),
    ),
    reference=clipped_step,
    cases=cases,
    kind="trajectory",
    track="torch",
    driver=drive,
    styles=(as_tensor, by_hand, by_optimizer_groups, by_autograd_grad, by_two_helpers, by_flat_vector),
    misconceptions=(
        Misconception(
            "clipped-before-backward",
            clipped_before_backward,
            Text(
                hi="आपने `backward()` से पहले काटा: उस समय gradients ख़ाली थे, इसलिए step पूरे gradient से हुआ। clipping "
                "backward के बाद आती है।",
                en="You clipped before `backward()`, when there were no gradients yet, so the step used the "
                "full gradient. "
                "Clip after backward.",
            ),
        ),
        Misconception(
            "clipped-after-the-step",
            clipped_after_step,
            Text(
                hi="आपने `step()` के बाद काटा; weights तब तक पूरे gradient से बदल चुके थे। clipping backward और step के "
                "बीच आती है।",
                en="You clipped after `step()`, when the weights had moved by the full gradient. Clipping goes "
                "between backward and step.",
            ),
        ),
        Misconception(
            "norm-after-clipping",
            norm_after_clipping,
            Text(
                hi="update सही है, पर आपने काटने के बाद का norm लौटाया; `clip_grad_norm_` ख़ुद पहले वाला norm लौटाता है।",
                en="The update is right, but you returned the norm after clipping; `clip_grad_norm_` itself "
                "returns the one before.",
            ),
        ),
        Misconception(
            "clipped-by-value",
            clipped_by_value,
            Text(
                hi="आपने हर entry को अलग से काटा (`clip_grad_value_`); इससे gradient की दिशा बदलती है। norm से काटने "
                "पर सब एक ही factor से घटते हैं।",
                en="You clipped each entry (`clip_grad_value_`), which turns the gradient. Clipping by norm "
                "scales all of it by one factor.",
            ),
        ),
        Misconception(
            "zero-grad-after-backward",
            zero_grad_after_backward,
            Text(
                hi="`zero_grad()` backward के बाद है: step के लिए gradients बचे ही नहीं और weights नहीं बदले। उसे "
                "backward से पहले रखिए।",
                en="`zero_grad()` stands after backward: nothing is left for the step and the weights stay. Put "
                "it before backward.",
            ),
        ),
        Misconception(
            "zero-grad-forgotten",
            zero_grad_forgotten,
            Text(
                hi="आपने `zero_grad()` नहीं किया: पिछले steps के gradients जुड़ते गए और norm भी उन्हीं का निकला।",
                en="You left out `zero_grad()`: the gradients of earlier steps add up, and the norm is theirs too.",
            ),
        ),
        Misconception(
            "each-parameter-alone",
            each_parameter_alone,
            Text(
                hi="आपने हर parameter को उसके अपने norm से काटा; सब gradients का मिलाकर एक norm होता है और एक ही factor।",
                en="You clipped each parameter by its own norm; all gradients together have one norm and one factor.",
            ),
        ),
        Misconception(
            "always-rescaled",
            always_rescaled,
            Text(
                hi="आपने gradient को हमेशा `max_norm` तक पहुँचाया, छोटे gradient को बढ़ाकर भी; सिर्फ़ बड़े को घटाना है।",
                en="You always bring the norm to `max_norm`, enlarging small gradients; only a larger one is "
                "scaled down.",
            ),
        ),
        Misconception(
            "max-norm-ignored",
            max_norm_ignored,
            Text(
                hi="आपने `max_norm` की जगह 1.0 लिखा; सीमा argument में आती है।",
                en="You wrote 1.0 in place of `max_norm`; the limit comes as an argument.",
            ),
        ),
        Misconception(
            "largest-entry-as-norm",
            largest_entry,
            Text(
                hi="आपने सबसे बड़ी entry को norm माना (norm_type=inf); यहाँ L2 norm चाहिए।",
                en="You took the largest entry for the norm (norm_type=inf); the L2 norm is asked for.",
            ),
        ),
        Misconception(
            "sum-of-the-norms",
            sum_of_norms,
            Text(
                hi="आपने parameters के norms जोड़ दिए; कुल norm वर्गों के जोड़ का root है।",
                en="You added the parameters' norms; the total norm is the root of the sum of squares.",
            ),
        ),
        Misconception(
            "loss-returned",
            loss_returned,
            Text(
                hi="update सही है, पर आपने loss लौटाया; gradient का norm लौटाना था।",
                en="The update is right, but you returned the loss; the gradient's norm is asked for.",
            ),
        ),
        Misconception(
            "nothing-returned",
            norm_dropped,
            Text(
                hi="update सही है, पर आपने कुछ नहीं लौटाया; `clip_grad_norm_` जो norm देता है वह लौटाइए।",
                en="The update is right, but nothing is returned; return the norm that `clip_grad_norm_` gives.",
            ),
        ),
    ),
)
