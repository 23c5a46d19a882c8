"""The data of the chooser: what the browser gets to rank models by itself.

``weights.json`` holds facts and accuracies of all weights, ``runs/<run>.json`` the speeds of one
benchmark run, ``orders.json`` who is faster than whom on each device. Rows are in the order of the
snapshot; a row's stable id is ``weights@img_size``. Speeds belong to keys, the pairs of
architecture and image size, so that the weights of one architecture share them.
``assets/choose/data.js`` reads all this.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import reading
from analysis.data.kept import kept
from analysis.data.sources import runs
from analysis.data.test_sets import TEST_SETS
from analysis.data.tolerance import within
from analysis.drawing.embed import deltas, dumps, front_code
from analysis.drawing.markup import Html, link, tag, text
from analysis.drawing.page import SITE_DATA, Page, run_words
from analysis.drawing.phrases import some
from analysis.drawing.preload import needed_at_once
from analysis.naming import names
from analysis.naming.licenses import CLASS_LABELS, license_class
from analysis.naming.renames import KEY, bare, reference_params
from analysis.publish.chooser_catalog import backbones, names_file
from analysis.publish.training_data import training_data
from analysis.runs.current_names import current_edition, measured
from analysis.runs.devices import device_runs, first_run, in_batches
from analysis.runs.join import run_table
from analysis.runs.join_outcomes import EMPTY, REFUSED
from analysis.runs.shortlist import shortlist

DESTINATION = SITE_DATA / "data"

# Why a run has no speed for a row of weights, and how the page says it.
REASONS: dict[str, str] = {
    "absent": "this run does not have the architecture",
    "other-size": "this run has the architecture only at other image sizes",
    "empty": "this run lists it, but without a measurement",
    "refused": "this run has it only under an old name, with another number of parameters",
}
PARAMS_DIFFER = 0.01


@kept
def site_data(folder: Path = reading.SNAPSHOT) -> dict[str, Any]:
    """Make everything that the chooser fetches, from the newest edition.

    Parameters
    ----------
    folder : Path
        The snapshot.

    Returns
    -------
    dict
        File name in the site's ``data/`` -> plain data to be written as JSON.
    """
    renames = reading.catalog("renames", folder)
    accuracy = current_edition(folder=folder)
    keys = pd.MultiIndex.from_frame(accuracy[KEY].drop_duplicates())
    reference = reference_params(accuracy)
    listed = runs()
    files: dict[str, Any] = {}
    costs = pd.DataFrame(index=keys, columns=["gmacs", "activations_m"], dtype=float)
    for run in listed["run"]:
        found = measured(run, folder=folder)
        speed = found.table.set_index(KEY)
        costs = costs.combine_first(speed[costs.columns].reindex(keys)).reindex(keys)
        why = _reasons(keys, speed, found.account, renames)
        files[f"runs/{run}.json"] = _run_file(run, speed.reindex(keys), reference, why)
    catalog = reading.catalog("weights", folder)
    weights = _weights_file(accuracy, keys, costs, catalog)
    weights.update(_registries(listed, reading.names(folder, "accuracy")[-1]))
    weights.update(names_file(accuracy, folder))
    plugs = backbones(accuracy, folder)
    weights["maps"] = _words(plugs["maps"])
    weights["any_size"] = deltas(plugs.index[plugs["any_size"]])
    weights["training"] = training_data(keys)
    orders = _orders([files[f"runs/{run}.json"] for run in device_runs()["run"]])
    return {"weights.json": weights, "orders.json": orders, **files}


def write(destination: Path = DESTINATION, folder: Path = reading.SNAPSHOT) -> None:
    """Write the chooser's files where the step after rendering takes them from."""
    for name, data in site_data(folder).items():
        path = destination / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dumps(data), encoding="utf-8")


def shell() -> Html:
    """Write what the page starts with: where the chooser goes, and what it will need at once."""
    without = (
        "Choosing needs JavaScript. Without it: "
        + link("the frontier of each device", "#the-frontier-of-each-device")
        + " as tables, and "
        + link("all the data", "data.html#downloads")
        + " as files."
    )
    run = first_run()
    files = ["data/weights.json", *([f"data/runs/{run}.json"] if run else [])]
    parts = [
        '<link rel="stylesheet" href="assets/choose/choose.css">',
        needed_at_once("choose", *files),
        tag("noscript", tag("p", without)),
        tag("div", id="chooser", class_="chooser", aria_busy="true"),
        '<script type="module" src="assets/choose/view.js"></script>',
    ]
    return Html("\n".join(parts))


def frontier_tables(page: Page, folder: Path = reading.SNAPSHOT) -> Html:
    """Write the frontier of each device as a folded table, for readers without JavaScript."""
    parts = []
    for device, run in device_runs()[["device", "run"]].itertuples(index=False):
        _, label, details = run_words(run)
        rows = shortlist(run_table(run, folder=folder).contenders)
        summary = tag("summary", text(f"{label} ({details}): {some(len(rows), 'model')}"))
        name = re.sub("[^a-z0-9]+", "-", f"frontier-{device}".lower())
        table = page.table(rows, name, code=[shortlist])
        parts.append(tag("details", summary + str(table), class_="ch-static"))
    return Html("\n".join(parts or [tag("p", "No device has a benchmark run of inference.")]))


def _weights_file(
    accuracy: pd.DataFrame, keys: pd.MultiIndex, costs: pd.DataFrame, catalog: pd.DataFrame
) -> dict[str, Any]:
    facts = names.describe(accuracy["current"])
    known = catalog.set_index("weights").reindex(accuracy["current"]).fillna("")
    licenses = known["license"].replace("", "unknown")
    families = names.families().set_index("family").to_dict("index")
    present = facts.drop_duplicates("family").set_index("family")["family_label"]
    hubs = zip(accuracy["weights"], known["hub_id"], strict=True)
    papers = known["paper_ids"].str.replace("arXiv:", "", regex=False)
    return {
        "rows": len(accuracy),
        "weights": front_code(accuracy["weights"].tolist()),
        "img_size": accuracy["img_size"].tolist(),
        "key": deltas(keys.get_indexer(pd.MultiIndex.from_frame(accuracy[KEY]))),
        "current": _exceptions(accuracy["current"], accuracy["weights"]),
        "family": _words(facts["family"]),
        "kind": _words(facts["kind"]),
        "pretraining": _words(facts["pretraining"]),
        "taught_by": _words(facts["taught_by"]),
        "license": _words(licenses),
        "distilled": deltas(facts.index[facts["distilled"]]),
        "fixtures": deltas(facts.index[facts["is_test"]]),
        "hub_id": {str(i): hub for i, (name, hub) in enumerate(hubs) if hub != f"timm/{name}"},
        "paper": _exceptions(papers, pd.Series("", index=papers.index)),
        "crop_pct": _words(accuracy["crop_pct"]),
        "interpolation": _words(accuracy["interpolation"]),
        "param_count_m": _numbers(accuracy["param_count_m"]),
        "gmacs": _numbers(costs["gmacs"]),
        "activations_m": _numbers(costs["activations_m"]),
        "top1": {t: _numbers(accuracy[f"{t}_top1"]) for t in TEST_SETS},
        "top5": {t: _numbers(accuracy[f"{t}_top5"]) for t in TEST_SETS},
        "families": {
            str(family): [label, *_family_facts(families.get(family))]
            for family, label in present.items()
        },
        "license_classes": {word: license_class(word) for word in sorted(set(licenses))},
    }


def _family_facts(facts: dict[Hashable, Any] | None) -> list[Any]:
    """Write a family’s paper, the paper’s year, and a 1 where these are doubtful."""
    if facts is None:
        return ["", None]
    return [facts["arxiv"], facts["year"], *([1] if facts["doubtful"] else [])]


def _registries(listed: pd.DataFrame, edition: str) -> dict[str, Any]:
    return {
        "edition": edition,
        "lead": first_run(),
        "test_sets": [[t.id, t.label, t.images, t.baseline] for t in TEST_SETS.values()],
        "runs": [
            [
                *(row.run, row.task, row.device, *run_words(str(row.run))[1:], row.edition),
                int(in_batches(str(row.run))),
            ]
            for row in listed.itertuples()
        ],
        "devices": device_runs()[["device", "label", "run"]].to_numpy().tolist(),
        "kinds": names.KIND_LABELS,
        "pretrainings": names.PRETRAINING_LABELS,
        "class_labels": CLASS_LABELS,
        "reasons": REASONS,
    }


def _run_file(
    run: str, measured: pd.DataFrame, reference: pd.Series, why: dict[int, str]
) -> dict[str, Any]:
    names_of_keys = measured.index.get_level_values("architecture").to_series(index=measured.index)
    other_name = measured["measured_as"].ne(names_of_keys) & measured["measured_as"].notna()
    expected = reference.reindex(measured.index)
    equal = within(measured["param_count_m"], expected, PARAMS_DIFFER)
    differ = ~equal & measured["param_count_m"].notna() & expected.notna()
    place = pd.Series(range(len(measured)), index=measured.index)
    return {
        "run": run,
        "samples_per_sec": _numbers(measured["samples_per_sec"]),
        "batch_size": _words(measured["batch_size"].fillna(0)),
        "measured_as": _sparse(place[other_name], measured.loc[other_name, "measured_as"]),
        "param_count_m": _sparse(place[differ], measured.loc[differ, "param_count_m"]),
        "missing": _words(why.values()),
    }


def _orders(run_files: list[dict[str, Any]]) -> list[list[int]]:
    """Give each run's places from the slowest (1) to the fastest, equals alike; 0: no speed."""
    speeds = [pd.Series(file["samples_per_sec"], dtype=float) for file in run_files]
    return [speed.rank(method="dense").fillna(0).astype(int).tolist() for speed in speeds]


def _reasons(
    keys: pd.MultiIndex, measured: pd.DataFrame, account: pd.DataFrame, renames: pd.DataFrame
) -> dict[int, str]:
    """Say for each key that a run lacks, by its position, why: a key of `REASONS`."""
    current = account["name"].map(dict(zip(renames["old"], renames["new"], strict=True)))
    meant = bare(current.fillna(account["architecture"]))
    spoken_of: dict[Any, str] = dict(
        zip(zip(meant, account["img_size"], strict=True), account["outcome"], strict=True)
    )
    elsewhere = set(account.loc[~account["outcome"].eq(REFUSED), "architecture"])
    found = {}
    for place, lacking in enumerate(~keys.isin(measured.index)):
        if not lacking:
            continue
        outcome = spoken_of.get(keys[place])
        if outcome in (EMPTY, REFUSED):
            found[place] = "empty" if outcome == EMPTY else "refused"
        else:
            found[place] = "other-size" if keys[place][0] in elsewhere else "absent"
    return found


def _words(values: Iterable[Any]) -> dict[str, list[Any]]:
    """Write values as a dictionary of words and their places in it."""
    plain = values.tolist() if isinstance(values, pd.Series) else list(values)
    words = list(dict.fromkeys(plain))
    place = {word: i for i, word in enumerate(words)}
    return {"words": [_number(word) for word in words], "index": [place[value] for value in plain]}


def _exceptions(values: pd.Series, usual: pd.Series) -> dict[str, str]:
    pairs = zip(values, usual, strict=True)
    return {str(i): value for i, (value, expected) in enumerate(pairs) if value != expected}


def _sparse(places: pd.Series, values: pd.Series) -> dict[str, Any]:
    return {str(i): _number(v) for i, v in zip(places, values, strict=True)}


def _numbers(values: pd.Series) -> Sequence[float | None]:
    return [None if value != value else _number(value) for value in values.tolist()]


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
