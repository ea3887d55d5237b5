# What S3 deletes by itself, and what the caller adds to the lifecycle and to the policy of the buckets.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

variables {
  name = "pictures"
}

run "previous_versions_go_after_a_month" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  assert {
    condition = [for rule in aws_s3_bucket_lifecycle_configuration.this.rule : jsonencode([
      rule.id,
      rule.abort_incomplete_multipart_upload[*].days_after_initiation,
      rule.noncurrent_version_expiration[*].noncurrent_days,
      rule.expiration[*].expired_object_delete_marker,
      ])] == [
      jsonencode(["abort-incomplete-multipart-uploads", [7], [], []]),
      jsonencode(["expire-noncurrent-versions", [], [30], [true]]),
    ]
    error_message = "the rules are ${jsonencode(aws_s3_bucket_lifecycle_configuration.this.rule)}"
  }
}

run "or_never" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    noncurrent_version_expiration_days = 0
  }

  assert {
    condition     = tolist(aws_s3_bucket_lifecycle_configuration.this.rule[*].id) == tolist(["abort-incomplete-multipart-uploads"])
    error_message = "the rules are ${jsonencode(aws_s3_bucket_lifecycle_configuration.this.rule)}"
  }
}

run "further_rules" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    lifecycle_rules = [
      { id = "everything", transitions = [{ days = 30, storage_class = "STANDARD_IA" }] },
      { id = "a-folder", prefix = "uploads/temporary/", expiration_days = 7 },
      { id = "a-tag", tags = { keep = "no" }, expiration_days = 1 },
      { id = "both", prefix = "uploads/", tags = { keep = "no" }, noncurrent_version_expiration_days = 10, newer_noncurrent_versions = 2 },
      { id = "old", noncurrent_version_transitions = [{ days = 3, storage_class = "GLACIER" }] },
    ]
  }

  assert {
    condition = [for rule in slice(aws_s3_bucket_lifecycle_configuration.this.rule, 2, 7) : jsonencode([
      rule.id,
      one(rule.filter).tag[*].key,
      one(rule.filter).and[*].prefix,
      one(rule.filter).and[*].tags,
      rule.expiration[*].days,
      rule.noncurrent_version_expiration[*].noncurrent_days,
      [for each in rule.transition : "${each.days} ${each.storage_class}"],
      [for each in rule.noncurrent_version_transition : "${each.noncurrent_days} ${each.storage_class}"],
      ])] == [
      jsonencode(["everything", [], [], [], [], [], ["30 STANDARD_IA"], []]),
      jsonencode(["a-folder", [], [], [], [7], [], [], []]),
      jsonencode(["a-tag", ["keep"], [], [], [1], [], [], []]),
      jsonencode(["both", [], ["uploads/"], [{ keep = "no" }], [], [10], [], []]),
      jsonencode(["old", [], [], [], [], [], [], ["3 GLACIER"]]),
    ]
    error_message = "the rules are ${jsonencode(aws_s3_bucket_lifecycle_configuration.this.rule)}"
  }

  # Where these are not given, the provider says them after the apply.
  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.this.rule[3].filter).prefix == "uploads/temporary/" && one(aws_s3_bucket_lifecycle_configuration.this.rule[5].noncurrent_version_expiration).newer_noncurrent_versions == 2
    error_message = "the rules are ${jsonencode(aws_s3_bucket_lifecycle_configuration.this.rule)}"
  }
}

run "further_statements" {
  command = plan

  variables {
    destination = {
      bucket_name = "thumbnails"
      policy_statements = [
        { Effect = "Allow", Principal = { AWS = ["arn:aws:iam::123456789012:root"] }, Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::thumbnails/*"] },
      ]
    }

    bucket = {
      policy_statements = [
        {
          Sid       = "OnlyOurs"
          Effect    = "Deny"
          Principal = { AWS = ["*"] }
          Action    = ["s3:PutObject"]
          Resource  = ["arn:aws:s3:::pictures/*"]
          Condition = { StringNotEquals = { "aws:PrincipalOrgID" = ["o-1"] } }
        },
      ]
    }

    delivery = { enabled = true }
  }

  assert {
    condition = jsonencode([for s in jsondecode(module.bucket[0].policy).Statement : s if s.Effect == "Allow" || s.Action != "s3:*"]) == jsonencode([
      {
        Action    = ["s3:PutObject"]
        Condition = { StringNotEquals = { "aws:PrincipalOrgID" = ["o-1"] } }
        Effect    = "Deny"
        Principal = { AWS = ["*"] }
        Resource  = ["arn:aws:s3:::pictures/*"]
        Sid       = "OnlyOurs"
      },
    ])
    error_message = "the policy is ${module.bucket[0].policy}"
  }

  assert {
    condition     = [for s in jsondecode(module.destination[0].policy).Statement : try(s.Sid, keys(s))] == ["DenyPlainHttp", "AllowDelivery", ["Action", "Effect", "Principal", "Resource"]]
    error_message = "the policy is ${module.destination[0].policy}"
  }
}

run "each_bucket_has_its_own_rules" {
  command = plan

  variables {
    bucket      = { noncurrent_version_expiration_days = 0, lifecycle_rules = [{ id = "temporary", prefix = "uploads/temporary/", expiration_days = 7 }] }
    destination = { bucket_name = "thumbnails", noncurrent_version_expiration_days = 1, lifecycle_rules = [{ id = "rare", transitions = [{ days = 30, storage_class = "STANDARD_IA" }] }] }
  }

  assert {
    condition     = jsonencode(module.bucket[0].lifecycle_rules) == jsonencode({ abort-incomplete-multipart-uploads = null, temporary = null }) && jsonencode(module.destination[0].lifecycle_rules) == jsonencode({ abort-incomplete-multipart-uploads = null, expire-noncurrent-versions = 1, rare = null })
    error_message = "the rules are ${jsonencode([module.bucket[0].lifecycle_rules, module.destination[0].lifecycle_rules])}"
  }
}

run "half_a_day" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    noncurrent_version_expiration_days = 0.5
  }

  expect_failures = [var.noncurrent_version_expiration_days]
}

run "a_rule_of_the_same_name" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    lifecycle_rules = [{ id = "expire-noncurrent-versions", expiration_days = 7 }]
  }

  expect_failures = [var.lifecycle_rules]
}

run "a_rule_that_does_nothing" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    lifecycle_rules = [{ id = "nothing", prefix = "uploads/" }]
  }

  expect_failures = [var.lifecycle_rules]
}

run "no_days" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    lifecycle_rules = [{ id = "at-once", expiration_days = 0 }]
  }

  expect_failures = [var.lifecycle_rules]
}

run "versions_without_days" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    lifecycle_rules = [{ id = "newest", expiration_days = 7, newer_noncurrent_versions = 2 }]
  }

  expect_failures = [var.lifecycle_rules]
}

run "a_class_that_there_is_not" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    lifecycle_rules = [{ id = "cheap", transitions = [{ days = 30, storage_class = "CHEAP" }] }]
  }

  expect_failures = [var.lifecycle_rules]
}
