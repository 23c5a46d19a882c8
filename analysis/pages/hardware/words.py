"""What the page's prose says of its runs: settings, caveats and what is left out."""

from __future__ import annotations

import pandas as pd

from analysis.data.sources import runs
from analysis.drawing.number_format import Sentence, count
from analysis.pages.hardware.study import study
from analysis.runs.devices import device_runs
from analysis.runs.settings import Run, known_runs, run_of, setting

PARTS = ("mode", "layout_words", "torch_words", "number_format")


def left_out() -> Sentence:
    """Say which comparisons, devices and runs are left out, and why; empty for none."""
    found = study()
    in_pairs = {run.device for one in found.compared for run in (one.first, one.second)}
    infer = runs().query("task == 'infer'")
    unknown = infer.loc[~infer["run"].isin(known_runs()["run"]), "run"]
    alone = [
        label
        for device, label in device_runs()[["device", "label"]].itertuples(index=False)
        if device not in in_pairs
    ]
    parts = []
    if found.left_out:
        parts.append(f"{', '.join(found.left_out)} (too few models in common)")
    if alone:
        parts.append(f"{', '.join(alone)} (in no pair of runs that differ in one thing alone)")
    if len(unknown):
        names = ", ".join(f"`{name}`" for name in unknown)
        parts.append(f"{names} (device, number format, layout or PyTorch not known)")
    return Sentence(f"Left out: {'; '.join(parts)}." if parts else "")


def standing() -> Sentence:
    """Say in which setting the run of each device was measured."""
    known = known_runs()
    stand = known[known["run"].isin(device_runs()["run"])]
    by_setting: dict[str, list[str]] = {}
    for _, row in stand.iterrows():
        run = run_of(row)
        by_setting.setdefault(setting([run], PARTS), []).append(run.label)
    told = [f"{_listed(names)}: {words}" for words, names in by_setting.items()]
    return Sentence(f" {'; '.join(told)}." if told else "")


def software() -> Sentence:
    """Say on which PyTorch devices are compared, and where CUDA differs between them."""
    found = [one for one in study().compared if one.question == "device"]
    by_version: dict[str, list[str]] = {}
    for one in found:
        moved = f"{one.first.label} to {one.second.label}"
        by_version.setdefault(one.first.version, []).append(moved)
    told = [f"{v} for {_listed(list(dict.fromkeys(names)))}" for v, names in by_version.items()]
    cuda = dict.fromkeys(
        f"from the {one.first.label} to the {one.second.label} ({one.first.cuda} to "
        f"{one.second.cuda})"
        for one in found
        if one.first.cuda != one.second.cuda
    )
    equal = f"Devices are compared on equal PyTorch: {', '.join(told)}. " if told else ""
    also = f", and {_listed(list(cuda))} as well" if cuda else ""
    return Sentence(f"{equal}CUDA changes with PyTorch{also}.")


def moved() -> str:
    """Say from which GPU to which CPUs the page moves, and in which settings."""
    gpus, cpus = _moved()
    start = f"from the {_listed([run.label for run in gpus])} to a CPU"
    alike = {setting([run], PARTS[:3]) for run in (*gpus, *cpus)}
    if len(alike) == 1:
        return f"{start}, both {gpus[0].mode} with {gpus[0].torch_words}"
    return f"{start} (GPU: {setting(gpus, PARTS[:3])}; CPU: {setting(cpus, PARTS[:3])})"


def confounders() -> Sentence:
    """Say what else differs between the GPU's and the CPUs' runs; empty where there are none."""
    gpus, cpus = _moved()
    if not cpus:
        return Sentence("")
    both = [*gpus, *cpus]
    alike = len({(run.mode, run.torch) for run in both}) == 1
    rest = (
        f"Compiling does not confound it: all {count(len(both))} runs are {both[0].mode}, with the "
        "same PyTorch."
        if alike
        else f"Mode or PyTorch differ as well: {setting(gpus, PARTS[:3])} on the GPU, "
        f"{setting(cpus, PARTS[:3])} on the CPU."
    )
    return Sentence(
        f"What confounds it: on the GPU {_batch(gpus)} timed in {setting(gpus, PARTS[3:])}, on the "
        f"CPU {_batch(cpus)} timed in {setting(cpus, PARTS[3:])}. Both effects cannot be told "
        f"apart from the device's own with these data. {rest} And a CPU is one CPU: what is clear "
        "on one need not be so on another."
    )


def _moved() -> tuple[list[Run], list[Run]]:
    found = study().cpus
    return list(dict.fromkeys(one.first for one in found)), [one.second for one in found]


def _batch(measured: list[Run]) -> str:
    speeds = study().speeds
    most = speeds.loc[speeds["run"].isin([run.run for run in measured]), "batch_size"].max()
    if pd.isna(most):
        return "batches of unknown size are"
    return "a single image is" if most == 1 else f"batches of up to {count(most)} images are"


def _listed(names: list[str]) -> str:
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last
