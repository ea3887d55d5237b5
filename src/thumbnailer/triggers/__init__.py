"""The triggers of the function: convert events to sources, and outcomes to the response."""
