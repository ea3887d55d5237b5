"""How the work on a source ended, and what is told of it."""
