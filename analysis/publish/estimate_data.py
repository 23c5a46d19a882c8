"""What the browser needs to estimate a reader's device: what the known runs teach, in short."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.data import reading
from analysis.data.timing_sets import timing_sets
from analysis.drawing.embed import front_code
from analysis.drawing.markup import Html, tag
from analysis.estimate import reference
from analysis.estimate.calibration import factors, usual_errors
from analysis.estimate.known import DECIMALS, anything_known, known
from analysis.estimate.trust import levels
from analysis.naming.renames import bare

SCALE = 10**DECIMALS


WITHOUT = (
    "Estimating your own device here needs JavaScript. Without it, python -m analysis estimate "
    "does the same on the command line: see the page on your device."
)


def shell(*, folded: bool = False) -> Html:
    """Write where the reader's timings go; a script fills it, at once or when it is opened."""
    place = tag("div", id="your-device", class_="device-tool")
    if folded:
        summary = tag("summary", "Your device: estimate every model from timings of a few")
        place = tag("details", summary + place, class_="own-device")
    parts = [
        '<link rel="stylesheet" href="assets/device/device.css">',
        tag("noscript", tag("p", WITHOUT)),
        place,
        f'<script type="module" src="assets/device/{"folded" if folded else "panel"}.js"></script>',
    ]
    return Html("\n".join(parts))


def estimate_data(folder: Path = reading.SNAPSHOT) -> dict[str, Any]:
    """Give what ``assets/device/known.js`` reads.

    Returns
    -------
    dict
        Empty where there is no run to learn from; else ``architectures`` (front-coded), ``img_size,
        kind, family`` and the measures of each model; ``runs``, the device of each, and the
        ``kinds`` of devices; ``logs``, hundredths of the log seconds of each run, less those of the
        run ``before`` that is most like it; ``components``; ``factors`` and ``usual`` by number of
        timings; ``levels`` of the fastest and the slowest device; ``reference``, the models to
        time; ``usual_size`` of each architecture (0: not known); ``renames`` of what timm has no
        more.
    """
    if not anything_known(folder):
        return {}
    learnt = known(folder=folder)
    models = learnt.models
    runs = learnt.references[learnt.references["run"].ne("")]
    logs = np.rint(learnt.logs[:, : len(runs)] * SCALE).astype(int)
    before, differences = _chained(logs)
    listed = reading.catalog("architectures", folder)
    usual = listed.set_index("architecture")["default_input"].str.rpartition("x")[2]
    renames = reading.catalog("renames", folder)
    renames = renames[~bare(renames["old"]).isin(listed["architecture"])]
    return {
        "architectures": front_code(models["architecture"].tolist()),
        "img_size": models["img_size"].tolist(),
        "kind": _words(models["kind"].tolist()),
        "family": _words(models["family"].tolist()),
        "layers": models["layers"].astype(int).tolist(),
        "param_count_m": models["param_count_m"].tolist(),
        "gmacs": models["gmacs"].tolist(),
        "activations_m": models["activations_m"].tolist(),
        "runs": runs["of"].tolist(),
        "kinds": learnt.kinds,
        "before": before,
        "logs": differences,
        "components": learnt.components.tolist(),
        "factors": factors(folder=folder),
        "usual": usual_errors(folder),
        "levels": levels(learnt, folder),
        "reference": reference.reference(learnt)["architecture"].tolist(),
        "usual_size": [int(usual.get(name, 0)) for name in dict.fromkeys(models["architecture"])],
        "renames": dict(zip(renames["old"], renames["new"], strict=True)),
    }


def _chained(logs: npt.NDArray[np.int64]) -> tuple[list[int], list[list[int]]]:
    """Write every column as what it differs by from the most similar one before it."""
    before, differences = [-1], [logs[:, 0].tolist()]
    for run in range(1, logs.shape[1]):
        apart = logs[:, [run]] - logs[:, :run]
        nearest = int(np.abs(apart - np.median(apart, axis=0)).mean(0).argmin())
        before.append(nearest)
        differences.append(apart[:, nearest].tolist())
    return before, differences


def ready_sets(folder: Path = reading.SNAPSHOT) -> dict[str, Any]:
    """Give the sets of timings on record, each with its rows, for a reader to take as they are."""
    timings = reading.timings(folder)
    facts = ["device", "kind", "runtime", "precision", "compiled", "batch_size", "authors", "url"]
    return {
        str(one["set"]): {
            **{fact: one[fact] for fact in facts},
            "rows": timings.loc[
                timings["set"].eq(one["set"]), ["architecture", "img_size", "latency_ms"]
            ]
            .to_numpy()
            .tolist(),
        }
        for one in timing_sets(folder=folder).to_dict("records")
    }


def _words(values: list[str]) -> dict[str, Any]:
    words = list(dict.fromkeys(values))
    return {"words": words, "index": [words.index(value) for value in values]}
