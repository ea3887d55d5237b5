output "arn" {
  description = "ARN of the layer version, with the version at its end."
  value       = aws_lambda_layer_version.this.arn
}
