"""How hypothesis runs: no deadlines, the same examples in CI; `--hypothesis-profile=` many or quick."""

import os

from hypothesis import settings

settings.register_profile("here", deadline=None, max_examples=30)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.register_profile("quick", settings.get_profile("here"), max_examples=5)
settings.register_profile("many", settings.get_profile("here"), max_examples=400)
settings.load_profile("ci" if os.environ.get("CI") else "here")
