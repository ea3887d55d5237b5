# Thumbnails are pictures and nothing else, whatever a browser could be talked into.
resource "aws_cloudfront_response_headers_policy" "this" {
  # checkov:skip=CKV_AWS_259: it also wants subdomains and preload, which would bind hosts that are not served here
  name    = var.name
  comment = "Security headers of thumbnails"

  security_headers_config {
    strict_transport_security {
      access_control_max_age_sec = 31536000
      override                   = true
    }

    # Never guess the type from the bytes.
    content_type_options {
      override = true
    }

    # Opened as a page, a thumbnail loads and runs nothing.
    content_security_policy {
      content_security_policy = "default-src 'none'; sandbox"
      override                = true
    }

    frame_options {
      frame_option = "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }
  }

  custom_headers_config {
    # Pages that isolate themselves (COEP) may show them, too. Others may anyway.
    items {
      header   = "Cross-Origin-Resource-Policy"
      value    = "cross-origin"
      override = true
    }
  }

  # What S3 tells of an object and is nobody's business: the hashes of the picture as it was uploaded,
  # of the variant and of the recipe, the version, and the key it is encrypted with, whose ARN holds
  # the account.
  remove_headers_config {
    dynamic "items" {
      for_each = [
        "x-amz-meta-source-etag",
        "x-amz-meta-variant-id",
        "x-amz-meta-recipe-id",
        "x-amz-version-id",
        "x-amz-server-side-encryption",
        "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-server-side-encryption-bucket-key-enabled",
      ]

      content {
        header = items.value
      }
    }
  }
}
