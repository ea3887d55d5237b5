/* Scales pixels of 8 bits a channel by Lanczos' filter, as Pillow does, but for the order: down, then
 * across, 8 bits in between, each pixel the weighted sum of those that the filter covers.
 * resampling.py answers for the sizes of what comes in.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define LOBES 3
/* Bits of a weight of 1 where nothing is reduced, so that weights up to 2 are halves; reductions
 * have smaller weights, and more bits, as far as sums of them times 255 have room. */
#define BITS 14
#define MOST_BITS 21
/* Bytes that may be read behind a row that is scaled across. */
#define SLACK 16

/* The pixels that one pixel is made of. */
struct span {
    int32_t first, count;
};

/* How a side is scaled to `count` pixels: the span of each, and as many of its `taps` weights; the
 * others are 0. The weights of a span sum up to 1 << bits. */
struct side {
    size_t count, taps;
    int32_t bits;
    const struct span *spans;
    const int16_t *weights;
};

/* A part of an image, `width` pixels of one or four `channels` in each row, which begins `row` bytes
 * after the one above; `left` and `top` say where in the image the first pixel is. */
struct part {
    const uint8_t *pixels;
    size_t row, width, channels;
    int32_t left, top;
};

static inline uint8_t byte(int32_t value)
{
    return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value;
}

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#else
#include <arm_neon.h>
#endif

#define VECTOR 16
#define TARGET
#define NAME(x) x##_16
#include "resampling_rows.h"

#ifdef __x86_64__
#undef VECTOR
#undef TARGET
#undef NAME
#define VECTOR 32
#define TARGET __attribute__((target("avx2")))
#define NAME(x) x##_32
#include "resampling_rows.h"
#endif

/* The bytes of the widest vectors that this processor has. (__builtin_cpu_supports would need a
 * runtime that zig does not have.) */
int32_t widest(void)
{
#ifdef __x86_64__
    unsigned eax, ebx, ecx, edx;
    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) && ecx & bit_OSXSAVE && ecx & bit_AVX) {
        /* Which registers the operating system keeps: those of 16 bytes, and their upper halves. */
        uint32_t kept, rest;
        __asm__("xgetbv" : "=a"(kept), "=d"(rest) : "c"(0));
        if ((kept & 6) == 6 && __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && ebx & bit_AVX2)
            return 32;
    }
#endif
    return 16;
}

static double lanczos(double x)
{
    static const double pi = 3.14159265358979323846;
    if (x == 0)
        return 1;
    if (x <= -LOBES || x >= LOBES)
        return 0;
    /* sin(3 t) is sin(t) (3 - 4 sin(t)^2): one sine is enough. */
    const double angle = pi * x / LOBES, sine = sin(angle), ratio = sine / angle;
    return ratio * ratio * (LOBES - 4 * sine * sine) / LOBES;
}

/* Works out which pixels each pixel is made of, and with which weights.
 *
 * from, to: the part of a side that is scaled, in pixels; length: the whole side.
 * count: into how many. spans: one for each; weights: `taps` for each, all 0, of which as many are
 *     set as its span has pixels. A span has at most 2 * ceil(LOBES * stretch) + 1.
 * exact: room for `taps` weights.
 *
 * Returns the bits of a weight of 1.
 */
int32_t weigh(
    double from, double to, int32_t length, int32_t count, int32_t taps,
    struct span *spans, int16_t *weights, double *exact)
{
    const double scale = (to - from) / count;
    const double stretch = scale < 1 ? 1 : scale;
    int32_t bits = BITS;
    while (bits < MOST_BITS && stretch >= 1 << (bits - BITS + 1))
        bits++;
    for (int32_t i = 0; i < count; i++, weights += taps) {
        const double centre = from + (i + 0.5) * scale;
        const double first = centre - LOBES * stretch + 0.5, end = centre + LOBES * stretch + 0.5;
        spans[i].first = first < 0 ? 0 : (int32_t)first;
        spans[i].count = (end > length ? length : (int32_t)end) - spans[i].first;
        double sum = 0;
        for (int32_t k = 0; k < spans[i].count; k++)
            sum += exact[k] = lanczos((spans[i].first + k - centre + 0.5) / stretch);
        /* Sums are rounded, not weights, so that nothing is lost in all. */
        double wanted = 0;
        int32_t given = 0;
        for (int32_t k = 0; k < spans[i].count; k++) {
            wanted += exact[k];
            const int32_t rest = (int32_t)lrint(wanted / sum * (1 << bits)) - given;
            weights[k] = (int16_t)(rest > INT16_MAX ? INT16_MAX : rest);
            given += weights[k];
        }
    }
    return bits;
}

/* Scales a part of an image with vectors of some bytes, at most the widest.
 *
 * between: room for two rows of the part, with SLACK bytes behind each.
 * scaled: the pixels that are made.
 */
void scale(
    int32_t vector, const struct part *part, const struct side *columns, const struct side *rows,
    uint8_t *between, uint8_t *scaled)
{
#ifdef __x86_64__
    if (vector == 32) {
        scale_32(part, columns, rows, between, scaled);
        return;
    }
#endif
    (void)vector;
    scale_16(part, columns, rows, between, scaled);
}
