"""Benchmark runs and devices in words."""

from __future__ import annotations

from analysis.data.sources import devices, runs
from analysis.drawing.phrases import listing, some, with_article
from analysis.runs.devices import device_label, device_runs

KINDS = {"gpu": "GPU", "cpu": "CPU", "unknown": "device"}


def run_names() -> dict[str, str]:
    """Give every run a short name for the margins of a matrix."""
    usual = {"amp": "", "fp32": ""}
    names: dict[str, str] = {}
    for row in runs().to_dict("records"):
        label = str(row["device_label"])
        precision = str(row["precision"])
        parts = (
            "train" if row["task"] == "train" else "",
            label.partition(" ")[2] or label,
            str(row["torch"]).removesuffix(".0"),
            "compiled" if row["compiled"] else str(row["layout"]).upper(),
            usual.get(precision, precision.replace("amp", "AMP").replace("_", " ")),
            f"batch {row['batch']}" if row["batch"] else "",
        )
        name = " ".join(part for part in parts if part)
        names[str(row["run"])] = f"{name} ({row['run']})" if name in names.values() else name
    return names


def mode(run: str) -> str:
    """Say whether a run was ``compiled`` or ``eager``; empty for no run."""
    listed = runs().set_index("run")["compiled"]
    return ("compiled" if listed[run] else "eager") if run in listed else ""


def setting(run: str) -> str:
    """Say on what a run was made: ``an RTX 5090, compiled``; empty for no run."""
    return f"{with_article(device_label(run))}, {mode(run)}" if run else ""


def kinds_of_devices() -> str:
    """Count the devices with inference runs by kind: ``4 GPUs of NVIDIA and 2 CPUs of Intel``."""
    known = device_runs()[["device", "label", "kind"]].merge(devices()[["device", "name"]])
    parts = []
    for kind, word in KINDS.items():
        mine = known[known["kind"].eq(kind)]
        makers = dict.fromkeys(maker(*row) for row in mine[["name", "label"]].to_numpy())
        told = f" of {listing(makers)}" if makers and "" not in makers else ""
        many = "devices of unknown kind" if kind == "unknown" else f"{word}s"
        one = "device of unknown kind" if kind == "unknown" else word
        parts += [f"{some(len(mine), one, many)}{told}"] if len(mine) else []
    return listing(parts)


def maker(name: str, label: str) -> str:
    """Give a device's maker, the first word of its full name; empty where only a label is known."""
    return name.partition(" ")[0] if name != label else ""
