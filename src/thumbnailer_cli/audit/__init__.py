"""`thumbnailer audit`: compares outputs with sources, and repairs them."""
