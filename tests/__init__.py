"""The specification of the project, as tests."""

from hypothesis import settings

# The same examples everywhere, and no complaint about a machine that is busy with other things.
settings.register_profile("project", deadline=None, derandomize=True)
settings.load_profile("project")
