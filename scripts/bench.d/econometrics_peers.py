"""One estimate by a peer on the columns that econometrics-bench generates; a process of its own.

Usage: econometrics_peers.py pyfixest|diff-diff FOLDER
"""

import resource
import sys
from pathlib import Path

import numpy as np
import pandas as pd

QUARTERS = 20


def panel(folder: Path) -> pd.DataFrame:
    outcome = np.fromfile(folder / "y.f64", dtype=np.float64)
    cohort = np.repeat(np.fromfile(folder / "cohort.i32", dtype=np.int32), QUARTERS)
    firms = len(outcome) // QUARTERS
    quarter = np.tile(np.arange(1, QUARTERS + 1, dtype=np.int32), firms)
    return pd.DataFrame(
        {
            "firm": np.repeat(np.arange(firms, dtype=np.int32), QUARTERS),
            "quarter": quarter,
            "cohort": cohort,
            "D": ((cohort > 0) & (quarter >= cohort)).astype(np.float64),
            "y": outcome,
        }
    )


def pyfixest(data: pd.DataFrame) -> str:
    import pyfixest

    fit = pyfixest.feols("y ~ D | firm + quarter", data, vcov={"CRV1": "firm"})
    return f"twfe {fit.coef()['D']:.10f} se {fit.se()['D']:.10f}"


def diff_diff(data: pd.DataFrame) -> str:
    from diff_diff import CallawaySantAnna

    result = CallawaySantAnna(control_group="never_treated", base_period="varying").fit(
        data, outcome="y", unit="firm", time="quarter", first_treat="cohort"
    )
    return f"simple {result.overall_att:.10f} se {result.overall_se:.10f}"


def main() -> None:
    data = panel(Path(sys.argv[2]))
    print({"pyfixest": pyfixest, "diff-diff": diff_diff}[sys.argv[1]](data))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(f"CPU {usage.ru_utime + usage.ru_stime:.2f} s, peak {usage.ru_maxrss // 1024} MB")


main()
