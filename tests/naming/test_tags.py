"""What tags say."""

from __future__ import annotations

import csv

import pytest

from analysis.data.reading import SNAPSHOT
from analysis.naming.tags import decode, sentence

FILES = [*sorted((SNAPSHOT / "accuracy").glob("*.csv")), SNAPSHOT / "weights.csv"]


def tags_in_the_files() -> set[str]:
    found = set()
    for path in FILES:
        with path.open(encoding="utf-8") as file:
            found |= {row["weights"].partition(".")[2] for row in csv.DictReader(file)}
    return found


def test_every_tag_is_decoded_with_no_part_left_over() -> None:
    tags = tags_in_the_files()
    assert len(tags) > 300
    for tag in tags:
        assert "_".join(part for part, _ in decode(tag)) == tag
        assert all(words for _, words in decode(tag)), tag


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        (
            "sw_in12k_ft_in1k",
            "Pre-trained on ImageNet-12k (a part of ImageNet-21k), then fine-tuned on ImageNet-1k; "
            "timm's recipe after Swin's and ConvNeXt's (AdamW).",
        ),
        (
            "ns_jft_in1k",
            "Trained on JFT-300M (Google's, labelled by a teacher), then on ImageNet-1k; noisy "
            "student, a teacher labels further images.",
        ),
        ("fb_dist_in1k", "Trained on ImageNet-1k; by Meta (Facebook); distilled from a teacher."),
        (
            "mim_m38m_ft_in22k_in1k",
            "Pre-trained on Merged-38M (ImageNet-21k, Conceptual Captions, OpenImages and others), "
            "then fine-tuned on ImageNet-22k (also called 21k), then on ImageNet-1k; learned by "
            "filling in hidden parts (masked image modelling).",
        ),
        ("fcmae_ft_in1k_384", "Pre-trained, then fine-tuned on ImageNet-1k; learned by filling in "
         "hidden parts (ConvNeXt V2's masked autoencoder); last tuned at 384 px."),
        ("", ""),
    ],
)  # fmt: skip
def test_a_tag_is_said_in_words(tag: str, said: str) -> None:
    assert sentence(tag) == said


def test_the_entry_with_most_parts_is_taken() -> None:
    assert [part for part, _ in decode("tf_ens_adv_in1k")] == ["tf", "ens_adv", "in1k"]


def test_what_is_not_known_is_said() -> None:
    assert sentence("zzz_in1k") == "Trained on ImageNet-1k; what “zzz” means is not known."
