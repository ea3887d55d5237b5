locals {
  event_pattern = jsonencode({
    source      = ["aws.s3"]
    detail-type = concat(["Object Created"], var.removals ? ["Object Deleted"] : [])
    detail = {
      bucket = { name = [var.bucket_name] }
      # A key has to have the prefix and a suffix: a list of both would ask for the one or the other.
      object = { key = [for suffix in local.suffixes : { wildcard = "${var.prefix}*${suffix}" }] }
    }
  })
}

resource "aws_cloudwatch_event_rule" "this" {
  count = var.mode == "eventbridge" ? 1 : 0

  name          = var.id
  description   = "Pictures that are uploaded to ${var.prefix}."
  event_pattern = local.event_pattern
  tags          = var.tags

  lifecycle {
    precondition {
      condition = length(local.event_pattern) <= 2048
      error_message = join(" ", [
        "The event pattern has ${length(local.event_pattern)} characters, and EventBridge takes 2048: use fewer",
        "or shorter suffixes, or a shorter uploads_prefix.",
      ])
    }
  }
}

# EventBridge tries for a day to deliver an event. The queue's policy lets this rule send.
resource "aws_cloudwatch_event_target" "this" {
  count = var.mode == "eventbridge" ? 1 : 0

  rule      = one(aws_cloudwatch_event_rule.this[*].name)
  target_id = "queue"
  arn       = var.queue_arn
}
