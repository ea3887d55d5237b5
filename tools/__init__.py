"""Tools of the project: they build, demonstrate and check it, and are never shipped."""
