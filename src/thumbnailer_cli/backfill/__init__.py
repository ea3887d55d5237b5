"""`thumbnailer backfill`: sends the keys of existing sources to the queue."""
