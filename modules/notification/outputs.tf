output "filters" {
  description = <<-EOT
    Filters of the bucket's notification configuration, as prefix*suffix; empty if the module does not
    manage it.
  EOT
  value       = [for rule in flatten(aws_s3_bucket_notification.this[*].queue) : "${rule.filter_prefix}*${rule.filter_suffix}"]
}

output "entries" {
  description = <<-EOT
    Queue notifications to add to the bucket: a list of objects with id, queue_arn, events, filter_prefix
    and filter_suffix, as in the `queue` blocks of aws_s3_bucket_notification.
  EOT
  value       = local.entries
}

output "rule_arn" {
  description = "ARN of the EventBridge rule; null if there is none."
  value       = one(aws_cloudwatch_event_rule.this[*].arn)
}

output "owned" {
  description = "Whether this module manages the bucket's notification configuration."
  value       = length(aws_s3_bucket_notification.this) > 0
}
