/** How a GPU is written down in the tables: what is not established is left out. `expand-row.ts` makes it facts. */
import type { GpuFacts } from '../gpu-facts';
import type { Evidence } from '../provenance';

export interface GpuRow {
  readonly id: string;
  readonly name: string;
  /** @default 'NVIDIA' */
  readonly vendor?: GpuFacts['vendor'];
  readonly architecture: string;
  readonly formFactor?: string;
  readonly computeCapability?: number;
  readonly gfxTarget?: string;
  readonly memory: {
    readonly marketedGb: number;
    readonly type: string;
    readonly bandwidthGBps: number;
    /** Lowest and highest total that the engine's own messages showed. */
    readonly reportedGiB?: readonly [low: number, high: number];
    readonly driverMiB?: number;
  };
  /** Where `reportedGiB` and `driverMiB` were read. */
  readonly memoryEvidence?: string;
  readonly tflops: GpuFacts['tflops'];
  readonly measuredMatmul?: { readonly bf16: number; readonly fp8?: number };
  readonly native?: readonly ('fp8' | 'fp4')[];
  readonly link: {
    readonly kind: GpuFacts['interconnect'];
    readonly detail: string;
    readonly nvlinkGBps?: number;
    readonly pcieGen: number;
    readonly pcieGBps: number;
  };
  readonly tdpWatts: number;
  /** Profile and largest number of instances, e.g. `1g.10gb×7 2g.20gb×3`; `|` separates names of one slice. */
  readonly mig?: string;
  /** What a slice exposes, MiB, by profile. */
  readonly migMemoryMiB?: Readonly<Record<string, number>>;
  readonly partitioning?: string;
  readonly productLabels?: readonly string[];
  readonly alternates?: GpuFacts['alternates'];
  /** `row` holds for every figure that has no entry of its own. */
  readonly evidence: { readonly row: Evidence } & Readonly<Record<string, Evidence>>;
  readonly sources: readonly string[];
  readonly notes?: string;
}
