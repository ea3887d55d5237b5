locals {
  policy = {
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
        Resource  = aws_sns_topic.this.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  }
}

resource "aws_sns_topic" "this" {
  name              = var.name
  kms_master_key_id = var.kms_key_arn
  tags              = var.tags
}

# Without an Allow of its own: in the account identity policies decide who may send and subscribe.
resource "aws_sns_topic_policy" "this" {
  arn    = aws_sns_topic.this.arn
  policy = jsonencode(local.policy)
}
