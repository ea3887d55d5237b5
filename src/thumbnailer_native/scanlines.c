/* Reconstructs the filtered scanlines of a PNG, https://www.w3.org/TR/png-3/#9Filters.
 *
 * The channels of a pixel, of 8 bits each, are worked on together: bytes within a word for four of
 * the filters, lanes of a vector for Paeth's. scanlines.py answers for the sizes of what comes in.
 */
#include <stddef.h>
#include <stdint.h>

enum filter { NONE, SUB, UP, AVERAGE, PAETH };

typedef uint8_t narrow __attribute__((vector_size(4)));
typedef int16_t wide __attribute__((vector_size(8)));

static inline uint32_t load(const uint8_t *from, unsigned count)
{
    uint32_t pixel = 0;
    __builtin_memcpy(&pixel, from, count);
    return pixel;
}

static inline void store(uint8_t *to, uint32_t pixel, unsigned count)
{
    __builtin_memcpy(to, &pixel, count);
}

static inline wide widened(uint32_t pixel)
{
    narrow bytes;
    __builtin_memcpy(&bytes, &pixel, sizeof bytes);
    return __builtin_convertvector(bytes, wide);
}

static inline uint32_t narrowed(wide lanes)
{
    narrow bytes = __builtin_convertvector(lanes, narrow);
    uint32_t pixel;
    __builtin_memcpy(&pixel, &bytes, sizeof pixel);
    return pixel;
}

/* The sum of each pair of bytes, modulo 256: the highest bits apart, so that nothing is carried. */
static inline uint32_t sum(uint32_t a, uint32_t b)
{
    return ((a & 0x7f7f7f7f) + (b & 0x7f7f7f7f)) ^ ((a ^ b) & 0x80808080);
}

/* The mean of each pair of bytes, rounded down. */
static inline uint32_t mean(uint32_t a, uint32_t b)
{
    return (a & b) + (((a ^ b) & 0xfefefefe) >> 1);
}

static inline wide magnitude(wide lanes)
{
    wide sign = lanes >> 15;
    return (lanes ^ sign) - sign;
}

static inline wide chosen(wide mask, wide yes, wide no)
{
    return (yes & mask) | (no & ~mask);
}

/* Of left, above and above left, whatever is nearest to left + above - above left. */
static inline wide paeth(wide left, wide above, wide corner)
{
    wide by_left = above - corner, by_above = left - corner;
    wide by_corner = magnitude(by_left + by_above);
    by_left = magnitude(by_left);
    by_above = magnitude(by_above);
    wide is_above = by_above < by_left;
    wide best = chosen(is_above, above, left);
    return chosen(by_corner < chosen(is_above, by_above, by_left), corner, best);
}

/* One scanline; `in` bytes a pixel become `out`, of which those that are added hold 255. Inlined
 * with constants for both, each of its loops is compiled for one kind of pixel. */
static inline __attribute__((always_inline)) void scanline(
    enum filter filter, const uint8_t *filtered, const uint8_t *above, uint8_t *pixels,
    size_t width, unsigned in, unsigned out)
{
    const uint32_t added = in < out ? 0xff000000 : 0;
    uint32_t left = 0;
    wide wide_left = {0}, corner = {0};

#define FOR_EACH_PIXEL(EXPRESSION)                                  \
    for (size_t x = 0; x < width; x++) {                            \
        const uint32_t difference = load(filtered + x * in, in);    \
        left = (EXPRESSION) | added;                                \
        store(pixels + x * out, left, out);                         \
    }
#define ABOVE load(above + x * out, out)

    switch (filter) {
    case NONE:
        FOR_EACH_PIXEL(difference)
        break;
    case SUB:
        FOR_EACH_PIXEL(sum(difference, left))
        break;
    case UP:
        FOR_EACH_PIXEL(sum(difference, ABOVE))
        break;
    case AVERAGE:
        FOR_EACH_PIXEL(sum(difference, mean(left, ABOVE)))
        break;
    case PAETH:
        for (size_t x = 0; x < width; x++) {
            const wide wide_above = widened(ABOVE);
            const wide predicted = paeth(wide_left, wide_above, corner);
            corner = wide_above;
            wide_left = (widened(load(filtered + x * in, in)) + predicted) & 255;
            store(pixels + x * out, narrowed(wide_left) | added, out);
        }
        break;
    }
}

/* Reconstructs scanlines.
 *
 * filtered: `height` times a filter type and `width` pixels of `channels` bytes (1 to 4).
 * above: the pixels above the first of them.
 * pixels: room for `height` times `width` pixels. A pixel has as many bytes as channels, but three
 *     are followed by a fourth, 255.
 * Returns 0, or 1 when a filter type is unknown.
 */
int reconstruct(
    const uint8_t *filtered, const uint8_t *above, uint8_t *pixels,
    size_t width, size_t height, unsigned channels)
{
    const size_t row = width * (channels == 3 ? 4 : channels);
    for (size_t y = 0; y < height; y++) {
        const uint8_t filter = *filtered++;
        if (filter > PAETH)
            return 1;
        switch (channels) {
        case 1: scanline(filter, filtered, above, pixels, width, 1, 1); break;
        case 2: scanline(filter, filtered, above, pixels, width, 2, 2); break;
        case 3: scanline(filter, filtered, above, pixels, width, 3, 4); break;
        case 4: scanline(filter, filtered, above, pixels, width, 4, 4); break;
        }
        filtered += width * channels;
        above = pixels;
        pixels += row;
    }
    return 0;
}
