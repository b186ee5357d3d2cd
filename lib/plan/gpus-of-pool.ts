/** GPUs of a pool or a GPU service in a plan, as people count them: programs that share a card have a part of it each. */
interface PoolGpus {
  readonly gpusPerReplica: number;
  readonly sharing?: { readonly enginesPerCard: number } | undefined;
}

/** GPUs that a number of replicas occupies; parts of shared cards add up. */
export const gpusOfReplicas = ({ gpusPerReplica, sharing }: PoolGpus, replicas: number): number =>
  (gpusPerReplica * replicas) / (sharing?.enginesPerCard ?? 1);

/** GPUs of one replica in words, e.g. `2 × H100 PCIe 80GB`, or `1/2 of L40` of a shared card. */
export const gpusInWords = (pool: PoolGpus & { readonly gpu: { readonly name: string } }): string =>
  pool.sharing === undefined ? `${pool.gpusPerReplica} × ${pool.gpu.name}` : `1/${pool.sharing.enginesPerCard} of ${pool.gpu.name}`;
