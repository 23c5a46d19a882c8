"""What the known runs teach of the models: fitted once, whatever the device."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.data import reading
from analysis.data.errors import DataError
from analysis.data.sources import devices, load, runs
from analysis.estimate.filling import filled
from analysis.naming.renames import KEY
from analysis.runs.pairs import COSTS, speeds

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

PATTERNS = 5
FEWEST = 20
TINY = 1e-12
DECIMALS, DIGITS = 2, 3
"""Of logs and of costs: what a browser is sent, so that it starts from the same numbers."""
MEASURES = ["layers", *COSTS]


@dataclass(frozen=True)
class Known:
    """The models, and what the known runs say of them.

    Attributes
    ----------
    models : DataFrame
        One row per (architecture, image size): `KEY`, ``family, kind`` and `MEASURES`.
    references : DataFrame
        One row per column of `logs`: ``run`` (empty for a mean of runs) and ``of`` (the run's
        device, or the kind of devices whose mean it is, ``all`` for all).
    logs : array, models x references
        Natural log of the seconds per image, gaps filled.
    measures : array, models x (1 + `MEASURES`)
        One, and the measures, each over its mean: what an overhead and costs are added up from.
    linear, smooth : array, models x features
        What the linear and the squared-exponential part of the process see.
    groups : array, models x 2
        Codes of kind and family.
    components : array, runs x `PATTERNS`
        What the runs' differences from their mean are multiplied by to give their patterns.
    kinds : dict
        Kind of each device.
    """

    models: pd.DataFrame
    references: pd.DataFrame
    logs: Floats
    measures: Floats
    linear: Floats
    smooth: Floats
    groups: Integers
    components: Floats
    kinds: dict[str, str]

    def rows(self, keys: pd.DataFrame) -> Integers:
        """Give the place of each (architecture, image size) among the models; -1 for none."""
        index = pd.MultiIndex.from_frame(self.models[KEY])
        return index.get_indexer(pd.MultiIndex.from_frame(keys[KEY])).astype(np.int64)


def known(without: Collection[str] = (), folder: Path = reading.SNAPSHOT) -> Known:
    """Learn from the inference runs of all devices but some.

    Parameters
    ----------
    without : collection of str
        Ids of devices whose runs are left out, all of them.
    folder : Path
        The snapshot.

    Raises
    ------
    DataError
        No run is left.
    """
    table, logs = measured_logs(folder)
    listed = runs(load(folder)).set_index("run").loc[list(logs.columns), "device"]
    kept = ~listed.isin(list(without)).to_numpy()
    if not kept.any():
        raise DataError("known runs", "there are none to learn from")
    return learn(table, logs.to_numpy()[:, kept], listed[kept], _kinds(folder))


def anything_known(folder: Path = reading.SNAPSHOT) -> bool:
    """Tell whether there is a run to learn from."""
    return len(measured_logs(folder)[1].columns) > 0


@cache
def measured_logs(folder: Path = reading.SNAPSHOT) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give all models whose costs and layers are known, and the log of their times.

    Returns
    -------
    models : DataFrame
        As in `Known`.
    logs : DataFrame
        On the same index, natural log of the seconds per image, a column for each inference run;
        missing where the run lacks the model. Runs with fewer than `FEWEST` are left out.
    """
    overview = runs(load(folder))
    inference = overview.loc[overview["task"].eq("infer"), "run"].tolist()
    table = speeds(inference, folder)
    facts = table.groupby(KEY, as_index=False).agg(
        {"family": "first", "kind": "first", **dict.fromkeys(COSTS, "median")}
    )
    layers = reading.catalog("architectures", folder).set_index("architecture")["layers"]
    facts[COSTS] = facts[COSTS].map(lambda cost: float(f"{cost:.{DIGITS}g}"))
    facts["layers"] = facts["architecture"].map(layers).astype(float)
    sound = (facts[MEASURES] > 0).all(axis=1)
    models = facts[sound].reset_index(drop=True)[[*KEY, "family", "kind", *MEASURES]]
    times = table.assign(log=-np.log(table["samples_per_sec"]))
    wide = times.pivot_table(index=KEY, columns="run", values="log")
    index = pd.MultiIndex.from_frame(models[KEY])
    columns = [run for run in inference if run in wide.columns]
    logs = wide.reindex(index)[columns].reset_index(drop=True)
    return models, logs.loc[:, logs.notna().sum() >= FEWEST]


def learn(models: pd.DataFrame, logs: Floats, of: pd.Series, kinds: dict[str, str]) -> Known:
    """Fit what runs teach.

    Parameters
    ----------
    models : DataFrame
        As in `Known`.
    logs : array, models x runs
        Natural log of the seconds per image; NaN where a run lacks the model.
    of : Series
        Device of each run, on the runs' ids.
    kinds : dict
        Kind of each device. Every device counts the same, however many runs it has.
    """
    weight = 1 / np.sqrt(of.map(of.value_counts()).to_numpy(dtype=float))
    costs = np.log(models[COSTS].to_numpy(dtype=float))
    whole = np.round(filled(logs, weight, costs), DECIMALS)
    kind = of.map(kinds).to_numpy()
    groups = {"all": np.ones(len(of), dtype=bool)}
    groups = {str(name): kind == name for name in dict.fromkeys(kind)} | groups
    means = [
        whole[:, mine] @ weight[mine] ** 2 / (weight[mine] ** 2).sum() for mine in groups.values()
    ]
    references = pd.DataFrame(
        {"run": [*of.index, *[""] * len(means)], "of": [*of, *groups]}, dtype="str"
    )
    measures = np.c_[np.ones(len(models)), models[MEASURES].to_numpy(dtype=float)]
    differences = whole - means[-1][:, None]
    differences = differences - differences.mean(0)
    components = _components(differences, weight)
    patterns = differences @ components
    scaled = np.c_[costs, np.log(measures[:, 1])]
    scaled = (scaled - scaled.mean(0)) / np.maximum(scaled.std(0), TINY)
    return Known(
        models,
        references,
        np.c_[whole, np.array(means).T],
        measures / measures.mean(0),
        np.c_[patterns, scaled / 2] / np.sqrt(components.shape[1] + 2),
        np.c_[patterns, scaled[:, : len(COSTS)]],
        np.c_[pd.factorize(models["kind"])[0], pd.factorize(models["family"])[0]].astype(np.int64),
        components,
        {device: kinds[device] for device in dict.fromkeys(of)},
    )


def _components(centred: Floats, weight: Floats) -> Floats:
    """Find the principal components of the runs' differences, each as large as it counts."""
    _, values, right = np.linalg.svd(centred * weight, full_matrices=False)
    first = np.maximum(values[:PATTERNS], TINY)
    size = np.sqrt(first / first[0]) * np.sqrt(len(centred)) / first
    components: Floats = weight[:, None] * right[:PATTERNS].T * size
    return components


def _kinds(folder: Path) -> dict[str, str]:
    listed = devices(load(folder))
    return dict(zip(listed["device"], listed["kind"], strict=True))
