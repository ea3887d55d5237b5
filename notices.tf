# The topic of the completion notices, which refuses plain HTTP. Without an Allow of its own: in the account,
# identity policies decide who may publish and subscribe.

locals {
  topic_arn = module.typed.notices.enabled ? (module.typed.notices.create_topic ? aws_sns_topic.notices[0].arn : module.typed.notices.topic_arn) : null
}

resource "aws_sns_topic" "notices" {
  count = module.typed.notices.enabled && module.typed.notices.create_topic ? 1 : 0

  name              = "${var.name}-notices"
  kms_master_key_id = local.kms_key_arn
  tags              = var.tags

  depends_on = [module.artifacts]
}

resource "aws_sns_topic_policy" "notices" {
  count = module.typed.notices.enabled && module.typed.notices.create_topic ? 1 : 0

  arn = aws_sns_topic.notices[0].arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        # SNS refuses sns:* in a topic's policy: these are all that can stand there.
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action = [
          "sns:AddPermission", "sns:DeleteTopic", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:Publish",
          "sns:RemovePermission", "sns:SetTopicAttributes", "sns:Subscribe",
        ]
        Resource  = aws_sns_topic.notices[0].arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })

  depends_on = [module.artifacts]
}
