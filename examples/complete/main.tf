# Everything switched on: two buckets, a key of its own, removals, reports, notices, delivery over HTTPS,
# alarms, a dashboard, uploads from browsers. Credentials, region and endpoint come from the environment.

provider "aws" {}

module "thumbnails" {
  source = "../.."

  name          = "complete"
  bucket_name   = "complete-uploads-${var.id}"
  destination   = { bucket_name = "complete-thumbnails-${var.id}", noncurrent_version_expiration_days = 1 }
  force_destroy = var.force_destroy

  # What is replaced or deleted can be restored for a week; what is uploaded to a folder for tests is deleted after a day.
  bucket = {
    noncurrent_version_expiration_days = 7
    lifecycle_rules                    = [{ id = "tests", prefix = "uploads/tests/", expiration_days = 1 }]
  }

  encryption = { create_key = true }
  cors       = { allowed_origins = ["https://example.org"] }

  inputs = ["jpeg", "png", "webp", "gif", "avif", "tiff"]

  variants = {
    thumb = { width = 150, height = 150 }
    large = { width = 1024, format = "webp", max_bytes = 100000 }
  }

  watermark = { text = "© complete", variants = ["large"] }
  limits    = { max_bytes = 20 * 1024 * 1024 }

  # Thumbnails of deleted pictures go, too, and what is rejected is reported at rejected/<key>.json.
  on_delete       = "remove"
  rejected_prefix = "rejected/"

  # A message for every picture; subscribe to the output `notices_topic_arn`.
  notices = { enabled = true }

  # New accounts have a quota of 10 concurrent executions. With more, `function.reserved_concurrency` may keep some free.
  batching = { batch_size = 10, window = 1, maximum_concurrency = 5 }

  function = {
    architecture      = var.architecture
    runtime           = var.runtime
    memory_size       = 3008
    ephemeral_storage = 1024
    metrics           = "all"
    tracing           = true
  }

  role = {
    path                 = "/pictures/"
    permissions_boundary = aws_iam_policy.boundary.arn
  }

  # In a second, old pages ask again; URLs with ?v= and the ETag of the notice may be kept for ever.
  delivery = { enabled = true, cache = { seconds = 1 } }

  alarms = {
    enabled    = true
    actions    = [aws_sns_topic.operators.arn]
    ok_actions = [aws_sns_topic.operators.arn]
    thresholds = { rejected_percent = 10 }
  }

  dashboard             = true
  log_retention_in_days = 365

  artifacts = var.artifacts
  tags      = var.tags
}

# Who is told when an alarm goes off: subscribe to it.
resource "aws_sns_topic" "operators" {
  # checkov:skip=CKV_AWS_26: alarms hold names and numbers; a key would have to let CloudWatch use it
  name = "complete-operators-${var.id}"
  tags = var.tags
}

# What roles of this team may do at most, whatever their own policies say.
resource "aws_iam_policy" "boundary" {
  # checkov:skip=CKV_AWS_355: a boundary allows nothing by itself
  # checkov:skip=CKV_AWS_288: as above
  # checkov:skip=CKV_AWS_289: as above
  # checkov:skip=CKV_AWS_290: as above
  name        = "complete-boundary-${var.id}"
  description = "At most pictures, messages, notices, keys, log lines and traces."
  tags        = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "AtMost"
        Effect   = "Allow"
        Action   = ["s3:*", "sqs:*", "sns:Publish", "kms:Decrypt", "kms:GenerateDataKey", "logs:*", "xray:Put*"]
        Resource = "*"
      },
    ]
  })
}
