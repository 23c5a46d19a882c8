"""Names: expected values by hand, from timm's modules, or by plain string search."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.data.reading import SNAPSHOT
from analysis.naming import names

TODAY = "2026-01-06"
BEFORE = "2022-12-30"

CONV, ATTN, HYBRID = "convolution", "attention", "hybrid"


def accuracy(edition: str) -> pd.DataFrame:
    return pd.read_csv(SNAPSHOT / "accuracy" / f"{edition}.csv")


@pytest.fixture(scope="module")
def today() -> pd.DataFrame:
    """Rows with an ImageNet accuracy; the files of other test sets name one more."""
    table = accuracy(TODAY)
    return names.describe(table.loc[table["imagenet_top1"].notna(), "weights"])


@pytest.fixture(scope="module")
def measured() -> set[str]:
    """Every name in any accuracy or speed file of the snapshot."""
    found: set[str] = set()
    for path in (SNAPSHOT / "accuracy").glob("*.csv"):
        found |= set(pd.read_csv(path)["weights"])
    for path in (SNAPSHOT / "speed").glob("*.csv"):
        found |= set(pd.read_csv(path)["model"])
    assert len(found) > 2_700
    return found


@pytest.fixture(scope="module")
def modules() -> dict[str, str]:
    """Architecture -> the timm module that implements it, from the catalogue."""
    catalogue = pd.read_csv(SNAPSHOT / "weights.csv")
    stem = catalogue["weights"].str.partition(".")[0]
    return dict(zip(stem, catalogue["module"], strict=True))


# name, family, kind, pre-training, distilled: worked out by hand, chosen for difficulty
BY_HAND = [
    # prefixes that say who, not what
    ("tf_efficientnet_b7.ns_jft_in1k", "efficientnet", CONV, "web", False),
    ("tf_efficientnet_l2.ns_jft_in1k_475", "efficientnet", CONV, "web", False),
    ("tf_efficientnet_b5.aa_in1k", "efficientnet", CONV, "in1k", False),
    ("tf_efficientnet_lite4.in1k", "efficientnet_lite", CONV, "in1k", False),
    ("tf_efficientnet_el.in1k", "efficientnet_edgetpu", CONV, "in1k", False),
    ("tf_efficientnet_cc_b1_8e.in1k", "efficientnet_cc", CONV, "in1k", False),
    ("tf_efficientnetv2_b3.in21k_ft_in1k", "efficientnetv2", CONV, "in21k", False),
    ("gc_efficientnetv2_rw_t.agc_in1k", "efficientnetv2", CONV, "in1k", False),
    ("efficientnet_h_b5.sw_r448_e450_in1k", "efficientnet_x", CONV, "in1k", False),
    ("efficientnet_b5.sw_in12k_ft_in1k", "efficientnet", CONV, "in12k", False),
    ("legacy_xception.tf_in1k", "xception", CONV, "in1k", False),
    ("legacy_senet154.in1k", "senet", CONV, "in1k", False),
    ("legacy_seresnext26_32x4d.in1k", "seresnext", CONV, "in1k", False),
    ("test_byobnet.r160_in1k", "byobnet", CONV, "in1k", False),
    ("test_convnext3.r160_in1k", "convnext", CONV, "in1k", False),
    ("test_vit2.r160_in1k", "vit", ATTN, "in1k", False),
    ("tv_resnext50_32x4d", "resnext", CONV, "in1k", False),
    ("gluon_resnet101_v1d", "resnetd", CONV, "in1k", False),
    ("gluon_resnet18_v1b", "resnet", CONV, "in1k", False),
    ("ens_adv_inception_resnet_v2", "inception_resnet_v2", CONV, "in1k", False),
    # residual networks that look alike
    ("resnet50_gn.a1h_in1k", "resnet", CONV, "in1k", False),
    ("resnet61q.ra2_in1k", "resnetd", CONV, "in1k", False),
    ("resnetaa50d.sw_in12k_ft_in1k", "resnet_aa", CONV, "in12k", False),
    ("resnetblur50.bt_in1k", "resnet_aa", CONV, "in1k", False),
    ("resnetrs420.tf_in1k", "resnetrs", CONV, "in1k", False),
    ("resnetv2_50d_evos.ah_in1k", "resnetv2", CONV, "in1k", False),
    ("resnetv2_50x1_bit.goog_distilled_in1k", "bit", CONV, "in1k", True),
    ("resnetv2_152x2_bit.goog_teacher_in21k_ft_in1k_384", "bit", CONV, "in21k", False),
    ("resnext101_32x16d.fb_wsl_ig1b_ft_in1k", "resnext", CONV, "web", False),
    ("resnet50.fb_ssl_yfcc100m_ft_in1k", "resnet", CONV, "web", False),
    ("resnext26ts.ra2_in1k", "resnext", CONV, "in1k", False),
    ("wide_resnet50_2.racm_in1k", "wide_resnet", CONV, "in1k", False),
    ("seresnextaa201d_32x8d.sw_in12k_ft_in1k_384", "seresnext", CONV, "in12k", False),
    ("seresnet33ts.ra2_in1k", "seresnet", CONV, "in1k", False),
    ("ecaresnetlight.miil_in1k", "ecaresnet", CONV, "in1k", False),
    ("eca_resnext26ts.ch_in1k", "ecaresnext", CONV, "in1k", False),
    ("gcresnet50t.ra2_in1k", "gcresnet", CONV, "in1k", False),
    ("skresnext50_32x4d.ra_in1k", "skresnext", CONV, "in1k", False),
    ("res2next50.in1k", "res2net", CONV, "in1k", False),
    ("dla60_res2next.in1k", "dla", CONV, "in1k", False),
    ("tresnet_v2_l.miil_in21k_ft_in1k", "tresnet", CONV, "in21k", False),
    ("nf_resnet50.ra2_in1k", "nf_resnet", CONV, "in1k", False),
    ("nf_regnet_b1.ra2_in1k", "nf_regnet", CONV, "in1k", False),
    ("dm_nfnet_f0.dm_in1k", "nfnet", CONV, "in1k", False),
    ("eca_nfnet_l2.ra3_in1k", "nfnet", CONV, "in1k", False),
    ("regnety_1280.seer_ft_in1k", "regnety", CONV, "web", False),
    ("regnety_320.swag_lc_in1k", "regnety", CONV, "web", False),
    ("regnety_160.deit_in1k", "regnety", CONV, "in1k", False),
    ("regnetz_d8_evos.ch_in1k", "regnetz", CONV, "in1k", False),
    ("dpn92.mx_in1k", "dpn", CONV, "in21k", False),
    ("dpn68b.ra_in1k", "dpn", CONV, "in1k", False),
    ("dpn98.mx_in1k", "dpn", CONV, "in1k", False),
    ("hrnet_w18_ssld.paddle_in1k", "hrnet", CONV, "in21k", True),
    ("hgnet_tiny.paddle_in1k", "hgnet", CONV, "in1k", False),
    ("hgnetv2_b4.ssld_stage2_ft_in1k", "hgnetv2", CONV, "in21k", True),
    ("ese_vovnet39b.ra_in1k", "vovnetv2", CONV, "in1k", False),
    ("cs3se_edgenet_x.c2ns_in1k", "cs3darknet", CONV, "in1k", False),
    ("cspresnext50.ra_in1k", "cspnet", CONV, "in1k", False),
    # attention inside residual networks
    ("lamhalobotnet50ts_256.a1h_in1k", "halobotnet", HYBRID, "in1k", False),
    ("sebotnet33ts_256.a1h_in1k", "botnet", HYBRID, "in1k", False),
    ("eca_halonext26ts.c1_in1k", "halonet", HYBRID, "in1k", False),
    ("haloregnetz_b.ra3_in1k", "halonet", HYBRID, "in1k", False),
    ("lambda_resnet26rpt_256.c1_in1k", "lambda_resnet", HYBRID, "in1k", False),
    ("bat_resnext26ts.ch_in1k", "bat_resnext", HYBRID, "in1k", False),
    ("halonet_h1", "halonet", ATTN, "in1k", False),
    # modules that hold several kinds
    ("caformer_b36.sail_in22k_ft_in1k_384", "caformer", HYBRID, "in21k", False),
    ("convformer_s18.sail_in1k", "convformer", CONV, "in1k", False),
    ("poolformerv2_m48.sail_in1k", "poolformerv2", CONV, "in1k", False),
    ("coatnet_rmlp_1_rw2_224.sw_in12k_ft_in1k", "coatnet", HYBRID, "in12k", False),
    ("coatnext_nano_rw_224.sw_in1k", "coatnext", HYBRID, "in1k", False),
    ("maxxvitv2_nano_rw_256.sw_in1k", "maxxvit", HYBRID, "in1k", False),
    ("maxvit_xlarge_tf_512.in21k_ft_in1k", "maxvit", HYBRID, "in21k", False),
    ("mambaout_kobe.in1k", "mambaout", CONV, "in1k", False),
    ("sequencer2d_l.in1k", "sequencer", "state-space", "in1k", False),
    ("focalnet_base_lrf.ms_in1k", "focalnet", CONV, "in1k", False),
    ("fastvit_t8.apple_dist_in1k", "fastvit", CONV, "in1k", True),
    ("fastvit_sa12.apple_in1k", "fastvit", HYBRID, "in1k", False),
    ("mobilenetv4_conv_aa_large.e230_r448_in12k_ft_in1k", "mobilenetv4", CONV, "in12k", False),
    ("mobilenetv4_hybrid_medium.ix_e550_r384_in1k", "mobilenetv4", HYBRID, "in1k", False),
    ("efficientvit_m5.r224_in1k", "efficientvit_msra", ATTN, "in1k", False),
    ("efficientvit_l3.r320_in1k", "efficientvit_mit", HYBRID, "in1k", False),
    ("gmixer_24_224.ra3_in1k", "gmixer", "mlp", "in1k", False),
    ("mixer_b16_224.miil_in21k_ft_in1k", "mixer", "mlp", "in21k", False),
    ("resmlp_24_224.fb_distilled_in1k", "resmlp", "mlp", "in1k", True),
    ("resmlp_24_224.fb_dino", "resmlp", "mlp", "in1k", False),
    # vision transformers and kin
    ("vit_base_patch16_224_miil.in21k_ft_in1k", "vit", ATTN, "in21k", False),
    ("vit_base_patch32_224.sam_in1k", "vit", ATTN, "in1k", False),
    ("vit_so150m_patch16_reg4_gap_384.sbb_e250_in12k_ft_in1k", "vit", ATTN, "in12k", False),
    ("vit_base_patch16_rpn_224.sw_in1k", "vit", ATTN, "in1k", False),
    ("vit_relpos_base_patch32_plus_rpn_256.sw_in1k", "vit_relpos", ATTN, "in1k", False),
    ("vit_srelpos_small_patch16_224.sw_in1k", "vit_relpos", ATTN, "in1k", False),
    ("vit_base_patch16_rope_mixed_ape_224.naver_in1k", "vit_rope", ATTN, "in1k", False),
    ("vit_betwixt_patch16_rope_reg4_gap_256.sbb_in1k", "vit_rope", ATTN, "in1k", False),
    ("vit_base_patch32_clip_448.laion2b_ft_in12k_in1k", "vit_clip", ATTN, "web", False),
    ("vit_large_patch14_clip_336.openai_ft_in12k_in1k", "vit_clip", ATTN, "web", False),
    ("vit_so400m_patch14_siglip_gap_378.webli_ft_in1k", "vit_siglip", ATTN, "web", False),
    ("vit_tiny_r_s16_p8_384.augreg_in21k_ft_in1k", "vit_hybrid", HYBRID, "in21k", False),
    ("vit_base_r50_s16_384.orig_in21k_ft_in1k", "vit_hybrid", HYBRID, "in21k", False),
    ("vit_base_resnet50d_224", "vit_hybrid", HYBRID, "unknown", False),
    ("vit_base_mci_224", "mobileclip", HYBRID, "unknown", False),
    ("vit_base_patch16_dinov3", "dinov3", ATTN, "unknown", True),
    ("vit_7b_patch16_dinov3", "dinov3", ATTN, "unknown", False),
    ("vit_giant_patch14_reg4_dinov2", "dinov2", ATTN, "unknown", False),
    ("flexivit_large.600ep_in1k", "flexivit", ATTN, "in1k", True),
    ("naflexvit_base_patch16_parfac_gap.e300_s576_in1k", "naflexvit", ATTN, "in1k", False),
    ("deit_small_distilled_patch16_224.fb_in1k", "deit", ATTN, "in1k", True),
    ("deit_small_patch16_224.fb_in1k", "deit", ATTN, "in1k", False),
    ("deit3_huge_patch14_224.fb_in22k_ft_in1k", "deit3", ATTN, "in21k", False),
    ("beit_large_patch16_512.in22k_ft_in22k_in1k", "beit", ATTN, "in21k", False),
    ("beitv2_base_patch16_224.in1k_ft_in22k_in1k", "beitv2", ATTN, "in21k", False),
    ("beitv2_base_patch16_224.in1k_ft_in1k", "beitv2", ATTN, "in1k", False),
    ("beit3_base_patch16_224.in22k_ft_in1k", "beit3", ATTN, "web", False),
    ("eva_large_patch14_196.in22k_ft_in22k_in1k", "eva", ATTN, "in21k", False),
    ("eva_giant_patch14_336.clip_ft_in1k", "eva", ATTN, "web", False),
    ("eva_giant_patch14_560.m30m_ft_in22k_in1k", "eva", ATTN, "web", False),
    ("eva02_large_patch14_448.mim_m38m_ft_in1k", "eva02", ATTN, "web", False),
    ("eva02_tiny_patch14_336.mim_in22k_ft_in1k", "eva02", ATTN, "in21k", False),
    ("swin_s3_tiny_224.ms_in1k", "swin_s3", ATTN, "in1k", False),
    ("swinv2_cr_tiny_ns_224.sw_in1k", "swinv2", ATTN, "in1k", False),
    ("swin_v2_cr_small_224", "swinv2", ATTN, "in1k", False),
    ("hiera_base_plus_224.mae_in1k_ft_in1k", "hiera", ATTN, "in1k", False),
    ("hieradet_small", "sam2_hiera", ATTN, "unknown", False),
    ("volo_d5_512.sail_in1k", "volo", ATTN, "in1k", False),
    ("levit_conv_128s.fb_dist_in1k", "levit", HYBRID, "in1k", True),
    ("pit_xs_distilled_224.in1k", "pit", ATTN, "in1k", True),
    ("nest_base_jx.goog_in1k", "nest", ATTN, "in1k", False),
    ("nextvit_small.bd_ssld_6m_in1k_384", "nextvit", HYBRID, "in21k", True),
    ("nextvit_small.bd_in1k", "nextvit", HYBRID, "in1k", False),
    ("edgenext_base.usi_in1k", "edgenext", HYBRID, "in1k", True),
    ("edgenext_base.in21k_ft_in1k", "edgenext", HYBRID, "in21k", False),
    ("tiny_vit_21m_384.dist_in22k_ft_in1k", "tiny_vit", HYBRID, "in21k", True),
    ("repvit_m1_5.dist_450e_in1k", "repvit", CONV, "in1k", True),
    ("ghostnetv3_100.in1k", "ghostnetv3", CONV, "in1k", True),
    # convolutional networks of the transformers' time
    ("convnext_base.clip_laiona_augreg_ft_in1k_384", "convnext", CONV, "web", False),
    ("convnext_xxlarge.clip_laion2b_soup_ft_in1k", "convnext", CONV, "web", False),
    ("convnext_nano.r384_in12k_ft_in1k", "convnext", CONV, "in12k", False),
    ("convnextv2_huge.fcmae_ft_in22k_in1k_512", "convnextv2", CONV, "in21k", False),
    ("convnextv2_atto.fcmae_ft_in1k", "convnextv2", CONV, "in1k", False),
    ("inception_next_base.sail_in1k_384", "inception_next", CONV, "in1k", False),
    ("mobilevitv2_200.cvnets_in22k_ft_in1k_384", "mobilevitv2", HYBRID, "in21k", False),
    ("semnasnet_075.rmsp_in1k", "mnasnet", CONV, "in1k", False),
    ("fbnetc_100.rmsp_in1k", "fbnet", CONV, "in1k", False),
    ("mobilenet_edgetpu_v2_m.ra4_e3600_r224_in1k", "mobilenet_edgetpu_v2", CONV, "in1k", False),
    # before tags
    ("ig_resnext101_32x48d", "resnext", CONV, "web", False),
    ("swsl_resnet18", "resnet", CONV, "web", False),
    ("tf_efficientnet_l2_ns_475", "efficientnet", CONV, "web", False),
    ("resnetv2_50x1_bit_distilled", "bit", CONV, "in1k", True),
    ("resnetv2_152x4_bitm", "bit", CONV, "in21k", False),
    ("convnext_tiny_384_in22ft1k", "convnext", CONV, "in21k", False),
    ("swinv2_large_window12to24_192to384_22kft1k", "swinv2", ATTN, "in21k", False),
    ("xcit_nano_12_p8_384_dist", "xcit", ATTN, "in1k", True),
    ("jx_nest_small", "nest", ATTN, "in1k", False),
    ("semobilevit_s", "mobilevit", HYBRID, "in1k", False),
    ("convnextv2_small", "convnextv2", CONV, "unknown", False),
]


@pytest.mark.parametrize(
    ("weights", "family", "kind", "pretraining", "distilled"), BY_HAND, ids=[r[0] for r in BY_HAND]
)
def test_names_worked_out_by_hand(
    weights: str, family: str, kind: str, pretraining: str, distilled: bool, measured: set[str]
) -> None:
    assert weights in measured
    name = names.parse(weights)
    got = (name.family, name.kind, name.pretraining, name.distilled)
    assert got == (family, kind, pretraining, distilled)


# names that timm has but no file of the snapshot measures
@pytest.mark.parametrize(
    ("weights", "family", "kind", "pretraining", "distilled"),
    [
        ("convnext_tiny.dinov3_lvd1689m", "convnext", CONV, "web", True),
        ("vit_7b_patch16_dinov3.lvd1689m", "dinov3", ATTN, "web", False),
        ("vit_base_patch14_dinov2.lvd142m", "dinov2", ATTN, "web", True),
        ("vit_giant_patch14_dinov2.lvd142m", "dinov2", ATTN, "web", False),
        ("vit_small_patch16_224.dino", "vit", ATTN, "in1k", False),
        ("vit_huge_patch14_clip_378.dfn5b", "vit_clip", ATTN, "web", False),
        ("vit_betwixt_patch32_clip_224.tinyclip_laion400m", "vit_clip", ATTN, "web", True),
        ("convnextv2_atto.fcmae", "convnextv2", CONV, "in1k", False),
        ("hiera_tiny_224.mae", "hiera", ATTN, "in1k", False),
        ("efficientvim_m1.e450_in1k", "efficientvim", "state-space", "in1k", False),
        ("iformer_l_distilled.in1k", "iformer", HYBRID, "in1k", True),
        ("resnet50_mlp.untrained", "resnet_clip", CONV, "unknown", False),
    ],
)
def test_catalogue_names_worked_out_by_hand(
    weights: str, family: str, kind: str, pretraining: str, distilled: bool
) -> None:
    assert weights in set(pd.read_csv(SNAPSHOT / "weights.csv")["weights"])
    name = names.parse(weights)
    got = (name.family, name.kind, name.pretraining, name.distilled)
    assert got == (family, kind, pretraining, distilled)


# --- the whole of today's data ---------------------------------------------------------------


def test_every_row_has_a_family(today: pd.DataFrame) -> None:
    assert (len(today), today["weights"].nunique(), today["architecture"].nunique()) == (
        1556,
        1266,
        900,
    )
    assert today["known"].all()
    assert today["family"].nunique() == 148
    assert set(today["kind"]) == set(names.KIND_LABELS) - {"unknown"}
    assert set(today["pretraining"]) == set(names.PRETRAINING_LABELS) - {"unknown"}


@pytest.mark.edition("2026-01-06")
def test_every_measured_name_has_a_family(measured: set[str]) -> None:
    table = names.describe(sorted(measured))
    assert table.loc[~table["known"], "weights"].tolist() == []


def test_every_name_of_the_catalogue_has_a_family() -> None:
    table = names.describe(pd.read_csv(SNAPSHOT / "weights.csv")["weights"])
    assert table.loc[~table["known"], "weights"].tolist() == []


def test_kind_agrees_with_the_module(today: pd.DataFrame, modules: dict[str, str]) -> None:
    """Modules of one kind, sorted by hand; the other modules are in the list by hand above."""
    one_kind = {
        "convolution": """convmixer convnext cspnet densenet dla dpn efficientnet fasternet focalnet
            ghostnet hardcorenas hgnet hrnet inception_next inception_resnet_v2 inception_v3
            inception_v4 mambaout nasnet nfnet pnasnet rdnet regnet repghost repvit res2net resnest
            resnet resnetv2 rexnet selecsls senet sknet starnet tresnet vgg vovnet xception
            xception_aligned""",
        "attention": """beit cait convit crossvit davit deit efficientvit_msra eva gcvit hiera
            mvitv2 naflexvit nest pit pvt_v2 swin_transformer swin_transformer_v2
            swin_transformer_v2_cr tnt twins vision_transformer vision_transformer_relpos volo
            xcit""",
        "hybrid": """byoanet coat edgenext efficientformer efficientformer_v2 efficientvit_mit
            levit maxxvit mobilevit nextvit shvit swiftformer tiny_vit vision_transformer_hybrid
            visformer""",
        "mlp": "mlp_mixer",
        "state-space": "sequencer",
    }
    kinds = {module: kind for kind, text in one_kind.items() for module in text.split()}
    module = today["architecture"].map(modules)
    assert set(module) - set(kinds) == {"byobnet", "fastvit", "metaformer", "mobilenetv3"}
    wrong = today[module.isin(list(kinds)) & (today["kind"] != module.map(kinds))]
    assert wrong["weights"].tolist() == []


def test_pretraining_agrees_with_plain_search_in_the_tag(today: pd.DataFrame) -> None:
    """The sets that tags name, searched without patterns; the exceptions are documented ones."""
    web = ["laion", "openai", "webli", "jft", "ig1b", "yfcc", "swag", "seer", "m30m", "m38m"]
    documented = {
        "web": ["eva_giant_patch14_224.clip", "eva_giant_patch14_336.clip", "beit3_"],
        "in21k": ["hrnet_w18_ssld", "hrnet_w48_ssld", "hgnet_", "hgnetv2_", "nextvit_"],
    }
    extra_dpn = {"dpn68b.mx_in1k", "dpn92.mx_in1k", "dpn107.mx_in1k"}

    def expected(weights: str, tag: str) -> str:
        if any(word in tag for word in web) or weights.startswith(tuple(documented["web"])):
            return "web"
        ssld = weights.startswith(tuple(documented["in21k"])) and "ssld" in weights
        if "in21k" in tag or "in22k" in tag or ssld or weights in extra_dpn:
            return "in21k"
        if "in12k" in tag:
            return "in12k"
        return "in1k" if "in1k" in tag else "nothing"

    by_search = [expected(w, t) for w, t in zip(today["weights"], today["tag"], strict=True)]
    assert today.loc[today["pretraining"] != by_search, "weights"].tolist() == []
    assert today.drop_duplicates("weights")["pretraining"].value_counts().to_dict() == {
        "in1k": 975,
        "in21k": 163,
        "web": 80,
        "in12k": 48,
    }


def test_distilled_agrees_with_plain_search(today: pd.DataFrame) -> None:
    words = ("_dist_", "distilled", "ssld", "usi_in1k")
    documented = ("flexivit_", "ghostnetv3_")
    expected = [
        any(word in f"_{tag}" or word in arch for word in words) or arch.startswith(documented)
        for arch, tag in zip(today["architecture"], today["tag"], strict=True)
    ]
    assert today.loc[today["distilled"] != expected, "weights"].tolist() == []


def test_old_names_stand_for_the_weights_they_had() -> None:
    """An untagged name of 2022 is known by its accuracy: the nearest of today's weights."""
    renames = pd.read_csv(SNAPSHOT / "renames.csv").set_index("old")["new"]
    old = accuracy(BEFORE)
    old = old[~old["weights"].str.contains(".", regex=False)].copy()
    new = accuracy(TODAY)
    old["architecture"] = old["weights"].replace(renames.to_dict()).str.partition(".")[0]
    new["architecture"] = new["weights"].str.partition(".")[0]
    pairs = old.merge(new, on=["architecture", "img_size"], suffixes=("", "_new"))
    pairs["far"] = (pairs["imagenet_top1"] - pairs["imagenet_top1_new"]).abs()
    pairs["far"] += 0.02 * (pairs["interpolation"] != pairs["interpolation_new"])
    nearest = pairs.sort_values("far").drop_duplicates("weights")
    assert len(old) == 543
    assert len(nearest) == 542  # gluon_xception65 is gone

    facts = ["family", "kind", "pretraining", "distilled"]
    before = names.describe(nearest["weights"])
    after = names.describe(nearest["weights_new"])
    differ = (before[facts] != after[facts]).any(axis=1)
    assert before.loc[differ, "weights"].tolist() == []


def test_describe_is_fast() -> None:
    weights = accuracy(TODAY)["weights"]
    names.describe(weights)
    spent = []
    for _ in range(5):
        names.parse.cache_clear()
        start = time.process_time()
        names.describe(weights)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.1


# --- the parts of a name ---------------------------------------------------------------------


def test_the_tag_begins_after_the_first_dot() -> None:
    name = names.parse("resnet50.a1_in1k")
    assert (name.weights, name.architecture, name.tag) == (
        "resnet50.a1_in1k",
        "resnet50",
        "a1_in1k",
    )
    assert names.parse("resnet50").tag == ""
    assert names.parse("a.b.c").tag == "b.c"


@pytest.mark.parametrize(
    ("prefixed", "plain"),
    [
        ("tf_mobilenetv3_small_100", "mobilenetv3_small_100"),
        ("legacy_seresnet50", "seresnet50"),
        ("test_nfnet", "nfnet_f0"),
        ("gluon_senet154", "senet154"),
        ("tv_densenet121", "densenet121"),
        ("ssl_resnext50_32x4d", "resnext50_32x4d"),
        ("swsl_resnet50", "resnet50"),
        ("ig_resnext101_32x8d", "resnext101_32x8d"),
        ("adv_inception_v3", "inception_v3"),
        ("ens_adv_inception_resnet_v2", "inception_resnet_v2"),
        ("dm_nfnet_f3", "nfnet_f3"),
        ("jx_nest_tiny", "nest_tiny"),
    ],
)
def test_a_publisher_prefix_does_not_change_the_family(prefixed: str, plain: str) -> None:
    assert names.parse(prefixed).family == names.parse(plain).family


def test_a_prefix_counts_at_the_start_only() -> None:
    assert names.parse("regnetv_040.ra3_in1k").family == "regnetv"  # holds "tv_"
    assert names.parse("tnt_s_legacy_patch16_224.in1k").family == "tnt"


def test_fixtures_are_told_by_their_prefix(today: pd.DataFrame) -> None:
    fixtures = today.loc[today["is_test"], "architecture"].unique()
    assert len(fixtures) == 13
    assert all(re.match("test_", fixture) for fixture in fixtures)
    assert not names.parse("testnet_b0").is_test


def test_the_largest_set_wins() -> None:
    assert list(names.PRETRAINING_LABELS) == ["in1k", "in12k", "in21k", "web", "unknown"]
    rising = ["in1k", "in12k_ft_in1k", "in22k_ft_in12k_in1k", "laion2b_ft_in22k_in12k_in1k"]
    got = [names.parse(f"vit_base_patch16_224.{tag}").pretraining for tag in rising]
    assert got == ["in1k", "in12k", "in21k", "web"]


@pytest.mark.parametrize("architecture", ["zorknet9_xl", "tf_zorknet_b0", "test_zorknet"])
def test_an_unknown_architecture_gets_a_family_from_its_letters(architecture: str) -> None:
    name = names.parse(f"{architecture}.fb_in22k_ft_in1k")
    assert (name.family, name.family_label, name.kind) == ("zorknet", "zorknet", "unknown")
    assert not name.known
    assert name.pretraining == "in21k"


def test_an_unknown_relative_of_a_known_family_is_flagged() -> None:
    name = names.parse("resnet50zz.a1_in1k")
    assert (name.family, name.family_label, name.kind) == ("resnet", "ResNet", "unknown")
    assert not name.known


@given(st.text())
def test_any_text_can_be_parsed(text: str) -> None:
    name = names.parse(text)
    assert text in {name.architecture, f"{name.architecture}.{name.tag}"}
    assert name.family
    assert name.kind in names.KIND_LABELS
    assert name.pretraining in names.PRETRAINING_LABELS


def test_describe_keeps_order_and_repeats() -> None:
    weights = ["vgg16.tv_in1k", "resnet50.a1_in1k", "vgg16.tv_in1k"]
    table = names.describe(iter(weights))
    assert table["weights"].tolist() == weights
    assert table["family"].tolist() == ["vgg", "resnet", "vgg"]
    assert table.index.tolist() == [0, 1, 2]


def test_describe_of_nothing_has_the_columns() -> None:
    empty = names.describe([])
    assert len(empty) == 0
    assert {"weights", "architecture", "tag", "family", "kind", "known"} <= set(empty.columns)


# --- families.yml ----------------------------------------------------------------------------


class NoRepeats(yaml.SafeLoader):
    """Reads YAML and refuses a key that stands twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: D102
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"a key stands twice, line {node.start_mark.line + 1}"
        return super().construct_mapping(node, deep)


@pytest.fixture(scope="module")
def raw() -> dict[str, Any]:
    text = Path(names.__file__).with_name("families.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=NoRepeats)  # noqa: S506
    return loaded


def test_the_loader_of_this_test_refuses_repeats() -> None:
    with pytest.raises(AssertionError, match="stands twice, line 1"):
        yaml.load("{a: 1, a: 2}", Loader=NoRepeats)  # noqa: S506


def test_the_vocabulary_of_the_file(raw: dict[str, Any]) -> None:
    kinds = set(names.KIND_LABELS) - {"unknown"}
    pretraining = list(names.PRETRAINING_LABELS)
    assert list(raw["pretraining"]) == pretraining[-2::-1], "largest first"
    for family, entry in raw["families"].items():
        assert re.fullmatch("[a-z][a-z0-9_]*", family)
        assert entry["kind"] in kinds, family
        assert set(entry.get("kinds", {})) <= kinds - {entry["kind"]}, family
        assert entry.get("untagged", "in1k") in pretraining, family
        assert entry["label"].strip(), family


def test_labels_are_unique(raw: dict[str, Any]) -> None:
    labels = [entry["label"].casefold() for entry in raw["families"].values()]
    assert len(labels) == len(set(labels))


def test_year_is_that_of_the_arxiv_id(raw: dict[str, Any]) -> None:
    for family, entry in raw["families"].items():
        arxiv = entry["arxiv"]
        if arxiv is None:
            assert entry.get("doubtful"), family
        else:
            assert re.fullmatch(r"\d{4}\.\d{4,5}", arxiv), family
            assert entry["year"] == 2000 + int(arxiv[:2]), family
        assert 2014 <= entry["year"] <= 2026, family


def test_a_paper_is_in_the_module_of_its_family_or_doubtful(
    raw: dict[str, Any], modules: dict[str, str]
) -> None:
    papers = pd.read_csv(SNAPSHOT / "modules.csv").set_index("module")["arxiv_ids"].fillna("")
    found: dict[str, set[str]] = {family: set() for family in raw["families"]}
    for architecture, module in modules.items():
        found[names.parse(architecture).family] |= set(papers[module].split())
    missing = [
        family
        for family, entry in raw["families"].items()
        if entry["arxiv"] not in found[family] and not entry.get("doubtful")
    ]
    assert missing == []


def test_doubt_has_a_reason(raw: dict[str, Any]) -> None:
    for family, entry in raw["families"].items():
        assert entry.get("doubtful", False) in {True, False}
        if entry.get("doubtful"):
            assert entry.get("note", "").endswith("."), family


def test_a_family_without_a_measured_name_says_why(raw: dict[str, Any], measured: set[str]) -> None:
    used = {names.parse(weights).family for weights in measured}
    excused = {family for family, entry in raw["families"].items() if entry.get("unmeasured")}
    assert set(raw["families"]) - used == excused


def test_families_is_the_file_as_a_table(raw: dict[str, Any]) -> None:
    table = names.families()
    assert table["family"].tolist() == list(raw["families"])
    row = table.set_index("family").loc["mambaout"]
    assert (row["label"], row["kind"], row["year"]) == ("MambaOut", CONV, 2024)
    assert (row["arxiv"], row["doubtful"], row["unmeasured"]) == ("2405.07992", False, "")
    assert table["arxiv"].eq("").sum() == sum(
        entry["arxiv"] is None for entry in raw["families"].values()
    )
    assert not table.isna().any(axis=None)


# --- the rule of the original page -----------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "family", "kept"),
    [
        ("levit_128s", "levit", True),
        ("regnetx_002", "regnetx", True),
        ("resnet18", "resnet", True),
        ("resnet50d", "resnetd", True),
        ("resnetv2_50x1_bitm", "resnetv2", True),
        ("resnetv2_50d_evos", "resnetv2d", True),
        ("resnetv2_50d_gn", "resnetv2d", False),  # ends in gn
        ("resnet50_gn", "resnet", False),
        ("convnext_base_in22k", "convnext_in22", True),
        ("convnext_base_384_in22ft1k", "convnext_in22", True),
        ("deit3_base_patch16_224_in21ft1k", "deit", False),
        ("swinv2_cr_small_224", "swinv2", True),
        ("swin_v2_cr_small_224", "swin", True),
        ("swin22_tiny", "swin_in22", True),  # in22 anywhere
        ("efficientnetv2_rw_s", "efficientnetv2", True),
        ("efficientnet_b0", "efficientnet", True),
        ("mobilevitv2_150_in22ft1k", "mobilevitv2_in22", True),
        ("crossvit_15_240", "crossvit", True),
        ("beit_base_patch16_224_in22k", "beit_in22", True),
        ("tf_efficientnet_b0", "tf", False),
        ("ecaresnet50d", "ecaresnetd", False),  # does not start with resnet
        ("wide_resnet50_2", "wide", False),
        ("seresnext101d_32x8d", "seresnext", False),  # resnext, not resnet
        ("resnext50d_32x4d", "resnext", False),
        ("repvgg_a2", "repvgg", True),
        ("vgg11_bn", "vgg", True),
        ("nf_regnet_b1", "nf", False),
        ("xcit_nano_12_p8_224", "xcit", False),
        ("convit_tiny", "convit", True),
        ("vit_base_patch16_224.augreg_in21k", "vit", True),
        ("Resnet50", "", False),
        ("", "", False),
    ],
)
def test_original_rule_on_examples_worked_by_hand(model: str, family: str, kept: bool) -> None:
    assert names.original_family(model) == family
    assert names.original_keep(model) is kept


@pytest.mark.parametrize(
    ("task", "joined", "kept", "families"),
    [
        ("infer", 434, 117, {"levit": 5, "regnetx": 12, "swin": 9, "resnetv2d": 2, "vgg": 7}),
        ("train", 438, 120, {"levit": 5, "regnetx": 12, "swin": 9, "resnetv2d": 2, "vgg": 8}),
    ],
)
def test_original_rule_gives_the_original_numbers_of_rows(
    task: str, joined: int, kept: int, families: dict[str, int]
) -> None:
    speed = pd.read_csv(SNAPSHOT / "speed" / f"{task}-amp-nhwc-pt111-cu113-rtx3090.csv")
    both = sorted(set(speed["model"]) & set(accuracy(BEFORE)["weights"]))
    shown = [model for model in both if names.original_keep(model)]
    assert (len(both), len(shown)) == (joined, kept)
    counts = pd.Series(shown).map(names.original_family).value_counts()
    assert {family: counts[family] for family in families} == families
