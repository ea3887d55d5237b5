output "name" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.bucket
}

output "arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}

output "regional_domain_name" {
  description = "Regional domain name of the bucket."
  value       = aws_s3_bucket.this.bucket_regional_domain_name
}

output "policy" {
  description = "Bucket policy as JSON."
  value       = aws_s3_bucket_policy.this.policy
}

output "lifecycle_rules" {
  description = <<-EOT
    IDs of the lifecycle rules, each with the days after which it deletes previous versions; null for never.
  EOT
  value       = { for rule in aws_s3_bucket_lifecycle_configuration.this.rule : rule.id => one(rule.noncurrent_version_expiration[*].noncurrent_days) }
}
