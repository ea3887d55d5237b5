/* The codes of a baseline JPEG's scan, ITU-T T.81 annexes C and F: read one at a time, or several per
 * look-up where only the number of coefficients matters. For jpeg_scan.c.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    COMPONENTS = 3,
    BLOCK = 64,
    LAST = BLOCK - 1,
    /* Of a code, and of the bits that follow one: annex F.1.2. */
    CODE_BITS = 16,
    DC_BITS = 11,
    AC_BITS = 10,
    /* What one look-up sees. */
    SKIP_BITS = 13,
    VALUE_BITS = 10,
    /* Added to the coefficients skipped where the block ends. */
    END = 128,
    /* More than any block has: what a look-up does not tell. */
    UNKNOWN = 64,
    MIDDLE = 128,
};

/* A table of codes as it is stored: how many have 1 to 16 bits, and what they stand for. */
struct codes {
    uint8_t number[CODE_BITS];
    uint8_t symbol[256];
};

/* What jpeg_scan.py packs. `scaled` is 1 or 2: how many samples a side of a block becomes. */
struct component {
    uint8_t across, down; /* blocks in a unit */
    uint8_t scaled, unused;
    uint16_t quantizer[BLOCK]; /* in zigzag order */
    struct codes dc, ac;
};

struct frame {
    int32_t width, height;            /* of the result, in pixels */
    int32_t units_across, units_down; /* minimum coded units */
    int32_t restart;                  /* units between two markers, or 0 */
    int32_t count;                    /* of components */
    struct component component[COMPONENTS];
};

/* How codes are decoded one at a time: those of a length are consecutive numbers. */
struct ranges {
    uint32_t first[CODE_BITS + 1], number[CODE_BITS + 1], offset[CODE_BITS + 1];
    const uint8_t *symbol;
};

/* A value after so many zeros and itself, and the bits of both; none where a look-up cannot tell. */
struct value {
    int16_t value;
    uint8_t advance, bits;
};

struct decoder {
    struct ranges dc, ac;
    struct value differences[1 << VALUE_BITS];
    struct value values[1 << VALUE_BITS];
    /* Coefficients in the upper byte, their bits in the lower one: of one code, and of several. */
    uint16_t single[1 << SKIP_BITS], skips[1 << SKIP_BITS];
};

struct bits {
    const uint8_t *at, *end;
    uint64_t held; /* the next ones, from the highest on */
    int32_t count; /* how many are held; below 0, more were taken than there are */
};

/* Bits that are read one value at a time are passed by value: those of whole blocks then stay in
 * registers. */
static __attribute__((noinline)) struct bits filled(struct bits bits)
{
    while (0 <= bits.count && bits.count < 56 && bits.at < bits.end) {
        uint64_t byte = *bits.at;
        if (byte == 0xff && (bits.end - bits.at < 2 || bits.at[1] != 0))
            break;
        bits.at += byte == 0xff ? 2 : 1;
        bits.held |= byte << (56 - bits.count);
        bits.count += 8;
    }
    return bits;
}

/* Fill up to at least 56 bits, or to a marker or the end: what is missing reads as zeros. */
static inline void fill(struct bits *bits)
{
    uint64_t next = ~(uint64_t)0;
    if (bits->end - bits->at >= 8)
        memcpy(&next, bits->at, sizeof next);
    /* Whether a byte is 0xFF: of the complement one is 0, and borrows. */
    uint64_t zero = ~next;
    if ((zero - 0x0101010101010101) & ~zero & 0x8080808080808080) {
        *bits = filled(*bits);
        return;
    }
    bits->held |= __builtin_bswap64(next) >> bits->count;
    bits->at += (63 - bits->count) >> 3;
    bits->count |= 56;
}

static inline uint32_t peek(const struct bits *bits, unsigned count)
{
    return (uint32_t)(bits->held >> (64 - count));
}

static inline void drop(struct bits *bits, unsigned count)
{
    bits->held <<= count & 63;
    bits->count -= (int32_t)count;
}

/* Go on behind a marker that is due, with nothing but padding before it. */
static inline int pass(struct bits *bits, uint8_t marker)
{
    fill(bits);
    if (bits->count < 0 || bits->count > 7 || bits->end - bits->at < 2 || bits->at[0] != 0xff
        || bits->at[1] != marker)
        return 0;
    *bits = (struct bits){bits->at + 2, bits->end, 0, 0};
    return 1;
}

/* Whether a sample of 8 bits can make such a difference, or such a coefficient: annex F.1.2. */
static int is_difference(unsigned found)
{
    return found <= DC_BITS;
}

static int is_coefficient(unsigned found)
{
    unsigned run = found >> 4, size = found & 15;
    return size ? size <= AC_BITS : run == 0 || run == 15;
}

/* Annex C.2. Codes of ones only do not exist; libjpeg refuses the table for them, and for some of the
 * symbols that are none. */
static int arrange(struct ranges *ranges, const struct codes *codes, int (*is_known)(unsigned))
{
    uint32_t code = 0, offset = 0;
    for (unsigned length = 1; length <= CODE_BITS; length++) {
        uint32_t number = codes->number[length - 1];
        ranges->first[length] = code;
        ranges->number[length] = number;
        ranges->offset[length] = offset;
        code += number;
        offset += number;
        if (code >= 1u << length || offset > sizeof codes->symbol)
            return 0;
        code <<= 1;
    }
    ranges->symbol = codes->symbol;
    for (uint32_t index = 0; index < offset; index++)
        if (!is_known(codes->symbol[index]))
            return 0;
    return 1;
}

/* The symbol of the next code; -1 if there is no such code. */
static int symbol(struct bits *bits, const struct ranges *ranges)
{
    for (unsigned length = 1; length <= CODE_BITS; length++) {
        uint32_t index = peek(bits, length) - ranges->first[length];
        if (index < ranges->number[length]) {
            drop(bits, length);
            return ranges->symbol[ranges->offset[length] + index];
        }
    }
    return -1;
}

/* The number that some bits stand for: annex F.2.2.1. */
static int32_t extended(struct bits *bits, unsigned size)
{
    if (size == 0)
        return 0;
    int32_t value = (int32_t)peek(bits, size);
    drop(bits, size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}

typedef struct value reader(struct bits bits, const struct ranges *ranges);

/* The difference that is next; of no bits if there is no such code. */
static __attribute__((noinline)) struct value read_difference(struct bits bits, const struct ranges *dc)
{
    int32_t count = bits.count;
    int size = symbol(&bits, dc);
    if (size < 0)
        return (struct value){0, 0, 0};
    int32_t value = extended(&bits, (unsigned)size);
    return (struct value){(int16_t)value, 0, (uint8_t)(count - bits.count)};
}

/* The same of a coefficient. */
static __attribute__((noinline)) struct value read_value(struct bits bits, const struct ranges *ac)
{
    int32_t count = bits.count;
    int found = symbol(&bits, ac);
    if (found < 0)
        return (struct value){0, 0, 0};
    int32_t value = extended(&bits, (unsigned)found & 15);
    uint8_t advance = (uint8_t)(found == 0 ? END : (found >> 4) + 1);
    return (struct value){(int16_t)value, advance, (uint8_t)(count - bits.count)};
}

/* What a look-up tells: as if nothing followed what it sees. */
static struct value looked_up(uint32_t seen, const struct ranges *ranges, reader read)
{
    struct bits bits = {NULL, NULL, (uint64_t)seen << (64 - VALUE_BITS), VALUE_BITS};
    struct value value = read(bits, ranges);
    return value.bits <= VALUE_BITS ? value : (struct value){0, 0, 0};
}

/* Where a look-up begins with a code, the coefficients and bits that belong to it. */
static void spread(uint16_t *single, const struct ranges *ac)
{
    for (uint32_t seen = 0; seen < 1 << SKIP_BITS; seen++)
        single[seen] = UNKNOWN << 8;
    for (unsigned length = 1; length <= SKIP_BITS; length++)
        for (uint32_t index = 0; index < ac->number[length]; index++) {
            unsigned found = ac->symbol[ac->offset[length] + index], run = found >> 4, size = found & 15;
            if (length + size > SKIP_BITS)
                continue;
            uint32_t times = 1u << (SKIP_BITS - length), at = (ac->first[length] + index) * times;
            for (uint32_t end = at + times; at < end; at++)
                single[at] = (uint16_t)((found == 0 ? END : run + 1) << 8 | (length + size));
        }
}

/* As many coefficients as a look-up sees, and no more than a block has. */
static uint16_t packed(const uint16_t *single, uint32_t seen)
{
    unsigned bits = 0, advance = 0;
    while (advance < END) {
        unsigned next = single[seen << bits & ((1 << SKIP_BITS) - 1)], more = next >> 8;
        if (more == UNKNOWN || bits + (next & 0xff) > SKIP_BITS || advance + more % END > LAST)
            break;
        bits += next & 0xff;
        advance += more;
    }
    return (uint16_t)(bits ? advance << 8 | bits : UNKNOWN << 8);
}

static int prepare(struct decoder *decoder, const struct component *component)
{
    if (!arrange(&decoder->dc, &component->dc, is_difference)
        || !arrange(&decoder->ac, &component->ac, is_coefficient))
        return 0;
    for (uint32_t seen = 0; seen < 1 << VALUE_BITS; seen++) {
        decoder->differences[seen] = looked_up(seen, &decoder->dc, read_difference);
        if (component->scaled > 1)
            decoder->values[seen] = looked_up(seen, &decoder->ac, read_value);
    }
    if (component->scaled == 1) {
        spread(decoder->single, &decoder->ac);
        for (uint32_t seen = 0; seen < 1 << SKIP_BITS; seen++)
            decoder->skips[seen] = packed(decoder->single, seen);
    }
    return 1;
}
