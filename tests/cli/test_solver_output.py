"""What a library in C prints is no part of a result."""

import ctypes

import pytest

from see_mcda.cli.solver_output import prints_on_stderr


def test_a_line_that_a_library_prints_goes_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    library = ctypes.CDLL(None)
    with prints_on_stderr():
        library.puts(b"of its own accord")
    print("the result")
    library.fflush(None)
    out, err = capfd.readouterr()
    assert (out, err) == ("the result\n", "of its own accord\n")
