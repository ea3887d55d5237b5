output "arn" {
  description = "ARN of the key; null if none is created."
  value       = one(aws_kms_key.this[*].arn)
}

output "policy_statements" {
  description = <<-EOT
    Statements that the key's policy must contain, in addition to those for the administration of the key.
  EOT
  value       = local.statements
}

output "policy" {
  description = "Key policy as JSON; null if no key is created."
  value       = one(aws_kms_key.this[*].policy)
}
