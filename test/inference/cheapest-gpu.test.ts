/** `Gpu.cheapest`: chosen at the first synthesis, kept in the lock file, moved by nothing but its reader. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, type InferencePoolProps, isFleetError, Model, type NodePoolProps } from 'cdktf-agent-fleet';
import type { JudgedChoice } from '../../lib/inference/judged-choice';
import { CHOICE_RULES } from '../../lib/inference/rules';
import { describeRules } from '../rules/cases';
import { checkedAlone } from '../setup/checked-alone';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

const L8 = Model.LLAMA_3_1_8B_INSTRUCT;
const priced = (gpu: Gpu, usdPerGpuHour: number, nodes = 4): NodePoolProps => ({
  gpu,
  gpusPerNode: 2,
  nodes,
  usdPerGpuHour,
  priceAsOf: '2026-11-01',
});
const nodePools = (prices: { l40?: number; a100?: number; h100?: number } = {}) => ({
  l40: priced(Gpu.L40, prices.l40 ?? 1),
  a100: priced(Gpu.A100_80GB_PCIE, prices.a100 ?? 1.35),
  h100: priced(Gpu.H100_PCIE, prices.h100 ?? 2.5),
});
const AMONG = [Gpu.H100_PCIE, Gpu.A100_80GB_PCIE, Gpu.L40];

const newLock = () => path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'lock-')), 'fleet.lock.json');
const lockOf = (file: string) =>
  JSON.parse(fs.readFileSync(file, 'utf8')) as { pools: Record<string, { gpu: string; usdPerHour: number }> };

interface Asked {
  readonly lockFile: string;
  readonly sessions?: number;
  readonly among?: readonly Gpu[];
  readonly pools?: Record<string, NodePoolProps>;
  readonly props?: Partial<InferencePoolProps>;
}

function synthesized({ lockFile, sessions = 20, among = AMONG, pools = nodePools(), props = {} }: Asked) {
  const app = new App({ outdir: temporaryOutdir() });
  const stack = new TerraformStack(app, 'research');
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { ...pools, cpu: { nodes: 3 } } });
  new InferencePool(stack, 'workers', {
    cluster,
    model: L8,
    gpu: Gpu.cheapest({ among, sessions, lockFile }),
    maxContextTokens: 8_192,
    ...props,
  });
  return templateOf(checkedAlone(app), 'research').plan();
}

/** Codes of the refusal. */
function refused(asked: Asked): readonly string[] {
  try {
    synthesized(asked);
  } catch (error) {
    if (isFleetError(error)) return error.problems.map(({ code }) => code);
    throw error;
  }
  throw new Error('was accepted');
}

describe('the first synthesis', () => {
  test.each([
    [20, 'l40'],
    [40, 'a100-pcie-80'],
  ])('takes the cheapest card that holds %d sessions: %s, and writes it down', (sessions, gpu) => {
    const lockFile = newLock();
    const { pools } = synthesized({ lockFile, sessions });
    expect(pools[0]).toMatchObject({ name: 'workers' });
    expect(JSON.stringify(pools[0])).toContain(`"${gpu}"`);
    expect(lockOf(lockFile).pools).toEqual({
      'research/workers': { gpu, usdPerHour: gpu === 'l40' ? 1 : 1.35, chosenOn: expect.stringMatching(/^20\d\d-\d\d-\d\d$/) as string },
    });
  });

  test('of two cards at one price takes the one that is listed first', () => {
    const lockFile = newLock();
    synthesized({ lockFile, pools: nodePools({ l40: 1.35 }) });
    expect(lockOf(lockFile).pools['research/workers']?.gpu).toBe('a100-pcie-80');
  });

  test('counts all GPUs of all replicas', () => {
    const lockFile = newLock();
    synthesized({ lockFile, sessions: 40, props: { replicas: 2, gpusPerReplica: 2 } });
    expect(lockOf(lockFile).pools['research/workers']).toMatchObject({ gpu: 'l40', usdPerHour: 4 });
  });

  test('takes no card that the cluster does not have', () => {
    const lockFile = newLock();
    const { h100 } = nodePools();
    synthesized({ lockFile, pools: { h100 } });
    expect(lockOf(lockFile).pools['research/workers']?.gpu).toBe('h100-pcie-80');
  });

  test('is refused where no card holds the sessions, and writes nothing', () => {
    const lockFile = newLock();
    expect(refused({ lockFile, sessions: 4_000 })).toContain('AF-PLAN-004');
    expect(fs.existsSync(lockFile)).toBe(false);
  });

  test('writes nothing where something else is refused', () => {
    const lockFile = newLock();
    expect(refused({ lockFile, props: { extraArgs: ['--no-such-flag'] } })).not.toContain('AF-PLAN-004');
    expect(fs.existsSync(lockFile)).toBe(false);
  });
});

describe('a later synthesis', () => {
  const locked = () => {
    const lockFile = newLock();
    synthesized({ lockFile });
    return lockFile;
  };

  test('stays on the card, whatever prices do, and says in the plan what it would cost elsewhere', () => {
    const lockFile = locked();
    const before = fs.readFileSync(lockFile, 'utf8');
    const { pools, findings } = synthesized({ lockFile, pools: nodePools({ l40: 3, h100: 0.5 }) });
    expect(JSON.stringify(pools[0])).toContain('"l40"');
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'AF-PLAN-006', severity: 'info', value: 'l40', allowed: 'h100-pcie-80' }),
    );
    expect(fs.readFileSync(lockFile, 'utf8')).toBe(before);
  });

  test('is the same plan where nothing changed', () => {
    const lockFile = locked();
    expect(synthesized({ lockFile }).findings.map(({ code }) => code)).not.toContain('AF-PLAN-006');
  });

  test('is refused where the card no longer holds the sessions, and goes through once the entry is deleted', () => {
    const lockFile = locked();
    expect(refused({ lockFile, sessions: 40 })).toContain('AF-PLAN-005');
    fs.rmSync(lockFile);
    expect(JSON.stringify(synthesized({ lockFile, sessions: 40 }).pools[0])).toContain('"a100-pcie-80"');
  });

  test('is refused where the card is no longer one of the choice', () => {
    expect(refused({ lockFile: locked(), among: [Gpu.H100_PCIE] })).toContain('AF-PLAN-005');
  });

  test('is refused where the nodes of the card are gone', () => {
    const { h100 } = nodePools();
    expect(refused({ lockFile: locked(), pools: { h100 } })).toContain('AF-PLAN-005');
  });

  test('adds other pools beside what stands there', () => {
    const lockFile = newLock();
    fs.writeFileSync(lockFile, JSON.stringify({ pools: { 'other/pool': { gpu: 'l4', usdPerHour: null, chosenOn: '2026-01-01' } } }));
    synthesized({ lockFile });
    expect(Object.keys(lockOf(lockFile).pools)).toEqual(['other/pool', 'research/workers']);
  });
});

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['an entry without a GPU', '{"pools":{"research/workers":{}}}'],
])('a lock file that is %s is refused by name', (_, text) => {
  const lockFile = newLock();
  fs.writeFileSync(lockFile, text);
  expect(refused({ lockFile })).toEqual(expect.arrayContaining(['AF-SPEC-001']));
});

test.each([
  ['no GPU', { among: [], sessions: 4 }, 'among'],
  ['a name of a GPU', { among: ['l40'], sessions: 4 }, 'among.0'],
  ['no sessions', { among: AMONG }, 'sessions'],
  ['a key that is misspelt', { among: AMONG, sessions: 4, prefer: 1 }, 'prefer'],
  ['nothing', undefined, 'Gpu.cheapest'],
])('Gpu.cheapest of %s is refused', (_, props, prop) => {
  try {
    Gpu.cheapest(props as never);
  } catch (error) {
    if (!isFleetError(error)) throw error;
    expect(error.problems.map((problem) => problem.prop)).toContain(prop);
    return;
  }
  throw new Error('was accepted');
});

const choice = Gpu.cheapest({ among: AMONG, sessions: 20 });
const judged: JudgedChoice = {
  gpu: Gpu.L40,
  choice,
  path: 'research/workers',
  locked: 'l40',
  cheapest: { gpu: Gpu.L40, usdPerHour: 1 },
  isRefused: false,
  usdPerHour: 1,
};

describeRules('rules of pools that choose their GPU', CHOICE_RULES, {
  'chosen-gpu-found': {
    violated: [{ ...judged, locked: null, cheapest: null }],
    compliant: { ...judged, locked: null },
    notApplicable: judged,
  },
  'locked-gpu-fits': { violated: [{ ...judged, isRefused: true }], compliant: judged, notApplicable: { ...judged, locked: null } },
  'locked-gpu-cheapest': {
    violated: [{ ...judged, usdPerHour: 2, cheapest: { gpu: Gpu.H100_PCIE, usdPerHour: 1 } }],
    compliant: judged,
    notApplicable: { ...judged, isRefused: true },
  },
});

describe('a lock file that somebody else has changed', () => {
  const entry = (gpu: unknown) => JSON.stringify({ pools: { 'research/workers': { gpu, usdPerHour: 1, chosenOn: '2026-01-01' } } });
  test.each<[string, (file: string) => void, string]>([
    ['is a folder', (file) => fs.mkdirSync(file), 'AF-SPEC-001'],
    ['is a link to itself', (file) => fs.symlinkSync(file, file), 'AF-SPEC-001'],
    ['is a link that leads nowhere', (file) => fs.symlinkSync('/nowhere/fleet.lock.json', file), 'AF-SPEC-001'],
    ['has a merge conflict', (file) => fs.writeFileSync(file, '<<<<<<< HEAD\n{"pools":{}}\n=======\n'), 'AF-SPEC-001'],
    ['is empty', (file) => fs.writeFileSync(file, ''), 'AF-SPEC-001'],
    ['holds null', (file) => fs.writeFileSync(file, 'null'), 'AF-SPEC-001'],
    ['holds a list of pools', (file) => fs.writeFileSync(file, '{"pools":[]}'), 'AF-SPEC-001'],
    ['holds a text for the pool', (file) => fs.writeFileSync(file, '{"pools":{"research/workers":"l40"}}'), 'AF-SPEC-001'],
    ['names a GPU that is none of the choice', (file) => fs.writeFileSync(file, entry('h200-sxm')), 'AF-PLAN-005'],
    ['names no GPU at all', (file) => fs.writeFileSync(file, entry('\u001b[31m${file("/etc/hostname")}')), 'AF-PLAN-005'],
    ['is in a folder that is not there', (file) => fs.rmdirSync(path.dirname(file)), 'AF-SPEC-001'],
  ])('%s: refused by name', (_, change, code) => {
    const lockFile = newLock();
    change(lockFile);
    expect(refused({ lockFile })).toEqual([code]);
  });

  test('names of prototypes in it are no pools', () => {
    const lockFile = newLock();
    fs.writeFileSync(lockFile, '{"pools":{"__proto__":{"gpu":"h100-pcie","usdPerHour":1,"chosenOn":"2026-01-01"}}}');
    synthesized({ lockFile });
    expect(lockOf(lockFile).pools['research/workers']).toMatchObject({ gpu: 'l40' });
  });

  test('a link to a file that several apps share stays a link', () => {
    const [lockFile, shared] = [newLock(), newLock()];
    fs.writeFileSync(shared, '{"pools":{}}');
    fs.symlinkSync(shared, lockFile);
    synthesized({ lockFile });
    expect(fs.lstatSync(lockFile).isSymbolicLink()).toBe(true);
    expect(lockOf(shared).pools['research/workers']).toMatchObject({ gpu: 'l40' });
  });
});
