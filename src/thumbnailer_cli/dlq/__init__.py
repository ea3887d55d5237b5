"""`thumbnailer dlq`: explains, sends back, and deletes the messages of the dead-letter queue."""
