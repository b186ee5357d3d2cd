/** What the command line of `npm run e2e` says. */
import { parseArgs } from 'node:util';

export interface Options {
  /** Examples to run; all when none is named. */
  readonly examples: readonly string[];
  /** Record the parts that run, and write `docs/proof.md`: a run of everything does, and one of whole parts that is asked to. */
  readonly record: boolean;
  /** Deploy into the cluster of KUBECONFIG instead of an own control plane. */
  readonly givenCluster: string | undefined;
  readonly transport: 'terraform' | 'manifests' | undefined;
  readonly parts: ReadonlySet<Part>;
  /** Part of the name of the drills to run, or of the stacks to change; all when it is empty. */
  readonly match: string;
  /** One drill of each kind; what that leaves out is recorded as not run. */
  readonly quick: boolean;
  /** The behaviour drills, which mostly wait, run beside the rest on a control plane of their own. Times get longer. */
  readonly beside: boolean;
  /** Store what the examples synthesize, and their state, as the release of this version; nothing else is run. */
  readonly storeRelease: string | undefined;
  /** What Go or its modules are missing for is a failure, and no note: for CI, where nothing may be left out in silence. */
  readonly needsTools: boolean;
  /** Parts were asked for by name. */
  readonly isNamed: boolean;
}

export const PARTS = [
  'examples',
  'mutants',
  'drills',
  'upgrade',
  'changes',
  'access',
  'openshift',
  'bounds',
  'operators',
  'alerts',
  'fuzz',
  'parsers',
  'queues',
  'scanners',
  'tracing',
  'routers',
  'sessions',
  'engines',
  'stages',
  'guardrails',
  'spend',
  'limits',
  'agents',
  'behaviour',
  'elasticity',
  'scale',
] as const;
export type Part = (typeof PARTS)[number];

/** @throws Error for an unknown option or part */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      record: { type: 'boolean', default: false },
      'no-record': { type: 'boolean', default: false },
      'given-cluster': { type: 'boolean', default: false },
      transport: { type: 'string' },
      match: { type: 'string', default: '' },
      only: { type: 'string', multiple: true },
      quick: { type: 'boolean', default: false },
      beside: { type: 'boolean', default: false },
      'store-release': { type: 'string' },
      'needs-tools': { type: 'boolean', default: false },
    },
  });
  const parts = (values.only ?? PARTS).map(asPart);
  const storeRelease = asVersion(values['store-release']);
  const isOwn = !values['given-cluster'] && storeRelease === undefined;
  const whole = positionals.length === 0 && values.match === '' && !values.quick && !values.beside && isOwn;
  if (values.record && !whole)
    throw new Error('--record goes with whole parts: without examples, --match, --quick, --beside, --given-cluster and --store-release');
  return {
    examples: positionals,
    record: whole && !values['no-record'] && (values.record || values.only === undefined),
    givenCluster: values['given-cluster'] ? givenKubeconfig() : undefined,
    transport: asTransport(values.transport),
    parts: new Set(parts),
    match: values.match,
    quick: values.quick,
    beside: values.beside,
    storeRelease,
    needsTools: values['needs-tools'],
    isNamed: values.only !== undefined,
  };
}

/** Never by accident: a KUBECONFIG that merely happens to be set is not enough. */
function givenKubeconfig(): string {
  const file = process.env['KUBECONFIG'];
  if (file === undefined || file === '') throw new Error('--given-cluster needs KUBECONFIG to name the file of the cluster');
  return file;
}

function asVersion(value: string | undefined): string | undefined {
  if (value === undefined || /^\d+\.\d+\.\d+$/.test(value)) return value;
  throw new Error(`--store-release ${value}: expected a version, e.g. 1.2.0`);
}

function asPart(value: string): Part {
  const part = PARTS.find((candidate) => candidate === value);
  if (part === undefined) throw new Error(`--only ${value}: expected one of ${PARTS.join(', ')}`);
  return part;
}

function asTransport(value: string | undefined): Options['transport'] {
  if (value === undefined || value === 'terraform' || value === 'manifests') return value;
  throw new Error(`--transport ${value}: expected terraform or manifests`);
}
