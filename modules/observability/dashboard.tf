locals {
  # From the queue's ARN, so that nothing has to be looked up. (The name of the region is never
  # read: providers 5 and 6 spell that differently.)
  partition = split(":", var.queue_arn)[1]
  region    = split(":", var.queue_arn)[3]
  account   = split(":", var.queue_arn)[4]

  # By name and not by resource: the dashboard can then be read in the plan.
  alarm_arns = [
    for name in sort(distinct(local.alarms)) : "arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm:${var.name}-${name}"
  ]

  # Namespace, and dimensions as CloudWatch wants them: names and values by turns.
  sources = {
    for name, source in { pictures = local.pictures, function = local.function, queue = local.queue, dead_letter_queue = local.dead_letter_queue } :
    name => merge(source, { dimensions = flatten([for key, value in source.dimensions : [key, value]]) })
  }

  # What a widget may need; AWS's own metrics are always there. What is not published, a query of Logs
  # Insights computes from the log lines, at the price of reading them when somebody looks.
  published = { none = [], outcomes = ["outcomes"], all = ["outcomes", "all"] }[var.metrics]

  # Row by row the way of a picture; every row is as high as the others and as wide as the page.
  rows = [
    [
      {
        title = "Uploads in the queue"
        metrics = [
          ["queue", "ApproximateNumberOfMessagesVisible", "Maximum", "waiting"],
          ["queue", "ApproximateNumberOfMessagesNotVisible", "Maximum", "in flight"],
        ]
      },
      {
        title   = "Age of the oldest upload, seconds"
        metrics = [["queue", "ApproximateAgeOfOldestMessage", "Maximum", "oldest"]]
        line    = { label = "alarm", value = local.oldest_message_seconds }
      },
      {
        title   = "Dead letters"
        metrics = [["dead_letter_queue", "ApproximateNumberOfMessagesVisible", "Maximum", "given up"]]
      },
    ],
    [
      {
        title   = "Invocations"
        metrics = [["function", "Invocations", "Sum", "all"], ["function", "Errors", "Sum", "errors"], ["function", "Throttles", "Sum", "throttles"]]
      },
      {
        title   = "Invocations at the same time"
        metrics = [["function", "ConcurrentExecutions", "Maximum", "most"]]
      },
      {
        title   = "Duration of invocations, milliseconds"
        metrics = [for statistic in ["p50", "p95", "p99"] : ["function", "Duration", statistic, statistic]]
        line    = { label = "timeout", value = var.function_timeout * 1000 }
      },
    ],
    [
      {
        title   = "Pictures"
        needs   = "outcomes"
        metrics = [for outcome in local.outcomes : ["pictures", outcome, "Sum", outcome]]
        query   = "stats ${join(", ", [for outcome in local.outcomes : "sum(${outcome}) as ${outcome}_sources"])} by bin(5m)"
      },
      {
        title   = "Time to settle a picture, milliseconds"
        needs   = "all"
        metrics = [for statistic in ["p50", "p95"] : ["pictures", "milliseconds", statistic, statistic]]
        query   = "filter ispresent(outcome) | stats pct(milliseconds, 50) as p50, pct(milliseconds, 95) as p95 by bin(5m)"
      },
      {
        title    = "Rejected and failed, by reason"
        needs    = "all"
        searches = ["rejected", "failed"]
        query    = "filter outcome in [\"rejected\", \"failed\"] | stats count() as sources by outcome, reason | sort sources desc"
        view     = "table"
      },
    ],
  ]

  widgets = flatten([
    for y, row in local.rows : [
      for x, widget in row : merge(
        { x = x * 8, y = 2 + y * 6, width = 8, height = 6 },
        # Not with "? :", which wants two alike.
        [local.of_metrics, local.of_logs][contains(concat([""], local.published), try(widget.needs, "")) ? 0 : 1][widget.title],
      )
    ]
  ])

  of_metrics = {
    for widget in flatten(local.rows) : widget.title => {
      type = "metric"
      properties = merge({
        title  = widget.title
        region = local.region
        view   = "timeSeries"
        period = 60
        yAxis  = { left = { min = 0 } }
        metrics = concat(
          [
            for metric in try(widget.metrics, []) : concat(
              [local.sources[metric[0]].namespace, metric[1]],
              local.sources[metric[0]].dimensions,
              [{ stat = metric[2], label = metric[3] }],
            )
          ],
          # Reasons come and go: what there is, is searched for.
          [
            for outcome in try(widget.searches, []) : [{
              expression = "SEARCH('{${local.pictures.namespace},function_name,reason} MetricName=\"${outcome}\" function_name=\"${var.function_name}\"', 'Sum', 60)"
              label      = "${outcome}: $${PROP('Dim.reason')}"
            }]
          ],
        )
      }, try({ annotations = { horizontal = [widget.line] } }, {}))
    }
  }

  of_logs = {
    for widget in flatten(local.rows) : widget.title => {
      type = "log"
      properties = {
        title  = widget.title
        region = local.region
        view   = try(widget.view, "timeSeries")
        query  = "SOURCE '${coalesce(var.log_group_name, "/aws/lambda/${var.function_name}")}' | ${widget.query}"
      }
    } if can(widget.query)
  }

  head = [{
    type       = "alarm"
    x          = 0
    y          = 0
    width      = 24
    height     = 2
    properties = { title = "Alarms", alarms = local.alarm_arns }
  }]
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.dashboard ? 1 : 0

  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = concat(length(local.alarm_arns) > 0 ? local.head : [], local.widgets) })
}
