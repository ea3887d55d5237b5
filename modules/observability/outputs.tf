output "alarm_names" {
  description = "Names of the alarms, by their short names, such as dead-letters."
  value       = { for name, alarm in merge(aws_cloudwatch_metric_alarm.metric, aws_cloudwatch_metric_alarm.share) : name => alarm.alarm_name }
}

output "alarm_arns" {
  description = "ARNs of the alarms, by their short names, such as dead-letters, for composite alarms."
  value       = { for name, alarm in merge(aws_cloudwatch_metric_alarm.metric, aws_cloudwatch_metric_alarm.share) : name => alarm.arn }
}

output "dashboard_name" {
  description = "Name of the dashboard; null without one."
  value       = one(aws_cloudwatch_dashboard.this[*].dashboard_name)
}
