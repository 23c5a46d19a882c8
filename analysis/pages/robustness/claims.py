"""Claims of the page on robustness; those on rankings have a file of their own."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from analysis.data.test_sets import HARD_SETS
from analysis.drawing.number_format import percent, short, signed
from analysis.pages.claims import Claim, if_known
from analysis.pages.robustness import ranking_claims
from analysis.pages.robustness.effective_robustness import REFERENCE
from analysis.pages.robustness.study import study
from analysis.stats.clusters import means
from analysis.stats.regression import fit

LABELS = {
    "imagenet-real": "ReaL",
    "imagenetv2": "V2",
    "sketch": "Sketch",
    "imagenet-a": "A",
    "imagenet-r": "R",
}
SAME = ("imagenet-real", "imagenetv2", "sketch")
NO_LINE = "no such weights, or no line can be fitted to those that saw ImageNet-1k alone"


def claims() -> list[Claim]:
    """Compute the claims about robustness."""
    return [*_data(), *_lines(), *_titles(), *_kinds(), *ranking_claims.claims()]


Row = dict[str, float]
Means = dict[str, Row]


def _means(table: pd.DataFrame, column: str, name: str) -> Means:
    """Give a group's mean on each test set, missing where there is none."""
    mine = table[table[column].eq(name)].set_index("test_set").reindex(list(HARD_SETS))
    numbers = mine[["estimate", "conf_low", "conf_high"]].astype(float)
    return {
        str(test_set): {str(name): float(number) for name, number in row.items()}
        for test_set, row in numbers.to_dict("index").items()
    }


def _holds_zero(row: Row) -> bool:
    return row["conf_low"] < 0 < row["conf_high"]


def _reach(row: Row) -> float:
    return max(abs(row["conf_low"]), abs(row["conf_high"]))


def _interval(row: Row) -> str:
    return f"{signed(row['conf_low'])} to {signed(row['conf_high'])}"


def _estimate(row: Row) -> str:
    sound = math.isfinite(row["conf_low"])
    return f"{signed(row['estimate'])} ({_interval(row) if sound else 'one family, no interval'})"


def _listed(means: Means, test_sets: Sequence[str] = HARD_SETS) -> str:
    """List what is known: ``+1.2 (+0.4 to +2.0) on Sketch, …``."""
    known = [name for name in test_sets if math.isfinite(means[name]["estimate"])]
    return ", ".join(f"{_estimate(means[name])} on {LABELS[name]}" for name in known)


def _beyond(groups: dict[str, Means], test_sets: Sequence[str]) -> str:
    """Say in points where groups lie, whatever the points are."""
    found = {group: _listed(means, test_sets) for group, means in groups.items()}
    parts = [f"{group} weights {listed}" for group, listed in found.items() if listed]
    if not parts:
        labels = ", ".join(LABELS[name] for name in test_sets)
        return f"Not enough data to say what more data adds on {labels}: {NO_LINE}."
    return (
        "Percentage points from the line of weights that saw ImageNet-1k alone, at equal accuracy "
        f"on clean images: {'; '.join(parts)}."
    )


def _data() -> list[Claim]:
    found = study()
    web = _means(found.pretraining, "pretraining", "web")
    in21k = _means(found.pretraining, "pretraining", "in21k")
    in12k = _means(found.pretraining, "pretraining", "in12k")
    groups = {"web-scale": web, "ImageNet-21k": in21k, "ImageNet-12k": in12k}
    reach = max(
        _reach(mean[test_set])
        for mean in (web, in21k, in12k)
        for test_set in ("imagenet-real", "imagenetv2")
    )
    on_a = found.rows[found.rows["test_set"].eq("imagenet-a") & found.rows["pretraining"].eq("web")]
    kinds = means(on_a[~on_a["beyond"]], "effective", "kind").set_index("kind")["estimate"]
    kinds = kinds.astype(float).reindex(["convolution", "attention"])
    wide = _holds_zero(web["imagenet-a"]) and _reach(web["imagenet-a"]) > 4
    return [
        Claim(
            "more-data",
            "**On sketches and renditions it counts what the weights were trained on, beyond their "
            "accuracy on ImageNet.** At equal accuracy on clean images, "
            f"web-scale weights are {_estimate(web['sketch'])} percentage points better on "
            f"Sketch and {_estimate(web['imagenet-r'])} on R than weights that saw ImageNet-1k "
            f"alone; those pre-trained on ImageNet-21k {_estimate(in21k['sketch'])} and "
            f"{_estimate(in21k['imagenet-r'])}.",
            "the intervals of web and in21k on Sketch and R are above 0",
            all(
                mean[test_set]["conf_low"] > 0
                for mean in (web, in21k)
                for test_set in ("sketch", "imagenet-r")
            ),
            _beyond(groups, ("sketch", "imagenet-r")),
        ),
        Claim(
            "elsewhere",
            "**On V2 and ReaL more data adds little beyond that; on A it cannot be told.** "
            f"Web-scale weights are {_estimate(web['imagenetv2'])} points from the line on V2 and "
            f"{_estimate(web['imagenet-real'])} on ReaL, and no interval of a larger pre-training "
            f"reaches beyond {_ceiling(reach)}. On A they are "
            f"{_estimate(web['imagenet-a'])}, convolutions among them "
            f"{signed(kinds['convolution'])}, attention {signed(kinds['attention'])}.",
            "on V2 and ReaL all intervals of in12k, in21k and web lie within 1.2 points of the "
            "line; web's on A holds 0 and reaches beyond four points",
            reach < 1.2 and wide and bool(kinds.notna().all()),
            _beyond(groups, ("imagenetv2", "imagenet-real", "imagenet-a")),
        ),
        Claim(
            "title-data",
            f"Web-scale data lifts Sketch by {short(web['sketch']['estimate'])} and R by "
            f"{short(web['imagenet-r']['estimate'])} points above the line, V2 and ReaL hardly; A "
            "cannot be told",
            "web-scale weights: the intervals of Sketch and R are above five points, those of V2 "
            "and ReaL within 1.2; that of A holds 0 and reaches beyond four",
            all(web[test_set]["conf_low"] > 5 for test_set in ("sketch", "imagenet-r"))
            and reach < 1.2
            and wide,
            f"Web-scale weights against the line, in points: {_listed(web)}"
            if _listed(web)
            else "Effective robustness by pre-training",
        ),
    ]


def _ceiling(reach: float) -> str:
    return f"{math.ceil(10 * reach) / 10:.1f}" if math.isfinite(reach) else signed(reach)


def _lines() -> list[Claim]:
    found = study()
    fits = found.fits.drop_duplicates("test_set").set_index("test_set")["r_squared"]
    fits = fits.astype(float).reindex(list(HARD_SETS))
    explained = [f"{percent(100 * r)} on {LABELS[str(name)]}" for name, r in fits.dropna().items()]
    web = _means(found.pretraining, "pretraining", "web")
    every = _means(found.extrapolated, "pretraining", "web")
    bent = _residual_in_percent("imagenet-a", "web")
    mine = found.rows[found.rows["pretraining"].eq("web") & found.rows["effective"].notna()]
    beyond = mine.groupby("test_set")["beyond"].mean().astype(float).reindex(list(HARD_SETS))
    ends = found.rows[found.rows["pretraining"].eq(REFERENCE)].groupby("test_set")["clean"].max()
    above = mine["clean"] > mine["test_set"].map(ends)
    return [
        Claim(
            "percent-line",
            "A straight line in percent, fitted on the same weights, would call web-scale weights "
            f"{signed(bent)} points robust on A, where the line on the logit scale, "
            f"log(p / (1 − p)), leaves {signed(web['imagenet-a']['estimate'])}.",
            "the line in percent leaves over five points more than the one on the logit scale",
            bent - web["imagenet-a"]["estimate"] > 5,
            if_known(
                (bent, web["imagenet-a"]["estimate"]),
                "On A a straight line in percent, fitted on the same weights, is "
                f"{signed(bent)} points from web-scale weights, the line on the logit scale, "
                f"log(p / (1 − p)), {signed(web['imagenet-a']['estimate'])}.",
                f"on A there are {NO_LINE}",
            ),
        ),
        Claim(
            "lines-fit",
            "Among weights that saw ImageNet-1k alone, accuracy on clean images explains "
            f"{percent(100 * fits['imagenetv2'])} of the variance on V2, "
            f"{percent(100 * fits['imagenet-real'])} on ReaL, {percent(100 * fits['imagenet-a'])} "
            f"on A, {percent(100 * fits['sketch'])} on Sketch and "
            f"{percent(100 * fits['imagenet-r'])} on R, all on the logit scale.",
            "every fit explains over 85 %",
            bool((fits > 0.85).all()),
            "Among weights that saw ImageNet-1k alone, accuracy on clean images explains so much "
            f"of the variance, on the logit scale: {', '.join(explained)}."
            if explained
            else "No line can be fitted to the weights that saw ImageNet-1k alone: they are too "
            "few, or do not differ.",
        ),
        Claim(
            "extrapolated",
            f"{percent(100 * beyond.min(), 0)} to {percent(100 * beyond.max(), 0)} of the "
            "web-scale weights are more accurate on the clean images than any weights that the "
            "line was fitted on. There the line is extrapolated, so that they are left out of all "
            f"means here; with them it would be {signed(every['sketch']['estimate'])} on Sketch, "
            f"{signed(every['imagenet-r']['estimate'])} on R and "
            f"{signed(every['imagenet-a']['estimate'])} on A.",
            "between a tenth and a half of web-scale weights lie beyond the line's range, all of "
            "them above it",
            bool(beyond.between(0.1, 0.5).all() and above.equals(mine["beyond"])),
            if_known(
                (beyond.min(),),
                f"{percent(100 * beyond.min(), 0)} to {percent(100 * beyond.max(), 0)} of the "
                "web-scale weights, by test set, lie outside the range that the line was fitted "
                "on, and are left out of all means here. With them web-scale weights would be, in "
                f"points from the line: {_listed(every)}.",
                f"of web-scale weights beyond the line, there are {NO_LINE}",
            ),
        ),
    ]


def _residual_in_percent(test_set: str, pretraining: str) -> float:
    """Mean distance above a straight line in percent; missing where it cannot be fitted."""
    rows = study().rows
    rows = rows[rows["test_set"].eq(test_set) & ~rows["beyond"]]
    tidy = fit(rows[rows["pretraining"].eq(REFERENCE)], "accuracy", "clean").tidy
    if tidy.empty:
        return math.nan
    intercept, slope = tidy["estimate"].astype(float)
    mine = rows[rows["pretraining"].eq(pretraining)]
    return float((mine["accuracy"] - intercept - slope * mine["clean"]).mean())


def _titles() -> list[Claim]:
    """Claim what the charts of single test sets have as titles."""
    web = _means(study().pretraining, "pretraining", "web")
    found = []
    for test_set, label in LABELS.items():
        row = web[test_set]
        if test_set in ("sketch", "imagenet-r"):
            words = f"web-scale weights lie {_estimate(row)} points above the line"
            condition, holds = "the interval is above 0", row["conf_low"] > 0
        else:
            words = f"web-scale weights cannot be told from the line, {_estimate(row)} points"
            condition, holds = "the interval holds 0", _holds_zero(row)
        name = f"title-{label.lower()}"
        found.append(Claim(name, f"{label}: {words}", condition, holds, _plain(label, row)))
    return found


def _plain(label: str, row: Row) -> str:
    if math.isfinite(row["estimate"]):
        return f"{label}: web-scale weights lie {_estimate(row)} points from the line"
    return f"{label}: web-scale weights have no mean within the range of a line"


def _kinds() -> list[Claim]:
    gaps = _means(study().differences, "term", "attention")
    on_a, on_r = gaps["imagenet-a"], gaps["imagenet-r"]
    every = _listed(gaps)
    alike = {test_set: gaps[test_set] for test_set in SAME}
    widest = max(alike, key=lambda test_set: _reach(alike[test_set]))
    small = all(_holds_zero(row) for row in alike.values()) and _reach(alike[widest]) < 2
    return [
        Claim(
            "title-kinds",
            f"At equal data and clean accuracy, attention leads convolutions by "
            f"{on_a['estimate']:.1f} points on A, by {on_r['estimate']:.1f} on R",
            "both intervals are above 0, and A's above R's",
            on_a["conf_low"] > on_r["conf_high"] and on_r["conf_low"] > 0,
            f"At equal data and clean accuracy, attention against convolutions, in points: {every}"
            if every
            else "Effective robustness by kind of architecture",
        ),
        Claim(
            "attention-on-a",
            "**Architecture shows on A above all.** Among weights that saw ImageNet-1k alone, at "
            f"equal accuracy on clean images, attention is {_estimate(on_a)} points ahead of "
            f"convolutions on A and {_estimate(on_r)} on R. On Sketch, V2 and ReaL no difference "
            f"can be told from 0; the widest interval is {_interval(alike[widest])}, on "
            f"{LABELS[widest]}. A's images were chosen because a ResNet-50, a convolution, got "
            "them wrong.",
            "the intervals of the difference are above 0 on A and R, A's above R's; on Sketch, V2 "
            "and ReaL they hold 0 and stay within two points",
            on_a["conf_low"] > on_r["conf_high"] and on_r["conf_low"] > 0 and small,
            "Among weights that saw ImageNet-1k alone, at equal accuracy on clean images, "
            f"attention lies from convolutions, in percentage points: {every}."
            if every
            else "Not enough data to compare attention with convolutions: a kind needs ten "
            "families that saw ImageNet-1k alone, and a line.",
        ),
    ]
