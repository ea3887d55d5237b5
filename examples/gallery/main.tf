# The pictures of a gallery: photos in four sizes, members' avatars, and banners. Each kind is uploaded to
# a folder of its own in uploads/, and has its own variants. Credentials, region and endpoint come from
# the environment.

provider "aws" {}

module "thumbnails" {
  source = "../.."

  name          = "gallery-thumbnails"
  bucket_name   = "gallery-pictures-${var.id}"
  force_destroy = var.force_destroy

  inputs = ["jpeg", "png", "webp"]

  variants = {
    # A square around what catches the eye: thumbnails/photos/lake_square.jpg.
    square = { prefix = "photos/", width = 320, height = 320, fit = "cover", gravity = "attention" }

    # Whole on a dark screen. Another format is added to the name: thumbnails/photos/lake.png_slide.jpg.
    slide = { prefix = "photos/", width = 1280, height = 720, fit = "contain", background = "#202020", format = "jpeg", progressive = true }

    # For slow networks: as good as 40 kB can be.
    light = { prefix = "photos/", width = 800, format = "webp", max_bytes = 40000 }

    # To look at closely, with the watermark.
    large = { prefix = "photos/", width = 2048, height = 2048, quality = 90, copyright = true, cache_control = "max-age=86400" }

    # Always this size, around the point that the upload's metadata name, as in focal-point: 0.5,0.3.
    avatar = {
      prefix  = "avatars/"
      width   = 128
      height  = 128
      fit     = "cover"
      gravity = "focal"
      enlarge = true
      format  = "webp"
      key     = "faces/{dir}{stem}{source_ext}{ext}"
    }

    banner = { prefix = "banners/", width = 1600, height = 400, fit = "cover", gravity = "north" }
  }

  watermark = { text = "© gallery", variants = ["large"], opacity = 0.5 }

  function = {
    architecture = var.architecture
    runtime      = var.runtime
  }

  artifacts = var.artifacts
  tags      = var.tags
}
