"""How to read the downloads, in three languages."""

from __future__ import annotations

from analysis.drawing.number_format import Sentence
from analysis.runs.devices import lead_run

EXAMPLES = {
    "python": """\
import pandas as pd
joined = pd.read_csv("downloads/joined.csv", keep_default_na=False, na_values=[""])
board = joined[joined["run"] == "RUN"]""",
    "r": """\
joined <- read.csv("downloads/joined.csv")
board <- subset(joined, run == "RUN")""",
    "sql": """\
SELECT weights, top1, samples_per_sec
FROM 'downloads/joined.csv'
WHERE run = 'RUN' AND NOT is_test
ORDER BY top1 DESC LIMIT 10;""",
}


def example(language: str) -> Sentence:
    """Give code that reads the leading run's rows of the joined table; RUN where none leads."""
    code = EXAMPLES[language].replace("RUN", lead_run() or "RUN")
    return Sentence(f"```{language}\n{code}\n```")
