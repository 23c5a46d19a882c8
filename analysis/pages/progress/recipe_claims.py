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
        return unknown("recipes", "recipes-apart", "title-gains", because=because)
    recipe, data = shared[["recipe", "data"]].median()
    mean = advantage(shared)
    medians = (
        f"On the {counted(len(shared), 'network')} with both, the best recipe is a median "
        f"{short(recipe)} points above the worst; more data adds {signed(data, 2)} to the best."
    )
    families = study().families
    turned = families[(families["data_without"] < families["recipe_without"]) & (data > recipe)]
    turn = turned.iloc[0].to_dict() if len(turned) else {}
    without = (
        f" Without the {count(turn['networks'])} of {turn['family_label']} it is "
        f"{short(turn['recipe_without'])} against {short(turn['data_without'])}."
        if turn
        else ""
    )
    return [
        Claim(
            "recipes",
            f"**Recipe and data both count; which counts more cannot be told.** {medians}{without}",
            "both medians are above half a point; the interval of the mean difference over "
            "families holds 0, or the order turns without one family",
            bool(min(recipe, data) > 0.5)
            and (bool(turn) or mean["conf_low"] < 0 < mean["conf_high"]),
            medians,
        ),
        Claim(
            "recipes-apart",
            f"Data adds {_interval(mean)} points more than the choice of recipe (mean of the "
            f"networks, over {counted(mean['clusters'], 'family', 'families')}).",
            "it is a mean",
            True,
            f"Data adds {_interval(mean)} points more than the choice of recipe.",
        ),
        Claim(
            "title-gains",
            f"Best recipe over worst: {short(recipe)} points; more data: {short(data)} (medians of "
            f"{counted(len(shared), 'network')})",
            "both are above half a point",
            bool(min(recipe, data) > 0.5),
            "What recipes and data add to the same network",
        ),
    ]


def _recipes() -> list[Claim]:
    recipes = study().recipes
    if recipes.empty:
        because = "no network has several weights of ImageNet-1k alone"
        return unknown("recipes-all", because=because)
    known = recipes[recipes["architecture"].eq("resnet50") & recipes["img_size"].eq(224)]
    resnet = (known if len(known) else recipes).iloc[0]
    body = (
        f"Over {counted(len(recipes), 'network')} with several weights of ImageNet-1k alone, none "
        f"distilled, the best is a median {short(recipes['gain'].median())} points above the "
        "worst, at the same speed."
    )
    example = (
        f"`{resnet['architecture']}` at {resnet['img_size']} px goes from "
        f"{percent(resnet['worst_top1'])} (`{resnet['worst']}`) to "
        f"{percent(resnet['best_top1'])} (`{resnet['best']}`)."
    )
    return [
        Claim(
            "recipes-all",
            f"{body} {example}",
            "the median is over half a point; the example gains over four",
            bool(recipes["gain"].median() > 0.5 and resnet["gain"] > 4),
            f"{body} {example}",
        )
    ]


def _data() -> list[Claim]:
    gain = study().data["gain"]
    if gain.empty:
        because = "no network has weights of ImageNet-1k alone and some with more data"
        return unknown("data", because=because)
    body = (
        f"More pre-training data on the same network, best against best, changes accuracy by a "
        f"median {signed(float(gain.median()))} points over {counted(len(gain), 'network')}; "
        f"{counted((gain < 0).sum(), 'loses', 'lose')}. Recipes differ there, too."
    )
    return [
        Claim(
            "data",
            f"**Data helps nearly everywhere.** {body}",
            "nineteen of twenty gain",
            bool((gain > 0).mean() > 0.95),
            body,
        )
    ]


def _interval(mean: dict[str, float]) -> str:
    if not math.isfinite(mean["conf_low"]):
        return f"{signed(mean['estimate'])} (one family, no interval)"
    low, high = signed(mean["conf_low"]), signed(mean["conf_high"])
    return f"{signed(mean['estimate'])} ({low} to {high})"
