locals {
  # Without a zip it is in S3: fileexists(null) fails.
  zip_exists = try(fileexists(var.zip), false)
}

resource "aws_lambda_layer_version" "this" {
  layer_name               = var.name
  description              = "${var.content} for ${var.runtime} on ${var.architecture}."
  filename                 = var.zip
  s3_bucket                = one(var.zip_in_s3[*].bucket)
  s3_key                   = one(var.zip_in_s3[*].key)
  s3_object_version        = one(var.zip_in_s3[*].version)
  compatible_architectures = [var.architecture]
  compatible_runtimes      = [var.runtime]

  # Guarded, so that `validate` and `destroy` work where the zip was never built. An object in S3 is
  # told apart by its version.
  source_code_hash = local.zip_exists ? filebase64sha256(var.zip) : null

  lifecycle {
    # A layer version never changes, a new one replaces it: the function moves on to the new version
    # before the old one goes.
    create_before_destroy = true

    precondition {
      condition     = local.zip_exists || var.zip_in_s3 != null
      error_message = "The layer zip ${jsonencode(var.zip)} with ${var.content} does not exist. Build it with `${var.build_command}` in the root of the module, or say in artifacts where it is."
    }
  }
}
