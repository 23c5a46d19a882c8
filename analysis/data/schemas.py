"""The columns of every table of the snapshot: meaning, unit and sound values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.data.test_sets import FIRST, TEST_SETS
from analysis.data.validation import Column, Schema

NAME = r"[A-Za-z0-9][A-Za-z0-9._+-]*"
EXTRA = "extra_"

_IMG_SIZE = Column("img_size", "side of the square input image", "px", "integer", above=0)
_PARAMS = Column("param_count_m", "number of parameters", "millions", "number", above=0)


def accuracy_schema(test_sets: list[str] | None = None) -> Schema:
    """One row per weights and image size: how it was evaluated and what it scored.

    An edition has ImageNet; of the other test sets it may have any.
    """
    scores = [
        Column(
            f"{test_set}_{rank}",
            f"{rank.replace('top', 'top-')} accuracy on {test_set}",
            "%",
            "number",
            low=0,
            high=100,
            empty=True,
            required=test_set == FIRST,
        )
        for test_set in (TEST_SETS if test_sets is None else test_sets)
        for rank in ("top1", "top5")
    ]
    return Schema(
        (
            Column("weights", "name of the weights: architecture.tag", pattern=NAME),
            _IMG_SIZE,
            _PARAMS,
            Column("crop_pct", "share of the image's side that was kept", "1", "number", above=0),
            Column("interpolation", "how the image was resized"),
            *scores,
        ),
        ("weights", "img_size"),
    )


SPEED = Schema(
    (
        Column("model", "name of the model as the run has it", pattern=NAME),
        _IMG_SIZE,
        Column(
            "samples_per_sec",
            "throughput; empty where the run has the row without a measurement",
            "images/s",
            "number",
            above=0,
            empty=True,
        ),
        Column("step_time_ms", "time of one batch", "ms", "number", above=0, empty=True),
        Column("batch_size", "images in one batch", "images", "integer", above=0, empty=True),
        Column(
            "param_count_m",
            "number of parameters as the run counted them",
            "millions",
            "number",
            above=0,
        ),
        Column(
            "gmacs",
            "multiply-accumulate operations for one image",
            "billions",
            "number",
            low=0,
            empty=True,
            required=False,
        ),
        Column(
            "activations_m",
            "outputs of all layers for one image",
            "millions",
            "number",
            low=0,
            empty=True,
            required=False,
        ),
    ),
    ("model", "img_size"),
)

WEIGHTS = Schema(
    (
        Column("weights", "name of the weights, with or without its tag", pattern=NAME),
        Column("module", "file under timm/models that implements the architecture"),
        Column("license", "licence as timm's configuration states it", empty=True),
        Column("hub_id", "id on the Hugging Face Hub", empty=True),
        Column("paper_ids", "papers that timm's configuration names", empty=True),
    ),
    ("weights",),
)

RENAMES = Schema(
    (
        Column("old", "name that timm has deprecated", pattern=NAME),
        Column("new", "name that timm gives in its place", pattern=NAME),
    ),
    ("old",),
)

MODULES = Schema(
    (
        Column("module", "file under timm/models"),
        Column("arxiv_ids", "arXiv ids that its source names, in order", empty=True),
    ),
    ("module",),
)


def _count(name: str, about: str, *, empty: bool = False) -> Column:
    return Column(name, about, kind="integer", low=0, empty=empty)


ARCHITECTURES = Schema(
    (
        Column("architecture", "the name before the first dot", pattern=NAME),
        Column("default_tag", "weights that the bare name stands for", empty=True),
        Column("default_input", "channels x height x width of the image", pattern=r"\d+x\d+x\d+"),
        Column(
            "fixed_input_size", "whether another size has to be asked for", pattern="true|false"
        ),
        _count("num_features", "width before pooling"),
        _count("head_hidden_size", "width that the classifier sees", empty=True),
        Column("feature_strides", "strides of the feature maps, coarsest last", empty=True),
        Column("feature_channels", "channels of the feature maps, coarsest last", empty=True),
        _PARAMS,
        _count("layers", "modules without children, identities and dropouts aside"),
        _count("conv_layers", "convolutions among them"),
        _count("depthwise_conv_layers", "convolutions with as many groups as channels"),
        _count("linear_layers", "linear layers among them"),
        _count("norm_layers", "normalisations among them, fused ones aside"),
        _count("activation_layers", "activations among them, calls of functions aside"),
    ),
    ("architecture",),
)


TIMINGS = Schema(
    (
        Column("set", "id of the set of timings", pattern=r"[a-z0-9][a-z0-9-]*"),
        Column("architecture", "the name before the first dot", pattern=NAME),
        _IMG_SIZE,
        Column("batch_size", "images in one batch", "images", "integer", above=0, empty=True),
        Column("latency_ms", "time of one image", "ms", "number", above=0),
        Column(
            "spread",
            "middle half of the repetitions over their median",
            "1",
            "number",
            low=0,
            empty=True,
        ),
    ),
    ("set", "architecture", "img_size"),
)


def extended(schema: Schema, header: Iterable[str]) -> Schema:
    """Add the columns of a table that upstream has and the project does not describe yet.

    Scores of an unknown test set (``<test set>_top1`` and ``_top5``) are percentages; everything
    else begins with `EXTRA` and is kept as the text it is.

    Parameters
    ----------
    schema : Schema
        What the project describes.
    header : iterable of str
        The columns that the table has.
    """
    added = []
    for name in header:
        if name in schema.names:
            continue
        score = re.fullmatch(r"(.+)_top([15])", name)
        if score and not name.startswith(EXTRA):
            about = f"top-{score[2]} accuracy on {score[1]}"
            added.append(Column(name, about, "%", "number", low=0, high=100, empty=True))
        elif name.startswith(EXTRA):
            about = f"upstream's column {name.removeprefix(EXTRA)!r}, as it stands there"
            added.append(Column(name, about, empty=True))
    return Schema((*schema.columns, *added), schema.key)
