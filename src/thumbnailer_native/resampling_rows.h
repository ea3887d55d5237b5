/* Scales an image with vectors of VECTOR bytes: 16, or 32 as two lanes of 16. resampling.c includes
 * this once for each width; NAME(x) is x of that width, and TARGET what says that functions may use
 * it. Sums are of whole numbers, so that every width makes the same pixels.
 */
typedef uint8_t NAME(bytes) __attribute__((vector_size(VECTOR)));
typedef int16_t NAME(halves) __attribute__((vector_size(VECTOR)));
typedef int32_t NAME(wholes) __attribute__((vector_size(VECTOR)));

/* Rows that are scaled across at a time, each in a lane. */
#define LANES (VECTOR / 16)
/* Bytes of a row that are scaled down at a time: their sums just fit into the registers. */
#define RUN (2 * VECTOR)

/* Of two vectors, within each lane: bytes of both in turn, and of a row of pixels each two side by
 * side, channel by channel, with zeros in between. */
#if VECTOR == 16
#define LOW 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define FIRST_TWO 0, 16, 4, 16, 1, 16, 5, 16, 2, 16, 6, 16, 3, 16, 7, 16
#define NEXT_TWO 8, 16, 12, 16, 9, 16, 13, 16, 10, 16, 14, 16, 11, 16, 15, 16
#else
#define LOW \
    0, 32, 1, 33, 2, 34, 3, 35, 4, 36, 5, 37, 6, 38, 7, 39, \
    16, 48, 17, 49, 18, 50, 19, 51, 20, 52, 21, 53, 22, 54, 23, 55
#define HIGH \
    8, 40, 9, 41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47, \
    24, 56, 25, 57, 26, 58, 27, 59, 28, 60, 29, 61, 30, 62, 31, 63
#define FIRST_TWO \
    0, 32, 4, 32, 1, 32, 5, 32, 2, 32, 6, 32, 3, 32, 7, 32, \
    16, 32, 20, 32, 17, 32, 21, 32, 18, 32, 22, 32, 19, 32, 23, 32
#define NEXT_TWO \
    8, 32, 12, 32, 9, 32, 13, 32, 10, 32, 14, 32, 11, 32, 15, 32, \
    24, 32, 28, 32, 25, 32, 29, 32, 26, 32, 30, 32, 27, 32, 31, 32
#endif
#define SHUFFLED(a, b, indices) ((NAME(halves))__builtin_shufflevector(a, b, indices))

/* The products of two vectors, each two neighbours added up. */
TARGET static inline NAME(wholes) NAME(products)(NAME(halves) a, NAME(halves) b)
{
#if VECTOR == 32
    return (NAME(wholes))_mm256_madd_epi16((__m256i)a, (__m256i)b);
#elif defined __SSE2__
    return (NAME(wholes))_mm_madd_epi16((__m128i)a, (__m128i)b);
#else
    return (NAME(wholes))vpaddq_s32(
        vmull_s16(vget_low_s16((int16x8_t)a), vget_low_s16((int16x8_t)b)),
        vmull_high_s16((int16x8_t)a, (int16x8_t)b));
#endif
}

/* Four vectors of sums as bytes, those below 0 as 0 and those above 255 as 255. */
TARGET static inline NAME(bytes) NAME(narrow)(const NAME(wholes) sums[4])
{
#if VECTOR == 32
    return (NAME(bytes))_mm256_packus_epi16(
        _mm256_packs_epi32((__m256i)sums[0], (__m256i)sums[1]),
        _mm256_packs_epi32((__m256i)sums[2], (__m256i)sums[3]));
#elif defined __SSE2__
    return (NAME(bytes))_mm_packus_epi16(
        _mm_packs_epi32((__m128i)sums[0], (__m128i)sums[1]),
        _mm_packs_epi32((__m128i)sums[2], (__m128i)sums[3]));
#else
    int16x4_t four[4];
    for (int i = 0; i < 4; i++)
        four[i] = vqmovn_s32((int32x4_t)sums[i]);
    return (NAME(bytes))vcombine_u8(
        vqmovun_s16(vcombine_s16(four[0], four[1])), vqmovun_s16(vcombine_s16(four[2], four[3])));
#endif
}

/* Two weights, again and again. */
TARGET static inline NAME(halves) NAME(pair)(const int16_t *weights)
{
    int32_t pair;
    __builtin_memcpy(&pair, weights, sizeof pair);
    return (NAME(halves))((NAME(wholes)){0} + pair);
}

/* Scales columns to one row, `bytes` of them. Rows are added up in pairs; where a span's last row has
 * no other, it is its own, with the weight 0. The last run overlaps the one before. */
TARGET static void NAME(down)(
    const uint8_t *from, size_t row, size_t bytes, int32_t count, const int16_t *weights,
    int32_t bits, uint8_t *to)
{
    const int32_t half = 1 << (bits - 1);
    if (bytes < RUN) {
        for (size_t x = 0; x < bytes; x++) {
            int32_t sum = half;
            for (int32_t k = 0; k < count; k++)
                sum += from[(size_t)k * row + x] * weights[k];
            to[x] = byte(sum >> bits);
        }
        return;
    }
    const NAME(bytes) zero = {0};
    for (size_t x = 0;; x = x + 2 * RUN <= bytes ? x + RUN : bytes - RUN) {
        NAME(wholes) sums[2][4];
        for (int i = 0; i < 8; i++)
            sums[i / 4][i % 4] = (NAME(wholes)){0} + half;
        for (int32_t k = 0; k < count; k += 2) {
            const uint8_t *upper = from + (size_t)k * row + x;
            const uint8_t *lower = k + 1 < count ? upper + row : upper;
            const NAME(halves) pair = NAME(pair)(weights + k);
            for (int i = 0; i < 2; i++) {
                NAME(bytes) a, b;
                __builtin_memcpy(&a, upper + i * VECTOR, VECTOR);
                __builtin_memcpy(&b, lower + i * VECTOR, VECTOR);
                const NAME(bytes) low = (NAME(bytes))SHUFFLED(a, b, LOW);
                const NAME(bytes) high = (NAME(bytes))SHUFFLED(a, b, HIGH);
                sums[i][0] += NAME(products)(SHUFFLED(low, zero, LOW), pair);
                sums[i][1] += NAME(products)(SHUFFLED(low, zero, HIGH), pair);
                sums[i][2] += NAME(products)(SHUFFLED(high, zero, LOW), pair);
                sums[i][3] += NAME(products)(SHUFFLED(high, zero, HIGH), pair);
            }
        }
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 4; j++)
                sums[i][j] >>= bits;
            const NAME(bytes) made = NAME(narrow)(sums[i]);
            __builtin_memcpy(to + x + i * VECTOR, &made, VECTOR);
        }
        if (x + RUN == bytes)
            return;
    }
}

/* 16 bytes of each of the rows, which begin `row` bytes apart. */
TARGET static inline NAME(bytes) NAME(load)(const uint8_t *from, size_t row)
{
    NAME(bytes) all;
    for (int lane = 0; lane < LANES; lane++)
        __builtin_memcpy((uint8_t *)&all + 16 * lane, from + lane * row, 16);
    return all;
}

/* Scales up to LANES rows of pixels of four channels. */
TARGET static void NAME(across_four)(
    const uint8_t *from, size_t row, size_t rows, int32_t left, const struct side *columns,
    uint8_t *to)
{
    const NAME(bytes) zero = {0};
    const int16_t *weights = columns->weights;
    for (size_t x = 0; x < columns->count; x++, weights += columns->taps) {
        const uint8_t *pixels = from + (size_t)(columns->spans[x].first - left) * 4;
        NAME(wholes) sums[4] = {(NAME(wholes)){0} + (1 << (columns->bits - 1))};
        for (int32_t k = 0; k < columns->spans[x].count; k += 4) {
            const NAME(bytes) four = NAME(load)(pixels + 4 * k, row);
            sums[0] += NAME(products)(SHUFFLED(four, zero, FIRST_TWO), NAME(pair)(weights + k));
            sums[0] += NAME(products)(SHUFFLED(four, zero, NEXT_TWO), NAME(pair)(weights + k + 2));
        }
        sums[0] >>= columns->bits;
        const NAME(bytes) made = NAME(narrow)(sums);
        for (size_t lane = 0; lane < rows; lane++)
            __builtin_memcpy(
                to + (lane * columns->count + x) * 4, (const uint8_t *)&made + 16 * lane, 4);
    }
}

/* Scales up to LANES rows of pixels of one channel. */
TARGET static void NAME(across_one)(
    const uint8_t *from, size_t row, size_t rows, int32_t left, const struct side *columns,
    uint8_t *to)
{
    const NAME(bytes) zero = {0};
    const int16_t *weights = columns->weights;
    for (size_t x = 0; x < columns->count; x++, weights += columns->taps) {
        const uint8_t *pixels = from + (size_t)(columns->spans[x].first - left);
        NAME(wholes) sums = {0};
        for (int32_t k = 0; k < columns->spans[x].count; k += 8) {
            const NAME(bytes) eight = NAME(load)(pixels + k, row);
            const NAME(bytes) their = NAME(load)((const uint8_t *)(weights + k), 0);
            sums += NAME(products)(SHUFFLED(eight, zero, LOW), (NAME(halves))their);
        }
        for (size_t lane = 0; lane < rows; lane++) {
            int32_t sum = 1 << (columns->bits - 1);
            for (int i = 0; i < 4; i++)
                sum += sums[4 * lane + i];
            to[lane * columns->count + x] = byte(sum >> columns->bits);
        }
    }
}

/* Scales a part of an image, LANES rows at a time. `between` has room for as many, of the part's
 * width, with SLACK bytes behind each. */
TARGET static void NAME(scale)(
    const struct part *part, const struct side *columns, const struct side *rows,
    uint8_t *between, uint8_t *scaled)
{
    const size_t bytes = part->width * part->channels, made = columns->count * part->channels;
    for (size_t y = 0; y < rows->count; y += LANES) {
        const size_t lanes = rows->count - y < LANES ? rows->count - y : LANES;
        for (size_t lane = 0; lane < lanes; lane++) {
            const struct span span = rows->spans[y + lane];
            NAME(down)(
                part->pixels + (size_t)(span.first - part->top) * part->row, part->row, bytes,
                span.count, rows->weights + (y + lane) * rows->taps, rows->bits,
                between + lane * (bytes + SLACK));
        }
        if (part->channels == 1)
            NAME(across_one)(between, bytes + SLACK, lanes, part->left, columns, scaled + y * made);
        else
            NAME(across_four)(between, bytes + SLACK, lanes, part->left, columns, scaled + y * made);
    }
}

#undef LANES
#undef RUN
#undef LOW
#undef HIGH
#undef FIRST_TWO
#undef NEXT_TWO
#undef SHUFFLED
