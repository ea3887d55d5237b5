"""The requests of the commands to AWS; nothing else here imports boto3."""
