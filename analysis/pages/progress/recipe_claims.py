"""Claims of the page on progress about recipes and pre-training data."""

from __future__ import annotations

import math

from analysis.drawing.number_format import count, counted, percent, short, signed
from analysis.pages.claims import Claim, unknown
from analysis.pages.progress.recipes_and_data import advantage
from analysis.pages.progress.study import study


def claims() -> list[Claim]:
    """Compute the claims about what recipes and data add."""
    return [*_compared(), *_recipes(), *_data()]


def _compared() -> list[Claim]:
    shared = study().shared
    if shared.empty:
        because = "no network has several weights of ImageNet-1k alone and some with more data"
        return unknown("recipes", "title-gains", because=because)
    median = shared[["above_median", "recipe", "data"]].median().to_dict()
    usual, span = advantage(shared, "above_median"), advantage(shared, "recipe")
    medians = (
        f"On {counted(len(shared), 'network')} that have both, the best recipe with ImageNet-1k "
        f"alone is a median {short(median['above_median'])} points above the median recipe and "
        f"{short(median['recipe'])} above the worst; more data changes the best by "
        f"{signed(median['data'], 2)}"
    )
    ordered = 0 < median["above_median"] < median["recipe"] < median["data"]
    return [
        Claim(
            "recipes",
            f"**Recipe and data both count, data more than a good recipe over an ordinary one.** "
            f"On the {count(len(shared))} pairs of architecture and image size that have both, the "
            f"best recipe with ImageNet-1k alone is a median {short(median['above_median'])} "
            f"points above the median recipe and {short(median['recipe'])} above the worst; more "
            f"pre-training data adds {short(median['data'])} to the best. Data adds "
            f"{_interval(usual)} points more than the best recipe over the median one; against the "
            f"worst it cannot be told: {_interval(span)} (means, over {count(usual['clusters'])} "
            "families).",
            "the medians grow in this order; the interval of the first difference is above 0, that "
            "of the second holds 0",
            ordered and usual["conf_low"] > 0 and span["conf_low"] < 0 < span["conf_high"],
            f"{medians}. Data adds {_interval(usual)} points more than the best recipe over the "
            f"median one, {_interval(span)} more than the best over the worst (means, over "
            f"{counted(usual['clusters'], 'family', 'families')}).",
        ),
        Claim(
            "title-gains",
            f"On the {count(len(shared))} networks that have both, the best recipe is "
            f"{short(median['above_median'])} points above the median one, more data adds "
            f"{short(median['data'])}",
            "the medians grow in this order, and the interval of the difference is above 0",
            ordered and usual["conf_low"] > 0,
            medians,
        ),
    ]


def _recipes() -> list[Claim]:
    recipes = study().recipes
    if recipes.empty:
        because = "no network has several weights of ImageNet-1k alone"
        return unknown("recipes-all", because=because)
    known = recipes[recipes["architecture"].eq("resnet50") & recipes["img_size"].eq(224)]
    resnet = (known if len(known) else recipes).iloc[0]
    numbers = recipes["weights_count"]
    claim = Claim(
        "recipes-all",
        f"Over all {count(len(recipes))} pairs with several weights from ImageNet-1k alone, none "
        f"distilled, the best of {count(numbers.min())} to {count(numbers.max())} is a median "
        f"{short(recipes['above_median'].median())} points above the median and "
        f"{short(recipes['gain'].median())} above the worst: the same network, the same speed, the "
        f"same images. ResNet-50 at 224 px goes from {percent(resnet['worst_top1'])} "
        f"(`{resnet['worst']}`) to {percent(resnet['best_top1'])} (`{resnet['best']}`).",
        "both medians are over a quarter of a point; ResNet-50 gains over four",
        bool(recipes[["above_median", "gain"]].median().min() > 0.25 and resnet["gain"] > 4)
        and len(known) > 0,
        f"Over {counted(len(recipes), 'pair')} with several weights from ImageNet-1k alone, none "
        f"distilled, the best is a median {short(recipes['above_median'].median())} points above "
        f"the median and {short(recipes['gain'].median())} above the worst. "
        f"`{resnet['architecture']}` at {resnet['img_size']} px goes from "
        f"{percent(resnet['worst_top1'])} (`{resnet['worst']}`) to "
        f"{percent(resnet['best_top1'])} (`{resnet['best']}`).",
    )
    return [claim]


def _data() -> list[Claim]:
    gain = study().data["gain"]
    if gain.empty:
        because = "no network has weights of ImageNet-1k alone and some with more data"
        return unknown("data", because=because)
    claim = Claim(
        "data",
        f"More pre-training data, on the same architecture and size, adds a median "
        f"{short(gain.median())} points over all {count(len(gain))} pairs, best against best (nine "
        f"tenths between {signed(float(gain.quantile(0.05)))} and "
        f"{signed(float(gain.quantile(0.95)))}; {count((gain < 0).sum())} lose). Recipes differ "
        "there, too.",
        "the median is between one and three points",
        1 < float(gain.median()) < 3,
        "More pre-training data, on the same architecture and size, best against best, changes "
        f"accuracy by a median {signed(float(gain.median()))} points over "
        f"{counted(len(gain), 'pair')}, of which {counted((gain < 0).sum(), 'loses', 'lose')}. "
        "Recipes differ there, too.",
    )
    return [claim]


def _interval(mean: dict[str, float]) -> str:
    if not math.isfinite(mean["conf_low"]):
        return f"{signed(mean['estimate'])} (one family, no interval)"
    low, high = signed(mean["conf_low"]), signed(mean["conf_high"])
    return f"{signed(mean['estimate'])} ({low} to {high})"
