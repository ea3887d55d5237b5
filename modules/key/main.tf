# The name under which CloudWatch Logs uses a key holds the region. (The data source aws_region spells
# that differently in the versions 5 and 6 of the provider.)
data "aws_service_principal" "logs" {
  count = var.logs_service == null ? 1 : 0

  service_name = "logs"
}

locals {
  # Who needs the key besides the roles and users that identity policies let use it. Neither S3 nor
  # EventBridge is documented to name its resource to KMS; what may arrive in the queue is for the
  # queue's policy to say.
  statements = concat(
    [
      {
        Sid       = "LetLogsEncrypt"
        Effect    = "Allow"
        Principal = { Service = coalesce(var.logs_service, one(data.aws_service_principal.logs[*].id)) }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"]
        Resource  = "*"
        Condition = {
          ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:${var.partition}:logs:*:${var.account_id}:log-group:${var.log_group_name}" }
        }
      },
    ],
    [
      for service in var.sender == null ? [] : [var.sender] : {
        Sid       = "LetEventsReachTheQueue"
        Effect    = "Allow"
        Principal = { Service = service }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
      }
    ],
    [
      for distributions in var.delivered ? ["arn:${var.partition}:cloudfront::${var.account_id}:distribution/*"] : [] : {
        Sid       = "LetCloudFrontRead"
        Effect    = "Allow"
        Principal = { Service = "cloudfront.amazonaws.com" }
        Action    = ["kms:Decrypt"]
        Resource  = "*"
        # All of the account's: the distribution itself cannot be named before its bucket is there.
        Condition = { ArnLike = { "aws:SourceArn" = distributions } }
      }
    ],
  )

  # Without this first statement nobody could administer the key, and identity policies would not count.
  policy = {
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid       = "LetTheAccountDecide"
          Effect    = "Allow"
          Principal = { AWS = "arn:${var.partition}:iam::${var.account_id}:root" }
          Action    = "kms:*"
          Resource  = "*"
        },
      ],
      local.statements,
    )
  }
}

resource "aws_kms_key" "this" {
  count = var.create ? 1 : 0

  description             = "For what ${var.name} stores."
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = jsonencode(local.policy)
  tags                    = var.tags
}

resource "aws_kms_alias" "this" {
  count = var.create ? 1 : 0

  name          = "alias/${var.name}"
  target_key_id = one(aws_kms_key.this[*].key_id)
}
