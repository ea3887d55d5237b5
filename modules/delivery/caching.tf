# Keys are rewritten: when a picture is replaced, its thumbnails get new bytes under the same URL.
# So the edge forgets after a minute and asks the bucket again, by ETag, which costs a request and no
# bytes. Whoever knows the ETag asks for ?v=ETAG: that is another entry of the cache, never a stale
# one, and browsers may keep it for ever.
resource "aws_cloudfront_cache_policy" "this" {
  name    = var.name
  comment = "By path and ?v= alone"

  default_ttl = var.cache.seconds
  min_ttl     = 0
  # What a variant's own cache_control may ask for.
  max_ttl = 31536000

  parameters_in_cache_key_and_forwarded_to_origin {
    # The thumbnails are the same whatever a browser would like.
    enable_accept_encoding_brotli = false
    enable_accept_encoding_gzip   = false

    query_strings_config {
      query_string_behavior = "whitelist"
      query_strings {
        items = ["v"]
      }
    }

    headers_config {
      header_behavior = "none"
    }

    cookies_config {
      cookie_behavior = "none"
    }
  }
}

# A response headers policy knows no condition, and ?v= is one.
resource "aws_cloudfront_function" "cache_control" {
  name    = var.name
  comment = "Cache-Control of thumbnails"
  runtime = "cloudfront-js-2.0"
  publish = true

  code = <<-EOT
    const UNVERSIONED = "public, max-age=${var.cache.seconds}, must-revalidate";
    const VERSIONED = "public, max-age=${var.cache.versioned_seconds}, immutable";
    ${file("${path.module}/cache_control.js")}
  EOT
}
