output "name" {
  description = "Name of the queue."
  value       = aws_sqs_queue.this.name
}

output "url" {
  description = "URL of the queue."
  value       = aws_sqs_queue.this.url
}

output "arn" {
  description = "ARN of the queue. It depends on the queue policy."
  value       = aws_sqs_queue.this.arn
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue."
  value       = aws_sqs_queue.dlq.url
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue."
  value       = aws_sqs_queue.dlq.arn
}

output "visibility_timeout_seconds" {
  description = "Visibility timeout in seconds: six times the timeout of the function, plus the batching window."
  value       = aws_sqs_queue.this.visibility_timeout_seconds
}

output "policy" {
  description = "Queue policy as JSON."
  value       = aws_sqs_queue.this.policy
}

output "max_receive_count" {
  description = "How many times a message is received before SQS moves it to the dead-letter queue."
  value       = jsondecode(aws_sqs_queue.this.redrive_policy).maxReceiveCount
}
