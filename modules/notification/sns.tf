locals {
  # In the messages of S3 keys are URL-encoded, and the topic may send either form.
  encoded_prefix = replace(urlencode(var.prefix), "%2F", "/")

  message_filter = jsonencode({
    Records = {
      s3 = {
        bucket = { name = [var.bucket_name] }
        object = { key = [for prefix in distinct([var.prefix, local.encoded_prefix]) : { prefix = prefix }] }
      }
    }
  })
}

resource "aws_sns_topic_subscription" "this" {
  count = var.mode == "sns" ? 1 : 0

  topic_arn = var.topic_arn
  protocol  = "sqs"
  endpoint  = var.queue_arn

  # The message as S3 wrote it, without SNS's envelope: that is a third of its size.
  raw_message_delivery = true

  filter_policy_scope = var.filter_messages ? "MessageBody" : null
  filter_policy       = var.filter_messages ? local.message_filter : null
}
