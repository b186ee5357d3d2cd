/** What the command line of `npm run e2e` says. */
import { parseArgs } from 'node:util';

export interface Options {
  /** Examples to run; all when none is named. */
  readonly examples: readonly string[];
  /** Write `docs/proof.md`; only whole runs do. */
  readonly record: boolean;
  /** Deploy into the cluster of KUBECONFIG instead of an own control plane. */
  readonly givenCluster: string | undefined;
  readonly transport: 'terraform' | 'manifests' | undefined;
  readonly parts: ReadonlySet<Part>;
  /** Part of the name of the drills to run; all when it is empty. */
  readonly match: string;
}

export const PARTS = ['examples', 'mutants', 'drills', 'behaviour'] as const;
export type Part = (typeof PARTS)[number];

/** @throws Error for an unknown option or part */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'no-record': { type: 'boolean', default: false },
      'given-cluster': { type: 'boolean', default: false },
      transport: { type: 'string' },
      match: { type: 'string', default: '' },
      only: { type: 'string', multiple: true },
    },
  });
  const parts = (values.only ?? PARTS).map(asPart);
  const whole = positionals.length === 0 && values.only === undefined && values.match === '';
  return {
    examples: positionals,
    record: whole && !values['no-record'],
    givenCluster: values['given-cluster'] ? givenKubeconfig() : undefined,
    transport: asTransport(values.transport),
    parts: new Set(parts),
    match: values.match,
  };
}

/** Never by accident: a KUBECONFIG that merely happens to be set is not enough. */
function givenKubeconfig(): string {
  const file = process.env['KUBECONFIG'];
  if (file === undefined || file === '') throw new Error('--given-cluster needs KUBECONFIG to name the file of the cluster');
  return file;
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
