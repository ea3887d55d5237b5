locals {
  # A Deny must name every action to be complete.
  policy = {
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid       = "DenyPlainHttp"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.this.arn, "${aws_s3_bucket.this.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      ], [
      # What is not given is left out.
      for statement in var.policy_statements : { for name, value in statement : name => value if try(length(value) > 0, false) }
    ])
  }

  # What a rule's objects have to fulfil: a prefix, and each tag.
  conditions = [
    for rule in var.lifecycle_rules : concat(
      [for prefix in compact([rule.prefix]) : { prefix = prefix, tag = null }],
      [for tag in keys(rule.tags) : { prefix = null, tag = tag }],
    )
  ]
}

resource "aws_s3_bucket" "this" {
  # checkov:skip=CKV_AWS_18: access logs need a bucket of the caller's, who can configure them for this one
  # checkov:skip=CKV_AWS_144: pictures in a second region are the caller's decision, and double the cost
  # checkov:skip=CKV2_AWS_62: notifications are another module's, or the caller's
  bucket        = var.name
  force_destroy = var.force_destroy
  tags          = var.tags

  # The keys are made before the bucket and deleted after it: when objects are left, a destroy stops here,
  # and they stay readable.
  depends_on = [var.kms_key_arn, var.decrypt_key_arns]

  lifecycle {
    # What the provider reads here is how the bucket is encrypted until this plan is applied.
    postcondition {
      condition = alltrue([
        for arn in flatten(self.server_side_encryption_configuration[*].rule[*].apply_server_side_encryption_by_default[*].kms_master_key_id) :
        !can(regex(":key/", arn)) || contains(concat(var.kms_key_arn[*], var.decrypt_key_arns), arn)
      ])
      error_message = join(" ", [
        "The bucket ${var.name} holds objects that are encrypted with",
        "${join(", ", flatten(self.server_side_encryption_configuration[*].rule[*].apply_server_side_encryption_by_default[*].kms_master_key_id))},",
        "and this configuration lets nobody decrypt with it. If this module created the key, set",
        "encryption.retain_key = true; otherwise add its ARN to encryption.decrypt_key_arns. See",
        "docs/encryption.md.",
      ])
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn
    }

    # One data key for many objects, instead of a request to KMS for each.
    bucket_key_enabled = var.kms_key_arn != null
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  # checkov:skip=CKV_AWS_300: the first rule does it; checkov sees no rule beside dynamic ones
  bucket = aws_s3_bucket.this.id

  rule {
    id     = "abort-incomplete-multipart-uploads"
    status = "Enabled"

    # An empty filter means the whole bucket; without it the provider warns.
    filter {}

    # The parts of an upload that was never completed are invisible, and are paid for.
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  # What replaced and deleted objects leave behind, and then the delete markers that nothing is left of.
  dynamic "rule" {
    for_each = var.noncurrent_version_expiration_days > 0 ? [var.noncurrent_version_expiration_days] : []

    content {
      id     = "expire-noncurrent-versions"
      status = "Enabled"

      filter {}

      noncurrent_version_expiration {
        noncurrent_days = rule.value
      }

      expiration {
        expired_object_delete_marker = true
      }
    }
  }

  dynamic "rule" {
    for_each = var.lifecycle_rules

    content {
      id     = rule.value.id
      status = "Enabled"

      # S3 wants one condition as itself, and several in `and`.
      filter {
        prefix = length(local.conditions[rule.key]) == 1 ? local.conditions[rule.key][0].prefix : null

        dynamic "tag" {
          for_each = length(local.conditions[rule.key]) == 1 ? compact(local.conditions[rule.key][*].tag) : []

          content {
            key   = tag.value
            value = rule.value.tags[tag.value]
          }
        }

        dynamic "and" {
          for_each = length(local.conditions[rule.key]) > 1 ? [rule.value] : []

          content {
            prefix = and.value.prefix
            tags   = and.value.tags
          }
        }
      }

      dynamic "expiration" {
        for_each = rule.value.expiration_days[*]

        content {
          days = expiration.value
        }
      }

      dynamic "noncurrent_version_expiration" {
        for_each = rule.value.noncurrent_version_expiration_days[*]

        content {
          noncurrent_days           = noncurrent_version_expiration.value
          newer_noncurrent_versions = rule.value.newer_noncurrent_versions
        }
      }

      dynamic "transition" {
        for_each = rule.value.transitions

        content {
          days          = transition.value.days
          storage_class = transition.value.storage_class
        }
      }

      dynamic "noncurrent_version_transition" {
        for_each = rule.value.noncurrent_version_transitions

        content {
          noncurrent_days = noncurrent_version_transition.value.days
          storage_class   = noncurrent_version_transition.value.storage_class
        }
      }
    }
  }

  # S3 takes rules about previous versions only where there can be some.
  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = jsonencode(local.policy)

  # S3 refuses a policy and a public access block that are written to one bucket at the same moment
  # (409 OperationAborted): one after the other.
  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_cors_configuration" "this" {
  count  = length(var.cors.allowed_origins) > 0 ? 1 : 0
  bucket = aws_s3_bucket.this.id

  cors_rule {
    allowed_origins = var.cors.allowed_origins
    allowed_methods = var.cors.allowed_methods
    allowed_headers = var.cors.allowed_headers
    expose_headers  = var.cors.expose_headers
    max_age_seconds = var.cors.max_age_seconds
  }
}
