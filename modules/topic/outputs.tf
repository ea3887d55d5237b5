output "arn" {
  description = "ARN of the topic."
  value       = aws_sns_topic.this.arn
}

output "policy" {
  description = "Who may not do what with the topic, as the JSON of its policy."
  value       = aws_sns_topic_policy.this.policy
}
