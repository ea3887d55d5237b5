"""The requests of the commands to AWS; no other package of the commands imports boto3."""
