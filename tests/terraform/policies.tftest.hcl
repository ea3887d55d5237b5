# The exact text of every policy.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "the_bucket_refuses_plain_http" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    name = "pictures"
  }

  override_resource {
    target          = aws_s3_bucket.this
    override_during = plan
    values          = { id = "pictures", arn = "arn:aws-cn:s3:::pictures" }
  }

  assert {
    condition = aws_s3_bucket_policy.this.policy == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = ["arn:aws-cn:s3:::pictures", "arn:aws-cn:s3:::pictures/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }]
    })
    error_message = "the policy is ${aws_s3_bucket_policy.this.policy}"
  }
}

run "the_queue_takes_events_of_this_bucket_and_account_only" {
  command = plan

  module {
    source = "./modules/queue"
  }

  variables {
    name             = "uploads"
    sender           = { service = "s3.amazonaws.com", arn = "arn:aws-cn:s3:::pictures", account_id = "123456789012" }
    function_timeout = 60
  }

  override_resource {
    target          = aws_sqs_queue.dlq
    override_during = plan
    values          = { arn = "arn:aws-cn:sqs:cn-north-1:123456789012:uploads-dlq", url = "https://queues.example/uploads-dlq" }
  }

  override_resource {
    target          = aws_sqs_queue.this
    override_during = plan
    values          = { arn = "arn:aws-cn:sqs:cn-north-1:123456789012:uploads", url = "https://queues.example/uploads" }
  }

  assert {
    condition = aws_sqs_queue.this.policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "AllowEventsOfTheSender"
          Effect    = "Allow"
          Principal = { Service = "s3.amazonaws.com" }
          Action    = "sqs:SendMessage"
          Resource  = "arn:aws-cn:sqs:cn-north-1:123456789012:uploads"
          Condition = {
            ArnEquals    = { "aws:SourceArn" = "arn:aws-cn:s3:::pictures" }
            StringEquals = { "aws:SourceAccount" = "123456789012" }
          }
        },
        {
          Sid       = "DenyPlainHttp"
          Effect    = "Deny"
          Principal = "*"
          Action    = "sqs:*"
          Resource  = "arn:aws-cn:sqs:cn-north-1:123456789012:uploads"
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        },
      ]
    })
    error_message = "the policy is ${aws_sqs_queue.this.policy}"
  }

  assert {
    condition     = aws_sqs_queue_policy.dlq.queue_url == "https://queues.example/uploads-dlq"
    error_message = "the policy of the dead-letter queue lies on ${aws_sqs_queue_policy.dlq.queue_url}"
  }

  assert {
    condition = aws_sqs_queue_policy.dlq.policy == jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = "arn:aws-cn:sqs:cn-north-1:123456789012:uploads-dlq"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }]
    })
    error_message = "the policy of the dead-letter queue is ${aws_sqs_queue_policy.dlq.policy}"
  }

  assert {
    condition = aws_sqs_queue.this.redrive_policy == jsonencode({
      deadLetterTargetArn = "arn:aws-cn:sqs:cn-north-1:123456789012:uploads-dlq"
      maxReceiveCount     = 5
    })
    error_message = "the redrive policy is ${aws_sqs_queue.this.redrive_policy}"
  }

  assert {
    condition = aws_sqs_queue_redrive_allow_policy.dlq.queue_url == "https://queues.example/uploads-dlq" && aws_sqs_queue_redrive_allow_policy.dlq.redrive_allow_policy == jsonencode({
      redrivePermission = "byQueue"
      sourceQueueArns   = ["arn:aws-cn:sqs:cn-north-1:123456789012:uploads"]
    })
    error_message = "the redrive allow policy is ${aws_sqs_queue_redrive_allow_policy.dlq.redrive_allow_policy}"
  }
}

run "the_queue_is_given_this_bucket_and_account" {
  command = plan

  override_resource {
    target          = module.bucket[0].aws_s3_bucket.this
    override_during = plan
    values          = { id = "pictures", arn = "arn:aws:s3:::pictures" }
  }

  assert {
    condition = jsondecode(module.queue.policy).Statement[0].Condition == {
      ArnEquals    = { "aws:SourceArn" = "arn:aws:s3:::pictures" }
      StringEquals = { "aws:SourceAccount" = "123456789012" }
    }
    error_message = "the policy is ${module.queue.policy}"
  }
}

run "the_role_is_narrowed_to_the_prefixes_of_all_variants" {
  command = plan

  variables {
    uploads_prefix = "app/uploads/"
    variants = {
      small = { width = 100, height = 100 }
      tiny  = { width = 10, height = 10, key = "thumbnails/{dir}{stem}-{variant}{ext}" }
      large = { width = 1000, height = 1000, key = "by-size/{variant}/{key}" }
    }
    watermark = { image = "assets/logo.png" }
  }

  override_resource {
    target          = module.bucket[0].aws_s3_bucket.this
    override_during = plan
    values          = { id = "pictures", arn = "arn:aws:s3:::pictures" }
  }

  override_resource {
    target          = module.queue.aws_sqs_queue.this
    override_during = plan
    values          = { arn = "arn:aws:sqs:eu-west-1:123456789012:thumbnailer-uploads", url = "https://queues.example/uploads" }
  }

  override_resource {
    target          = module.function.aws_cloudwatch_log_group.this
    override_during = plan
    values          = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/thumbnailer" }
  }

  assert {
    condition = module.function.role_policy == jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "ReadUploads"
          Effect   = "Allow"
          Action   = ["s3:GetObject"]
          Resource = ["arn:aws:s3:::pictures/app/uploads/*"]
        },
        {
          Sid      = "ReadWatermark"
          Effect   = "Allow"
          Action   = ["s3:GetObject"]
          Resource = ["arn:aws:s3:::pictures/assets/logo.png"]
        },
        {
          Sid      = "WriteOutputs"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:PutObject"]
          Resource = ["arn:aws:s3:::pictures/by-size/large/*", "arn:aws:s3:::pictures/thumbnails/*"]
        },
        {
          Sid      = "TellAbsentFromForbidden"
          Effect   = "Allow"
          Action   = ["s3:ListBucket"]
          Resource = ["arn:aws:s3:::pictures"]
        },
        {
          Sid      = "TakeMessages"
          Effect   = "Allow"
          Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
          Resource = ["arn:aws:sqs:eu-west-1:123456789012:thumbnailer-uploads"]
        },
        {
          Sid      = "RetryMessages"
          Effect   = "Allow"
          Action   = ["sqs:ChangeMessageVisibility", "sqs:GetQueueUrl"]
          Resource = ["arn:aws:sqs:eu-west-1:123456789012:thumbnailer-uploads"]
        },
        {
          Sid      = "WriteLogs"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/thumbnailer:*"]
        },
      ]
    })
    error_message = "the policy is ${module.function.role_policy}"
  }
}
