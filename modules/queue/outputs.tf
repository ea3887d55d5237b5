output "name" {
  description = "Name of the queue."
  value       = aws_sqs_queue.this.name
}

output "url" {
  description = "URL of the queue."
  value       = aws_sqs_queue.this.url
}

output "arn" {
  description = "ARN of the queue. Whoever has it may rely on the queue policy being in force."
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
  description = "Seconds a received message stays hidden: 6 x the function's timeout + the batching window."
  value       = aws_sqs_queue.this.visibility_timeout_seconds
}

output "policy" {
  description = "Who may do what with the queue, as the JSON of its policy."
  value       = aws_sqs_queue.this.policy
}

output "max_receive_count" {
  description = "How often a message is received before it moves to the dead-letter queue."
  value       = jsondecode(aws_sqs_queue.this.redrive_policy).maxReceiveCount
}
