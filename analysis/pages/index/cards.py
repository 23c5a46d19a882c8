"""The picks of each device as cards, of which the reader sees those of one device."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from analysis.drawing.html_tables import breakable
from analysis.drawing.markup import Html, tag, text
from analysis.drawing.number_format import interval, rate, short
from analysis.runs.devices import device_label
from analysis.runs.pairs import speed_noise
from analysis.runs.picks import BOUNDS, PICKS


def cards(picks: Mapping[str, pd.DataFrame]) -> Html:
    """Write the picks of each device, and the choice of a device; a script adds the reader's own.

    Parameters
    ----------
    picks : mapping
        Id of a device's run -> its picks, as `analysis.runs.picks.picks` gives them; the device
        shown first first.
    """
    if not picks:
        return Html(tag("p", "Not enough data: no device has a benchmark run of inference."))
    lead = next(iter(picks))
    options = "".join(tag("option", text(device_label(run)), value=run) for run in picks)
    chosen = tag("select", options, id="picks-device", disabled=True, autocomplete="off")
    device = tag("label", "Your device", for_="picks-device") + chosen
    other = tag("a", "Not here? Estimate it", href="device.html")
    parts = [
        '<link rel="stylesheet" href="assets/picks/picks.css">',
        tag(
            "section",
            tag("p", device + other + tag("span", role="status"), class_="picks-device")
            + "".join(_of_device(run, rows, run != lead) for run, rows in picks.items()),
            class_="picks",
            data_noise=f"{speed_noise():.6g}",
            aria_label="Three models to start from",
        ),
        '<script type="module" src="assets/picks/view.js"></script>',
    ]
    return Html("\n".join(parts))


def _of_device(run: str, rows: pd.DataFrame, hidden: bool) -> str:
    made = "".join(_card(run, row) for row in rows.to_dict("records"))
    none = tag("p", "No model with a permissive licence was measured on it.")
    return tag("div", made or none, data_run=run, hidden=hidden, class_="picks-of-device")


def _card(run: str, row: Mapping[Any, Any]) -> str:
    name = str(row["weights"])
    facts = (
        f"{interval(row['top1'], row['top1_low'], row['top1_high'])} % top-1 · "
        f"{rate(row['samples_per_sec'])} · {short(row['param_count_m'])} M parameters · "
        f"{row['img_size']} px · {row['license']}"
    )
    code = f"timm.create_model('{name}', pretrained=True)"
    more = tag("a", "Others as good", href=f"choose.html?{question(run, row)}")
    return tag(
        "div",
        tag("p", tag("strong", PICKS[row["pick"]]) + " " + tag("code", breakable(name)))
        + tag("p", text(facts))
        + tag("pre", tag("code", text(code)))
        + tag("p", more, class_="pick-more"),
        class_="pick",
    )


def question(run: str, row: Mapping[Any, Any]) -> str:
    """Ask the chooser, as the query of its address, what a pick answers.

    Parameters
    ----------
    run : str
        The run of the device.
    row : mapping
        A pick, as `analysis.runs.picks.picks` gives it.
    """
    asked = {"run": run, "license": "permissive"}
    asked |= {name: f"{row[name]:.10g}" for name in BOUNDS if not math.isnan(row[name])}
    if row["pick"] != "fast":
        asked["show"] = "tied"
    return urlencode({**asked, "sort": "-speed"})
