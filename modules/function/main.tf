locals {
  destination_arn = coalesce(var.destination_bucket_arn, var.bucket_arn)

  # IAM allows 64 characters. A longer name is cut, and stays unique by the hash of the whole.
  full_role_name = "${var.name}-role"
  role_name = (
    length(local.full_role_name) <= 64
    ? local.full_role_name
    : "${substr(local.full_role_name, 0, 55)}-${substr(sha256(local.full_role_name), 0, 8)}"
  )

  # Sorted and distinct: the same set of prefixes is the same policy.
  outputs = [
    for prefix in sort(distinct(var.output_prefixes)) : "${local.destination_arn}/${prefix}*"
  ]

  trust_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AllowLambda"
        Effect    = "Allow"
        Principal = { Service = "lambda.amazonaws.com" }
        Action    = "sts:AssumeRole"
      },
    ]
  }

  statements = [
    {
      Sid      = "ReadUploads"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${var.bucket_arn}/${var.uploads_prefix}*"]
    },
    {
      Sid      = "ReadWatermark"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = [for key in var.watermark_key[*] : "${var.bucket_arn}/${key}"]
    },
    {
      # GetObject for HEAD: is the output there, and from which source was it made?
      Sid      = "WriteOutputs"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = var.remove_outputs ? [] : local.outputs
    },
    {
      # The same, and removes those of pictures that are gone. One statement, since it names each prefix.
      Sid      = "WriteAndRemoveOutputs"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
      Resource = var.remove_outputs ? local.outputs : []
    },
    {
      # A report is there exactly while its source is rejected: it is looked at, written and removed.
      Sid      = "WriteReports"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
      Resource = [for prefix in var.rejected_prefix[*] : "${local.destination_arn}/${prefix}*"]
    },
    {
      # Without it S3 answers 403 instead of 404 for a missing key, and absent could not be told
      # from forbidden. Not narrowed to a prefix: that condition holds for listings only.
      Sid      = "TellAbsentFromForbidden"
      Effect   = "Allow"
      Action   = ["s3:ListBucket"]
      Resource = distinct([var.bucket_arn, local.destination_arn])
    },
    {
      Sid      = "TakeMessages"
      Effect   = "Allow"
      Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
      Resource = [var.queue_arn]
    },
    {
      # The function lets a failed message come back sooner than its visibility timeout says.
      Sid      = "RetryMessages"
      Effect   = "Allow"
      Action   = ["sqs:ChangeMessageVisibility", "sqs:GetQueueUrl"]
      Resource = [var.queue_arn]
    },
    {
      Sid      = "SendNotices"
      Effect   = "Allow"
      Action   = ["sns:Publish"]
      Resource = var.topic_arn[*]
    },
    {
      # To read what is encrypted with the key (pictures, messages) and to write what shall be.
      Sid      = "UseKey"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = var.kms_key_arn[*]
    },
    {
      # To read what is still encrypted with another key.
      Sid      = "ReadWithOtherKeys"
      Effect   = "Allow"
      Action   = ["kms:Decrypt"]
      Resource = sort(distinct(var.decrypt_key_arns))
    },
    {
      # No logs:CreateLogGroup: a late invocation would make the group again after `destroy`,
      # without its retention.
      Sid      = "WriteLogs"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${aws_cloudwatch_log_group.this.arn}:*"]
    },
    {
      # X-Ray knows no resources.
      Sid      = "SendTraces"
      Effect   = "Allow"
      Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      Resource = var.tracing ? ["*"] : []
    },
    {
      # Lambda makes and removes the network interfaces with this role. Their ids are not known before.
      Sid    = "UseVpc"
      Effect = "Allow"
      Action = [
        "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
      ]
      Resource = var.vpc != null ? ["*"] : []
    },
  ]

  # A statement about nothing is left out: that of the watermark, for example, where there is none.
  role_policy = {
    Version   = "2012-10-17"
    Statement = [for statement in local.statements : statement if length(statement.Resource) > 0]
  }

  # How long the policy may become, told by what is known when a plan is made: the ARN of a bucket has at most 83
  # characters, that of a key 110, and all statements without the names of the caller 3,000.
  role_policy_characters = 3000 + sum([
    for name in concat([var.uploads_prefix], var.output_prefixes, compact([var.rejected_prefix, var.watermark_key])) : length(jsonencode(name)) + 85
  ]) + 110 * length(var.decrypt_key_arns)
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_iam_role" "this" {
  name                 = local.role_name
  path                 = var.role_path
  description          = "What the function ${var.name} may do."
  assume_role_policy   = jsonencode(local.trust_policy)
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

resource "aws_iam_role_policy" "this" {
  name   = var.name
  role   = aws_iam_role.this.id
  policy = jsonencode(local.role_policy)

  lifecycle {
    precondition {
      condition = local.role_policy_characters <= 10240
      error_message = join(" ", [
        "The policy of the function's role may need ${local.role_policy_characters} characters, and IAM takes",
        "10240. Use fewer or shorter folders in the keys of the variants, or fewer encryption.decrypt_key_arns.",
      ])
    }
  }
}

resource "aws_lambda_function" "this" {
  # checkov:skip=CKV_AWS_116: for asynchronous invocations; this function reads a queue, which has one
  # checkov:skip=CKV_AWS_173: nothing in the environment is a secret
  # checkov:skip=CKV_AWS_272: the zip is told by its hash or its version in S3; a signing profile is the account's
  function_name = var.name
  description   = substr("Makes thumbnails of the pictures that are uploaded to ${var.uploads_prefix}.", 0, 256)
  role          = aws_iam_role.this.arn
  handler       = "thumbnailer.handler.handler"
  runtime       = var.runtime
  architectures = [var.architecture]
  layers        = var.layer_arns
  memory_size   = var.memory_size
  timeout       = var.timeout

  filename          = var.zip
  s3_bucket         = one(var.zip_in_s3[*].bucket)
  s3_key            = one(var.zip_in_s3[*].key)
  s3_object_version = one(var.zip_in_s3[*].version)

  # Guarded, so that `validate` and `destroy` work where the zip was never built. An object in S3 is
  # told apart by its version.
  source_code_hash = try(filebase64sha256(var.zip), null)

  # Code and settings change one after the other on $LATEST. A version has both as they belong together.
  publish = true

  reserved_concurrent_executions = var.reserved_concurrency

  environment {
    variables = var.environment
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this.name

    # Lambda's defaults. Left out, every plan would publish a version: Lambda answers them, and the provider
    # takes that for a change (hashicorp/terraform-provider-aws#42181).
    application_log_level = "INFO"
    system_log_level      = "INFO"
  }

  ephemeral_storage {
    size = var.ephemeral_storage
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = var.vpc[*]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  tags = var.tags

  depends_on = [
    # Before the first invocation, else its log lines are lost: the role cannot create the group.
    # After the last one on destroy.
    aws_cloudwatch_log_group.this,
    # Before the first invocation, else its calls to S3 and its log lines are refused.
    aws_iam_role_policy.this,
  ]
}

# What is invoked. It moves to a new version at once, when that is complete: no code runs with the settings of another.
resource "aws_lambda_alias" "this" {
  name             = "live"
  description      = "The version that reads the queue."
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn = var.queue_arn
  function_name    = aws_lambda_alias.this.arn
  batch_size       = var.batch_size
  tags             = var.tags

  # null, and not 0: what Lambda does without a window.
  maximum_batching_window_in_seconds = var.window > 0 ? var.window : null

  # Only the messages the handler names come back, not their batch mates.
  function_response_types = ["ReportBatchItemFailures"]

  # Limits the pollers. A reserved concurrency would let them receive what the function then
  # refuses, and good messages would be counted into the dead-letter queue.
  scaling_config {
    maximum_concurrency = var.maximum_concurrency
  }

  # Lambda checks that the role may read the queue when the mapping is made.
  depends_on = [aws_iam_role_policy.this]
}
