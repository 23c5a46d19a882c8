"""The test sets, with their sizes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TestSet:
    """A set of labelled images on which accuracies were measured.

    ``images`` is the number of labelled images, the n of a binomial interval; ``clean`` names the
    set of ordinary images of the same classes that a hard set is compared with; ``since`` is the
    first edition that has it, where not all have.
    """

    __test__ = False  # not a test case, whatever its name looks like to pytest

    id: str
    label: str
    images: int
    upstream: str
    clean: str | None = None
    baseline: bool = False
    since: str = ""


_TEST_SETS = (
    TestSet("imagenet", "ImageNet val", 50_000, "results-imagenet.csv"),
    TestSet("imagenet-real", "ImageNet ReaL", 46_837, "results-imagenet-real.csv", "imagenet"),
    TestSet(
        "imagenetv2",
        "ImageNet-V2 (matched frequency)",
        10_000,
        "results-imagenetv2-matched-frequency.csv",
        "imagenet",
    ),
    TestSet("sketch", "ImageNet-Sketch", 50_889, "results-sketch.csv", "imagenet"),
    TestSet("imagenet-a", "ImageNet-A", 7_500, "results-imagenet-a.csv", "imagenet-a-clean"),
    TestSet("imagenet-r", "ImageNet-R", 30_000, "results-imagenet-r.csv", "imagenet-r-clean"),
    TestSet(
        "imagenet-a-clean",
        "ImageNet val, the classes of A",
        10_000,
        "results-imagenet-a-clean.csv",
        baseline=True,
    ),
    TestSet(
        "imagenet-r-clean",
        "ImageNet val, the classes of R",
        10_000,
        "results-imagenet-r-clean.csv",
        baseline=True,
    ),
)
TEST_SETS: dict[str, TestSet] = {test_set.id: test_set for test_set in _TEST_SETS}
FIRST = _TEST_SETS[0].id
ALL_SETS = tuple(t.id for t in _TEST_SETS if not t.baseline)
HARD_SETS = tuple(t.id for t in _TEST_SETS if t.clean)
