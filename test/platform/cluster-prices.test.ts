/** Prices of a cluster: its own book, its region, its kind of node. */
import { Cluster, Gpu, type KubeconfigProps, PriceBook, type PriceRow } from 'cdktf-agent-fleet';

const row = (change: Partial<PriceRow>): PriceRow => ({
  gpu: 'l4',
  provider: 'cloud',
  purchase: 'on-demand',
  usdPerGpuHour: 1,
  asOf: '2026-11-01',
  source: 'list',
  ...change,
});

const cluster = (props: Partial<KubeconfigProps>) => Cluster.fromKubeconfig({ context: 'prod', ...props });
const node = { gpu: Gpu.L4, nodes: 4 };
const price = (props: Partial<KubeconfigProps>, gpu = Gpu.L4) => cluster(props).nodes.priceFor(gpu);

describe('where no node pool declares a price', () => {
  test('the book of the cluster counts, else the published one', () => {
    const prices = PriceBook.with([row({ usdPerGpuHour: 0.33, asOf: '2026-11-20' })]);
    expect(price({ prices, nodePools: { l4: node } })).toMatchObject({ usdPerGpuHour: 0.33, provider: 'cloud' });
    expect(price({ nodePools: { l4: node } })).toMatchObject({ provider: 'Google Cloud', region: 'us-central1' });
    expect(price({ prices, nodePools: { l4: { ...node, usdPerGpuHour: 0.5, priceAsOf: '2026-11-01' } } })?.usdPerGpuHour).toBe(0.5);
  });

  test('the region of the cluster counts, and no other', () => {
    expect(price({ region: 'us-east-1', nodePools: { l4: node } })).toMatchObject({
      usdPerGpuHour: 0.8048,
      provider: 'AWS',
      region: 'us-east-1',
    });
    expect(price({ region: 'eu-north-1', nodePools: { l4: node } })).toBeNull();
    expect(price({ region: 'eu-north-1', nodePools: { h100: { ...node, gpu: Gpu.H100_SXM } } }, Gpu.H100_SXM)).toMatchObject({
      usdPerGpuHour: 3.2,
      provider: 'provider B',
    });
  });

  test('nodes with eight GPUs have the price of such nodes, and a named kind its own', () => {
    const at = (more: object) => price({ region: 'us-east-1', nodePools: { l4: { ...node, ...more } } })?.usdPerGpuHour;
    expect([at({}), at({ gpusPerNode: 4 }), at({ gpusPerNode: 8 })]).toEqual([0.8048, 1.1504, 1.6688]);
    const prices = PriceBook.with([row({ region: 'us-east-1', instanceType: 'g6.16xlarge', gpusPerNode: 1, usdPerGpuHour: 3.3968 })]);
    const labels = { 'node.kubernetes.io/instance-type': 'g6.16xlarge' };
    expect(price({ prices, region: 'us-east-1', nodePools: { l4: { ...node, labels } } })?.usdPerGpuHour).toBe(3.3968);
  });

  test('a slice has its part of the price of its card, and spot is compared in the same region', () => {
    const mig = { layout: { '1g.10gb': 7 } };
    const slice = Gpu.mig('1g.10gb', Gpu.A100_80GB_SXM);
    const nodePools = { a100: { gpu: Gpu.A100_80GB_SXM, gpusPerNode: 8, nodes: 1, mig } };
    expect(price({ region: 'us-east-1', nodePools }, slice)?.usdPerGpuHour).toBeCloseTo(3.43088 / 7, 5);
    const { nodes } = cluster({ region: 'us-central1', nodePools: { l4: node } });
    const onDemand = nodes.priceFor(Gpu.L4);
    if (onDemand === null) throw new Error('Google sells L4 there');
    expect(nodes.boughtAs('spot', Gpu.L4, onDemand)).toMatchObject({ usdPerGpuHour: 0.39734, region: 'us-central1' });
  });
});

test.each([[[]], ['prices.json'], [{ rows: [] }]])('%j is no price book', (prices) => {
  expect(() => cluster({ prices: prices as never })).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ code: 'AF-SPEC-001', prop: 'prices' })] }),
  );
});
