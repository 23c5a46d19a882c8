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
from analysis.naming import names, original_names

TODAY = "2026-01-06"
BEFORE = "2022-12-30"


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


# kind, pre-training, distilled or not -> name=family; worked out by hand, chosen for difficulty
BY_HAND = {
    "convolution, in1k": """
        tf_efficientnet_b5.aa_in1k=efficientnet tf_efficientnet_lite4.in1k=efficientnet_lite
        tf_efficientnet_el.in1k=efficientnet_edgetpu tf_efficientnet_cc_b1_8e.in1k=efficientnet_cc
        gc_efficientnetv2_rw_t.agc_in1k=efficientnetv2
        efficientnet_h_b5.sw_r448_e450_in1k=efficientnet_x legacy_xception.tf_in1k=xception
        legacy_senet154.in1k=senet legacy_seresnext26_32x4d.in1k=seresnext
        test_byobnet.r160_in1k=byobnet test_convnext3.r160_in1k=convnext
        tv_resnext50_32x4d=resnext gluon_resnet101_v1d=resnetd gluon_resnet18_v1b=resnet
        ens_adv_inception_resnet_v2=inception_resnet_v2 resnet50_gn.a1h_in1k=resnet
        resnet61q.ra2_in1k=resnetd resnetblur50.bt_in1k=resnet_aa resnetrs420.tf_in1k=resnetrs
        resnetv2_50d_evos.ah_in1k=resnetv2 resnext26ts.ra2_in1k=resnext
        wide_resnet50_2.racm_in1k=wide_resnet seresnet33ts.ra2_in1k=seresnet
        ecaresnetlight.miil_in1k=ecaresnet eca_resnext26ts.ch_in1k=ecaresnext
        gcresnet50t.ra2_in1k=gcresnet skresnext50_32x4d.ra_in1k=skresnext res2next50.in1k=res2net
        dla60_res2next.in1k=dla nf_resnet50.ra2_in1k=nf_resnet nf_regnet_b1.ra2_in1k=nf_regnet
        dm_nfnet_f0.dm_in1k=nfnet eca_nfnet_l2.ra3_in1k=nfnet regnety_160.deit_in1k=regnety
        regnetz_d8_evos.ch_in1k=regnetz dpn68b.ra_in1k=dpn dpn98.mx_in1k=dpn
        hgnet_tiny.paddle_in1k=hgnet ese_vovnet39b.ra_in1k=vovnetv2
        cs3se_edgenet_x.c2ns_in1k=cs3darknet cspresnext50.ra_in1k=cspnet
        convformer_s18.sail_in1k=convformer poolformerv2_m48.sail_in1k=poolformerv2
        mambaout_kobe.in1k=mambaout focalnet_base_lrf.ms_in1k=focalnet
        convnextv2_atto.fcmae_ft_in1k=convnextv2 inception_next_base.sail_in1k_384=inception_next
        semnasnet_075.rmsp_in1k=mnasnet fbnetc_100.rmsp_in1k=fbnet
        mobilenet_edgetpu_v2_m.ra4_e3600_r224_in1k=mobilenet_edgetpu_v2
    """,
    "convolution, in1k, distilled": """
        resnetv2_50x1_bit.goog_distilled_in1k=bit fastvit_t8.apple_dist_in1k=fastvit
        repvit_m1_5.dist_450e_in1k=repvit ghostnetv3_100.in1k=ghostnetv3
        resnetv2_50x1_bit_distilled=bit
    """,
    "convolution, in12k": """
        efficientnet_b5.sw_in12k_ft_in1k=efficientnet resnetaa50d.sw_in12k_ft_in1k=resnet_aa
        seresnextaa201d_32x8d.sw_in12k_ft_in1k_384=seresnext
        mobilenetv4_conv_aa_large.e230_r448_in12k_ft_in1k=mobilenetv4
        convnext_nano.r384_in12k_ft_in1k=convnext
    """,
    "convolution, in21k": """
        tf_efficientnetv2_b3.in21k_ft_in1k=efficientnetv2
        resnetv2_152x2_bit.goog_teacher_in21k_ft_in1k_384=bit
        tresnet_v2_l.miil_in21k_ft_in1k=tresnet dpn92.mx_in1k=dpn
        convnextv2_huge.fcmae_ft_in22k_in1k_512=convnextv2 resnetv2_152x4_bitm=bit
        convnext_tiny_384_in22ft1k=convnext
    """,
    "convolution, in21k, distilled": """
        hrnet_w18_ssld.paddle_in1k=hrnet hgnetv2_b4.ssld_stage2_ft_in1k=hgnetv2
    """,
    "convolution, web": """
        tf_efficientnet_b7.ns_jft_in1k=efficientnet
        tf_efficientnet_l2.ns_jft_in1k_475=efficientnet
        resnext101_32x16d.fb_wsl_ig1b_ft_in1k=resnext resnet50.fb_ssl_yfcc100m_ft_in1k=resnet
        regnety_1280.seer_ft_in1k=regnety regnety_320.swag_lc_in1k=regnety
        convnext_base.clip_laiona_augreg_ft_in1k_384=convnext
        convnext_xxlarge.clip_laion2b_soup_ft_in1k=convnext ig_resnext101_32x48d=resnext
        swsl_resnet18=resnet tf_efficientnet_l2_ns_475=efficientnet
    """,
    "convolution, unknown": "convnextv2_small=convnextv2",
    "attention, in1k": """
        test_vit2.r160_in1k=vit halonet_h1=halonet efficientvit_m5.r224_in1k=efficientvit_msra
        vit_base_patch32_224.sam_in1k=vit vit_base_patch16_rpn_224.sw_in1k=vit
        vit_relpos_base_patch32_plus_rpn_256.sw_in1k=vit_relpos
        vit_srelpos_small_patch16_224.sw_in1k=vit_relpos
        vit_base_patch16_rope_mixed_ape_224.naver_in1k=vit_rope
        vit_betwixt_patch16_rope_reg4_gap_256.sbb_in1k=vit_rope
        naflexvit_base_patch16_parfac_gap.e300_s576_in1k=naflexvit
        deit_small_patch16_224.fb_in1k=deit beitv2_base_patch16_224.in1k_ft_in1k=beitv2
        swin_s3_tiny_224.ms_in1k=swin_s3 swinv2_cr_tiny_ns_224.sw_in1k=swinv2
        swin_v2_cr_small_224=swinv2 hiera_base_plus_224.mae_in1k_ft_in1k=hiera
        volo_d5_512.sail_in1k=volo nest_base_jx.goog_in1k=nest jx_nest_small=nest
    """,
    "attention, in1k, distilled": """
        flexivit_large.600ep_in1k=flexivit deit_small_distilled_patch16_224.fb_in1k=deit
        pit_xs_distilled_224.in1k=pit
    """,
    "attention, in12k": "vit_so150m_patch16_reg4_gap_384.sbb_e250_in12k_ft_in1k=vit",
    "attention, in21k": """
        vit_base_patch16_224_miil.in21k_ft_in1k=vit deit3_huge_patch14_224.fb_in22k_ft_in1k=deit3
        beit_large_patch16_512.in22k_ft_in22k_in1k=beit
        beitv2_base_patch16_224.in1k_ft_in22k_in1k=beitv2
        eva_large_patch14_196.in22k_ft_in22k_in1k=eva
        eva02_tiny_patch14_336.mim_in22k_ft_in1k=eva02
        swinv2_large_window12to24_192to384_22kft1k=swinv2
    """,
    "attention, web": """
        vit_base_patch32_clip_448.laion2b_ft_in12k_in1k=vit_clip
        vit_large_patch14_clip_336.openai_ft_in12k_in1k=vit_clip
        vit_so400m_patch14_siglip_gap_378.webli_ft_in1k=vit_siglip
        beit3_base_patch16_224.in22k_ft_in1k=beit3 eva_giant_patch14_336.clip_ft_in1k=eva
        eva_giant_patch14_560.m30m_ft_in22k_in1k=eva
        eva02_large_patch14_448.mim_m38m_ft_in1k=eva02
    """,
    "attention, unknown": """
        vit_7b_patch16_dinov3=dinov3 vit_giant_patch14_reg4_dinov2=dinov2
        hieradet_small=sam2_hiera
    """,
    "attention, unknown, distilled": "vit_base_patch16_dinov3=dinov3",
    "hybrid, in1k": """
        lamhalobotnet50ts_256.a1h_in1k=halobotnet sebotnet33ts_256.a1h_in1k=botnet
        eca_halonext26ts.c1_in1k=halonet haloregnetz_b.ra3_in1k=halonet
        lambda_resnet26rpt_256.c1_in1k=lambda_resnet bat_resnext26ts.ch_in1k=bat_resnext
        coatnext_nano_rw_224.sw_in1k=coatnext maxxvitv2_nano_rw_256.sw_in1k=maxxvit
        fastvit_sa12.apple_in1k=fastvit mobilenetv4_hybrid_medium.ix_e550_r384_in1k=mobilenetv4
        efficientvit_l3.r320_in1k=efficientvit_mit nextvit_small.bd_in1k=nextvit
        semobilevit_s=mobilevit
    """,
    "hybrid, in1k, distilled": """
        levit_conv_128s.fb_dist_in1k=levit edgenext_base.usi_in1k=edgenext
    """,
    "hybrid, in12k": "coatnet_rmlp_1_rw2_224.sw_in12k_ft_in1k=coatnet",
    "hybrid, in21k": """
        caformer_b36.sail_in22k_ft_in1k_384=caformer maxvit_xlarge_tf_512.in21k_ft_in1k=maxvit
        vit_tiny_r_s16_p8_384.augreg_in21k_ft_in1k=vit_hybrid
        vit_base_r50_s16_384.orig_in21k_ft_in1k=vit_hybrid edgenext_base.in21k_ft_in1k=edgenext
        mobilevitv2_200.cvnets_in22k_ft_in1k_384=mobilevitv2
    """,
    "hybrid, in21k, distilled": """
        tiny_vit_21m_384.dist_in22k_ft_in1k=tiny_vit
    """,
    "hybrid, unknown, distilled": "nextvit_small.bd_ssld_6m_in1k_384=nextvit",
    "hybrid, unknown": "vit_base_resnet50d_224=vit_hybrid vit_base_mci_224=mobileclip",
    "mlp, in1k": "gmixer_24_224.ra3_in1k=gmixer resmlp_24_224.fb_dino=resmlp",
    "mlp, in1k, distilled": "resmlp_24_224.fb_distilled_in1k=resmlp",
    "mlp, in21k": "mixer_b16_224.miil_in21k_ft_in1k=mixer",
    "state-space, in1k": "sequencer2d_l.in1k=sequencer",
}
# names that timm has but no file of the snapshot measures
OF_THE_CATALOGUE = {
    "convolution, in1k": "convnextv2_atto.fcmae=convnextv2",
    "convolution, web, distilled": "convnext_tiny.dinov3_lvd1689m=convnext",
    "convolution, unknown": "resnet50_mlp.untrained=resnet_clip",
    "attention, in1k": "vit_small_patch16_224.dino=vit hiera_tiny_224.mae=hiera",
    "attention, web": """
        vit_7b_patch16_dinov3.lvd1689m=dinov3 vit_giant_patch14_dinov2.lvd142m=dinov2
        vit_huge_patch14_clip_378.dfn5b=vit_clip
    """,
    "attention, web, distilled": """
        vit_base_patch14_dinov2.lvd142m=dinov2
        vit_betwixt_patch32_clip_224.tinyclip_laion400m=vit_clip
    """,
    "hybrid, in1k, distilled": "iformer_l_distilled.in1k=iformer",
    "state-space, in1k": "efficientvim_m1.e450_in1k=efficientvim",
}


def listed(table: dict[str, str]) -> list[tuple[str, ...]]:
    """Give each name of such a table with its family and its facts."""
    return [(*name.split("="), facts) for facts, text in table.items() for name in text.split()]


@pytest.mark.parametrize(
    ("weights", "family", "facts"), [*listed(BY_HAND), *listed(OF_THE_CATALOGUE)]
)
def test_names_worked_out_by_hand(weights: str, family: str, facts: str) -> None:
    name = names.parse(weights)
    found = [name.kind, name.pretraining, *["distilled"] * name.distilled]
    assert (name.family, ", ".join(found)) == (family, facts)


def test_the_names_worked_out_by_hand_are_real(measured: set[str]) -> None:
    assert {name for name, *_ in listed(BY_HAND)} <= measured
    catalogued = set(pd.read_csv(SNAPSHOT / "weights.csv")["weights"])
    assert {name for name, *_ in listed(OF_THE_CATALOGUE)} <= catalogued - measured


# --- the whole of today's data ---------------------------------------------------------------


def test_every_row_has_a_family(today: pd.DataFrame) -> None:
    assert today[["weights", "architecture"]].nunique().tolist() == [1266, 900]
    assert len(today) == 1556
    assert today["known"].all()
    assert today["family"].nunique() == 148
    assert set(today["kind"]) == set(names.KIND_LABELS) - {"unknown"}
    assert set(today["pretraining"]) == set(names.PRETRAINING_LABELS)


@pytest.mark.edition("2026-01-06")
def test_every_name_measured_or_catalogued_has_a_family(measured: set[str]) -> None:
    table = names.describe(sorted(measured | set(pd.read_csv(SNAPSHOT / "weights.csv")["weights"])))
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
            swin_transformer_v2_cr tnt twins vision_transformer vision_transformer_relpos volo""",
        "hybrid": """byoanet coat edgenext efficientformer efficientformer_v2 efficientvit_mit
            levit maxxvit mobilevit nextvit shvit swiftformer tiny_vit vision_transformer_hybrid
            visformer xcit""",
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
        "in21k": ["hrnet_w18_ssld", "hrnet_w48_ssld", "hgnet_", "hgnetv2_"],
        "unknown": ["nextvit_base.bd_ssld_6m", "nextvit_large.bd_ssld_6m", "nextvit_small.bd_ssld"],
    }
    extra_dpn = {"dpn68b.mx_in1k", "dpn92.mx_in1k", "dpn107.mx_in1k"}

    def expected(weights: str, tag: str) -> str:
        if any(word in tag for word in web) or weights.startswith(tuple(documented["web"])):
            return "web"
        if weights.startswith(tuple(documented["unknown"])):
            return "unknown"
        ssld = weights.startswith(tuple(documented["in21k"])) and "ssld" in weights
        if "in21k" in tag or "in22k" in tag or ssld or weights in extra_dpn:
            return "in21k"
        if "in12k" in tag:
            return "in12k"
        return "in1k" if "in1k" in tag else "nothing"

    by_search = [expected(w, t) for w, t in zip(today["weights"], today["tag"], strict=True)]
    assert today.loc[today["pretraining"] != by_search, "weights"].tolist() == []
    counts = today.drop_duplicates("weights")["pretraining"].value_counts().to_dict()
    assert counts == {"in1k": 975, "in21k": 157, "web": 80, "in12k": 48, "unknown": 6}


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
    assert name.weights == "resnet50.a1_in1k"
    assert (name.architecture, name.tag) == ("resnet50", "a1_in1k")
    assert names.parse("resnet50").tag == ""
    assert names.parse("a.b.c").tag == "b.c"


PREFIXED = """
    tf_ mobilenetv3_small_100, legacy_ seresnet50, test_ nfnet_f0, gluon_ senet154,
    tv_ densenet121, ssl_ resnext50_32x4d, swsl_ resnet50, ig_ resnext101_32x8d,
    adv_ inception_v3, ens_adv_ inception_resnet_v2, dm_ nfnet_f3, jx_ nest_tiny
"""


@pytest.mark.parametrize("name", PREFIXED.split(","))
def test_a_publisher_prefix_does_not_change_the_family(name: str) -> None:
    prefix, plain = name.split()
    assert names.parse(prefix + plain).family == names.parse(plain).family


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


def test_the_vocabulary_of_the_file(raw: dict[str, Any]) -> None:
    kinds = set(names.KIND_LABELS) - {"unknown"}
    pretraining = list(names.PRETRAINING_LABELS)
    assert list(raw["pretraining"]) == pretraining[::-1], "what is not known, then largest first"
    assert list(raw["taught_by"]) == ["web", "in21k", "in1k"], "largest first"
    for family, entry in raw["families"].items():
        assert re.fullmatch("[a-z][a-z0-9_]*", family)
        assert entry["kind"] in kinds, family
        assert set(entry.get("kinds", {})) <= kinds - {entry["kind"]}, family
        assert entry.get("untagged", "in1k") in pretraining, family
        assert entry["label"].strip(), family
        assert entry.get("doubtful", False) in {True, False}
        assert not entry.get("doubtful") or entry.get("note", "").endswith("."), family
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


def _named(entry: dict[str, Any], listed: set[str]) -> set[str]:
    """Give an entry's own paper where its note names another that the module lists."""
    return {entry["arxiv"]} if any(paper in entry.get("note", "") for paper in listed) else set()


@pytest.mark.parametrize(
    ("weights", "seen"),
    [
        ("deit_small_distilled_patch16_224.fb_in1k", "in1k"),
        ("levit_conv_128.fb_dist_in1k", "in1k"),
        ("volo_d1_224.sail_in1k", "in1k"),
        ("beitv2_base_patch16_224.in1k_ft_in1k", "web"),
        ("beit_base_patch16_224.in22k_ft_in22k_in1k", "web"),
        ("eva02_tiny_patch14_336.mim_in22k_ft_in1k", "web"),
        ("tf_efficientnet_b7.ns_jft_in1k", "web"),
        ("tiny_vit_5m_224.dist_in22k_ft_in1k", "web"),
        ("flexivit_base.1200ep_in1k", "in21k"),
        ("resnetv2_50x1_bit.goog_distilled_in1k", "in21k"),
        ("edgenext_base.usi_in1k", "in21k"),
        ("nextvit_base.bd_ssld_6m_in1k", "unknown"),
        ("hgnet_base.ssld_in1k", "unknown"),
        ("resnet50.a1_in1k", ""),
        ("convnext_tiny.fb_in22k_ft_in1k", ""),
        ("deit_small_patch16_224.fb_in1k", ""),
        ("resnetv2_152x2_bit.goog_teacher_in21k_ft_in1k", ""),
        ("seresnet50.a1_in1k", ""),
    ],
)
def test_what_a_teacher_saw(weights: str, seen: str) -> None:
    assert names.parse(weights).taught_by == seen


def test_alone_on_imagenet_1k_is_who_had_no_teacher_that_saw_more() -> None:
    listed = [
        "deit_small_distilled_patch16_224.fb_in1k",
        "beitv2_base_patch16_224.in1k_ft_in1k",
        "flexivit_base.1200ep_in1k",
        "resnet50.a1_in1k",
        "convnext_tiny.fb_in22k_ft_in1k",
        "ghostnetv3_100.in1k",
    ]
    assert names.in1k_alone(names.describe(listed)).tolist() == [
        True,
        *[False] * 2,
        True,
        *[False] * 2,
    ]


def test_whoever_was_distilled_was_taught(today: pd.DataFrame) -> None:
    assert (today.loc[today["distilled"], "taught_by"] != "").all()


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
        if entry["arxiv"] not in found[family] | _named(entry, found[family])
        and not entry.get("doubtful")
    ]
    assert missing == []


def test_a_family_without_a_measured_name_says_why(raw: dict[str, Any], measured: set[str]) -> None:
    used = {names.parse(weights).family for weights in measured}
    excused = {family for family, entry in raw["families"].items() if entry.get("unmeasured")}
    assert set(raw["families"]) - used == excused


def test_families_is_the_file_as_a_table(raw: dict[str, Any]) -> None:
    table = names.families()
    assert table["family"].tolist() == list(raw["families"])
    row = table.set_index("family").loc["mambaout"]
    assert (row["label"], row["kind"], row["year"]) == ("MambaOut", "convolution", 2024)
    assert (row["arxiv"], row["doubtful"], row["unmeasured"]) == ("2405.07992", False, "")
    assert table["arxiv"].eq("").sum() == sum(
        entry["arxiv"] is None for entry in raw["families"].values()
    )
    assert not table.isna().any(axis=None)


# --- the rule of the original page -----------------------------------------------------------


# model=family; swin22_tiny because of in22 anywhere
KEPT = """
    levit_128s=levit regnetx_002=regnetx resnet18=resnet resnet50d=resnetd repvgg_a2=repvgg
    resnetv2_50x1_bitm=resnetv2 resnetv2_50d_evos=resnetv2d convnext_base_in22k=convnext_in22
    convnext_base_384_in22ft1k=convnext_in22 swinv2_cr_small_224=swinv2 swin_v2_cr_small_224=swin
    swin22_tiny=swin_in22 efficientnetv2_rw_s=efficientnetv2 efficientnet_b0=efficientnet
    mobilevitv2_150_in22ft1k=mobilevitv2_in22 crossvit_15_240=crossvit vgg11_bn=vgg
    beit_base_patch16_224_in22k=beit_in22 convit_tiny=convit vit_base_patch16_224.augreg_in21k=vit
"""
# these end in gn, do not start with resnet, are resnext, or are of other families
LEFT_OUT = """
    resnetv2_50d_gn=resnetv2d resnet50_gn=resnet ecaresnet50d=ecaresnetd
    seresnext101d_32x8d=seresnext resnext50d_32x4d=resnext deit3_base_patch16_224_in21ft1k=deit
    tf_efficientnet_b0=tf wide_resnet50_2=wide nf_regnet_b1=nf xcit_nano_12_p8_224=xcit Resnet50= =
"""


@pytest.mark.parametrize("example", [*KEPT.split(), *LEFT_OUT.split()])
def test_original_rule_on_examples_worked_by_hand(example: str) -> None:
    model, family = example.split("=")
    assert original_names.original_family(model) == family
    assert original_names.original_keep(model) is (example in KEPT.split())


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
    shown = [model for model in both if original_names.original_keep(model)]
    assert (len(both), len(shown)) == (joined, kept)
    counts = pd.Series(shown).map(original_names.original_family).value_counts()
    assert {family: counts[family] for family in families} == families
