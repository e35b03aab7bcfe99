"""ReLU as a torch.autograd.Function with its own backward."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.spec.exercise import Case, Exercise, Misconception, hidden, sample
from grader.spec.text import Text
from reference.torch_track.autograd import custom_relu_function
from reference.torch_track.lazy import nn, torch
from reference.types import Array


def drive(fn: Callable[..., Any], z: Array, dout: Array) -> dict[str, Any]:
    """Two forwards, then the two backwards, in that order; float32 and a longer graph as well."""
    import torch  # this source runs alone in the box

    relu = fn()
    first = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    second = torch.tensor(-0.5 * z, dtype=torch.float64, requires_grad=True)
    upstream = torch.tensor(dout, dtype=torch.float64)
    output, other = relu.apply(first), relu.apply(second)
    (gradient,) = torch.autograd.grad(output, first, upstream)
    (other_gradient,) = torch.autograd.grad(other, second, upstream)
    through = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    (3.0 * relu.apply(2.0 * through) * upstream).sum().backward()
    single = relu.apply(torch.tensor(z, dtype=torch.float32))
    return {
        "is_autograd_function": issubclass(relu, torch.autograd.Function),
        "output": output.detach().numpy(),
        "gradient": gradient.numpy(),
        "output_of_second_call": other.detach().numpy(),
        "gradient_of_second_call": other_gradient.numpy(),
        "gradient_through_2z": through.grad.numpy(),
        "input_afterwards": first.detach().numpy(),
        "dtype_for_float32": str(single.dtype),
    }


def cases(rng: np.random.Generator) -> Iterator[Case]:
    def away(*shape: int) -> Array:
        """Values that keep off the kink at 0."""
        return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.1, 3.0, size=shape)

    yield sample(np.array([-2.0, -1.0, 1.0, 3.0]), np.array([1.0, 2.0, 3.0, -1.0]), hi="चार values", en="four values")
    yield sample(
        np.array([-1.0, 0.0, 2.0]),
        np.array([5.0, 5.0, 5.0]),
        hi="z = 0 पर gradient 0 है",
        en="the gradient at z = 0 is 0",
        check="edges",
    )
    yield hidden(away(6), rng.normal(size=6), hi="साधारण values", en="ordinary values")
    yield hidden(away(3, 4), rng.normal(size=(3, 4)), hi="दो axes: shape (N, D)", en="shape (N, D)", check="shapes")
    yield hidden(away(2, 2, 3), rng.normal(size=(2, 2, 3)), hi="तीन axes", en="three axes", check="shapes")
    yield hidden(
        away(4), -rng.uniform(0.5, 2.0, size=4), hi="upstream gradient negative है", en="upstream gradient negative"
    )
    yield hidden(-rng.uniform(0.1, 2.0, size=4), rng.normal(size=4), hi="सब z negative", en="all z negative")
    yield hidden(rng.uniform(0.1, 2.0, size=4), rng.normal(size=4), hi="सब z positive", en="all z positive")
    yield hidden(100 * away(5), 0.01 * rng.normal(size=5), hi="बड़े z, छोटा gradient", en="large z, small gradient")
    yield hidden(
        np.array([0.0, 1.5, 0.0, -1.5]),
        rng.uniform(1.0, 2.0, size=4),
        hi="कई zeros",
        en="several zeros",
        check="edges",
    )
    yield hidden(
        np.array(rng.uniform(1.0, 2.0)),
        np.array(-1.25),
        hi="axes के बिना tensor (0-d)",
        en="a 0-d tensor",
        check="shapes",
    )


def _function(forward: Callable[..., Any], backward: Callable[..., Any]) -> Any:
    """An autograd Function of these two."""
    members = {"forward": staticmethod(forward), "backward": staticmethod(backward)}
    return type("ReLU", (torch.autograd.Function,), members)


def _forward(ctx: Any, z: Any) -> Any:
    ctx.save_for_backward(z)
    return z.clamp(min=0)


def gradient_one() -> Any:
    return _function(lambda ctx, z: z.clamp(min=0), lambda ctx, dout: dout.clone())  # noqa: ARG005


def leaky_gradient() -> Any:
    def backward(ctx: Any, dout: Any) -> Any:
        (z,) = ctx.saved_tensors
        return torch.where(z > 0, dout, 0.01 * dout)

    return _function(_forward, backward)


def mask_on_the_class() -> Any:
    class ReLU(torch.autograd.Function):
        mask: Any = None

        @staticmethod
        def forward(ctx: Any, z: Any) -> Any:  # noqa: ARG004
            ReLU.mask = z > 0
            return z.clamp(min=0)

        @staticmethod
        def backward(ctx: Any, dout: Any) -> Any:  # noqa: ARG004
            return dout * ReLU.mask

    return ReLU


def one_at_zero() -> Any:
    return _function(_forward, lambda ctx, dout: dout * (ctx.saved_tensors[0] >= 0))


def upstream_forgotten() -> Any:
    return _function(_forward, lambda ctx, dout: (ctx.saved_tensors[0] > 0).to(dout.dtype))


def mask_from_upstream() -> Any:
    return _function(_forward, lambda ctx, dout: dout.clamp(min=0))  # noqa: ARG005


def mask_turned_round() -> Any:
    return _function(_forward, lambda ctx, dout: dout * (ctx.saved_tensors[0] < 0))


def times_z() -> Any:
    return _function(_forward, lambda ctx, dout: dout * ctx.saved_tensors[0].clamp(min=0))


def input_changed() -> Any:
    def forward(ctx: Any, z: Any) -> Any:
        ctx.save_for_backward(z.clone())
        z[z < 0] = 0
        return z.clone()

    return _function(forward, lambda ctx, dout: dout * (ctx.saved_tensors[0] > 0))


def leaky_forward() -> Any:
    def forward(ctx: Any, z: Any) -> Any:
        ctx.save_for_backward(z)
        return torch.nn.functional.leaky_relu(z)

    return _function(forward, lambda ctx, dout: dout * (ctx.saved_tensors[0] > 0))


def a_module() -> Any:
    return nn.ReLU


def an_instance() -> Any:
    return custom_relu_function()()


def by_mask_attribute() -> Any:
    class MyReLU(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, z: Any) -> Any:
            ctx.mask = z > 0
            return z * ctx.mask

        @staticmethod
        def backward(ctx: Any, dout: Any) -> Any:
            return dout * ctx.mask

    return MyReLU


def by_clone_and_assign() -> Any:
    class MyReLU(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, z: Any) -> Any:
            ctx.save_for_backward(z)
            return torch.maximum(z, torch.zeros_like(z))

        @staticmethod
        def backward(ctx: Any, grad_output: Any) -> Any:
            (z,) = ctx.saved_tensors
            grad_input = grad_output.clone()
            grad_input[z <= 0] = 0
            return grad_input

    return MyReLU


def by_setup_context() -> Any:
    class MyReLU(torch.autograd.Function):
        @staticmethod
        def forward(z: Any) -> Any:
            return torch.relu(z)

        @staticmethod
        def setup_context(ctx: Any, inputs: Any, output: Any) -> None:  # noqa: ARG004
            ctx.save_for_backward(*inputs)

        @staticmethod
        def backward(ctx: Any, dout: Any) -> Any:
            (z,) = ctx.saved_tensors
            return torch.where(z > 0, dout, torch.zeros_like(dout))

    return MyReLU


def by_output() -> Any:
    class MyReLU(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, z: Any) -> Any:
            out = torch.nn.functional.relu(z)
            ctx.save_for_backward(out)
            return out

        @staticmethod
        def backward(ctx: Any, dout: Any) -> Any:
            (out,) = ctx.saved_tensors
            return dout * out.sign()

    return MyReLU


def by_numpy() -> Any:
    class MyReLU(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, z: Any) -> Any:
            values = z.detach().numpy()
            ctx.positive = torch.from_numpy(np.asarray(values > 0))
            return torch.as_tensor(np.maximum(values, 0))

        @staticmethod
        def backward(ctx: Any, dout: Any) -> Any:
            return dout.masked_fill(~ctx.positive, 0.0)

    return MyReLU


def by_heaviside() -> Any:
    def forward(ctx: Any, z: Any) -> Any:
        slope = torch.heaviside(z, torch.zeros((), dtype=z.dtype))
        ctx.save_for_backward(slope)
        return z * slope

    return _function(forward, lambda ctx, dout: ctx.saved_tensors[0] * dout)


EXERCISE = Exercise(
    title=Text(hi="autograd में अपना ReLU", en="A ReLU of your own in autograd"),
    statement=Text(
        hi="`torch.autograd.Function` की एक subclass लौटाइए (class ख़ुद, उसका instance नहीं) जो ReLU हो: "
        "`cls.apply(z)` किसी भी shape पर max(0, z) दे, "
        "और `backward` upstream gradient को वहाँ जाने दे जहाँ z > 0 है, बाक़ी जगह 0 दे (z = 0 पर भी 0)। कई "
        "forwards के बाद उनके backwards किसी भी क्रम में "
        "हो सकते हैं। double precision में gradcheck पास होना चाहिए; double backward नहीं माँगा गया है।",
        en="Return a subclass of `torch.autograd.Function` (the class itself, not an instance) that is "
        "ReLU: `cls.apply(z)` gives max(0, z) "
        "for any shape, and `backward` lets the upstream gradient through where z > 0 and gives 0 "
        "elsewhere (0 at z = 0 too). Several "
        "forwards may come before their backwards. It must pass gradcheck in double precision; "
        "double backward is not asked for.",
    ),
    hints=(
        Text(
            hi="chain rule: input का gradient = upstream gradient × ReLU का slope।",
            en="The chain rule: gradient at the input = upstream gradient × slope of ReLU.",
        ),
        Text(
            hi="ReLU का slope z > 0 पर 1 है, बाक़ी जगह 0; यह forward के z से तय होता है, upstream gradient से नहीं।",
            en="The slope of ReLU is 1 where z > 0 and 0 elsewhere; the z of forward decides it, not the "
            "upstream gradient.",
        ),
        Text(
            hi="forward में `ctx.save_for_backward(z)`; backward में `(z,) = ctx.saved_tensors`। हर call का "
            "अपना `ctx` होता है।",
            en="In forward `ctx.save_for_backward(z)`; in backward `(z,) = ctx.saved_tensors`. Every call "
            "has a `ctx` of its own.",
        ),
        Text(
            hi="function के अंदर class लिखिए: `class ReLU(torch.autograd.Function)` में दो `@staticmethod`; फिर "
            "`return ReLU`।",
            en="Write a class inside the function: `class ReLU(torch.autograd.Function)` with two "
            "`@staticmethod`s, then `return ReLU`.",
        ),
    ),
    reference=custom_relu_function,
    cases=cases,
    kind="property",
    track="torch",
    driver=drive,
    styles=(by_mask_attribute, by_clone_and_assign, by_setup_context, by_output, by_numpy, by_heaviside),
    misconceptions=(
        Misconception(
            "gradient-always-one",
            gradient_one,
            Text(
                hi="आपका backward upstream gradient को जैसा है वैसा लौटाता है; z ≤ 0 पर ReLU का slope 0 है, वहाँ "
                "gradient 0 होना चाहिए।",
                en="Your backward passes the upstream gradient on as it is; where z ≤ 0 the slope of ReLU is 0, "
                "and so is the gradient.",
            ),
        ),
        Misconception(
            "leaky-gradient",
            leaky_gradient,
            Text(
                hi="आपका forward ReLU है, पर backward LeakyReLU का: z ≤ 0 पर 0.01 गुना gradient निकल जाता है। वहाँ "
                "0 चाहिए।",
                en="Your forward is ReLU, your backward that of LeakyReLU: 0.01 of the gradient gets through "
                "where z ≤ 0. It is 0 there.",
            ),
        ),
        Misconception(
            "mask-on-the-class",
            mask_on_the_class,
            Text(
                hi="आपने mask को class पर रखा: दूसरा forward उसे बदल देता है और पहले का backward ग़लत mask लेता है। "
                "उसे "
                "`ctx` में रखिए।",
                en="You keep the mask on the class: a second forward overwrites it, and the first one's "
                "backward uses the wrong mask. "
                "Keep it in `ctx`.",
            ),
        ),
        Misconception(
            "one-at-zero",
            one_at_zero,
            Text(
                hi="आपने z >= 0 लिखा, इसलिए z = 0 पर gradient निकल गया; यहाँ 0 पर slope 0 है: z > 0 लिखिए।",
                en="You wrote z >= 0, so the gradient gets through at z = 0; the slope at 0 is 0 here: write z > 0.",
            ),
        ),
        Misconception(
            "upstream-forgotten",
            upstream_forgotten,
            Text(
                hi="आपका backward सिर्फ़ slope (0 या 1) लौटाता है; chain rule में उसे upstream gradient से गुणा करना होता है।",
                en="Your backward returns the slope alone (0 or 1); the chain rule multiplies it by the "
                "upstream gradient.",
            ),
        ),
        Misconception(
            "mask-from-the-upstream-gradient",
            mask_from_upstream,
            Text(
                hi="आपने upstream gradient पर ही ReLU लगाया; कौन-सा gradient निकलेगा, यह forward का z तय करता है।",
                en="You applied ReLU to the upstream gradient; it is the z of forward that decides which "
                "gradients get through.",
            ),
        ),
        Misconception(
            "mask-turned-round",
            mask_turned_round,
            Text(
                hi="आपका mask उल्टा है: gradient z < 0 पर निकलता है। वह z > 0 पर निकलना चाहिए।",
                en="Your mask is the wrong way round: it lets gradients through where z < 0. They pass where z > 0.",
            ),
        ),
        Misconception(
            "multiplied-by-z",
            times_z,
            Text(
                hi="आपने backward में z से गुणा किया; ReLU का slope 1 है, z नहीं।",
                en="You multiplied by z in backward; the slope of ReLU is 1, not z.",
            ),
        ),
        Misconception(
            "input-changed-in-place",
            input_changed,
            Text(
                hi="values सही हैं, पर आपके forward ने z को ही बदल दिया। नया tensor बनाइए, जैसे `z.clamp(min=0)`।",
                en="The values are right, but your forward changes z itself. Make a new tensor, such as "
                "`z.clamp(min=0)`.",
            ),
        ),
        Misconception(
            "leaky-forward",
            leaky_forward,
            Text(
                hi="आपका forward LeakyReLU है: negative z से 0.01 z निकलता है। ReLU में वहाँ 0 आता है।",
                en="Your forward is LeakyReLU: a negative z gives 0.01 z. ReLU gives 0 there.",
            ),
        ),
        Misconception(
            "module-instead-of-function",
            a_module,
            Text(
                hi="आपने `nn.ReLU` लौटाया; वह `nn.Module` है। यहाँ `torch.autograd.Function` की subclass चाहिए, "
                "जिसमें backward आप लिखें।",
                en="You returned `nn.ReLU`, an `nn.Module`; a subclass of `torch.autograd.Function` with a "
                "backward of yours is asked for.",
            ),
        ),
        Misconception(
            "instance-instead-of-class",
            an_instance,
            Text(
                hi="आपने class का instance लौटाया (`ReLU()`); class ख़ुद लौटाइए: `return ReLU`।",
                en="You returned an instance (`ReLU()`); return the class itself: `return ReLU`.",
            ),
        ),
    ),
)
