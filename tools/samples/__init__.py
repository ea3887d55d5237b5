"""What tests, docs and benchmarks are shown on: pictures, recipes, events, and AWS in memory."""
