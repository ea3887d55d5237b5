# S3 sends a test message the moment this is written, and refuses a queue that does not take it. The
# queue's policy must therefore be in force before: it is part of the queue itself, so that whoever
# knows the queue's ARN comes after the policy and no depends_on is needed.
resource "aws_s3_bucket_notification" "this" {
  bucket = var.bucket_name

  dynamic "queue" {
    # Sorted: the same set of suffixes is the same plan.
    for_each = sort(distinct(var.suffixes))

    content {
      id            = "S3ToSQSNotification-${trimprefix(queue.value, ".")}"
      queue_arn     = var.queue_arn
      events        = ["s3:ObjectCreated:*"]
      filter_prefix = var.prefix
      filter_suffix = queue.value
    }
  }
}
