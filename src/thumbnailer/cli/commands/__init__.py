"""The commands, one a module: what they take, what they do in which order, what they print."""
