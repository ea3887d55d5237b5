output "arn" {
  description = "ARN of the key; null where none is created."
  value       = one(aws_kms_key.this[*].arn)
}

output "policy_statements" {
  description = "The statements that the policy of a key must hold, besides those that let its account administer it."
  value       = local.statements
}

output "policy" {
  description = "Who may do what with the key, as the JSON of its policy; null where none is created."
  value       = one(aws_kms_key.this[*].policy)
}
