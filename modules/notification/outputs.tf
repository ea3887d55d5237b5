output "filters" {
  description = "Which keys S3 reports, each as prefix*suffix; none where it is not this module that tells S3 so."
  value       = [for rule in flatten(aws_s3_bucket_notification.this[*].queue) : "${rule.filter_prefix}*${rule.filter_suffix}"]
}

output "entries" {
  description = <<-EOT
    What the bucket's notification configuration has to hold for uploads to reach the queue: a list, each
    with id, queue_arn, events, filter_prefix and filter_suffix, as in the `queue` blocks of
    aws_s3_bucket_notification.
  EOT
  value       = local.entries
}

output "rule_arn" {
  description = "ARN of the EventBridge rule; null where there is none."
  value       = one(aws_cloudwatch_event_rule.this[*].arn)
}

output "owned" {
  description = "Whether this module writes the bucket's notification configuration."
  value       = length(aws_s3_bucket_notification.this) > 0
}
