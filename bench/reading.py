"""Reading 100,000 candidates and 30 criteria beside polars and fastexcel: ``python -m bench.reading``.

Each job is done in turn by see-mcda, by its peer, and by the library that takes the file apart for see-mcda,
which is the least that any reader in Python needs. Memory is the peak of a fresh process above its imports
(on Linux only).
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import fastexcel
import numpy as np
import polars as pl
import python_calamine
import xlsxwriter
from pyarrow import parquet

import see_mcda as sm
from bench.measure import Contestant, seconds

N, M = 100_000, 30
ROUNDS = 3
FORMATS = ("csv", "xlsx", "parquet")


def table(n: int = N, m: int = M) -> pl.DataFrame:
    """Return a table of names and criteria: a third whole numbers, the others with two decimals."""
    generator = np.random.default_rng(0)
    scores = generator.lognormal(4, 1, (n, m)).round(2)
    columns = {
        f"criterion {at + 1}": column.astype(int) if at % 3 == 0 else column
        for at, column in enumerate(scores.T)
    }
    return pl.DataFrame({"name": [f"Enterprise {at + 1}" for at in range(n)], **columns})


def write(frame: pl.DataFrame, folder: Path) -> None:
    """Write a table in each format."""
    frame.write_csv(folder / "table.csv")
    frame.write_parquet(folder / "table.parquet")
    with xlsxwriter.Workbook(folder / "table.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet("scores")
        sheet.write_row(0, 0, frame.columns)
        for at, row in enumerate(frame.iter_rows(), 1):
            sheet.write_row(at, 0, row)


def cells_of_csv(path: str) -> None:
    """Split a file into cells by Python's own reader, and keep none."""
    for _ in csv.reader(io.StringIO(Path(path).read_text(encoding="utf-8"))):
        pass


def cells_of_workbook(path: str) -> object:
    """Read the cells of a workbook by calamine as see-mcda does, row by row, and keep none."""
    for _ in python_calamine.load_workbook(path).get_sheet_by_index(0).iter_rows():
        pass


READERS: dict[str, dict[str, Callable[[str], object]]] = {
    "csv": {
        "see-mcda": lambda path: sm.read_problem(Path(path)),
        "polars": pl.read_csv,
        "csv.reader alone": cells_of_csv,
    },
    "xlsx": {
        "see-mcda": lambda path: sm.read_problem(Path(path)),
        "fastexcel": lambda path: fastexcel.read_excel(path).load_sheet(0).to_arrow(),
        "calamine alone": cells_of_workbook,
    },
    "parquet": {
        "see-mcda": lambda path: sm.read_problem(Path(path)),
        "polars": pl.read_parquet,
        "pyarrow": parquet.read_table,
    },
}


def held(which: str) -> int:
    """Return the bytes that this process holds (VmRSS), or has held at most (VmHWM)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(which))
    return int(line.split()[1]) * 1024


def memory(path: str, reader: str) -> int:
    """Return the peak bytes above the imports of reading a file in a fresh process."""
    code = f"from bench.reading import print_peak; print_peak({path!r}, {reader!r})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    return int(json.loads(done.stdout))


def print_peak(path: str, reader: str) -> None:
    """Read a small table for the imports, then a file; print the peak bytes above what was held before."""
    read, format = READERS[Path(path).suffix[1:]][reader], Path(path).suffix
    with tempfile.TemporaryDirectory() as folder:
        write(table(100, 3), Path(folder))
        read(str(Path(folder) / f"table{format}"))
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = held("VmRSS")
    read(path)
    print(held("VmHWM") - before)


def main() -> None:
    frame = table()
    size = frame.estimated_size()
    with tempfile.TemporaryDirectory() as folder:
        write(frame, Path(folder))
        del frame
        print(f"reading {N:,}×{M}, a table of {size / 2**20:.0f} MiB in polars")
        for format in FORMATS:
            path = str(Path(folder) / f"table.{format}")
            readers = READERS[format]
            taken = seconds({name: Contestant(partial(read, path)) for name, read in readers.items()}, ROUNDS)
            of_peer = taken[list(readers)[1]]
            print(f"\n{format}, {Path(path).stat().st_size / 2**20:.0f} MiB")
            for name, time in taken.items():
                most = memory(path, name)
                print(
                    f"  {name:<18} {time:8.3f} s {time / of_peer:7.2f}×   "
                    f"{most / 2**20:8.0f} MiB {most / size:6.1f}×"
                )


if __name__ == "__main__":
    main()
