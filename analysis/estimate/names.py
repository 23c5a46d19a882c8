"""The names that people write -> the models that are known."""

from __future__ import annotations

import re

import pandas as pd

from analysis.data import reading
from analysis.naming.renames import bare
from analysis.naming.resolve import Known, known, resolve

_HUB = re.compile(r"^(hf[-_]hub:)?(timm/)?")


def understood(rows: pd.DataFrame, catalog: pd.DataFrame, renames: pd.DataFrame) -> pd.DataFrame:
    """Bring names to today's architectures and give every row its image size.

    Parameters
    ----------
    rows : DataFrame
        ``name`` (with or without a tag, a hub's prefix, ``@size``) and ``img_size`` (missing where
        the file does not say).
    catalog : DataFrame
        timm's architectures.
    renames : DataFrame
        ``old, new``, timm's list; it counts for names that timm has no more.

    Returns
    -------
    DataFrame
        On the rows' index: ``architecture``, ``img_size`` (missing for unknown names without one)
        and ``size_assumed``, whether it is timm's default for want of another.
    """
    plain = rows["name"].str.strip().str.replace(_HUB, "", regex=True)
    parts = plain.str.partition("@")
    names, asked = parts[0], pd.to_numeric(parts[2], errors="coerce").astype(float)
    new = dict(zip(renames["old"], renames["new"], strict=True))
    today = set(catalog["architecture"])
    own = bare(names)
    renamed = bare(names.map(new).fillna(own.map(new)).fillna(own))
    architecture = own.where(own.isin(today), renamed)
    size = catalog["default_input"].str.rpartition("x")[2].astype(float)
    usual = architecture.map(dict(zip(catalog["architecture"], size, strict=True)))
    said = rows["img_size"].astype(float).fillna(asked)
    return pd.DataFrame(
        {
            "architecture": architecture,
            "img_size": said.fillna(usual),
            "size_assumed": said.isna() & usual.notna(),
        }
    )


def brought(rows: pd.DataFrame) -> pd.DataFrame:
    """Do as `understood` with the snapshot's catalogue; other spellings are resolved before."""
    catalog, renames = reading.catalog("architectures"), reading.catalog("renames")
    found = understood(rows, catalog, renames)
    strange = ~found["architecture"].isin(catalog["architecture"])
    if not strange.any():
        return found
    names = known()
    spelled = rows["name"].where(~strange, rows["name"].map(lambda name: _resolved(name, names)))
    return understood(rows.assign(name=spelled), catalog, renames)


def _resolved(name: str, names: Known) -> str:
    """Give the weights that a name stands for, with its image size; the name where none do."""
    weights, (_, at, size) = resolve(name, names).weights, name.partition("@")
    return f"{weights}{at}{size}" if weights else name
