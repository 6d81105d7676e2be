"""Hypothesis profiles without time limits: the same examples every time, or new ones (`many`)."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "same",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
    print_blob=True,
    max_examples=30,
)
settings.register_profile("quick", settings.get_profile("same"), max_examples=5)
settings.register_profile("many", settings.get_profile("same"), derandomize=False, max_examples=400)
settings.load_profile("same")
