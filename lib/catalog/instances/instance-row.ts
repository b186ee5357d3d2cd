/** A row of what a cloud sells with GPUs. */

export type InstanceRow = readonly [type: string, gpu: string, gpus: number, vCpus: number, memoryGiB: number];

/** The instance types of one cloud, as somebody has read them. */
export interface InstanceTypes {
  readonly cloud: string;
  readonly source: string;
  /** ISO date; `2026-11` where only the month is known. */
  readonly asOf: string;
  readonly rows: readonly InstanceRow[];
}
