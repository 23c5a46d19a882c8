"""The columns of every table of the snapshot: meaning, unit and sound values."""

from __future__ import annotations

from analysis.metrics import TEST_SETS
from analysis.tabular import Column, Schema

_IMG_SIZE = Column("img_size", "side of the square input image", "px", "integer", above=0)
_PARAMS = Column("param_count_m", "number of parameters", "millions", "number", above=0)


def accuracy_schema(test_sets: list[str] | None = None) -> Schema:
    """One row per weights and image size: how it was evaluated and what it scored."""
    scores = [
        Column(
            f"{test_set}_{rank}",
            f"{rank.replace('top', 'top-')} accuracy on {test_set}",
            "%",
            "number",
            low=0,
            high=100,
            empty=True,
        )
        for test_set in (TEST_SETS if test_sets is None else test_sets)
        for rank in ("top1", "top5")
    ]
    return Schema(
        (
            Column("weights", "name of the weights: architecture.tag"),
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
        Column("model", "name of the model as the run has it"),
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
        Column("weights", "name of the weights, with or without its tag"),
        Column("module", "file under timm/models that implements the architecture"),
        Column("license", "licence as timm's configuration states it", empty=True),
        Column("hub_id", "id on the Hugging Face Hub", empty=True),
        Column("paper_ids", "papers that timm's configuration names", empty=True),
    ),
    ("weights",),
)

RENAMES = Schema(
    (
        Column("old", "name that timm has deprecated"),
        Column("new", "name that timm gives in its place"),
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
