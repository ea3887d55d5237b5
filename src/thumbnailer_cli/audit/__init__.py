"""`thumbnailer audit`: finds and mends what is missing or stale."""
