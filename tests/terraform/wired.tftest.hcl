# Delivery, alarms and dashboard, as the root module wires them. What they are: their own tests.
mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "by_default_there_is_none_of_them" {
  command = plan

  assert {
    condition     = length(module.delivery) == 0 && length(module.observability) == 0
    error_message = "there is something that nobody asked for"
  }

  assert {
    condition     = output.delivery_domain_name == null && output.delivery_policy_statements == [] && output.alarm_names == {} && output.dashboard_name == null
    error_message = "the outputs tell of something that is not there"
  }
}

run "the_bucket_of_ours_lets_the_distribution_in" {
  command = plan

  variables {
    destination = { bucket_name = "thumbnails" }
    delivery    = { enabled = true, cache = { seconds = 5 } }
  }

  override_resource {
    target          = module.destination[0].aws_s3_bucket.this
    override_during = plan
    values          = { id = "thumbnails", arn = "arn:aws:s3:::thumbnails", bucket_regional_domain_name = "thumbnails.s3.eu-west-1.amazonaws.com" }
  }

  override_resource {
    target          = module.delivery[0].aws_cloudfront_distribution.this
    override_during = plan
    values          = { arn = "arn:aws:cloudfront::123456789012:distribution/D", domain_name = "d.cloudfront.net" }
  }

  assert {
    condition     = output.delivery_domain_name == "d.cloudfront.net"
    error_message = "delivered from ${jsonencode(output.delivery_domain_name)}"
  }

  assert {
    condition = jsondecode(module.destination[0].policy).Statement[1] == {
      Sid       = "AllowDelivery"
      Effect    = "Allow"
      Principal = { Service = ["cloudfront.amazonaws.com"] }
      Action    = ["s3:GetObject"]
      Resource  = ["arn:aws:s3:::thumbnails/thumbnails/*"]
      Condition = { StringEquals = { "aws:SourceArn" = ["arn:aws:cloudfront::123456789012:distribution/D"] } }
    }
    error_message = "the policy is ${module.destination[0].policy}"
  }

  assert {
    condition     = length(jsondecode(module.bucket[0].policy).Statement) == 1
    error_message = "the uploads can be fetched: ${module.bucket[0].policy}"
  }
}

run "an_existing_bucket_is_told_of_to_its_owner" {
  command = plan

  variables {
    create_bucket = false
    delivery      = { enabled = true }
    encryption    = { create_key = true }
  }

  override_resource {
    target          = module.delivery[0].aws_cloudfront_distribution.this
    override_during = plan
    values          = { arn = "arn:aws:cloudfront::123456789012:distribution/D" }
  }

  assert {
    condition     = output.delivery_policy_statements[0].Resource == ["arn:aws-cn:s3:::pictures/thumbnails/*"]
    error_message = "the statements are ${jsonencode(output.delivery_policy_statements)}"
  }

  assert {
    condition     = contains([for statement in output.kms_key_policy_statements : statement.Sid], "LetCloudFrontRead")
    error_message = "the statements are ${jsonencode(output.kms_key_policy_statements)}"
  }
}

run "alarms_and_a_dashboard" {
  command = plan

  variables {
    name      = "blog"
    alarms    = { enabled = true, actions = ["arn:aws:sns:eu-west-1:123456789012:pager"] }
    dashboard = true
  }

  assert {
    condition     = output.alarm_names["dead-letters"] == "blog-dead-letters" && length(output.alarm_names) == 7 && output.dashboard_name == "blog"
    error_message = "the alarms are ${jsonencode(output.alarm_names)}, the dashboard ${jsonencode(output.dashboard_name)}"
  }
}

run "a_dashboard_alone" {
  command = plan

  variables {
    dashboard = true
  }

  assert {
    condition     = output.alarm_names == {} && output.dashboard_name == "thumbnailer"
    error_message = "the alarms are ${jsonencode(output.alarm_names)}, the dashboard ${jsonencode(output.dashboard_name)}"
  }
}
