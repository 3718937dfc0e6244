#include "cimaging.h"

#include <errno.h>
#include <libv4l-plugin.h>
#include <libv4lconvert.h>
#include <stdlib.h>
#include <string.h>

struct cimaging_bayer {
    struct v4lconvert_data *converter;
};

/* libv4lconvert asks the device which formats it has, and adds white balance, gain and gamma of its
 * own to cameras that have Bayer only. Ours is no device: it has one format that needs no
 * conversion, and refuses every other question. Nothing is added, and one frame never changes how
 * the next is converted. */
static int answer(void *context, int descriptor, unsigned long request, void *argument) {
    (void)context, (void)descriptor;
    struct v4l2_fmtdesc *format = argument;
    if (request == VIDIOC_ENUM_FMT && format->index == 0) {
        format->pixelformat = V4L2_PIX_FMT_RGB24;
        return 0;
    }
    errno = EINVAL;
    return -1;
}

static const struct libv4l_dev_ops no_device = {.ioctl = answer};

cimaging_bayer *cimaging_bayer_create(void) {
    cimaging_bayer *bayer = calloc(1, sizeof *bayer);
    if (bayer == NULL) return NULL;
    bayer->converter = v4lconvert_create_with_dev_ops(-1, NULL, &no_device);
    if (bayer->converter != NULL) return bayer;
    free(bayer);
    return NULL;
}

void cimaging_bayer_destroy(cimaging_bayer *bayer) {
    if (bayer == NULL) return;
    v4lconvert_destroy(bayer->converter);
    free(bayer);
}

static struct v4l2_format format_of(
    uint32_t four_cc, size_t width, size_t height, size_t bytes_per_row) {
    struct v4l2_format format;
    memset(&format, 0, sizeof format);
    format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    format.fmt.pix.width = (uint32_t)width;
    format.fmt.pix.height = (uint32_t)height;
    format.fmt.pix.pixelformat = four_cc;
    format.fmt.pix.field = V4L2_FIELD_NONE;
    format.fmt.pix.bytesperline = (uint32_t)bytes_per_row;
    format.fmt.pix.sizeimage = (uint32_t)(bytes_per_row * height);
    return format;
}

bool cimaging_bayer_convert(
    cimaging_bayer *bayer, uint32_t four_cc, const uint8_t *bytes, size_t count,
    size_t bytes_per_row, uint8_t *rgb, size_t rgb_count, size_t width, size_t height) {
    if (rgb_count != 3 * width * height || count < bytes_per_row * (height - 1) + width)
        return false;
    const struct v4l2_format from = format_of(four_cc, width, height, bytes_per_row);
    const struct v4l2_format to = format_of(V4L2_PIX_FMT_RGB24, width, height, 3 * width);
    /* The library takes its source without const and only reads it. */
    const int written = v4lconvert_convert(
        bayer->converter, &from, &to, (unsigned char *)bytes, (int)count, rgb, (int)rgb_count);
    return written >= 0 && (size_t)written == rgb_count;
}
