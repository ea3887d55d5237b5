# The key by itself, as its statements are used for a key of the caller.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "cloudfront_may_read_what_it_delivers" {
  command = plan

  module {
    source = "./modules/key"
  }

  variables {
    create         = false
    name           = "blog"
    partition      = "aws"
    account_id     = "123456789012"
    log_group_name = "/aws/lambda/blog"
    delivered      = true
  }

  assert {
    condition     = length(aws_kms_key.this) == 0 && length(aws_kms_alias.this) == 0
    error_message = "a key is created"
  }

  assert {
    condition = [for s in output.policy_statements : [s.Principal.Service, s.Action, try(s.Condition.ArnLike["aws:SourceArn"], null)] if s.Sid != "LetLogsEncrypt"] == [
      ["cloudfront.amazonaws.com", ["kms:Decrypt"], "arn:aws:cloudfront::123456789012:distribution/*"],
    ]
    error_message = "the statements are ${jsonencode(output.policy_statements)}"
  }
}

run "key" {
  command = plan

  module {
    source = "./modules/key"
  }

  variables {
    create         = false
    name           = "alias/pictures"
    partition      = "*"
    account_id     = "*"
    log_group_name = "*"
    sender         = "lambda.amazonaws.com"
  }

  expect_failures = [
    var.name,
    var.partition,
    var.account_id,
    var.log_group_name,
    var.sender,
  ]
}
