"""How to read the downloads, in three languages."""

from __future__ import annotations

import pandas as pd

from analysis.drawing.number_format import Sentence
from analysis.runs.devices import lead_run

EXAMPLES = {
    "python": """\
import pandas as pd
joined = pd.read_csv("downloads/FILE", keep_default_na=False, na_values=[""])
board = joined[joined["run"] == "RUN"]""",
    "r": """\
joined <- read.csv("downloads/FILE")
board <- subset(joined, run == "RUN")""",
    "sql": """\
SELECT weights, top1, samples_per_sec
FROM 'downloads/FILE'
WHERE run = 'RUN' AND NOT is_test
ORDER BY top1 DESC LIMIT 10;""",
}


def example(language: str, files: pd.DataFrame) -> Sentence:
    """Give code that reads the leading run's rows of the joined table; RUN where none leads.

    ``files`` is what `analysis.publish.downloads.export` gives.
    """
    file = files.loc[files["table"].eq("joined"), "path"].iloc[0]
    code = EXAMPLES[language].replace("RUN", lead_run() or "RUN").replace("FILE", file)
    return Sentence(f"```{language}\n{code}\n```")
