"""Claims of the page on robustness; those on rankings have a file of their own."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from analysis.data.test_sets import HARD_SETS
from analysis.drawing.number_format import count, percent, signed
from analysis.drawing.phrases import listing
from analysis.naming.names import in1k_alone
from analysis.naming.web_sources import sources_with_words
from analysis.pages.claims import Claim, if_known, unknown
from analysis.pages.robustness import ranking_claims
from analysis.pages.robustness.charts import SHIFTED
from analysis.pages.robustness.study import study
from analysis.stats.regression import fit

LABELS = {
    "imagenet-real": "ReaL",
    "imagenetv2": "V2",
    "sketch": "Sketch",
    "imagenet-a": "A",
    "imagenet-r": "R",
}
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


def _data() -> list[Claim]:
    found = study()
    table = found.sources.astype({"estimate": float})
    means = {
        name: table[table["test_set"].eq(name)].set_index("source")["estimate"].dropna()
        for name in SHIFTED
    }
    sketch = means["sketch"].sort_values()
    if len(sketch) < 2:
        because = f"of two sources of web-scale weights on Sketch there are {NO_LINE}"
        data = unknown("more-data", because=because)
        return [*data, _elsewhere(), _title_plain("Effective robustness of web-scale weights")]
    least, most = sketch.index[0], sketch.index[-1]
    body = (
        f"By source the mean on Sketch runs from {signed(sketch[least])} points ({least}) to "
        f"{signed(sketch[most])} ({most})."
    )
    worded = sources_with_words()
    split = [part.index.isin(worded) for part in means.values()]
    apart = all(
        mine.any() and (~mine).any() and part[mine].min() > part[~mine].max() + 5
        for part, mine in zip(means.values(), split, strict=True)
    )
    return [
        Claim(
            "more-data",
            "**On sketches and renditions, models of web images with people's hashtags or captions "
            f"exceed what their ImageNet accuracy leads one to expect by most.** {body}",
            "on Sketch and R every source with hashtags or captions lies over five points above "
            "every source without",
            apart,
            body,
        ),
        _elsewhere(),
        Claim(
            "title-data",
            "Web images with hashtags or captions lie furthest above the line on Sketch and R",
            "as the first sentence's",
            apart,
            "Effective robustness of web-scale weights on Sketch and R, by source",
        ),
    ]


def _title_plain(words: str) -> Claim:
    return Claim("title-data", "", "there are two sources", holds=False, plain=words)


def _elsewhere() -> Claim:
    found = study()
    groups = [_means(found.pretraining, "pretraining", name) for name in ("in12k", "in21k", "web")]
    reach = max(_reach(mean[name]) for mean in groups for name in ("imagenet-real", "imagenetv2"))
    on_a = groups[-1]["imagenet-a"]
    body = "The chart by pre-training below gives all means on V2, ReaL and A."
    return Claim(
        "elsewhere",
        "**On V2 and ReaL more data adds little; on A it cannot be told.** No class of "
        f"pre-training lies more than {_ceiling(reach)} points from the line on V2 or ReaL. On A "
        f"web-scale weights lie anywhere from {_interval(on_a)}.",
        "on V2 and ReaL all intervals of in12k, in21k and web lie within 1.2 points of the "
        "line; web's on A holds 0 and reaches beyond four points",
        reach < 1.2 and _holds_zero(on_a) and _reach(on_a) > 4,
        body,
    )


def _ceiling(reach: float) -> str:
    return f"{math.ceil(10 * reach) / 10:.1f}" if math.isfinite(reach) else signed(reach)


def _lines() -> list[Claim]:
    found = study()
    fits = found.fits.drop_duplicates("test_set").set_index("test_set")["r_squared"]
    fits = fits.astype(float).reindex(list(HARD_SETS))
    known = fits.dropna()
    web = _means(found.pretraining, "pretraining", "web")
    bent = _residual_in_percent("imagenet-a", "web")
    mine = found.rows[found.rows["pretraining"].eq("web") & found.rows["effective"].notna()]
    beyond = mine.groupby("test_set")["beyond"].mean().astype(float).reindex(list(HARD_SETS))
    ends = found.rows[in1k_alone(found.rows)].groupby("test_set")["clean"].max()
    above = mine["clean"] > mine["test_set"].map(ends)
    return [
        Claim(
            "percent-line",
            "A straight line in percent would call web-scale weights "
            f"{signed(bent)} points robust on A; the line on the logit scale, log(p / (1 − p)), "
            f"leaves {signed(web['imagenet-a']['estimate'])}.",
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
            "Among models that saw ImageNet-1k alone the line explains at least "
            f"{percent(100 * fits.min(), 0)} of the differences on every test set (R²).",
            "every fit explains over 85 %",
            bool((fits > 0.85).all()),
            "Among models that saw ImageNet-1k alone the line explains "
            f"{percent(100 * known.min(), 0)} to {percent(100 * known.max(), 0)} of the "
            "differences, by test set (R²)."
            if len(known)
            else "No line can be fitted to the weights that saw ImageNet-1k alone: they are too "
            "few, or do not differ.",
        ),
        Claim(
            "extrapolated",
            f"{percent(100 * beyond.min(), 0)} or more of the web-scale weights are more accurate "
            "on clean images than any that the line was fitted on. They are in no mean here.",
            "between a tenth and a half of web-scale weights lie beyond the line's range, all of "
            "them above it",
            bool(beyond.between(0.1, 0.5).all() and above.equals(mine["beyond"])),
            if_known(
                (beyond.min(),),
                f"{percent(100 * beyond.min(), 0)} to {percent(100 * beyond.max(), 0)} of the "
                "web-scale weights, by test set, lie outside the range that the line was fitted "
                "on. They are in no mean here.",
                f"of web-scale weights beyond the line, there are {NO_LINE}",
            ),
        ),
    ]


def _residual_in_percent(test_set: str, pretraining: str) -> float:
    """Mean distance above a straight line in percent; missing where it cannot be fitted."""
    rows = study().rows
    rows = rows[rows["test_set"].eq(test_set) & ~rows["beyond"]]
    tidy = fit(rows[in1k_alone(rows)], "accuracy", "clean").tidy
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
        if test_set in SHIFTED:
            words = (
                f"web-scale weights lie {signed(row['estimate'])} points above the line on average"
            )
            condition, holds = "the interval is above 0", row["conf_low"] > 0
        else:
            words = f"web-scale weights cannot be told from the line ({_interval(row)} points)"
            condition, holds = "the interval holds 0", _holds_zero(row)
        name = f"title-{label.lower()}"
        found.append(Claim(name, f"{label}: {words}", condition, holds, _plain(label, row)))
    return found


def _plain(label: str, row: Row) -> str:
    if math.isfinite(row["estimate"]):
        return f"{label}: web-scale weights lie {_estimate(row)} points from the line"
    return f"{label}: web-scale weights have no mean within the range of a line"


def _kinds() -> list[Claim]:
    table = study().differences
    mine = table[table["term"].eq("attention")].set_index("test_set")
    told = mine[mine["p_holm"] < 0.05]
    gaps = _means(table, "term", "attention")
    on_a = gaps["imagenet-a"]
    tests = f"after adjusting for the {count(len(table))} comparisons of the table (Holm)"
    body = (
        f"Attention lies {_estimate(on_a)} points from convolutions on A, at equal accuracy on "
        "clean images, equal size and without distillation."
    )
    rest = f"On the other test sets no difference between them can be told from 0, {tests}."
    known = listing(LABELS[str(name)] for name in told.index)
    return [
        Claim(
            "title-kinds",
            f"At equal data and clean accuracy attention leads convolutions by "
            f"{on_a['estimate']:.1f} points on A",
            "the difference on A is above 0, adjusted for the number of comparisons",
            bool("imagenet-a" in told.index and on_a["estimate"] > 0),
            "Effective robustness by kind of architecture",
        ),
        Claim(
            "attention-on-a",
            f"**Architecture shows on A alone.** {body} {rest} A's images were chosen because a "
            "ResNet-50, a convolution, got them wrong.",
            "of attention against convolutions A alone is told from 0 at 5 %, adjusted for the "
            "number of comparisons",
            bool(told.index.tolist() == ["imagenet-a"] and on_a["estimate"] > 0),
            f"{body} Told from 0, {tests}: {known or 'none'}."
            if math.isfinite(on_a["estimate"])
            else "Not enough data to compare attention with convolutions: a kind needs ten "
            "families that saw ImageNet-1k alone, and a line.",
        ),
    ]
