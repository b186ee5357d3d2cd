/**
 * How many elements of a quantized matrix share a scale along the side that ranks split: 128 for blocks of 128 × 128, 32 for groups of 32. `row`: a row, a
 * channel or the whole matrix has one. Null: not known.
 */
export type ScaleGroup = number | 'row' | null;

/** What the format itself says: OCP microscaling (32), NVFP4 (16). DeepSeek calls its 4-bit experts fp4. */
const OF_FORMAT: Readonly<Record<string, number>> = { mxfp4: 32, mxfp8: 32, fp4: 32, nvfp4: 16 };

/** The group that a format always has; undefined where each checkpoint has its own. */
export const groupOfFormat = (format: string): number | undefined => (Object.hasOwn(OF_FORMAT, format) ? OF_FORMAT[format] : undefined);
