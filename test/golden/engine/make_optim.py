"""Golden values for optimizers over forty steps, schedules, and clipping, from PyTorch in float64.

Remake:  python3 test/golden/engine/make_optim.py
Writes descent.json, schedules.json and clipping.json beside itself.
"""

import warnings

import torch
from golden import draw, plain, save
from torch.optim import lr_scheduler as lr

warnings.filterwarnings("ignore", message=".*scheduler.step.*")
STEPS = 40

x, y = draw(6, 3), draw(6, 2)
start = [draw(2, 3), draw(2)]


def loss_of(w, b, t):
    """Squared error of a linear map, on four of the six rows, which move on by one every step."""
    rows = [(t + i) % 6 for i in range(4)]
    return ((x[rows] @ w.T + b - y[rows]) ** 2).mean()


def descend(kind, options, group_options=({}, {})):
    parameters = [p.clone().requires_grad_(True) for p in start]
    groups = [{"params": [p], **own} for p, own in zip(parameters, group_options)]
    optimizer = getattr(torch.optim, kind)(groups, **options)
    losses = []
    for t in range(STEPS):
        loss = loss_of(*parameters, t)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {"losses": losses, "end": [plain(p) for p in parameters]}


runs = {
    "sgd": descend("SGD", {"lr": 0.05}),
    "sgd, momentum": descend("SGD", {"lr": 0.05, "momentum": 0.9}),
    "sgd, momentum, dampening, weight decay": descend(
        "SGD", {"lr": 0.05, "momentum": 0.8, "dampening": 0.3, "weight_decay": 0.1}
    ),
    "sgd, nesterov": descend("SGD", {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
    "adagrad": descend("Adagrad", {"lr": 0.3, "lr_decay": 0.01, "weight_decay": 0.01, "initial_accumulator_value": 0.1}),
    "rmsprop": descend("RMSprop", {"lr": 0.05}),
    "rmsprop, centered, momentum": descend(
        "RMSprop", {"lr": 0.02, "alpha": 0.9, "momentum": 0.7, "centered": True, "weight_decay": 0.01}
    ),
    "adam": descend("Adam", {"lr": 0.1}),
    "adam, all options": descend("Adam", {"lr": 0.1, "betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.1}),
    "amsgrad": descend("Adam", {"lr": 0.1, "betas": (0.8, 0.9), "amsgrad": True}),
    "adamw": descend("AdamW", {"lr": 0.1}),
    "adamw, amsgrad": descend("AdamW", {"lr": 0.1, "betas": (0.8, 0.9), "amsgrad": True, "weight_decay": 0.1}),
    "groups, sgd": descend("SGD", {"lr": 0.05, "momentum": 0.9}, ({"weight_decay": 0.1}, {"lr": 0.01, "momentum": 0})),
    "groups, adamw": descend("AdamW", {"lr": 0.1}, ({}, {"weight_decay": 0, "betas": (0.5, 0.9)})),
}
save(
    "descent",
    {"x": plain(x), "y": plain(y), "start": [plain(p) for p in start], "runs": runs},
    "make_optim.py",
)


def rates(make, steps=30, optimizer=None):
    """Rates of two groups with bases 0.4 and 0.1, from before the first step on; momenta where the schedule moves them."""
    parameters = [torch.zeros(1, requires_grad=True) for _ in range(2)]
    make_optimizer = optimizer or (lambda groups: torch.optim.SGD(groups, lr=0.4, momentum=0.9))
    of = make_optimizer([{"params": parameters[:1]}, {"params": parameters[1:], "lr": 0.1}])
    scheduler = make(of)
    kept = []
    for _ in range(steps):
        first, second = of.param_groups
        momentum = first["betas"][0] if "betas" in first else first["momentum"]
        kept.append([first["lr"], second["lr"], momentum])
        of.step()
        scheduler.step()
    return kept


adam = lambda groups: torch.optim.Adam(groups, lr=0.4)
metrics = [5, 4, 4.5, 4.2, 4.1, 4.3, 3.9995, 4, 4, 4, 3, 3.1, 3.1, 3.1, 3.1, 3.1, 2.9, 2.95, 2.99, 2.9, 2.9, 2.9, 2.9]


def plateau(metrics, **options):
    parameters = [torch.zeros(1, requires_grad=True) for _ in range(2)]
    of = torch.optim.SGD([{"params": parameters[:1]}, {"params": parameters[1:], "lr": 0.1}], lr=0.4)
    scheduler = lr.ReduceLROnPlateau(of, **options)
    kept = []
    for metric in metrics:
        scheduler.step(metric)
        kept.append([group["lr"] for group in of.param_groups])
    return kept


save(
    "schedules",
    {
        "rates": {
            "stepLR": rates(lambda o: lr.StepLR(o, 7, gamma=0.5)),
            "multiStepLR": rates(lambda o: lr.MultiStepLR(o, [3, 8, 8, 20], gamma=0.3)),
            "exponentialLR": rates(lambda o: lr.ExponentialLR(o, 0.9)),
            "constantLR": rates(lambda o: lr.ConstantLR(o, factor=0.25, total_iters=4), 8),
            "linearLR": rates(lambda o: lr.LinearLR(o), 8),
            "linearLR, down": rates(lambda o: lr.LinearLR(o, start_factor=1, end_factor=0.1, total_iters=12), 15),
            "cosineAnnealingLR, past its end": rates(lambda o: lr.CosineAnnealingLR(o, 11, eta_min=0.01)),
            "cosineAnnealingWarmRestarts": rates(lambda o: lr.CosineAnnealingWarmRestarts(o, 5)),
            "cosineAnnealingWarmRestarts, longer": rates(
                lambda o: lr.CosineAnnealingWarmRestarts(o, 4, T_mult=2, eta_min=0.02)
            ),
            "lambdaLR": rates(lambda o: lr.LambdaLR(o, lambda t: 1 / (1 + t) ** 0.5), 10),
            "sequentialLR, warm-up and cosine": rates(
                lambda o: lr.SequentialLR(
                    o, [lr.LinearLR(o, start_factor=0.1, total_iters=6), lr.CosineAnnealingLR(o, 20)], [6]
                ),
                26,
            ),
            "sequentialLR, three": rates(
                lambda o: lr.SequentialLR(
                    o,
                    [lr.ConstantLR(o, factor=0.1, total_iters=2), lr.ExponentialLR(o, 0.9), lr.StepLR(o, 3)],
                    [2, 10],
                ),
                20,
            ),
            "oneCycleLR": rates(lambda o: lr.OneCycleLR(o, 0.8, total_steps=30)),
            "oneCycleLR, three phases, linear": rates(
                lambda o: lr.OneCycleLR(
                    o, 0.8, total_steps=30, pct_start=0.4, anneal_strategy="linear", three_phase=True, div_factor=10
                )
            ),
            "oneCycleLR, a rate for each group, Adam": rates(
                lambda o: lr.OneCycleLR(
                    o, [0.8, 0.3], total_steps=25, base_momentum=0.8, max_momentum=0.9, final_div_factor=100
                ),
                25,
                adam,
            ),
            "oneCycleLR, momentum left alone": rates(
                lambda o: lr.OneCycleLR(o, 0.8, total_steps=10, cycle_momentum=False), 10
            ),
            "oneCycleLR, three steps": rates(lambda o: lr.OneCycleLR(o, 0.8, total_steps=3), 3),
        },
        "metrics": metrics,
        "plateau": {
            "patience 2": plateau(metrics, patience=2),
            "maximum": plateau([-m for m in metrics], mode="max", patience=2, factor=0.5, threshold=0.01),
            "absolute threshold, cooldown": plateau(
                metrics, patience=1, threshold=0.2, threshold_mode="abs", cooldown=3, factor=0.5
            ),
            "a lowest rate": plateau(metrics, patience=0, factor=0.3, min_lr=0.02, eps=0.001),
        },
    },
    "make_optim.py",
)


def clipped(gradients, **options):
    parameters = [torch.zeros_like(g) for g in gradients]
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = gradient.clone()
    norm = torch.nn.utils.clip_grad_norm_(parameters, **options)
    return {"norm": plain(norm), "gradients": [plain(p.grad) for p in parameters]}


gradients = [draw(2, 3), draw(4)]
save(
    "clipping",
    {
        "gradients": [plain(g) for g in gradients],
        "runs": {
            "norm 1": clipped(gradients, max_norm=1.0),
            "norm 100, nothing to do": clipped(gradients, max_norm=100.0),
            "norm 0": clipped(gradients, max_norm=0.0),
            "1-norm": clipped(gradients, max_norm=2.0, norm_type=1),
            "3-norm": clipped(gradients, max_norm=2.0, norm_type=3),
            "largest entry": clipped(gradients, max_norm=0.5, norm_type=float("inf")),
        },
    },
    "make_optim.py",
)
