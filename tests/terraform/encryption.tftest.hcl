# A KMS key for all that is stored, of ours or an existing one.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "by_default_there_is_no_key" {
  command = plan

  assert {
    condition     = length(module.key) == 0 && output.kms_key_arn == null && output.kms_key_policy_statements == null
    error_message = "the key is ${jsonencode(output.kms_key_arn)}"
  }

  assert {
    condition     = !strcontains(module.function.role_policy, "kms:")
    error_message = "the policy is ${module.function.role_policy}"
  }
}

run "a_key_of_ours_works_the_first_time" {
  command = plan

  variables {
    name       = "blog"
    encryption = { create_key = true }
  }

  override_resource {
    target          = module.key[0].aws_kms_key.this[0]
    override_during = plan
    values          = { arn = "arn:aws:kms:eu-west-1:123456789012:key/k", key_id = "k" }
  }

  assert {
    condition     = output.kms_key_arn == "arn:aws:kms:eu-west-1:123456789012:key/k"
    error_message = "the key is ${jsonencode(output.kms_key_arn)}"
  }

  assert {
    condition = one([for s in jsondecode(module.function.role_policy).Statement : s if s.Sid == "UseKey"]) == {
      Sid      = "UseKey"
      Effect   = "Allow"
      Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
      Resource = ["arn:aws:kms:eu-west-1:123456789012:key/k"]
    }
    error_message = "the policy is ${module.function.role_policy}"
  }

  assert {
    condition = jsondecode(module.key[0].policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Sid       = "LetTheAccountDecide"
          Effect    = "Allow"
          Principal = { AWS = "arn:aws-cn:iam::123456789012:root" }
          Action    = "kms:*"
          Resource  = "*"
        },
        {
          Sid       = "LetLogsEncrypt"
          Effect    = "Allow"
          Principal = { Service = "logs.cn-north-1.amazonaws.com.cn" }
          Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"]
          Resource  = "*"
          Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "arn:aws-cn:logs:*:123456789012:log-group:/aws/lambda/blog" } }
        },
        {
          Sid       = "LetEventsReachTheQueue"
          Effect    = "Allow"
          Principal = { Service = "s3.amazonaws.com" }
          Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource  = "*"
        },
      ]
    }
    error_message = "the policy of the key is ${module.key[0].policy}"
  }
}

run "a_key_of_somebody_else" {
  command = plan

  variables {
    notification = "eventbridge"
    encryption   = { kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/theirs" }
  }

  assert {
    condition     = output.kms_key_arn == "arn:aws:kms:eu-west-1:123456789012:key/theirs" && module.key[0].arn == null
    error_message = "the key is ${jsonencode(output.kms_key_arn)}"
  }

  assert {
    condition     = [for statement in output.kms_key_policy_statements : statement.Principal.Service] == ["logs.cn-north-1.amazonaws.com.cn", "events.amazonaws.com"]
    error_message = "the statements are ${jsonencode(output.kms_key_policy_statements)}"
  }
}

run "the_key_encrypts_the_bucket" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    name        = "pictures"
    kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/k"
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "aws:kms" && one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).kms_master_key_id == "arn:aws:kms:eu-west-1:123456789012:key/k" && one(aws_s3_bucket_server_side_encryption_configuration.this.rule).bucket_key_enabled
    error_message = "encrypted with ${jsonencode(aws_s3_bucket_server_side_encryption_configuration.this.rule)}"
  }
}

run "the_key_encrypts_the_queues" {
  command = plan

  module {
    source = "./modules/queue"
  }

  variables {
    name             = "uploads"
    sender           = { service = "sns.amazonaws.com", arn = "arn:aws:sns:eu-west-1:123456789012:uploads" }
    function_timeout = 60
    kms_key_arn      = "arn:aws:kms:eu-west-1:123456789012:key/k"
  }

  assert {
    condition     = aws_sqs_queue.this.kms_master_key_id == "arn:aws:kms:eu-west-1:123456789012:key/k" && aws_sqs_queue.dlq.kms_master_key_id == "arn:aws:kms:eu-west-1:123456789012:key/k"
    error_message = "encrypted with ${jsonencode([aws_sqs_queue.this.kms_master_key_id, aws_sqs_queue.dlq.kms_master_key_id])}"
  }
}

run "the_key_encrypts_the_topic" {
  command = plan

  variables {
    encryption = { kms_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/k" }
    notices    = { enabled = true }
  }

  assert {
    condition     = aws_sns_topic.notices[0].kms_master_key_id == "arn:aws:kms:eu-west-1:123456789012:key/k"
    error_message = "encrypted with ${jsonencode(aws_sns_topic.notices[0].kms_master_key_id)}"
  }
}

run "the_created_key_stays_for_old_objects" {
  command = plan

  variables {
    encryption = {
      kms_key_arn      = "arn:aws:kms:eu-west-1:123456789012:key/theirs"
      retain_key       = true
      decrypt_key_arns = ["arn:aws:kms:eu-west-1:123456789012:key/older"]
    }
  }

  override_resource {
    target          = module.key[0].aws_kms_key.this[0]
    override_during = plan
    values          = { arn = "arn:aws:kms:eu-west-1:123456789012:key/ours", key_id = "ours" }
  }

  assert {
    condition     = output.kms_key_arn == "arn:aws:kms:eu-west-1:123456789012:key/theirs" && module.key[0].arn == "arn:aws:kms:eu-west-1:123456789012:key/ours"
    error_message = "the keys are ${jsonencode([output.kms_key_arn, module.key[0].arn])}"
  }

  assert {
    condition = { for s in jsondecode(module.function.role_policy).Statement : s.Sid => [s.Action, s.Resource] if endswith(s.Sid, "Key") || endswith(s.Sid, "Keys") } == {
      UseKey            = [["kms:Decrypt", "kms:GenerateDataKey"], ["arn:aws:kms:eu-west-1:123456789012:key/theirs"]]
      ReadWithOtherKeys = [["kms:Decrypt"], ["arn:aws:kms:eu-west-1:123456789012:key/older", "arn:aws:kms:eu-west-1:123456789012:key/ours"]]
    }
    error_message = "the policy is ${module.function.role_policy}"
  }
}

run "s3s_own_keys_again" {
  command = plan

  variables {
    encryption = { retain_key = true }
  }

  assert {
    condition     = output.kms_key_arn == null && module.key[0].arn != null
    error_message = "the keys are ${jsonencode([output.kms_key_arn, module.key[0].arn])}"
  }

  assert {
    condition     = [for s in jsondecode(module.function.role_policy).Statement : s.Sid if endswith(s.Sid, "Key") || endswith(s.Sid, "Keys")] == ["ReadWithOtherKeys"]
    error_message = "the policy is ${module.function.role_policy}"
  }
}
