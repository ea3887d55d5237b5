# What AWS would refuse in the middle of an apply is refused by the plan.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "letters_that_iam_takes" {
  command = plan

  variables {
    variants  = { thumb = { width = 150, key = "ÀÿÉ & <b>/{key}" } }
    watermark = { image = "marqué/ñ & <logo>.png" }
  }

  assert {
    condition     = can(regex("^[\\t\\n\\r -ÿ]+$", module.function.role_policy))
    error_message = "the policy is ${module.function.role_policy}"
  }
}

run "any_letters_behind_the_folder" {
  command = plan

  variables {
    variants = { thumb = { width = 150, key = "thumbnails/{dir}{stem}_миниатюра{ext}" } }
  }

  assert {
    condition     = can(regex("^[ -ÿ]+$", module.function.role_policy))
    error_message = "the policy is ${module.function.role_policy}"
  }
}

# Names as long as they may be, and everything that makes a statement.
run "the_largest_policy_fits" {
  command = plan

  variables {
    name           = format("%040d", 0)
    bucket_name    = format("b%062d", 0)
    destination    = { bucket_name = format("c%062d", 0) }
    queue_name     = format("q%075d", 0)
    uploads_prefix = "in/"
    variants = {
      for i in range(20) : format("%02d", i) => { width = 1, key = "${format("%02d%0120d", i, 0)}/{key}" }
    }
    on_delete       = "remove"
    rejected_prefix = "rejected/"
    watermark       = { image = "logo.png" }
    notices         = { enabled = true, create_topic = false, topic_arn = "arn:aws-us-gov:sns:us-gov-west-1:123456789012:${format("%0256d", 0)}" }
    encryption = {
      kms_key_arn      = "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-00000000000000000000000000000000"
      decrypt_key_arns = [for i in range(4) : "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-0000000000000000000000000000000${i}"]
    }
    function = { tracing = true, vpc = { subnet_ids = ["s"], security_group_ids = ["g"] } }
  }

  override_data {
    target          = data.aws_partition.current
    override_during = plan
    values          = { partition = "aws-us-gov", dns_suffix = "amazonaws.com" }
  }

  override_resource {
    target          = module.bucket[0].aws_s3_bucket.this
    override_during = plan
    values          = { arn = "arn:aws-us-gov:s3:::b00000000000000000000000000000000000000000000000000000000000000" }
  }

  override_resource {
    target          = module.destination[0].aws_s3_bucket.this
    override_during = plan
    values          = { arn = "arn:aws-us-gov:s3:::c00000000000000000000000000000000000000000000000000000000000000" }
  }

  override_resource {
    target          = module.queue.aws_sqs_queue.this
    override_during = plan
    values          = { arn = "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:q000000000000000000000000000000000000000000000000000000000000000000000000000" }
  }

  override_resource {
    target          = module.function.aws_cloudwatch_log_group.this
    override_during = plan
    values          = { arn = "arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:/aws/lambda/0000000000000000000000000000000000000000" }
  }

  assert {
    condition     = length(jsonencode(module.function.environment)) > 3700
    error_message = "the environment has ${length(jsonencode(module.function.environment))} bytes: there is room for more"
  }

  assert {
    condition     = length(module.function.role_policy) <= module.function.role_policy_characters && module.function.role_policy_characters <= 10240
    error_message = "the policy has ${length(module.function.role_policy)} characters, and at most ${module.function.role_policy_characters} were told"
  }

  assert {
    condition     = length(module.function.role_policy) > module.function.role_policy_characters - 1000
    error_message = "the policy has ${length(module.function.role_policy)} characters, and ${module.function.role_policy_characters} were told: too many"
  }
}

run "a_description_is_cut" {
  command = plan

  variables {
    uploads_prefix = "${format("%0300d", 0)}/"
  }

  assert {
    condition     = length(module.function.description) == 256
    error_message = "the description is ${module.function.description}"
  }
}

run "origins_that_browsers_send" {
  command = plan

  variables {
    cors = { allowed_origins = ["https://example.org", "http://localhost:3000", "https://*.example.org", "*", "capacitor://localhost"] }
  }
}

run "a_dot_in_the_name_of_a_bucket" {
  command = plan

  variables {
    bucket_name = "pictures.example.org"
  }

  expect_failures = [check.bucket_names]
}

run "a_dot_in_the_name_of_the_other_bucket" {
  command = plan

  variables {
    destination = { bucket_name = "thumbnails.example.org" }
  }

  expect_failures = [check.bucket_names]
}

run "an_existing_name_is_not_a_choice" {
  command = plan

  variables {
    bucket_name   = "pictures.example.org"
    create_bucket = false
  }
}

run "a_partition_of_its_own" {
  command = plan

  variables {
    create_bucket = false
    destination   = { bucket_name = "thumbnails", create_bucket = false }
    encryption    = { create_key = true }
  }

  override_data {
    target          = data.aws_partition.current
    override_during = plan
    values          = { partition = "aws-iso", dns_suffix = "c2s.ic.gov" }
  }

  assert {
    condition     = output.bucket_arn == "arn:aws-iso:s3:::pictures" && output.destination_bucket_arn == "arn:aws-iso:s3:::thumbnails"
    error_message = "the buckets are ${output.bucket_arn} and ${output.destination_bucket_arn}"
  }

  assert {
    condition     = !strcontains(module.key[0].policy, "arn:aws:") && strcontains(module.key[0].policy, "arn:aws-iso:iam::123456789012:root")
    error_message = "the policy of the key is ${module.key[0].policy}"
  }
}

run "a_partition_without_cloudfront" {
  command = plan

  variables {
    delivery = { enabled = true }
  }

  override_data {
    target          = data.aws_partition.current
    override_during = plan
    values          = { partition = "aws-us-gov", dns_suffix = "amazonaws.com" }
  }

  expect_failures = [output.delivery_domain_name]
}
