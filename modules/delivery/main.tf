locals {
  # Sorted and distinct: the same set of prefixes is the same distribution.
  prefixes = sort(distinct(var.output_prefixes))

  # With and without a signature of CloudFront's.
  signed   = "outputs"
  unsigned = "refused"
}

# CloudFront signs its requests to the bucket, and the bucket's policy lets this distribution in.
resource "aws_cloudfront_origin_access_control" "this" {
  name                              = var.name
  description                       = "Thumbnails of ${var.name}"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_distribution" "this" {
  # checkov:skip=CKV_AWS_68: a firewall is the caller's: var.web_acl_arn
  # checkov:skip=CKV2_AWS_47: as above
  # checkov:skip=CKV_AWS_86: access logs are the caller's: var.logging
  # checkov:skip=CKV_AWS_174: TLS 1.2 wherever it can be chosen, which is with a certificate
  # checkov:skip=CKV2_AWS_42: a certificate is the caller's: var.certificate_arn
  # checkov:skip=CKV_AWS_305: a root object would be a page, and there is none
  # checkov:skip=CKV_AWS_310: there is one bucket, and no second one to fail over to
  # checkov:skip=CKV_AWS_374: thumbnails are for everybody who may see the site
  enabled         = true
  comment         = "Thumbnails of ${var.name}"
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = var.price_class
  aliases         = var.aliases
  web_acl_id      = var.web_acl_arn
  tags            = var.tags

  origin {
    origin_id                = local.signed
    domain_name              = var.bucket_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
  }

  # The same bucket as anybody sees it: closed.
  origin {
    origin_id   = local.unsigned
    domain_name = var.bucket_domain_name
  }

  # Only what lies below the prefixes is asked for with a signature. The policy of the bucket says
  # the same; where a bucket's owner has granted the distribution more, this still holds.
  dynamic "ordered_cache_behavior" {
    for_each = local.prefixes
    iterator = prefix

    content {
      path_pattern               = "/${prefix.value}*"
      target_origin_id           = local.signed
      viewer_protocol_policy     = "redirect-to-https"
      allowed_methods            = ["GET", "HEAD"]
      cached_methods             = ["GET", "HEAD"]
      cache_policy_id            = aws_cloudfront_cache_policy.this.id
      response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id

      # Pictures are compressed already.
      compress = false

      function_association {
        event_type   = "viewer-response"
        function_arn = aws_cloudfront_function.cache_control.arn
      }
    }
  }

  default_cache_behavior {
    target_origin_id           = local.unsigned
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    cache_policy_id            = aws_cloudfront_cache_policy.this.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
    compress                   = false
  }

  # A thumbnail that is not there yet will be in a second. (403 and not 404: whether a key exists is
  # told only to those who may list the bucket.) CloudFront would remember the refusal for 10 seconds.
  custom_error_response {
    error_code            = 403
    error_caching_min_ttl = 1
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = length(var.aliases) == 0
    acm_certificate_arn            = var.certificate_arn
    ssl_support_method             = length(var.aliases) == 0 ? null : "sni-only"
    minimum_protocol_version       = length(var.aliases) == 0 ? "TLSv1" : "TLSv1.2_2021"
  }

  dynamic "logging_config" {
    for_each = var.logging[*]

    content {
      bucket          = logging_config.value.bucket_domain_name
      prefix          = logging_config.value.prefix
      include_cookies = false
    }
  }
}
