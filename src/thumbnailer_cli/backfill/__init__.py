"""`thumbnailer backfill`: settles what is in a bucket already."""
