output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "alias_arn" {
  description = "ARN of the function's alias `live`, which the queue invokes."
  value       = aws_lambda_alias.this.arn
}

output "deployed_version" {
  description = "Version of the function that the alias `live` points to."
  value       = aws_lambda_alias.this.function_version
}

output "log_group_name" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "role_name" {
  description = "Name of the function's role."
  value       = aws_iam_role.this.name
}

output "role_arn" {
  description = "ARN of the function's role."
  value       = aws_iam_role.this.arn
}

output "role_policy" {
  description = "Policy of the role as JSON."
  value       = aws_iam_role_policy.this.policy
}

output "environment" {
  description = "Environment variables of the function."
  value       = one(aws_lambda_function.this.environment[*].variables)
}

output "layer_arns" {
  description = "ARNs of the function's layer versions."
  value       = aws_lambda_function.this.layers
}

output "architecture" {
  description = "Architecture of the function."
  value       = one(aws_lambda_function.this.architectures)
}

output "runtime" {
  description = "Lambda runtime of the function."
  value       = aws_lambda_function.this.runtime
}

output "memory_size" {
  description = "Memory of the function in MiB."
  value       = aws_lambda_function.this.memory_size
}

output "timeout" {
  description = "Timeout of an invocation in seconds."
  value       = aws_lambda_function.this.timeout
}

output "batch_size" {
  description = "Maximum number of messages per invocation."
  value       = aws_lambda_event_source_mapping.this.batch_size
}

output "window" {
  description = "Seconds to wait for a full batch."
  value       = coalesce(aws_lambda_event_source_mapping.this.maximum_batching_window_in_seconds, 0)
}

output "maximum_concurrency" {
  description = "Maximum number of concurrent invocations."
  value       = one(aws_lambda_event_source_mapping.this.scaling_config[*].maximum_concurrency)
}

output "log_retention_in_days" {
  description = "Retention of the log lines in days."
  value       = aws_cloudwatch_log_group.this.retention_in_days
}

output "role_policy_characters" {
  description = <<-EOT
    Maximum length of the role's policy in characters, computed before its ARNs are known. IAM allows 10240.
  EOT
  value       = local.role_policy_characters
}

output "description" {
  description = "Description of the function."
  value       = aws_lambda_function.this.description
}
