"""The pages, in the order of a visit."""

from __future__ import annotations

from fastapi import APIRouter

from see_mcda_api.pages.candidate import router as candidate
from see_mcda_api.pages.candidates import router as candidates
from see_mcda_api.pages.compare import router as compare
from see_mcda_api.pages.criteria import router as criteria
from see_mcda_api.pages.docs import router as docs
from see_mcda_api.pages.explore import router as explore
from see_mcda_api.pages.help import router as help_
from see_mcda_api.pages.history import router as history
from see_mcda_api.pages.home import router as home
from see_mcda_api.pages.merging import router as merging
from see_mcda_api.pages.new import router as new
from see_mcda_api.pages.overview import router as overview
from see_mcda_api.pages.report import router as report
from see_mcda_api.pages.robustness import router as robustness
from see_mcda_api.pages.selection import router as selection
from see_mcda_api.pages.share import router as share
from see_mcda_api.pages.sign_in import router as sign_in
from see_mcda_api.pages.static_files import router as static_files
from see_mcda_api.pages.weights import router as weights

PAGES: tuple[APIRouter, ...] = (
    home,
    sign_in,
    new,
    overview,
    explore,
    weights,
    candidates,
    candidate,
    merging,
    criteria,
    compare,
    robustness,
    selection,
    report,
    share,
    history,
    help_,
    docs,
    static_files,
)
