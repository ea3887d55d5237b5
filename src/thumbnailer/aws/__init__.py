"""AWS clients; the only package that imports boto3 and botocore."""
