/* Scales pixels of four channels of 8 bits by Lanczos' filter, as Pillow does: across, then down,
 * 8 bits in between, each pixel the weighted sum of those that the filter covers. The channels are
 * the lanes of a vector. resampling.py answers for the sizes of what comes in.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define LOBES 3
#define PIXEL 4
/* Pixels of a row that are summed up together, to read each row above and below in runs. */
#define RUN 4

typedef uint8_t narrow __attribute__((vector_size(PIXEL)));
typedef int32_t whole __attribute__((vector_size(4 * PIXEL)));
typedef float wide __attribute__((vector_size(4 * PIXEL)));

/* The pixels that one pixel is made of. */
struct span {
    int32_t first, count;
};

static double lanczos(double x)
{
    static const double pi = 3.14159265358979323846;
    if (x == 0)
        return 1;
    if (x <= -LOBES || x >= LOBES)
        return 0;
    return LOBES * sin(pi * x) * sin(pi * x / LOBES) / (pi * x * pi * x);
}

static inline wide load(const uint8_t *from)
{
    narrow bytes;
    __builtin_memcpy(&bytes, from, PIXEL);
    return __builtin_convertvector(__builtin_convertvector(bytes, whole), wide);
}

/* To the nearest of 0 to 255; what is stored has a half added already. */
static inline void store(uint8_t *to, wide sum)
{
    whole lanes = __builtin_convertvector(sum, whole);
    lanes &= ~(lanes >> 31);
    const whole over = lanes > 255;
    lanes = (over & 255) | (lanes & ~over);
    const narrow bytes = __builtin_convertvector(lanes, narrow);
    __builtin_memcpy(to, &bytes, PIXEL);
}

static inline wide half(void)
{
    return (wide){0.5f, 0.5f, 0.5f, 0.5f};
}

/* Works out which pixels each pixel is made of, and with which weights.
 *
 * from, to: the part of a side that is scaled, in pixels; length: the whole side.
 * count: into how many. spans: one for each; weights: `taps` for each, of which as many are set as
 *     its span has pixels. A span has at most 2 * ceil(LOBES * stretch) + 1.
 */
void weigh(
    double from, double to, int32_t length, int32_t count, int32_t taps,
    struct span *spans, float *weights)
{
    const double scale = (to - from) / count;
    const double stretch = scale < 1 ? 1 : scale;
    for (int32_t i = 0; i < count; i++, weights += taps) {
        const double centre = from + (i + 0.5) * scale;
        const double first = centre - LOBES * stretch + 0.5, end = centre + LOBES * stretch + 0.5;
        spans[i].first = first < 0 ? 0 : (int32_t)first;
        spans[i].count = (end > length ? length : (int32_t)end) - spans[i].first;
        double sum = 0;
        for (int32_t k = 0; k < spans[i].count; k++) {
            const double weight = lanczos((spans[i].first + k - centre + 0.5) / stretch);
            weights[k] = (float)weight;
            sum += weight;
        }
        for (int32_t k = 0; k < spans[i].count; k++)
            weights[k] = (float)(weights[k] / sum);
    }
}

/* Scales `rows` rows of `width` pixels, which begin with the pixel `offset` of the side, to `count`
 * pixels each. */
void across(
    const uint8_t *pixels, size_t width, int32_t offset, size_t rows, uint8_t *scaled,
    size_t count, size_t taps, const struct span *spans, const float *weights)
{
    for (size_t y = 0; y < rows; y++, pixels += width * PIXEL) {
        for (size_t x = 0; x < count; x++, scaled += PIXEL) {
            const uint8_t *from = pixels + (size_t)(spans[x].first - offset) * PIXEL;
            const float *weight = weights + x * taps;
            /* Two sums, so that one addition need not wait for the other. */
            wide even = half(), odd = {0};
            int32_t k = 0;
            for (; k + 1 < spans[x].count; k += 2) {
                even += load(from + k * PIXEL) * weight[k];
                odd += load(from + (k + 1) * PIXEL) * weight[k + 1];
            }
            if (k < spans[x].count)
                even += load(from + k * PIXEL) * weight[k];
            store(scaled, even + odd);
        }
    }
}

static inline __attribute__((always_inline)) void down_run(
    const uint8_t *from, size_t row, int32_t count, const float *weight, uint8_t *to, int run)
{
    wide sums[RUN];
    for (int x = 0; x < run; x++)
        sums[x] = half();
    for (int32_t k = 0; k < count; k++, from += row)
        for (int x = 0; x < run; x++)
            sums[x] += load(from + x * PIXEL) * weight[k];
    for (int x = 0; x < run; x++)
        store(to + x * PIXEL, sums[x]);
}

/* Scales columns of rows of `width` pixels, which begin with the row `offset` of the side, to
 * `count` rows. */
void down(
    const uint8_t *pixels, size_t width, int32_t offset, uint8_t *scaled,
    size_t count, size_t taps, const struct span *spans, const float *weights)
{
    const size_t row = width * PIXEL;
    for (size_t y = 0; y < count; y++, weights += taps) {
        const uint8_t *from = pixels + (size_t)(spans[y].first - offset) * row;
        size_t x = 0;
        for (; x + RUN <= width; x += RUN, from += RUN * PIXEL, scaled += RUN * PIXEL)
            down_run(from, row, spans[y].count, weights, scaled, RUN);
        for (; x < width; x++, from += PIXEL, scaled += PIXEL)
            down_run(from, row, spans[y].count, weights, scaled, 1);
    }
}
