"""Creates thumbnails of images uploaded to S3.

Contains only code that runs on Lambda; the Lambda handler is in `handler`.
docs/development/design.md describes the packages and their allowed imports ("Rooms").
"""

__version__ = "0.1.0"
