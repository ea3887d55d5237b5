# What becomes of outputs whose source is deleted or rejected, and where rejections are reported.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "by_default_nothing_is_deleted_and_nothing_reported" {
  command = plan

  assert {
    condition     = output.on_delete == "keep" && output.rejected_prefix == null
    error_message = "on_delete is ${output.on_delete}, rejected_prefix ${jsonencode(output.rejected_prefix)}"
  }

  assert {
    condition     = !strcontains(module.function.role_policy, "DeleteObject")
    error_message = "the function may delete: ${module.function.role_policy}"
  }
}

run "outputs_are_removed_and_rejections_reported" {
  command = plan

  variables {
    on_delete       = "remove"
    rejected_prefix = "reports/rejected/"
  }

  override_resource {
    target          = module.bucket[0].aws_s3_bucket.this
    override_during = plan
    values          = { id = "pictures", arn = "arn:aws:s3:::pictures" }
  }

  assert {
    condition     = output.on_delete == "remove" && output.rejected_prefix == "reports/rejected/"
    error_message = "on_delete is ${output.on_delete}, rejected_prefix ${jsonencode(output.rejected_prefix)}"
  }

  assert {
    condition = module.function.environment == tomap({
      THUMBNAILER_BUCKET          = "pictures"
      THUMBNAILER_UPLOADS_PREFIX  = "uploads/"
      THUMBNAILER_RECIPE          = "{\"variants\":{\"thumb\":{\"height\":150,\"width\":150}}}"
      THUMBNAILER_ON_DELETE       = "remove"
      THUMBNAILER_REJECTED_PREFIX = "reports/rejected/"
    })
    error_message = "the environment is ${jsonencode(module.function.environment)}"
  }

  assert {
    condition = [for s in jsondecode(module.function.role_policy).Statement : s if contains(["WriteOutputs", "WriteAndRemoveOutputs", "WriteReports"], s.Sid)] == [
      {
        Sid      = "WriteAndRemoveOutputs"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = ["arn:aws:s3:::pictures/thumbnails/*"]
      },
      {
        Sid      = "WriteReports"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = ["arn:aws:s3:::pictures/reports/rejected/*"]
      },
    ]
    error_message = "the policy is ${module.function.role_policy}"
  }

  assert {
    condition = alltrue([
      for entry in output.notification_entries :
      toset(entry.events) == toset(["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"])
    ])
    error_message = "the entries are ${jsonencode(output.notification_entries)}"
  }
}

run "a_report_goes_with_its_picture_where_thumbnails_stay" {
  command = plan

  variables {
    rejected_prefix = "rejected/"
  }

  assert {
    condition     = alltrue([for entry in output.notification_entries : contains(entry.events, "s3:ObjectRemoved:*")])
    error_message = "the entries are ${jsonencode(output.notification_entries)}"
  }

  assert {
    condition     = !strcontains(module.function.role_policy, "RemoveOutputs") && strcontains(module.function.role_policy, "WriteOutputs")
    error_message = "the function may delete thumbnails: ${module.function.role_policy}"
  }
}

run "in_two_buckets_reports_may_be_called_like_the_uploads" {
  command = plan

  variables {
    destination     = { bucket_name = "thumbnails" }
    rejected_prefix = "uploads/"
  }

  assert {
    condition     = output.rejected_prefix == "uploads/"
    error_message = "rejected_prefix is ${jsonencode(output.rejected_prefix)}"
  }
}
