output "name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "alias_arn" {
  description = "ARN of the alias `live`, which the queue invokes: that of the deployed version of the function."
  value       = aws_lambda_alias.this.arn
}

output "deployed_version" {
  description = "Number of the function's version that the alias `live` leads to."
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
  description = "What the role may do, as the JSON of its policy."
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
  description = "Seconds one invocation may take."
  value       = aws_lambda_function.this.timeout
}

output "batch_size" {
  description = "Messages one invocation takes at most."
  value       = aws_lambda_event_source_mapping.this.batch_size
}

output "window" {
  description = "Seconds Lambda waits for a full batch."
  value       = coalesce(aws_lambda_event_source_mapping.this.maximum_batching_window_in_seconds, 0)
}

output "maximum_concurrency" {
  description = "How many invocations the queue may cause at the same time."
  value       = one(aws_lambda_event_source_mapping.this.scaling_config[*].maximum_concurrency)
}

output "log_retention_in_days" {
  description = "Days the log lines are kept."
  value       = aws_cloudwatch_log_group.this.retention_in_days
}

output "role_policy_characters" {
  description = "How many characters the role's policy has at most, as told before its ARNs are known. IAM takes 10240."
  value       = local.role_policy_characters
}

output "description" {
  description = "What the function is said to do."
  value       = aws_lambda_function.this.description
}
