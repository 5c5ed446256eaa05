"""Training steps of AlphaGo Zero's network in PyTorch, for comparison.

With --steps it times that many steps and prints one line of JSON, {"samples_per_second": …,
"seconds": …}. Without, it prints a line when it is ready and then takes numbers of steps, a line
each, from standard input and answers with such a line, so that it can take turns with others.
Batch norm, losses, momentum and L2 are those of the training step that it stands beside.

    torch_training.py --threads 1 --batch 64 --blocks 6 --filters 64 --size 9 \\
        [--channels-last] [--steps 20]
"""

import argparse
import json
import os
import sys
import time

# Threads that wait for each other sleep. On cores that others use too, spinning ones are slower by
# an order of magnitude. Read when the library is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch
import torch.nn.functional as F
from torch import nn


class Network(nn.Module):
    def __init__(self, planes, size, blocks, filters, hidden):
        super().__init__()
        self.stem = conv_norm(planes, filters, 3)
        self.blocks = nn.ModuleList(
            nn.ModuleList([conv_norm(filters, filters, 3), conv_norm(filters, filters, 3)])
            for _ in range(blocks)
        )
        self.policy_conv = conv_norm(filters, 2, 1)
        self.policy = nn.Linear(2 * size**2, size**2 + 1)
        self.value_conv = conv_norm(filters, 1, 1)
        self.hidden = nn.Linear(size**2, hidden)
        self.value = nn.Linear(hidden, 1)

    def forward(self, planes):
        x = F.relu(self.stem(planes))
        for first, second in self.blocks:
            x = F.relu(x + second(F.relu(first(x))))
        policy = self.policy(F.relu(self.policy_conv(x)).flatten(1))
        hidden = F.relu(self.hidden(F.relu(self.value_conv(x)).flatten(1)))
        return policy, torch.tanh(self.value(hidden)).squeeze(1)


def conv_norm(inputs, outputs, kernel):
    conv = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in [("threads", 1), ("batch", 64), ("blocks", 6), ("filters", 64)]:
        parser.add_argument(f"--{name}", type=int, default=default)
    for name, default in [("size", 9), ("planes", 17), ("hidden", 256)]:
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--channels-last", action="store_true")
    return parser.parse_args()


def make_step(arguments):
    """A function that trains on one and the same random batch."""
    a = arguments
    network = Network(a.planes, a.size, a.blocks, a.filters, a.hidden)
    planes = (torch.rand(a.batch, a.planes, a.size, a.size) < 0.3).float()
    if a.channels_last:
        network = network.to(memory_format=torch.channels_last)
        planes = planes.contiguous(memory_format=torch.channels_last)
    search = torch.softmax(3 * torch.randn(a.batch, a.size**2 + 1), dim=1)
    outcome = torch.randint(0, 2, (a.batch,)).float() * 2 - 1
    # PyTorch's weight decay is the gradient of c‖θ‖² with 2c.
    optimiser = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=2e-4)

    def step():
        optimiser.zero_grad()
        policy, value = network(planes)
        cross_entropy = -(search * F.log_softmax(policy, dim=1)).sum(1).mean()
        (cross_entropy + F.mse_loss(value, outcome)).backward()
        optimiser.step()

    return step


def measure(step, steps, batch):
    start = time.perf_counter()
    for _ in range(steps):
        step()
    seconds = time.perf_counter() - start
    print(json.dumps({"samples_per_second": steps * batch / seconds, "seconds": seconds}), flush=True)


def main():
    arguments = parse_arguments()
    torch.manual_seed(1)
    torch.set_num_threads(arguments.threads)
    step = make_step(arguments)
    for _ in range(3):
        step()
    if arguments.steps:
        measure(step, arguments.steps, arguments.batch)
        return
    print(json.dumps({"ready": True, "torch": torch.__version__}), flush=True)
    for line in sys.stdin:
        measure(step, int(line), arguments.batch)


main()
