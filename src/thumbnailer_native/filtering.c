/* Filters the scanlines of a PNG, https://www.w3.org/TR/png-3/#9Filters, each by the filter whose
 * bytes are the smallest. filtering.py answers for the sizes of what comes in.
 */
#include <stddef.h>
#include <stdint.h>

enum filter { NONE, SUB, UP, AVERAGE, PAETH, FILTERS };

#define STEP 16
/* A byte counts as its distance from 0, in either direction, but no more than this: what is far
 * from 0 takes about as many bits as what is further. */
#define MOST 16
/* Steps whose counts fit into a byte. */
#define STEPS (255 / MOST)

typedef uint8_t bytes __attribute__((vector_size(STEP)));

static inline bytes load(const uint8_t *from)
{
    bytes lanes;
    __builtin_memcpy(&lanes, from, STEP);
    return lanes;
}

static inline void store(uint8_t *to, bytes lanes)
{
    __builtin_memcpy(to, &lanes, STEP);
}

static inline bytes chosen(bytes mask, bytes yes, bytes no)
{
    return (yes & mask) | (no & ~mask);
}

static inline bytes least(bytes a, bytes b)
{
    return chosen((bytes)(a < b), a, b);
}

static inline bytes distance(bytes a, bytes b)
{
    return chosen((bytes)(a < b), b - a, a - b);
}

/* Of left, above and above left, whatever is nearest to left + above - above left; that the corner
 * is nearer than the others takes that it lies between them. */
static inline bytes paeth(bytes left, bytes above, bytes corner)
{
    const bytes by_left = distance(above, corner), by_above = distance(left, corner);
    const bytes between = (bytes)(above < corner) ^ (bytes)(left < corner);
    const bytes nearest = least(by_left, by_above);
    const bytes is_corner = between & (bytes)(distance(by_left, by_above) < nearest);
    return chosen(is_corner, corner, chosen((bytes)(by_above < by_left), above, left));
}

/* Filters a row in all ways. It and the one above follow `pixel` bytes of 0, and whole steps are
 * read and written. Returns the best filter. */
static enum filter filter(
    const uint8_t *row, const uint8_t *above, size_t pixel, size_t padded, uint8_t *filtered)
{
    uint32_t sums[FILTERS] = {0};
    for (size_t at = 0; at < padded;) {
        const size_t end = padded - at > STEPS * STEP ? at + STEPS * STEP : padded;
        bytes counts[FILTERS] = {{0}};
        for (; at < end; at += STEP) {
            const bytes here = load(row + at), a = load(row + at - pixel);
            const bytes b = load(above + at), c = load(above + at - pixel);
            const bytes predicted[FILTERS] = {
                [SUB] = a, [UP] = b, [AVERAGE] = (a & b) + ((a ^ b) >> 1), [PAETH] = paeth(a, b, c)};
            for (int i = 0; i < FILTERS; i++) {
                const bytes difference = here - predicted[i];
                store(filtered + i * padded + at, difference);
                counts[i] += least(least(difference, -difference), (bytes){0} + MOST);
            }
        }
        for (int i = 0; i < FILTERS; i++)
            for (int lane = 0; lane < STEP; lane++)
                sums[i] += counts[i][lane];
    }
    enum filter best = NONE;
    for (int i = 1; i < FILTERS; i++)
        if (sums[i] < sums[best])
            best = i;
    return best;
}

/* Filters scanlines.
 *
 * pixels: `height` times `length` bytes, `pixel` of them (1 to 4) a pixel.
 * above: STEP bytes of 0 and the row above the first, all 0 where there is none; becomes the last.
 * row: STEP bytes of 0 and room for a row, of 0. In both, a row is padded with 0 to whole steps.
 * ways: room for as many padded rows as there are filters.
 * filtered: room for `height` times a filter type and a row.
 */
void filter_scanlines(
    const uint8_t *pixels, size_t length, size_t height, size_t pixel,
    uint8_t *above, uint8_t *row, uint8_t *ways, uint8_t *filtered)
{
    const size_t padded = (length + STEP - 1) / STEP * STEP;
    above += STEP;
    row += STEP;
    for (size_t y = 0; y < height; y++, pixels += length, filtered += length) {
        __builtin_memcpy(row, pixels, length);
        const enum filter best = filter(row, above, pixel, padded, ways);
        *filtered++ = (uint8_t)best;
        __builtin_memcpy(filtered, ways + best * padded, length);
        __builtin_memcpy(above, row, length);
    }
}
