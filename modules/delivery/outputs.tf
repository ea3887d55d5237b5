output "domain_name" {
  description = "Domain name of the distribution: https://DOMAIN_NAME/KEY."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "hosted_zone_id" {
  description = "Zone of the distribution, for alias records in Route 53 that lead to it."
  value       = aws_cloudfront_distribution.this.hosted_zone_id
}

output "distribution_id" {
  description = "Id of the distribution."
  value       = aws_cloudfront_distribution.this.id
}

output "distribution_arn" {
  description = "ARN of the distribution."
  value       = aws_cloudfront_distribution.this.arn
}

output "policy_statements" {
  description = <<-EOT
    What the policy of the bucket must hold, as a list of statements: without it the distribution gets
    nothing. Whoever owns the bucket merges them into its policy, of which there is only one.
  EOT
  value = [
    {
      Sid       = "AllowDelivery"
      Effect    = "Allow"
      Principal = { Service = ["cloudfront.amazonaws.com"] }
      Action    = ["s3:GetObject"]
      Resource  = [for prefix in local.prefixes : "${var.bucket_arn}/${prefix}*"]
      # Everybody's distributions are this service: only ours.
      Condition = { StringEquals = { "aws:SourceArn" = [aws_cloudfront_distribution.this.arn] } }
    },
  ]
}

output "kms_key_policy_statements" {
  description = <<-EOT
    What the policy of the bucket's key must hold where the outputs are encrypted with a customer-managed
    key, as a list of statements.
  EOT
  value = [
    {
      Sid       = "AllowDelivery"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = ["kms:Decrypt"]
      Resource  = ["*"] # In the policy of a key: that key.
      Condition = { StringEquals = { "aws:SourceArn" = aws_cloudfront_distribution.this.arn } }
    },
  ]
}
