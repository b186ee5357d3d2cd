/** What we know of one kind of GPU. Figures are per GPU, dense (no sparsity), and null where nobody published them. */
import type { Provenance } from './provenance';

export interface GpuFacts {
  /** Catalog id, e.g. `h100-pcie-80`. */
  readonly id: string;
  /** Name for people, e.g. `H100 PCIe`. */
  readonly name: string;
  readonly vendor: 'NVIDIA' | 'AMD';
  readonly architecture: string;
  readonly formFactor: string | null;
  /** CUDA compute capability, e.g. 9.0; null for AMD. */
  readonly computeCapability: number | null;
  /** Memory on the box, GB. */
  readonly marketedMemoryGb: number;
  /** Memory the driver reports to the engine ("total capacity of X GiB"), lowest and highest value seen; null when no log was found. */
  readonly reportedMemoryGiB: readonly [low: number, high: number] | null;
  readonly memoryBandwidthGBps: number | null;
  /** Dense peak, TFLOPS. */
  readonly tflops: {
    readonly fp16: number | null;
    readonly bf16: number | null;
    readonly fp8: number | null;
    readonly int8: number | null;
    readonly fp4: number | null;
  };
  /** Best achieved matrix product, TFLOPS, where measured. */
  readonly measuredMatmulTflops: number | null;
  /** NVLink, GB/s both directions per GPU; null when there is none. */
  readonly nvlinkGBps: number | null;
  /** How the GPUs of a node reach each other. `nvlink-bridge` is optional hardware: warn when it is not declared. */
  readonly interconnect: 'nvlink' | 'nvlink-bridge' | 'pcie';
  readonly pcieGBps: number | null;
  readonly mig: readonly MigProfile[];
  /** Values of the node label `nvidia.com/gpu.product` (GPU feature discovery) for this GPU; empty when unknown. */
  readonly productLabels: readonly string[];
  /** Extended resource that a pod requests. */
  readonly resourceName: 'nvidia.com/gpu' | 'amd.com/gpu';
  readonly provenance: Provenance;
  readonly fieldProvenance: Readonly<Record<string, Provenance>>;
  readonly notes: string | null;
}

export interface MigProfile {
  readonly profile: string;
  readonly maxInstances: number;
  /** What the slice exposes, MiB; null when nobody published it. */
  readonly memoryMiB: number | null;
}
