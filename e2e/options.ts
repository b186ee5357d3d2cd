/** What the command line of `npm run e2e` says. */
import { Command, InvalidArgumentError, Option } from 'commander';

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

/** What commander reads. */
interface Values {
  readonly only?: readonly Part[];
  readonly match: string;
  readonly quick: boolean;
  readonly beside: boolean;
  readonly record?: boolean;
  readonly givenCluster: boolean;
  readonly transport?: 'terraform' | 'manifests';
  readonly storeRelease?: string;
  readonly needsTools: boolean;
}

/** @throws CommanderError for an unknown option or part, and after `--help` */
export function readOptions(args: readonly string[]): Options {
  const command = e2eCommand().parse([...args], { from: 'user' });
  const { only, storeRelease, record, ...values } = command.opts<Values>();
  const isOwn = !values.givenCluster && storeRelease === undefined;
  const isWhole = command.args.length === 0 && values.match === '' && !values.quick && !values.beside && isOwn;
  if (record === true && !isWhole)
    command.error('--record goes with whole parts: without examples, --match, --quick, --beside, --given-cluster and --store-release');
  return {
    examples: command.args,
    record: isWhole && (record ?? only === undefined),
    givenCluster: values.givenCluster ? givenKubeconfig(command) : undefined,
    transport: values.transport,
    parts: new Set(only ?? PARTS),
    match: values.match,
    quick: values.quick,
    beside: values.beside,
    storeRelease,
    needsTools: values.needsTools,
    isNamed: only !== undefined,
  };
}

function e2eCommand(): Command {
  return new Command('npm run e2e --')
    .description('Deploys what the examples write to a real API server, and says what that proved. What the parts are: e2e/README.md.')
    .argument('[examples...]', 'folders of examples/ (default: all)')
    .option('--only <part>', `a part, as often as you like: ${PARTS.join(', ')} (default: all)`, withPart)
    .option('--match <text>', 'drills to run, or stacks to change, by a part of their names', '')
    .option('--quick', 'one drill of each kind, and nothing that needs large packages', false)
    .option('--beside', 'the behaviour drills on a control plane of their own, beside the rest', false)
    .option('--record', 'write the records of the parts (e2e/proof) and docs/proof.md; a run of everything does')
    .option('--no-record', 'write none')
    .option('--given-cluster', 'deploy into the cluster of KUBECONFIG', false)
    .addOption(
      new Option('--transport <kind>', 'how objects reach the cluster (default: Terraform, where it finds its providers)').choices([
        'terraform',
        'manifests',
      ]),
    )
    .option('--store-release <version>', 'keep what this release writes, and its state, for the upgrades to come', asVersion)
    .option('--needs-tools', 'what Go or its modules are missing for fails', false)
    .exitOverride();
}

/** Never by accident: a KUBECONFIG that merely happens to be set is not enough. */
function givenKubeconfig(command: Command): string {
  const file = process.env['KUBECONFIG'];
  return file === undefined || file === '' ? command.error('--given-cluster needs KUBECONFIG to name the file of the cluster') : file;
}

function asVersion(value: string): string {
  if (/^\d+\.\d+\.\d+$/.test(value)) return value;
  throw new InvalidArgumentError('Expected a version, e.g. 1.2.0.');
}

function withPart(value: string, before: readonly Part[] = []): readonly Part[] {
  const part = PARTS.find((candidate) => candidate === value);
  if (part === undefined) throw new InvalidArgumentError(`Expected one of ${PARTS.join(', ')}.`);
  return [...before, part];
}
