locals {
  # The policy of the queue stands inside the queue, so it cannot refer to the queue's own ARN. The
  # dead-letter queue lives in the same partition, region and account: only the last part, the name,
  # differs. (The name of the region is never read: providers 5 and 6 spell that differently.)
  queue_arn = replace(aws_sqs_queue.dlq.arn, "/[^:]+$/", var.name)

  policy = {
    Version = "2012-10-17"
    Statement = [
      {
        # The one Allow. Whoever else sends (from this account) does so by an identity policy.
        Sid       = "AllowEventsOfTheSender"
        Effect    = "Allow"
        Principal = { Service = var.sender.service }
        Action    = "sqs:SendMessage"
        Resource  = local.queue_arn
        Condition = merge(
          { ArnEquals = { "aws:SourceArn" = var.sender.arn } },
          # A bucket's ARN holds no account: a stranger could own that name once it is given up.
          var.sender.service == "s3.amazonaws.com" ? { StringEquals = { "aws:SourceAccount" = var.sender.account_id } } : {},
        )
      },
      merge(local.deny_plain_http, { Resource = local.queue_arn }),
    ]
  }

  dlq_policy = {
    Version   = "2012-10-17"
    Statement = [merge(local.deny_plain_http, { Resource = aws_sqs_queue.dlq.arn })]
  }

  # A Deny must name every action to be complete.
  deny_plain_http = {
    Sid       = "DenyPlainHttp"
    Effect    = "Deny"
    Principal = "*"
    Action    = "sqs:*"
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }

  day = 24 * 60 * 60
}

# First the dead-letter queue: SQS accepts a redrive policy only to a queue that exists.
resource "aws_sqs_queue" "dlq" {
  name = "${var.name}-dlq"

  # Longer than the queue's own: a message keeps the age it arrived with.
  message_retention_seconds = 14 * local.day
  max_message_size          = 262144
  receive_wait_time_seconds = 20
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  kms_master_key_id         = var.kms_key_arn
  tags                      = var.tags
}

resource "aws_sqs_queue" "this" {
  name = var.name

  # What AWS recommends: a message stays hidden through the retries of a throttled function, and
  # through the wait for a full batch.
  visibility_timeout_seconds = 6 * var.function_timeout + var.window
  message_retention_seconds  = 4 * local.day
  max_message_size           = 262144 # bytes; the records of one event stay far below
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = var.kms_key_arn == null ? true : null
  kms_master_key_id          = var.kms_key_arn

  # Both policies inline: the queue never exists without them, so whoever has its ARN may rely on
  # them; and the provider waits 25 seconds for each SQS resource of its own.
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dlq.arn
    maxReceiveCount     = var.max_receive_count
  })
  policy = jsonencode(local.policy)

  tags = var.tags
}

# Separate from the dead-letter queue: each names an ARN that exists only after it.
resource "aws_sqs_queue_redrive_allow_policy" "dlq" {
  queue_url = aws_sqs_queue.dlq.url

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.this.arn]
  })
}

resource "aws_sqs_queue_policy" "dlq" {
  queue_url = aws_sqs_queue.dlq.url
  policy    = jsonencode(local.dlq_policy)
}
