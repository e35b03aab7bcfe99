"""Networks as `nn.Module`s, and how their weights start.

A module owns its parameters: whatever is assigned to an attribute, or stands in an `nn.Sequential` or
`nn.ModuleList`, is found by `parameters()`, and so by the optimizer, `state_dict()` and `double()`. Layers
in a plain Python list are not.
"""

from collections.abc import Sequence
from itertools import pairwise

from reference.torch_track.lazy import nn, torch


def build_dnn(layer_sizes: Sequence[int]) -> "nn.Module":
    """Fully connected network: Linear layers of these sizes, ReLU between them, the last one bare.

    layer_sizes: [D_in, H_1, ..., D_out], at least two. Maps (N, D_in) to (N, D_out).
    The output has no activation: it is the logits, which `nn.CrossEntropyLoss` wants, or the regression
    value.
    Two Linear layers without a ReLU between them are one Linear layer, so it stands after each hidden one.
    Source: torch.nn.Linear, torch.nn.Sequential 2.13.
    """
    layers: list[nn.Module] = []
    for fan_in, fan_out in pairwise(layer_sizes):
        layers += [nn.Linear(fan_in, fan_out), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def mlp_with_dropout_bn(d_in: int, hidden: int, d_out: int, p: float) -> "nn.Module":
    """Linear -> BatchNorm1d -> ReLU -> Dropout(p) -> Linear; p is the probability of dropping.

    Maps (N, d_in) to (N, d_out). BatchNorm stands before the activation, as in its paper, and Dropout after
    it: dropout before BatchNorm would change the variance between training and inference. The mean that
    BatchNorm subtracts takes the first bias with it, so that Linear may go without one.
    Source: Ioffe and Szegedy, arXiv 1502.03167, section 3.2; Li et al., arXiv 1801.05134 (the variance
    shift).
    """
    return nn.Sequential(
        nn.Linear(d_in, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Dropout(p), nn.Linear(hidden, d_out)
    )


def init_weights(model: "nn.Module") -> "nn.Module":
    """He-normal weights and zero biases in every Linear; weight 1 and bias 0 in every BatchNorm1d.

    In place, at any depth of nesting; the standard deviation is sqrt(2 / fan_in). Returns the model. A layer
    without a bias is left so.
    A ReLU lets half of the variance through; the factor 2 puts it back, layer after layer.
    Source: He et al., arXiv 1502.01852; torch.nn.init.kaiming_normal_ 2.13 (mode "fan_in", nonlinearity
    "relu").
    """
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, nn.Linear):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
            elif isinstance(module, nn.BatchNorm1d):
                nn.init.ones_(module.weight)
                nn.init.zeros_(module.bias)
    return model
