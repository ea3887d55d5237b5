output "name" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.bucket
}

output "arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}

output "regional_domain_name" {
  description = "Domain name of the bucket, with its region."
  value       = aws_s3_bucket.this.bucket_regional_domain_name
}

output "policy" {
  description = "Who may do what with the bucket, as the JSON of its policy."
  value       = aws_s3_bucket_policy.this.policy
}

output "lifecycle_rules" {
  description = "Ids of the lifecycle rules, each with the days after which it deletes previous versions; null: never."
  value       = { for rule in aws_s3_bucket_lifecycle_configuration.this.rule : rule.id => one(rule.noncurrent_version_expiration[*].noncurrent_days) }
}
