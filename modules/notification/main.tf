locals {
  # Sorted: the same set of suffixes is the same plan.
  suffixes = sort(distinct(var.suffixes))

  # What S3 shall send, one entry for each suffix: the `queue` blocks of aws_s3_bucket_notification.
  entries = [
    for suffix in local.suffixes : {
      id            = "${var.id}-${trimprefix(suffix, ".")}"
      queue_arn     = var.queue_arn
      events        = concat(["s3:ObjectCreated:*"], var.removals ? ["s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"] : [])
      filter_prefix = var.prefix
      filter_suffix = suffix
    }
  ]
}

# S3 sends a test message the moment this is written, and refuses a queue that does not take it. The
# queue's policy must therefore be in force before: it is part of the queue itself, so that whoever
# knows the queue's ARN comes after the policy and no depends_on is needed.
resource "aws_s3_bucket_notification" "this" {
  count  = var.mode == "s3" || var.enable_eventbridge ? 1 : 0
  bucket = var.bucket_name

  eventbridge = var.mode != "s3"

  dynamic "queue" {
    for_each = var.mode == "s3" ? local.entries : []

    content {
      id            = queue.value.id
      queue_arn     = queue.value.queue_arn
      events        = queue.value.events
      filter_prefix = queue.value.filter_prefix
      filter_suffix = queue.value.filter_suffix
    }
  }
}
