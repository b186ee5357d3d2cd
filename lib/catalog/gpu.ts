/** A GPU as users name it: `Gpu.H100_SXM`. The figures are in `gpus/`; this file gives them names and says what follows from them. */
import { brand, hasBrand } from '../core/brand';
import type { UnplacedFinding } from '../core/finding';
import { readable } from '../core/readable';
import { type CustomGpuFacts, customGpuFacts } from './custom-gpu';
import { deepFreeze } from './deep-freeze';
import { throwFactProblems } from './fact-checks';
import { type Fp8KvSupport, fp8KvSupport } from './fp8-kv';
import { type CheapestGpuProps, GpuChoice } from './gpu-choice';
import type { GpuFacts } from './gpu-facts';
import { gpuIdOf, sliceNamed, words } from './gpu-names';
import { GPU_FACTS } from './gpus';
import { profilesOf } from './mig-layout';
import { sliceFacts } from './mig-slice';
import { nameArgument } from './name-argument';

/** One kind of GPU with everything that is known about it. GPUs are values: compare them by `id`. */
export class Gpu {
  private static readonly catalog = new Map<string, Gpu>();

  /** Tesla T4: Turing, 16 GB (14.56 GiB for the engine), 320 GB/s. */
  static readonly T4 = Gpu.of('t4');
  /** L4: Ada Lovelace, 24 GB (22.03 GiB for the engine), 300 GB/s. */
  static readonly L4 = Gpu.of('l4');
  /** A10: Ampere, 24 GB (22.06 GiB for the engine), 600 GB/s. */
  static readonly A10 = Gpu.of('a10');
  /** A10G (AWS g5): Ampere, 24 GB (22.06 GiB for the engine), 600 GB/s. */
  static readonly A10G = Gpu.of('a10g');
  /** A40: Ampere, 48 GB (44.42 GiB for the engine), 696 GB/s. */
  static readonly A40 = Gpu.of('a40');
  /** A100 PCIe 40GB: Ampere, 40 GB (39.39 GiB for the engine), 1,555 GB/s. */
  static readonly A100_40GB_PCIE = Gpu.of('a100-pcie-40');
  /** A100 SXM4 40GB: Ampere, 40 GB (39.39 GiB for the engine), 1,555 GB/s. */
  static readonly A100_40GB_SXM = Gpu.of('a100-sxm-40');
  /** A100 PCIe 80GB: Ampere, 80 GB (79.14 GiB for the engine), 1,935 GB/s. */
  static readonly A100_80GB_PCIE = Gpu.of('a100-pcie-80');
  /** A100 SXM4 80GB: Ampere, 80 GB (79.14 GiB for the engine), 2,039 GB/s. */
  static readonly A100_80GB_SXM = Gpu.of('a100-sxm-80');
  /** L40: Ada Lovelace, 48 GB (44.39 GiB for the engine), 864 GB/s. */
  static readonly L40 = Gpu.of('l40');
  /** L40S: Ada Lovelace, 48 GB (44.39 GiB for the engine), 864 GB/s. */
  static readonly L40S = Gpu.of('l40s');
  /** GeForce RTX 4090: Ada Lovelace, 24 GB (23.52 GiB for the engine), 1,008 GB/s. */
  static readonly RTX_4090 = Gpu.of('rtx-4090');
  /** GeForce RTX 5090: Blackwell (consumer), 32 GB (31.36 GiB for the engine), 1,792 GB/s. */
  static readonly RTX_5090 = Gpu.of('rtx-5090');
  /** RTX 6000 Ada: Ada Lovelace, 48 GB (44.43 GiB for the engine), 960 GB/s. */
  static readonly RTX_6000_ADA = Gpu.of('rtx-6000-ada');
  /** RTX PRO 6000 Blackwell (Server / Workstation / Max-Q): Blackwell (sm_120), 96 GB (94.97 GiB for the engine), 1,792 GB/s. */
  static readonly RTX_PRO_6000 = Gpu.of('rtx-pro-6000-blackwell');
  /** H100 PCIe 80GB: Hopper, 80 GB (79.11 GiB for the engine), 2,000 GB/s. */
  static readonly H100_PCIE = Gpu.of('h100-pcie-80');
  /** H100 SXM5 80GB: Hopper, 80 GB (79.15 GiB for the engine), 3,350 GB/s. */
  static readonly H100_SXM = Gpu.of('h100-sxm-80');
  /** H100 NVL 94GB: Hopper, 94 GB (93.02 GiB for the engine), 3,938 GB/s. */
  static readonly H100_NVL = Gpu.of('h100-nvl-94');
  /** GH200 96GB: Hopper + Grace, 96 GB (94.5 GiB for the engine), 4,000 GB/s. */
  static readonly GH200_96GB = Gpu.of('gh200-96');
  /** GH200 144GB: Hopper + Grace, 144 GB (usable memory not known), 4,900 GB/s. */
  static readonly GH200_144GB = Gpu.of('gh200-144');
  /** H200 SXM 141GB: Hopper, 141 GB (139.72 GiB for the engine), 4,800 GB/s. */
  static readonly H200_SXM = Gpu.of('h200-sxm-141');
  /** H200 NVL 141GB: Hopper, 141 GB (139.72 GiB for the engine), 4,800 GB/s. */
  static readonly H200_NVL = Gpu.of('h200-nvl-141');
  /** B200 SXM (HGX): Blackwell, 180 GB (178.35 GiB for the engine), 8,000 GB/s. */
  static readonly B200 = Gpu.of('b200-sxm');
  /** B300 SXM (HGX, Blackwell Ultra): Blackwell Ultra, 288 GB (267.69 GiB for the engine), 8,000 GB/s. */
  static readonly B300 = Gpu.of('b300-sxm');
  /** GB200 (per GPU, NVL72): Blackwell, 186 GB (184.31 GiB for the engine), 8,000 GB/s. */
  static readonly GB200 = Gpu.of('gb200');
  /** GB300 (per GPU, NVL72, Blackwell Ultra): Blackwell Ultra, 288 GB (276.5 GiB for the engine), 8,000 GB/s. */
  static readonly GB300 = Gpu.of('gb300');
  /** Instinct MI300X: CDNA3, 192 GB (191.45 GiB for the engine), 5,300 GB/s. */
  static readonly MI300X = Gpu.of('mi300x');
  /** Instinct MI325X: CDNA3, 256 GB (255.69 GiB for the engine), 6,000 GB/s. */
  static readonly MI325X = Gpu.of('mi325x');
  /** Instinct MI355X: CDNA4, 288 GB (287.98 GiB for the engine), 8,000 GB/s. */
  static readonly MI355X = Gpu.of('mi355x');

  /** Catalog id, e.g. `h100-sxm-80`. */
  readonly id: string;
  /** Name for people, e.g. `H100 SXM5 80GB`. */
  readonly name: string;
  /** Memory, compute, links, labels and their sources; null is unknown. */
  readonly facts: GpuFacts;
  /**
   * Memory the engine sees, GiB: the lowest value that its messages showed, so that no plan promises what one board lacks. The
   * whole range is in `facts.reportedMemoryGiB`. Null where no message is known.
   */
  readonly reportedMemoryGiB: number | null;
  /** Whether an fp8 KV cache works here: `experimental` needs the user's consent and one particular attention backend. */
  readonly supportsFp8Kv: Fp8KvSupport['support'];
  /** Why, for messages. */
  readonly fp8KvReason: string;

  private constructor(facts: GpuFacts) {
    const fp8Kv = fp8KvSupport(facts);
    this.id = facts.id;
    this.name = facts.name;
    this.facts = deepFreeze(facts);
    this.reportedMemoryGiB = facts.reportedMemoryGiB?.[0] ?? null;
    this.supportsFp8Kv = fp8Kv.support;
    this.fp8KvReason = fp8Kv.reason;
    brand(this, 'Gpu');
    Object.freeze(this);
  }

  /**
   * The GPU with this catalog id, in any case; undefined when the catalog has none.
   * @throws FleetSpecError AF-SPEC-001 when the id is not a text.
   */
  static byId(id: string): Gpu | undefined {
    return Gpu.catalog.get(nameArgument('Gpu.byId', 'id', id, 'h100-sxm-80').toLowerCase());
  }

  /**
   * The card that a product name means, as drivers and node labels spell it (`NVIDIA A100-SXM4-80GB`); undefined when none is known, and for a slice.
   * @throws FleetSpecError AF-SPEC-001 when the name is not a text.
   */
  static byProductName(name: string): Gpu | undefined {
    nameArgument('Gpu.byProductName', 'name', name, 'NVIDIA L40S');
    const id = sliceNamed(name) === undefined ? gpuIdOf(name) : undefined;
    return id === undefined ? undefined : Gpu.byId(id);
  }

  /**
   * A GPU as its own driver reports it: the board of the catalog that the name means, with the memory that this one has. A board that is not
   * in the catalog is known by its memory alone.
   *
   * @param reported `memoryGiB` is what the engine or `torch.cuda.mem_get_info` shows, not the number on the box
   * @example Gpu.fromReported({ name: 'NVIDIA RTX 6000 Ada Generation', memoryGiB: 47.48 })
   * @throws FleetSpecError AF-SPEC-001 when the memory is not a positive number.
   */
  static fromReported(reported: { readonly name: string; readonly memoryGiB: number }): Gpu {
    readable(reported, { path: 'Gpu.fromReported', className: 'Gpu.fromReported' }, () => {
      nameArgument('Gpu.fromReported', 'name', reported?.name, 'NVIDIA L40S');
      throwFactProblems('Gpu.fromReported', [{ prop: 'memoryGiB', value: reported.memoryGiB ?? undefined, rule: 'size' }]);
    });
    const slice = sliceNamed(reported.name);
    const known = Gpu.byId(reported.name) ?? Gpu.byProductName(slice?.card ?? reported.name);
    const memory = { reportedMemoryGiB: [reported.memoryGiB, reported.memoryGiB] as const };
    if (known !== undefined) {
      const sliceOf = slice === undefined ? known.facts.sliceOf : { gpu: known.id, profile: slice.profile };
      return Gpu.custom({ ...known.facts, id: `${known.id}-${reported.memoryGiB}`, sliceOf, ...memory });
    }
    return Gpu.custom({
      ...memory,
      id: words(reported.name).replace(/ /g, '-') || 'gpu',
      name: reported.name,
      sliceOf: slice === undefined ? null : { gpu: slice.card.trim(), profile: slice.profile },
      vendor: /radeon|instinct|amd|\bmi\d{3}/i.test(reported.name) ? 'AMD' : 'NVIDIA',
      marketedMemoryGb: Math.ceil(reported.memoryGiB),
      provenance: { source: 'memory as the driver reports it', asOf: '2026-11', evidence: 'measured' },
    });
  }

  /** Every GPU of the catalog. */
  static all(): readonly Gpu[] {
    return [...Gpu.catalog.values()];
  }

  /**
   * A GPU of your own: another board, or a catalog board with figures that you measured. What is left out is unknown.
   *
   * @example Gpu.custom({ ...Gpu.L40S.facts, id: 'l40s-no-ecc', reportedMemoryGiB: [47.4, 47.4], provenance })
   * @throws FleetSpecError AF-SPEC-001 for figures that cannot be.
   */
  static custom(facts: CustomGpuFacts): Gpu {
    return new Gpu(customGpuFacts(facts));
  }

  /**
   * A MIG slice of a card, for pools on node pools that are cut into it (`mig`). Where it is not published what a slice exposes, its part of the card is assumed.
   *
   * @example Gpu.mig('2g.20gb', Gpu.H100_PCIE)
   * @param profile size of the slice, e.g. `2g.20gb`
   * @param of card that is cut
   * @throws FleetSpecError AF-SPEC-001 when the card has no such slice.
   */
  static mig(profile: string, of: Gpu): Gpu {
    const name = nameArgument('Gpu.mig', 'profile', profile, '2g.20gb');
    const facts = Gpu.isGpu(of) ? sliceFacts(of.facts, name) : null;
    if (facts === null) throwFactProblems('Gpu.mig', [], [noSlice(profile, Gpu.isGpu(of) ? of.facts : null)]);
    return Gpu.custom(facts as CustomGpuFacts);
  }

  /**
   * The cheapest of some GPUs on which a pool holds so many sessions, chosen when the app is synthesized for the first time and kept in `fleet.lock.json`
   * from then on: a price that changes moves no pool. Delete the entry of the pool there to choose anew.
   *
   * @example Gpu.cheapest({ among: [Gpu.L40S, Gpu.A100_80GB_PCIE], sessions: 40 })
   * @throws FleetSpecError AF-SPEC-001 when a prop is malformed.
   */
  static cheapest(props: CheapestGpuProps<Gpu>): GpuChoice<Gpu> {
    return new GpuChoice<Gpu>(props);
  }

  /** Recognises a GPU by its brand, so that two copies of the library agree. */
  static isGpu(value: unknown): value is Gpu {
    return hasBrand(value, 'Gpu');
  }

  /** The id: readable in logs and messages. */
  toString(): string {
    return this.id;
  }

  private static of(id: string): Gpu {
    const facts = GPU_FACTS.find((row) => row.id === id);
    if (facts === undefined) throw new Error(`the catalog has no row for GPU ${id}`);
    const gpu = new Gpu(facts);
    Gpu.catalog.set(id, gpu);
    return gpu;
  }
}

function noSlice(profile: string, card: GpuFacts | null): UnplacedFinding {
  const problem = { code: 'AF-SPEC-001', severity: 'error' } as const;
  if (card === null) {
    const [prop, allowed, message] = ['of', 'a Gpu, e.g. Gpu.H100_PCIE', 'of is not a Gpu'];
    return { ...problem, prop, value: null, allowed, message, repairs: [`Gpu.mig('${profile}', Gpu.H100_PCIE)`] };
  }
  const profiles = profilesOf(card);
  return {
    ...problem,
    prop: 'profile',
    value: profile,
    allowed: profiles.join(', ') || `nothing: ${card.name} cannot be cut`,
    message: `${card.name} has no slice ${profile}`,
    repairs: profiles.slice(0, 3).map((other) => `Gpu.mig('${other}', …)`),
  };
}
