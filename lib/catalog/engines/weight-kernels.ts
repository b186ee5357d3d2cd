/**
 * On which cards of NVIDIA an engine reads weights of a format: compute capabilities of its kernels, release by release. Below the capability that multiplies
 * in the format, kernels such as Marlin unpack it to 16 bit.
 */
import type { CheckpointFormat } from '../checkpoints';
import { isGguf } from '../gguf';
import type { GpuFacts } from '../gpu-facts';
import type { Provenance } from '../provenance';
import type { EngineVersion } from './engine-version';

/** Format of weights that kernels differ by; `gguf` stands for every scheme of such files, `fp4` for the experts of DeepSeek V4. */
export type KernelFormat = CheckpointFormat | 'int4' | 'fp4' | 'gguf';

/** Limits of one format since a release. Cards between `refusedBelow` and `loadsFrom`, and from `loadsBelow` to `refusedFrom`, are not known. */
export interface WeightKernelRow {
  readonly format: KernelFormat;
  /**
   * Copies with this in the name of their repository, which another method of the engine reads.
   * @default - every copy that no other row names
   */
  readonly copies?: RegExp;
  /** First release that is known to have these limits. Releases before the first row of a format are taken to have those of that row. */
  readonly since: string;
  /** Compute capability below which the engine refuses it. */
  readonly refusedBelow: number;
  /** Compute capability from which on it is known to load it. */
  readonly loadsFrom: number;
  /**
   * Compute capability from which on it is no longer known to load it.
   * @default - newer cards load it as well
   */
  readonly loadsBelow?: number;
  /**
   * Compute capability from which on it has no kernel any more.
   * @default - none
   */
  readonly refusedFrom?: number;
  /** Compute capability from which on its kernels multiply in the format; null where they always unpack it. */
  readonly computesFrom: number | null;
}

/** Weights that an engine reads, by card. */
export interface WeightKernels {
  readonly rows: readonly WeightKernelRow[];
  readonly provenance: Provenance;
}

/** Whether an engine reads weights of a format on a card. */
export interface WeightSupport {
  readonly loads: 'yes' | 'no' | 'not known';
  /** Compute capabilities on which it does, in words. */
  readonly needs: string;
  /** It multiplies in the format; otherwise its kernels unpack the weights first, although other cards would not. */
  readonly unpacked: boolean;
}

/** What is asked: a format, the repository that holds it, and the card. */
export interface AskedKernel {
  readonly format: string;
  readonly repository: string;
  readonly gpu: Pick<GpuFacts, 'vendor' | 'computeCapability'>;
}

/**
 * Null where the table says nothing: another vendor, or a format that it does not list.
 *
 * @param version release of the engine; null where it is not given, which then is the newest
 */
export function weightSupport(kernels: WeightKernels | undefined, version: EngineVersion | null, asked: AskedKernel): WeightSupport | null {
  const row = rowOf(kernels?.rows ?? [], version, asked);
  const { vendor, computeCapability: capability } = asked.gpu;
  if (row === undefined || vendor !== 'NVIDIA') return null;
  const { computesFrom } = row;
  return {
    loads: loadsOn(row, capability),
    needs: inWords(row),
    unpacked: computesFrom !== null && capability !== null && capability < computesFrom,
  };
}

/** The newest row that is not newer than the release; a row of named copies comes before that of all. */
function rowOf(
  rows: readonly WeightKernelRow[],
  version: EngineVersion | null,
  { format, repository }: AskedKernel,
): WeightKernelRow | undefined {
  const family = isGguf(format) ? 'gguf' : format;
  const own = rows.filter((row) => row.format === family);
  const named = own.filter(({ copies }) => copies?.test(repository) === true);
  const candidates = named.length > 0 ? named : own.filter(({ copies }) => copies === undefined);
  return candidates.filter(({ since }) => version === null || version.atLeast(version.peer(since))).at(-1) ?? candidates[0];
}

function loadsOn({ refusedBelow, loadsFrom, loadsBelow, refusedFrom }: WeightKernelRow, capability: number | null): WeightSupport['loads'] {
  if (capability === null) return 'not known';
  if (capability < refusedBelow || capability >= (refusedFrom ?? Number.POSITIVE_INFINITY)) return 'no';
  return capability >= loadsFrom && capability < (loadsBelow ?? refusedFrom ?? Number.POSITIVE_INFINITY) ? 'yes' : 'not known';
}

function inWords({ loadsFrom, loadsBelow, refusedFrom }: WeightKernelRow): string {
  const end = loadsBelow ?? refusedFrom;
  return end === undefined
    ? `compute capability ${loadsFrom.toFixed(1)} or newer`
    : `compute capability ${loadsFrom.toFixed(1)} or newer, below ${end.toFixed(1)}`;
}
