"""Shows the whole pipeline at work."""
