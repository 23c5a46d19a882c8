"""One raw upstream file -> one tidy table, whatever its quirks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.data.errors import DataError
from analysis.refresh.raw_speeds import read_benchmark
from analysis.refresh.raw_tables import read_accuracy, read_catalog, read_edition
from tests.support import raw_files

ACCURACY_COLUMNS = "weights img_size param_count_m crop_pct interpolation top1 top5"
SPEED_COLUMNS = (
    "model img_size samples_per_sec step_time_ms batch_size param_count_m gmacs activations_m"
)
EVA = "eva_giant_patch14_560.m30m_ft_in22k_in1k"


def rows(table: pd.DataFrame) -> list[tuple[object, ...]]:
    """Give the rows as plain tuples, None for what is missing."""
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in table.astype(object).itertuples(index=False, name=None)
    ]


def test_an_accuracy_file_becomes_a_table_without_its_redundant_columns(tmp_path: Path) -> None:
    table = read_accuracy(
        raw_files.write(tmp_path / "results-imagenet.csv", raw_files.ACCURACY_2026)
    )
    assert list(table.columns) == ACCURACY_COLUMNS.split()
    assert rows(table)[0] == (EVA, 560, 1014.45, 1.0, "bicubic", 89.786, 98.992)
    assert len(table) == 5


@pytest.mark.parametrize(
    "text", [raw_files.ACCURACY_2022, raw_files.ACCURACY_2022.replace("cropt", "crop")]
)
def test_the_crop_is_read_under_its_old_and_its_new_spelling(tmp_path: Path, text: str) -> None:
    table = read_accuracy(raw_files.write(tmp_path / "results-imagenet.csv", text))
    assert rows(table) == [
        ("resnet50", 224, 25.56, 0.95, "bicubic", 80.214, 94.612),
        ("levit_128s", 224, 7.78, 0.9, "bicubic", 76.53, 92.866),
    ]


def test_speed_files_give_the_same_columns_whatever_their_order_or_task(tmp_path: Path) -> None:
    tables = {
        run: read_benchmark(
            raw_files.write(tmp_path / f"benchmark-{run}.csv", text), run.split("-")[0]
        )
        for (_, run), text in raw_files.SPEED.items()
    }
    for table in tables.values():
        assert list(table.columns) == SPEED_COLUMNS.split()
    eva = ("eva_giant_patch14_560", 560, 40.0, 1600.0, 64, 1014.45, 1906.76, 2577.17)
    assert rows(tables[raw_files.LEAD])[3] == eva
    assert rows(tables[raw_files.TRAIN]) == [
        ("resnet50", 224, 900.0, 284.444, 256, 25.56, None, None),
    ]


def test_batch_sizes_with_a_point_missing_cells_and_missing_measurements(tmp_path: Path) -> None:
    path = raw_files.write(
        tmp_path / "benchmark-infer.csv", raw_files.SPEED[raw_files.NEW, raw_files.FLOATS]
    )
    assert rows(read_benchmark(path, "infer")) == [
        ("resnet50", 224, 2600.0, 393.846, 1024, 25.56, 4.11, 11.11),
        ("levit_128s", 224, 14000.0, 73.143, 1024, 7.78, None, None),
        ("eva_giant_patch14_560", 560, None, None, None, 1014.45, 1906.76, 2577.17),
    ]


@pytest.mark.parametrize(
    ("text", "number"), [('"1,014.45"', 1014.45), ('"1,234,567"', 1234567), ("1014.45", 1014.45)]
)
def test_thousands_may_be_set_apart(tmp_path: Path, text: str, number: float) -> None:
    body = raw_files.ACCURACY_2022.replace("7.78", text)
    table = read_accuracy(raw_files.write(tmp_path / "results-imagenet.csv", body))
    assert table["param_count_m"].iloc[1] == number


@pytest.mark.parametrize("text", ['"1,01.45"', '"1014,450"', '"1,0145"', '",014"'])
def test_commas_elsewhere_in_a_number_are_refused(tmp_path: Path, text: str) -> None:
    body = raw_files.ACCURACY_2022.replace("7.78", text)
    with pytest.raises(DataError, match=r"row 3, column param_count, value .*: not a number"):
        read_accuracy(raw_files.write(tmp_path / "results-imagenet.csv", body))


def test_an_edition_is_one_wide_table_with_every_row_of_every_test_set(tmp_path: Path) -> None:
    table = read_edition(raw_files.write_all(tmp_path) / raw_files.NEW)
    keys = list(zip(table["weights"], table["img_size"], strict=True))
    assert keys == [
        (EVA, 560),
        ("resmlp_24_224.fb_dino", 224),
        ("resnet50.a1_in1k", 224),
        ("resnet50.a1_in1k", 288),
        ("resnet50.tv_in1k", 224),
        ("test_vit.r160_in1k", 160),
    ]
    columns = ["imagenet_top1", "imagenet-a_top1", "imagenet-a_top5", "imagenet-a-clean_top1"]
    assert rows(table[columns]) == [
        (89.786, 80.0, 95.0, 89.786),
        (None, 0.48, 2.0, None),
        (80.214, 60.0, 80.0, 80.214),
        (81.214, 60.5, 80.5, 81.214),
        (76.13, None, None, 76.13),
        (40.842, 4.0, 9.0, 40.842),
    ]
    evaluation = ["param_count_m", "crop_pct", "interpolation"]
    assert rows(table[evaluation])[1] == (30.02, 0.875, "bicubic")


def test_files_of_an_edition_must_agree_on_how_weights_were_evaluated(tmp_path: Path) -> None:
    folder = raw_files.write_all(tmp_path) / raw_files.NEW
    raw_files.write(folder / "results-sketch.csv", raw_files.HARD_2026.replace("30.02", "30.03"))
    with pytest.raises(DataError) as caught:
        read_edition(folder)
    error = caught.value
    place = ("2026-01-06/results-sketch.csv", 5, "param_count", "30.03")
    assert (error.file, error.row, error.column, error.value) == place
    assert "resmlp_24_224.fb_dino at 224 has 30.02" in str(error)


def test_an_error_column_that_is_not_the_rest_to_100_is_refused(tmp_path: Path) -> None:
    text = raw_files.ACCURACY_2026.replace("80.214,19.786", "80.214,19.766")
    with pytest.raises(DataError) as caught:
        read_accuracy(raw_files.write(tmp_path / "results-imagenet.csv", text))
    error = caught.value
    assert (error.row, error.column, error.value) == (4, "top1_err", "19.766")
    assert error.problem == "is not 100 minus top1, 80.214"


def test_rounding_of_the_error_column_is_forgiven(tmp_path: Path) -> None:
    text = raw_files.ACCURACY_2026.replace("80.214,19.786", "80.214,19.785")
    assert len(read_accuracy(raw_files.write(tmp_path / "results-imagenet.csv", text))) == 5


def test_a_speed_file_of_the_other_task_is_refused_in_upstreams_words(tmp_path: Path) -> None:
    path = raw_files.write(
        tmp_path / "benchmark-x.csv", raw_files.SPEED[raw_files.NEW, raw_files.TRAIN]
    )
    with pytest.raises(DataError, match="row 1, column infer_img_size: the column is missing"):
        read_benchmark(path, "infer")


def test_the_catalogue_is_read_with_what_it_leaves_open(tmp_path: Path) -> None:
    catalog = read_catalog(raw_files.write_all(tmp_path) / "catalog")
    assert [len(catalog[name]) for name in catalog] == [5, 1, 2, 2]
    weights = catalog["weights"]
    assert list(weights.columns) == ["weights", "module", "license", "hub_id", "paper_ids"]
    facts = ("resnet", "apache-2.0", "timm/resnet50.a1_in1k", "2110.00476 1512.03385")
    assert rows(weights)[2][1:] == facts
    assert rows(weights)[4] == ("test_vit.r160_in1k", "vision_transformer", "", "", "")
