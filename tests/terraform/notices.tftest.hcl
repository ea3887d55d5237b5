# Completion notices: a topic of ours or an existing one.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "by_default_there_are_none" {
  command = plan

  assert {
    condition     = output.notices_topic_arn == null && length(aws_sns_topic.notices) == 0
    error_message = "the topic is ${jsonencode(output.notices_topic_arn)}"
  }

  assert {
    condition     = !strcontains(module.function.role_policy, "sns:")
    error_message = "the policy is ${module.function.role_policy}"
  }
}

run "a_topic_of_ours" {
  command = plan

  variables {
    name    = "blog"
    notices = { enabled = true }
  }

  override_resource {
    target          = aws_sns_topic.notices[0]
    override_during = plan
    values          = { arn = "arn:aws:sns:eu-west-1:123456789012:blog-notices" }
  }

  assert {
    condition     = output.notices_topic_arn == "arn:aws:sns:eu-west-1:123456789012:blog-notices"
    error_message = "the topic is ${jsonencode(output.notices_topic_arn)}"
  }

  assert {
    condition     = module.function.environment["THUMBNAILER_TOPIC_ARN"] == "arn:aws:sns:eu-west-1:123456789012:blog-notices"
    error_message = "the environment is ${jsonencode(module.function.environment)}"
  }

  assert {
    condition = one([for s in jsondecode(module.function.role_policy).Statement : s if s.Sid == "SendNotices"]) == {
      Sid      = "SendNotices"
      Effect   = "Allow"
      Action   = ["sns:Publish"]
      Resource = ["arn:aws:sns:eu-west-1:123456789012:blog-notices"]
    }
    error_message = "the policy is ${module.function.role_policy}"
  }

  assert {
    condition = jsondecode(aws_sns_topic_policy.notices[0].policy) == {
      Version = "2012-10-17"
      Statement = [{
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action = [
          "sns:AddPermission", "sns:DeleteTopic", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic", "sns:Publish",
          "sns:RemovePermission", "sns:SetTopicAttributes", "sns:Subscribe",
        ]
        Resource  = "arn:aws:sns:eu-west-1:123456789012:blog-notices"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }]
    }
    error_message = "the policy of the topic is ${aws_sns_topic_policy.notices[0].policy}"
  }
}

run "an_existing_topic" {
  command = plan

  variables {
    notices = { enabled = true, create_topic = false, topic_arn = "arn:aws:sns:eu-west-1:123456789012:events" }
  }

  assert {
    condition     = length(aws_sns_topic.notices) == 0 && output.notices_topic_arn == "arn:aws:sns:eu-west-1:123456789012:events"
    error_message = "the topic is ${jsonencode(output.notices_topic_arn)}"
  }
}
