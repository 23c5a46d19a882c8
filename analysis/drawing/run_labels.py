"""Benchmark runs in words."""

from __future__ import annotations

from analysis.data.sources import runs


def run_names() -> dict[str, str]:
    """Give every run a short name for the margins of a matrix."""
    usual = {"": "", "amp": "", "fp32": ""}
    names = {}
    for row in runs().to_dict("records"):
        label = str(row["device_label"])
        device = label.partition(" ")[2] or label
        training = "train " if row["task"] == "train" else ""
        mode = "compiled" if row["compiled"] else str(row["layout"]).upper()
        precision = str(row["precision"])
        spelled = precision.replace("amp", "AMP").replace("_", " ")
        torch = str(row["torch"]).removesuffix(".0")
        names[str(row["run"])] = (
            f"{training}{device} {torch} {mode}{usual.get(precision, ' ' + spelled)}"
        )
    return names
