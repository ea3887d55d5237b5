/* Decodes the scan of a baseline JPEG at an eighth of its size, ITU-T T.81.
 *
 * There a sample is the mean of a block, which is the block's first coefficient: all others are
 * skipped, several per look-up. A component that is stored at half the size gives four samples of a
 * block, each the mean of a quarter, and its coefficients are decoded.
 *
 * The result is libjpeg's to the bit, or none: whatever is damaged, or leaves the range in which
 * all of libjpeg's implementations agree, is refused. jpeg_head.py answers for the frame; nothing
 * is taken for granted about the bytes of the scan, or about the codes.
 */
#include "jpeg_codes.h"

/* A component as it is decoded. */
struct state {
    const struct component *component;
    const struct decoder *decoder;
    int32_t previous; /* the first coefficient of the block before */
    uint32_t stride;
    uint8_t *samples; /* a row of units */
};

/* The frequency across in the lower three bits, the one down above: figure A.6. */
static const uint8_t zigzag[BLOCK] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
    41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
    30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
};

/* The mean of a frequency over half a side, the sum of four cosines, times the root of 2 and 2^13.
 * All other even ones vanish. */
enum { FREQUENCIES = 5, SHIFT = 13, MORE = 2 };
static const int32_t mean[8] = {1 << (SHIFT + MORE), 29692, 0, -10426, 0, 6967, 0, -5906};
static const uint8_t present[FREQUENCIES] = {0, 1, 3, 5, 7};

static int is_decoded_alike(const struct component *one, const struct component *other)
{
    return one->scaled == other->scaled && memcmp(&one->dc, &other->dc, sizeof one->dc) == 0
        && memcmp(&one->ac, &other->ac, sizeof one->ac) == 0;
}

/* The first coefficient of the next block into `previous`. */
static inline int next_first(struct bits *bits, struct state *state)
{
    fill(bits);
    struct value value = state->decoder->differences[peek(bits, VALUE_BITS)];
    if (value.bits == 0)
        value = read_difference(*bits, &state->decoder->dc);
    drop(bits, value.bits);
    state->previous += value.value;
    return value.bits;
}

/* Skip all coefficients of a block but the first. */
static inline int skip(struct bits *bits, const struct decoder *decoder)
{
    unsigned done = 0;
    for (;;) {
        /* The first one left enough for a look-up. */
        unsigned skip, next;
        do {
            skip = decoder->skips[peek(bits, SKIP_BITS)];
            next = done + (skip >> 8);
            if (next >= LAST)
                break;
            drop(bits, skip & 0xff);
            done = next;
        } while (bits->count >= SKIP_BITS);
        if (next == LAST || (END <= next && next < END + LAST)) {
            drop(bits, skip & 0xff);
            return 1;
        }
        fill(bits);
        if (next < LAST)
            continue;
        /* Either a code and its bits are too long, or not all of them are this block's. */
        struct value value = read_value(*bits, &decoder->ac);
        drop(bits, value.bits);
        done += value.advance;
        if (value.bits == 0 || done >= LAST)
            return value.bits && (done == LAST || done >= END);
        fill(bits);
    }
}

/* A sample of a sum that is scaled by 2^shift; -1 if the decoders of JPEG differ about it. */
static inline int32_t sample(int64_t sum, unsigned shift)
{
    int64_t value = (sum + ((int64_t)1 << (shift - 1))) >> shift;
    if (value < -4 * MIDDLE || value >= 4 * MIDDLE)
        return -1;
    value += MIDDLE;
    return (int32_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

static inline int is_16_bits(int64_t value)
{
    return value == (int16_t)value;
}

/* The mean of a block. */
static inline int decode_one(struct bits *bits, struct state *state, uint8_t *to)
{
    if (!next_first(bits, state))
        return 0;
    int32_t value = sample((int64_t)state->previous * state->component->quantizer[0], 3);
    *to = (uint8_t)value;
    return value >= 0 && skip(bits, state->decoder);
}

/* The means of a block's quarters: a transform of its columns, and one of the two rows they give. */
static inline int decode_four(struct bits *bits, struct state *state, uint8_t *to)
{
    if (!next_first(bits, state))
        return 0;
    const struct decoder *decoder = state->decoder;
    const uint16_t *quantizer = state->component->quantizer;
    int64_t even[8] = {0}, odd[8] = {0};
    int64_t first = (int64_t)state->previous * quantizer[0];
    int fits = is_16_bits(first);
    even[0] = first * mean[0];
    unsigned done = 0;
    while (done < LAST) {
        fill(bits);
        struct value value = decoder->values[peek(bits, VALUE_BITS)];
        if (value.bits == 0)
            value = read_value(*bits, &decoder->ac);
        drop(bits, value.bits);
        done += value.advance;
        if (done > LAST || value.bits == 0) {
            if (value.advance != END)
                return 0;
            break;
        }
        int64_t scaled = (int64_t)value.value * quantizer[done];
        unsigned across = zigzag[done] & 7, down = zigzag[done] >> 3;
        fits &= is_16_bits(scaled);
        (down ? odd : even)[across] += scaled * mean[down];
    }
    uint8_t *below = to + state->stride;
    if (done == END) {
        int32_t all = sample(first, 3);
        to[0] = to[1] = below[0] = below[1] = (uint8_t)all;
        return fits && all >= 0;
    }
    for (int row = 0; row < 2; row++) {
        int64_t left = 0, right = 0;
        for (unsigned index = 0; index < FREQUENCIES; index++) {
            unsigned across = present[index];
            int64_t sum = row ? even[across] - odd[across] : even[across] + odd[across];
            int64_t column = (sum + (1 << (SHIFT - 1))) >> SHIFT;
            fits &= is_16_bits(column);
            left += column * mean[across];
            right += across ? -column * mean[across] : column * mean[across];
        }
        int32_t samples[2] = {sample(left, SHIFT + MORE + 5), sample(right, SHIFT + MORE + 5)};
        fits &= samples[0] >= 0 && samples[1] >= 0;
        (row ? below : to)[0] = (uint8_t)samples[0];
        (row ? below : to)[1] = (uint8_t)samples[1];
    }
    return fits;
}

/* A row of units into each component's samples. */
static int decode_row(struct bits *from, const struct frame *frame, struct state *states, int32_t row)
{
    struct bits held = *from, *bits = &held;
    for (int32_t column = 0; column < frame->units_across; column++) {
        int64_t unit = (int64_t)row * frame->units_across + column;
        if (frame->restart && unit && unit % frame->restart == 0) {
            if (!pass(bits, (uint8_t)(0xd0 + (unit / frame->restart - 1) % 8)))
                return 0;
            for (int32_t index = 0; index < frame->count; index++)
                states[index].previous = 0;
        }
        for (int32_t index = 0; index < frame->count; index++) {
            struct state *state = &states[index];
            const struct component *component = state->component;
            uint32_t scaled = component->scaled;
            uint8_t *to = state->samples + (uint32_t)column * component->across * scaled;
            for (unsigned down = 0; down < component->down; down++)
                for (unsigned across = 0; across < component->across; across++) {
                    uint8_t *block = to + (down * state->stride + across) * scaled;
                    if (!(scaled == 1 ? decode_one(bits, state, block) : decode_four(bits, state, block)))
                        return 0;
                }
        }
        if (bits->count < 0)
            return 0;
    }
    *from = held;
    return 1;
}

/* Repeat each sample of a line. */
static void widen(uint8_t *to, const uint8_t *from, int32_t width, unsigned times)
{
    for (int32_t at = 0; at < width; at++)
        to[at] = from[(unsigned)at / times];
}

static inline uint8_t clamped(int32_t value)
{
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

/* T.871, section 7, in fixed point of 16 bits. */
static void paint(uint8_t *to, const uint8_t *luma, const uint8_t *blue, const uint8_t *red, int32_t width)
{
    for (int32_t at = 0; at < width; at++) {
        int32_t y = luma[at], b = blue[at] - MIDDLE, r = red[at] - MIDDLE, half = 1 << 15;
        to[4 * at] = clamped(y + ((91881 * r + half) >> 16));
        to[4 * at + 1] = clamped(y + ((-22554 * b - 46802 * r + half) >> 16));
        to[4 * at + 2] = clamped(y + ((116130 * b + half) >> 16));
        to[4 * at + 3] = 255;
    }
}

struct plan {
    const struct frame *frame;
    unsigned across, down; /* the most of any component */
    const struct state *states;
    uint8_t *lines; /* one for each component, as wide as the units */
};

/* Colour the lines of a row of units that are within the picture. */
static void paint_row(const struct plan *plan, int32_t row, uint8_t *pixels)
{
    const struct frame *frame = plan->frame;
    size_t stride = (size_t)plan->across * (size_t)frame->units_across;
    for (unsigned line = 0; line < plan->down; line++) {
        int32_t y = row * (int32_t)plan->down + (int32_t)line;
        if (y >= frame->height)
            return;
        const uint8_t *from[COMPONENTS];
        for (int32_t index = 0; index < frame->count; index++) {
            const struct state *state = &plan->states[index];
            const struct component *component = state->component;
            unsigned times = plan->across / (component->across * component->scaled);
            unsigned repeated = plan->down / (component->down * component->scaled);
            uint8_t *widened = plan->lines + (size_t)index * stride;
            from[index] = state->samples + (size_t)(line / repeated) * state->stride;
            if (times > 1) {
                widen(widened, from[index], frame->width, times);
                from[index] = widened;
            }
        }
        if (frame->count == 1)
            memcpy(pixels + (size_t)y * (size_t)frame->width, from[0], (size_t)frame->width);
        else
            paint(pixels + 4 * (size_t)y * (size_t)frame->width, from[0], from[1], from[2], frame->width);
    }
}

/* Decode a scan and the end marker behind it.
 *
 * The scan is in the bytes of `data` from `start` to `end`. `pixels` has room for all: a byte each
 * of one component, 4 of three (red, green, blue, 255). Returns 1, or 0 for a scan that is left to
 * others.
 */
int decode_eighth(
    const uint8_t *data, size_t start, size_t end, const struct frame *frame, uint8_t *pixels);

int decode_eighth(
    const uint8_t *data, size_t start, size_t end, const struct frame *frame, uint8_t *pixels)
{
    struct plan plan = {frame, 1, 1, NULL, NULL};
    size_t samples = 0;
    for (int32_t index = 0; index < frame->count; index++) {
        const struct component *component = &frame->component[index];
        size_t blocks = (size_t)component->across * component->down * (size_t)frame->units_across;
        samples += blocks * component->scaled * component->scaled;
        plan.across = component->across > plan.across ? component->across : plan.across;
        plan.down = component->down > plan.down ? component->down : plan.down;
    }
    size_t lines = (size_t)plan.across * (size_t)frame->units_across * COMPONENTS;
    struct decoder *decoders = malloc(COMPONENTS * sizeof *decoders + lines + samples);
    if (decoders == NULL)
        return 0;
    plan.lines = (uint8_t *)(decoders + COMPONENTS);

    struct state states[COMPONENTS];
    uint8_t *at = plan.lines + lines;
    int good = 1;
    for (int32_t index = 0; index < frame->count; index++) {
        const struct component *component = &frame->component[index];
        struct decoder *decoder = &decoders[index];
        uint32_t stride = (uint32_t)(component->across * component->scaled * frame->units_across);
        states[index] = (struct state){component, decoder, 0, stride, at};
        at += (size_t)stride * component->down * component->scaled;
        if (index && is_decoded_alike(component, component - 1))
            states[index].decoder = states[index - 1].decoder;
        else
            good = good && prepare(decoder, component);
    }
    plan.states = states;
    struct bits bits = {data + start, data + end, 0, 0};
    for (int32_t row = 0; good && row < frame->units_down; row++) {
        good = decode_row(&bits, frame, states, row);
        if (good)
            paint_row(&plan, row, pixels);
    }
    good = good && pass(&bits, 0xd9);
    free(decoders);
    return good;
}
