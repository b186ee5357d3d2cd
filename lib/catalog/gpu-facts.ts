import type { Provenance } from './provenance';

/** What we know of one kind of GPU. Figures are per GPU, dense (no sparsity), and null where it is not published. */
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
  /** Compiler target of AMD parts, e.g. `gfx942`; null for NVIDIA. */
  readonly gfxTarget: string | null;
  /** Memory on the box, GB. */
  readonly marketedMemoryGb: number;
  /** Memory the driver reports to the engine ("total capacity of X GiB"), lowest and highest value seen; null when no log was found. */
  readonly reportedMemoryGiB: readonly [low: number, high: number] | null;
  /** Memory `nvidia-smi` or `rocm-smi` shows, MiB. Larger than what the engine can use: never size against it. */
  readonly driverMemoryMiB: number | null;
  readonly memoryType: string | null;
  readonly memoryBandwidthGBps: number | null;
  /** Dense peak, TFLOPS. */
  readonly tflops: {
    readonly fp16: number | null;
    readonly bf16: number | null;
    readonly fp8: number | null;
    readonly int8: number | null;
    readonly fp4: number | null;
  };
  /** Best achieved bf16 matrix product, TFLOPS, where measured. */
  readonly measuredMatmulTflops: number | null;
  /** Best achieved fp8 matrix product, TFLOPS, where measured. */
  readonly measuredMatmulFp8Tflops: number | null;
  /** The tensor cores multiply fp8 (or fp4) without unpacking it first. */
  readonly nativeFp8: boolean;
  readonly nativeFp4: boolean;
  /** NVLink (AMD: Infinity Fabric), GB/s both directions per GPU; null when there is none. */
  readonly nvlinkGBps: number | null;
  /** How the GPUs of a node reach each other. `nvlink-bridge` is optional hardware: warn when it is not declared. */
  readonly interconnect: 'nvlink' | 'nvlink-bridge' | 'infinity-fabric' | 'pcie';
  /** The same in the vendor's words, e.g. `NVLink 4 + NVSwitch`. */
  readonly interconnectDetail: string | null;
  readonly pcieGen: number | null;
  readonly pcieGBps: number | null;
  /** Board power, W. */
  readonly tdpWatts: number | null;
  /** GPUs of the largest single server that is sold with it; null where it was not read. */
  readonly largestServer: number | null;
  /** The card and the profile that this GPU is a MIG slice of; null for a whole card. */
  readonly sliceOf: GpuSliceFacts | null;
  readonly migCapable: boolean;
  readonly mig: readonly MigProfile[];
  /** Another way of cutting the GPU than MIG, in words; null when there is none. */
  readonly partitioning: string | null;
  /** Node label that names the product. */
  readonly productLabelKey: 'nvidia.com/gpu.product' | 'amd.com/gpu.product-name';
  /**
   * Values of the product label for an unshared, unpartitioned GPU; empty when unknown. Time slicing adds `-SHARED` and MIG
   * (single strategy) `-MIG-<profile>`: whoever places pods has to accept the variants it allows.
   */
  readonly productLabels: readonly string[];
  /** Extended resource that a pod requests. */
  readonly resourceName: 'nvidia.com/gpu' | 'amd.com/gpu';
  /** Other published values of a figure (another edition, another source, another mode), by name. */
  readonly alternates: Readonly<Record<string, number | readonly number[]>>;
  /** Every source of the row; `provenance.source` is their list in one line. */
  readonly sources: readonly string[];
  readonly provenance: Provenance;
  readonly fieldProvenance: Readonly<Record<string, Provenance>>;
  readonly notes: string | null;
}

export interface GpuSliceFacts {
  /** Catalog id of the whole card. */
  readonly gpu: string;
  /** Name of the MIG profile, e.g. `1g.10gb`. */
  readonly profile: string;
}

/** One way to cut a slice from a GPU (multi-instance GPU). */
export interface MigProfile {
  /** Name of the profile, e.g. `1g.10gb`. */
  readonly profile: string;
  /** Names of the same slice on other variants of the board; empty when there is one name. */
  readonly alternateProfiles: readonly string[];
  readonly maxInstances: number;
  /** What the slice exposes, MiB; null when it is not published. */
  readonly memoryMiB: number | null;
}
