/** What nodes keep for themselves, beside figures that clouds and tools publish. */
import { reserveByLabels } from '../../lib/catalog/node-reserves';
import { toNodePool } from '../../lib/platform/node-pool';
import { nodeRoom } from '../../lib/platform/node-room';

const GKE = reserveByLabels(['cloud.google.com/gke-accelerator']);
const EKS = reserveByLabels(['karpenter.k8s.aws/instance-gpu-name']);
const AKS = reserveByLabels(['kubernetes.azure.com/agentpool']);
const KUBELET = reserveByLabels(['team']);

test('of 4 CPUs and a boot disk of 94.25 GiB GKE leaves 3.92 and 43.8 GiB, as its documentation shows of a node', () => {
  expect(4 - GKE.cpu(4)).toBeCloseTo(3.92, 3);
  const shown = 98_831_908 / 1_024 ** 2;
  // The disk itself has 100 GiB, of which the file system shows a part; the reservation counts the whole.
  expect(47_060_071_478 / 1_024 ** 3).toBeCloseTo(shown - 0.1 * shown - (6 + 0.35 * 100), 0);
  expect(GKE.diskGiB(100) + (GKE.moreDiskGiB?.(100) ?? 0)).toBeCloseTo(0.1 * 100 + 41, 6);
});

test('GKE keeps a quarter of the first 4 GiB, and less of what is above', () => {
  expect(GKE.memoryGiB(4)).toBeCloseTo(1 + 100 / 1_024, 6);
  expect(GKE.memoryGiB(32)).toBeCloseTo(1 + 0.8 + 0.8 + 0.06 * 16 + 100 / 1_024, 6);
  expect(GKE.memoryGiB(256)).toBeCloseTo(1 + 0.8 + 0.8 + 0.06 * 112 + 0.02 * 128 + 100 / 1_024, 6);
});

/** CPUs and memory that Karpenter shows of instances (website/content/en/preview/reference/instance-types.md @1d927085d, 2026-08-21). */
test.each([
  ['g6.xlarge', 4, 16, 3.92, 14_162],
  ['g6e.xlarge', 4, 32, 3.92, 29_317],
  ['g6.48xlarge', 192, 768, 191.45, 718_987],
  ['p5.48xlarge', 192, 2_048, 191.45, 1_938_410],
])(
  'of %s: its CPUs are those that Karpenter shows, and its memory is between what is certain and what is assured',
  (_, cpus, gib, cpu, mib) => {
    const pool = toNodePool('p', {
      nodes: 1,
      cpuPerNode: cpus,
      memoryGiBPerNode: gib,
      labels: { 'karpenter.k8s.aws/instance-gpu-name': 'l4' },
    });
    expect(nodeRoom(pool, 'at most').cpu).toBeCloseTo(cpu, 2);
    expect(cpus - EKS.cpu(cpus)).toBeCloseTo(cpu, 2);
    expect(nodeRoom(pool, 'at most').memoryGiB).toBeGreaterThan(mib / 1_024);
    // Karpenter adds 11 MiB for each pod that the node may have, at most 737.
    expect(nodeRoom(pool, 'assured').memoryGiB ?? 0).toBeLessThan(mib / 1_024 + (11 * 737) / 1_024);
  },
);

test('AKS keeps CPUs by its table, and at least the memory of the fewest pods', () => {
  expect([1, 2, 4, 6, 8, 16, 32, 64, 96].map(AKS.cpu)).toEqual([0.06, 0.1, 0.14, 0.14, 0.18, 0.26, 0.42, 0.74, 0.74]);
  expect(AKS.memoryGiB(64)).toBeCloseTo(0.25e9 / 1_024 ** 3 + 100 / 1_024, 6);
});

test('where no cloud is known only the kubelet keeps something: 100 MiB and a tenth of the disk', () => {
  expect([KUBELET.cpu(64), KUBELET.memoryGiB(64), KUBELET.diskGiB(100)]).toEqual([0, 100 / 1_024, 10]);
});
