"""`thumbnailer dlq`: explains, redrives and discards dead letters."""
