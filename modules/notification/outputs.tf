output "filters" {
  description = "Which keys are reported, each as prefix*suffix."
  value       = [for rule in aws_s3_bucket_notification.this.queue : "${rule.filter_prefix}*${rule.filter_suffix}"]
}
