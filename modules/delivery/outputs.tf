output "domain_name" {
  description = "Domain name of the distribution: https://DOMAIN_NAME/KEY."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "hosted_zone_id" {
  description = "Route 53 hosted zone ID of the distribution, for alias records."
  value       = aws_cloudfront_distribution.this.hosted_zone_id
}

output "distribution_id" {
  description = "ID of the distribution."
  value       = aws_cloudfront_distribution.this.id
}

output "distribution_arn" {
  description = "ARN of the distribution."
  value       = aws_cloudfront_distribution.this.arn
}

output "policy_statements" {
  description = <<-EOT
    Statements that the bucket's policy must contain. Without them, the distribution cannot read the
    objects.
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
    Statements that the policy of the bucket's KMS key must contain, if the outputs are encrypted with a
    customer managed key.
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
