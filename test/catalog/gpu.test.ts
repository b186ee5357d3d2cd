import fc from 'fast-check';
import { Gpu } from '../../lib/catalog';
import { problemsIn } from '../support/problems-in';

const all = Gpu.all();
const anyGpu = fc.constantFrom(...all);
const provenance = { source: 'our own measurement', asOf: '2026-11-20', evidence: 'measured' } as const;

describe('the GPU catalog', () => {
  test('holds 29 GPUs, each under a name of its own', () => {
    expect(all).toHaveLength(29);
    expect(new Set(all.map((gpu) => gpu.id)).size).toBe(29);
    expect(new Set(all.map((gpu) => gpu.name)).size).toBe(29);
  });

  test('names every GPU as a static', () => {
    const statics = [
      ...[Gpu.T4, Gpu.L4, Gpu.A10, Gpu.A10G, Gpu.A40, Gpu.A100_40GB_PCIE, Gpu.A100_40GB_SXM, Gpu.A100_80GB_PCIE, Gpu.A100_80GB_SXM],
      ...[Gpu.L40, Gpu.L40S, Gpu.RTX_4090, Gpu.RTX_5090, Gpu.RTX_6000_ADA, Gpu.RTX_PRO_6000, Gpu.H100_PCIE, Gpu.H100_SXM, Gpu.H100_NVL],
      ...[Gpu.GH200_96GB, Gpu.GH200_144GB, Gpu.H200_SXM, Gpu.H200_NVL, Gpu.B200, Gpu.B300, Gpu.GB200, Gpu.GB300],
      ...[Gpu.MI300X, Gpu.MI325X, Gpu.MI355X],
    ];
    expect(new Set(statics)).toEqual(new Set(all));
  });

  test('finds every GPU by its id, whatever the case', () => {
    fc.assert(
      fc.property(anyGpu, fc.boolean(), (gpu, upper) => {
        expect(Gpu.byId(upper ? gpu.id.toUpperCase() : gpu.id)).toBe(gpu);
      }),
    );
    expect(Gpu.byId('h100')).toBeUndefined();
  });

  test('gives every figure a source and a date', () => {
    for (const gpu of all) {
      expect(gpu.facts.sources.length).toBeGreaterThan(0);
      for (const { source, asOf } of [gpu.facts.provenance, ...Object.values(gpu.facts.fieldProvenance)]) {
        expect(source).not.toBe('');
        expect(asOf).toMatch(/^\d{4}-\d{2}(-\d{2})?$/);
      }
    }
  });

  test('says where the usable memory was read, unless it is unknown', () => {
    for (const gpu of all) {
      expect(gpu.facts.fieldProvenance['reportedMemoryGiB'] === undefined).toBe(gpu.reportedMemoryGiB === null);
    }
    expect(Gpu.GH200_144GB.reportedMemoryGiB).toBeNull();
  });

  test('marks memory that was taken over from a sibling as assumed', () => {
    const assumed = all.filter((gpu) => gpu.facts.fieldProvenance['reportedMemoryGiB']?.evidence === 'assumed');
    expect(assumed).toEqual([Gpu.L40, Gpu.GH200_96GB, Gpu.H200_NVL]);
  });

  test('cannot be written to', () => {
    for (const gpu of all) {
      expect(Object.isFrozen(gpu)).toBe(true);
      expect(Object.isFrozen(gpu.facts.tflops)).toBe(true);
    }
  });
});

describe('memory', () => {
  test.each([
    [Gpu.A100_80GB_PCIE, 79.14],
    [Gpu.A100_80GB_SXM, 79.14],
    [Gpu.H100_PCIE, 79.11],
    [Gpu.H100_SXM, 79.15],
    [Gpu.H200_SXM, 139.72],
    [Gpu.B200, 178.35],
    [Gpu.L40, 44.39],
    [Gpu.L40S, 44.39],
    [Gpu.RTX_5090, 31.36],
    [Gpu.RTX_4090, 23.52],
  ])('of a %s is %d GiB for the engine: the low end of what was seen', (gpu, gib) => {
    expect(gpu.reportedMemoryGiB).toBe(gib);
  });

  test('that the engine sees is less than the box says, and what the driver shows lies between', () => {
    for (const { facts } of all) {
      const [low, high] = facts.reportedMemoryGiB ?? [null, null];
      if (low === null) continue;
      expect(low).toBeLessThanOrEqual(high);
      expect(high).toBeLessThanOrEqual(facts.marketedMemoryGb);
      expect(low / facts.marketedMemoryGb).toBeGreaterThan(0.9);
    }
  });

  test('keeps the range and the driver figure beside the planning figure', () => {
    expect(Gpu.A100_80GB_SXM.facts.reportedMemoryGiB).toEqual([79.14, 79.25]);
    expect(Gpu.A100_80GB_SXM.facts.driverMemoryMiB).toBe(81_920);
    expect(Gpu.RTX_6000_ADA.facts.reportedMemoryGiB).toEqual([44.43, 47.48]);
  });
});

describe('fp8 KV cache', () => {
  test('works from compute capability 8.9, is experimental on Ampere, and not there on Turing', () => {
    const support = (gpu: Gpu) => gpu.supportsFp8Kv;
    expect([Gpu.L4, Gpu.L40S, Gpu.RTX_4090, Gpu.H100_PCIE, Gpu.B200, Gpu.RTX_5090].map(support)).toEqual(Array(6).fill('yes'));
    expect([Gpu.A100_80GB_SXM, Gpu.A10, Gpu.A10G, Gpu.A40].map(support)).toEqual(Array(4).fill('experimental'));
    expect(support(Gpu.T4)).toBe('no');
    expect(Gpu.T4.fp8KvReason).toBe('compute capability 7.5; fp8 KV needs 8.0 at least');
  });

  test('follows the hardware on AMD, and is refused where nothing is known', () => {
    expect(Gpu.MI300X.supportsFp8Kv).toBe('yes');
    const amd = Gpu.custom({ id: 'mi210', name: 'MI210', vendor: 'AMD', marketedMemoryGb: 64, provenance });
    expect([amd.supportsFp8Kv, amd.fp8KvReason]).toEqual(['no', 'no fp8 in hardware']);
    const unknown = Gpu.custom({ id: 'x', name: 'X', vendor: 'NVIDIA', marketedMemoryGb: 64, provenance });
    expect([unknown.supportsFp8Kv, unknown.fp8KvReason]).toEqual(['no', 'its compute capability is not known']);
  });
});

describe('what else placement and planning read', () => {
  test('the product label is what GPU feature discovery writes, word order included', () => {
    expect(Gpu.A100_80GB_PCIE.facts.productLabels).toEqual(['NVIDIA-A100-80GB-PCIe']);
    expect(Gpu.A100_40GB_PCIE.facts.productLabels).toEqual(['NVIDIA-A100-PCIE-40GB']);
    expect(Gpu.H100_SXM.facts.productLabels).toEqual(['NVIDIA-H100-80GB-HBM3']);
    expect(Gpu.RTX_PRO_6000.facts.productLabels).toHaveLength(3);
    expect(Gpu.MI300X.facts.productLabelKey).toBe('amd.com/gpu.product-name');
    expect(Gpu.MI325X.facts.productLabels).toEqual([]);
  });

  test('no two GPUs share a product label, and none carries the mark of sharing or of MIG', () => {
    const labels = all.flatMap((gpu) => gpu.facts.productLabels);
    expect(new Set(labels).size).toBe(labels.length);
    for (const label of labels) expect(label).not.toMatch(/-SHARED$|-MIG-/);
  });

  test('only GPUs with profiles are MIG-capable, and slices fit into the GPU', () => {
    expect(all.filter((gpu) => gpu.facts.migCapable)).toHaveLength(16);
    for (const { facts } of all) {
      expect(facts.migCapable).toBe(facts.mig.length > 0);
      for (const { profile, maxInstances } of facts.mig) {
        const [, slices, gb] = /^(\d)g\.(\d+)gb$/.exec(profile) ?? [];
        expect(Number(slices) * maxInstances).toBeLessThanOrEqual(7);
        expect(Number(gb) * maxInstances).toBeLessThanOrEqual(facts.marketedMemoryGb * 1.05);
      }
    }
  });

  test('a slice that has two names on two boards keeps both', () => {
    expect(Gpu.GB200.facts.mig[0]).toEqual({ profile: '1g.23gb', alternateProfiles: ['1g.24gb'], maxInstances: 7, memoryMiB: null });
    expect(Gpu.A100_80GB_SXM.facts.mig[0]?.memoryMiB).toBe(9728);
  });

  test('a bridge between PCIe boards is optional hardware; the A10G has no link at all', () => {
    expect(Gpu.H100_PCIE.facts.interconnect).toBe('nvlink-bridge');
    expect(Gpu.A100_80GB_PCIE.facts.interconnect).toBe('nvlink-bridge');
    expect(Gpu.H100_SXM.facts.interconnect).toBe('nvlink');
    expect(Gpu.MI300X.facts.interconnect).toBe('infinity-fabric');
    for (const { facts } of all) expect(facts.nvlinkGBps === null).toBe(facts.interconnect === 'pcie');
  });

  test('figures on which sources disagree keep the other value', () => {
    expect(Gpu.B200.facts.alternates).toEqual({ announcedMemoryGb: 192, aiconfiguratorBandwidthGBps: 7700, aiconfiguratorPcieGen: 6 });
    expect(Gpu.RTX_4090.facts.alternates['fp16WithFp32AccumulateTflops']).toBe(165.2);
  });
});

describe('a GPU of your own', () => {
  const minimal = { id: 'l40s-no-ecc', name: 'L40S without ECC', vendor: 'NVIDIA', marketedMemoryGb: 48, provenance } as const;

  test('knows what was given and nothing else', () => {
    const gpu = Gpu.custom(minimal);
    expect(gpu.reportedMemoryGiB).toBeNull();
    expect(gpu.facts.tflops.bf16).toBeNull();
    expect(gpu.facts.resourceName).toBe('nvidia.com/gpu');
    expect(gpu.facts.interconnect).toBe('pcie');
    expect(Gpu.isGpu(gpu)).toBe(true);
    expect(Gpu.isGpu({ ...gpu })).toBe(false);
  });

  test('can start from a catalog board, and does not enter the catalog', () => {
    const gpu = Gpu.custom({ ...Gpu.L40S.facts, ...minimal, reportedMemoryGiB: [47.4, 47.48] });
    expect(gpu.reportedMemoryGiB).toBe(47.4);
    expect(gpu.supportsFp8Kv).toBe('yes');
    expect(Gpu.byId('l40s-no-ecc')).toBeUndefined();
    expect(Gpu.all()).toHaveLength(29);
  });

  test('leaves the caller free to change the object it was made from', () => {
    const tflops = { fp16: 1, bf16: 1, fp8: null, int8: null, fp4: null };
    const gpu = Gpu.custom({ ...minimal, tflops });
    tflops.bf16 = 99;
    expect(gpu.facts.tflops.bf16).toBe(1);
  });

  const problemsOf = (change: object) => {
    return problemsIn(() => Gpu.custom({ ...minimal, ...change }));
  };

  test.each([
    ['no id', { id: '' }, 'AF-SPEC-001', 'id'],
    ['a vendor that makes no GPUs we know', { vendor: 'ACME' }, 'AF-SPEC-001', 'vendor'],
    ['no memory', { marketedMemoryGb: 0 }, 'AF-SPEC-001', 'marketedMemoryGb'],
    ['memory that is not a number', { marketedMemoryGb: Number.NaN }, 'AF-SPEC-001', 'marketedMemoryGb'],
    ['a negative bandwidth', { memoryBandwidthGBps: -1 }, 'AF-SPEC-001', 'memoryBandwidthGBps'],
    ['a negative peak', { tflops: { ...Gpu.T4.facts.tflops, bf16: -1 } }, 'AF-SPEC-001', 'tflops.bf16'],
    ['more usable memory than there is', { reportedMemoryGiB: [48, 50] }, 'AF-SPEC-001', 'reportedMemoryGiB'],
    ['a range upside down', { reportedMemoryGiB: [47, 46] }, 'AF-SPEC-001', 'reportedMemoryGiB'],
    [
      'half a slice',
      { mig: [{ profile: '1g.6gb', alternateProfiles: [], maxInstances: 0.5, memoryMiB: null }] },
      'AF-SPEC-001',
      'mig.0.maxInstances',
    ],
    ['no date', { provenance: { ...provenance, asOf: 'last week' } }, 'AF-SPEC-001', 'provenance.asOf'],
    ['no source', { provenance: undefined }, 'AF-SPEC-001', 'provenance.source'],
    ['a misspelt fact', { memoryBandwithGBps: 864 }, 'AF-SPEC-002', 'memoryBandwithGBps'],
  ])('is refused with %s', (_, change, code, prop) => {
    expect(problemsOf(change)).toContainEqual(expect.objectContaining({ code, prop, path: 'Gpu.custom', severity: 'error' }));
  });

  test('names all mistakes at once, and the fact that was meant', () => {
    const problems = problemsOf({ id: '', memoryBandwithGBps: 864 });
    expect(problems).toHaveLength(2);
    expect(problems[1]?.repairs).toEqual(['did you mean memoryBandwidthGBps?']);
  });
});
