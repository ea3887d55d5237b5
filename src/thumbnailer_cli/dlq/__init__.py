"""`thumbnailer dlq`: explains, redrives, and deletes the messages of the dead-letter queue."""
