# What a newcomer gets who sets only the name of the bucket, and what the grouped variables change.

mock_provider "aws" {
  source          = "./tests/terraform/mocks"
  override_during = plan
}

run "names_are_derived" {
  command = plan

  assert {
    condition     = output.bucket_name == "pictures"
    error_message = "bucket_name is ${output.bucket_name}"
  }

  assert {
    condition     = output.queue_name == "thumbnailer-uploads"
    error_message = "queue_name is ${output.queue_name}"
  }

  assert {
    condition     = output.function_name == "thumbnailer"
    error_message = "function_name is ${output.function_name}"
  }

  assert {
    condition     = output.log_group_name == "/aws/lambda/thumbnailer"
    error_message = "log_group_name is ${output.log_group_name}"
  }

  assert {
    condition     = output.role_name == "thumbnailer-role"
    error_message = "role_name is ${output.role_name}"
  }

  assert {
    condition     = output.uploads_prefix == "uploads/"
    error_message = "uploads_prefix is ${output.uploads_prefix}"
  }
}

run "names_can_be_given" {
  command = plan

  variables {
    name       = "blog"
    queue_name = "image-upload-queue"
  }

  assert {
    condition     = output.queue_name == "image-upload-queue"
    error_message = "queue_name is ${output.queue_name}"
  }

  assert {
    condition     = output.function_name == "blog" && output.role_name == "blog-role" && output.log_group_name == "/aws/lambda/blog"
    error_message = "the names are ${output.function_name}, ${output.role_name}, ${output.log_group_name}"
  }
}

run "the_function_has_its_defaults" {
  command = plan

  assert {
    condition     = module.function.architecture == "arm64"
    error_message = "architecture is ${module.function.architecture}"
  }

  assert {
    condition     = module.function.runtime == "python3.13"
    error_message = "runtime is ${module.function.runtime}"
  }

  assert {
    condition     = module.function.memory_size == 1769
    error_message = "memory_size is ${module.function.memory_size}"
  }

  assert {
    condition     = module.function.timeout == 60
    error_message = "timeout is ${module.function.timeout}"
  }

  assert {
    condition     = module.function.log_retention_in_days == 30
    error_message = "log_retention_in_days is ${module.function.log_retention_in_days}"
  }
}

run "the_function_can_be_changed" {
  command = plan

  variables {
    function = {
      architecture = "x86_64"
      runtime      = "python3.12"
      memory_size  = 512
      timeout      = 30
    }
    log_retention_in_days = 7
  }

  assert {
    condition     = module.function.architecture == "x86_64" && module.function.runtime == "python3.12"
    error_message = "built for ${module.function.architecture}, ${module.function.runtime}"
  }

  assert {
    condition     = module.function.memory_size == 512 && module.function.timeout == 30
    error_message = "memory_size is ${module.function.memory_size}, timeout ${module.function.timeout}"
  }

  assert {
    condition     = module.function.log_retention_in_days == 7
    error_message = "log_retention_in_days is ${module.function.log_retention_in_days}"
  }
}

run "a_bucket_is_private_versioned_and_encrypted" {
  command = plan

  module {
    source = "./modules/bucket"
  }

  variables {
    name = "pictures"
  }

  assert {
    condition     = aws_s3_bucket_versioning.this.versioning_configuration[0].status == "Enabled"
    error_message = "versioning is off"
  }

  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256"
    error_message = "the bucket is not encrypted with AES256"
  }

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "the public access block has a gap"
  }

  assert {
    condition     = one(aws_s3_bucket_ownership_controls.this.rule).object_ownership == "BucketOwnerEnforced"
    error_message = "objects may belong to somebody else"
  }

  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.this.rule[0].abort_incomplete_multipart_upload).days_after_initiation == 7
    error_message = "incomplete uploads stay"
  }

  assert {
    condition     = !aws_s3_bucket.this.force_destroy
    error_message = "destroy would delete the pictures"
  }
}

run "a_layer_says_what_it_was_built_for" {
  command = plan

  variables {
    function = { architecture = "x86_64", runtime = "python3.12" }
  }

  assert {
    condition     = one(aws_lambda_layer_version.this["pillow"].compatible_architectures) == "x86_64" && one(aws_lambda_layer_version.this["pillow"].compatible_runtimes) == "python3.12"
    error_message = "built for ${jsonencode(aws_lambda_layer_version.this["pillow"].compatible_architectures)}, ${jsonencode(aws_lambda_layer_version.this["pillow"].compatible_runtimes)}"
  }

  assert {
    condition     = aws_lambda_layer_version.this["pillow"].source_code_hash == filebase64sha256("tests/terraform/fixtures/artifact.txt")
    error_message = "a new zip would not make a new version"
  }
}
