/**
 * The share of a GPU that an engine is told to use. Engines divide the memory in ways of their own, so that 0.9 of one is not 0.9 of another.
 */
export interface MemoryShare {
  /**
   * Input of a replica, and prop of a pool, that carries it: `gpuMemoryUtilization` where it is a share of the reported memory for everything that the
   * engine allocates, `engineMemoryFraction` where it is anything else, null where the engine has none.
   */
  readonly input: 'gpuMemoryUtilization' | 'engineMemoryFraction' | null;
  /** How the engine itself calls it, e.g. a flag; null where it has none. */
  readonly setting: string | null;
  /** Of what it is a share, and what has to fit into it, as the end of a sentence. */
  readonly meaning: string;
  /**
   * What the engine takes does not depend on what others on the card hold when it starts, so that several engines share one card. An engine whose share
   * is of what is free cannot: the later starts with less.
   * @default false
   */
  readonly besideOthers?: boolean;
}

/** A share of the reported memory for everything. */
export const shareOfAll = (setting: string | null): MemoryShare => ({
  input: 'gpuMemoryUtilization',
  setting,
  meaning: 'share of the reported memory for weights, activations, graphs and KV cache together',
});
