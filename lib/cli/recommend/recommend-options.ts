/** Flags of `agent-fleet recommend` as the question that they ask. */
import { boardsNamed } from '../../catalog/boards-named';
import { Gpu } from '../../catalog/gpu';
import { LATENCY_METRICS } from '../../catalog/latency-targets';
import { PriceBook } from '../../catalog/prices';
import { closest } from '../../core/closest';
import type { Finding } from '../../core/finding';
import { FleetSpecError } from '../../core/fleet-error';
import { jsonIn } from '../../core/text-file';
import { canBeCut, canBeShared } from '../../planner/card-part';
import type { FleetToPlanProps } from '../../planner/fleet-to-plan';
import { readQuestion } from '../../planner/question-file';
import { byFlags, COMMAND } from './by-flags';

export interface RecommendOptions {
  readonly spec?: string;
  readonly model?: string;
  readonly quantization?: string;
  readonly sessions?: string;
  readonly context?: string;
  readonly latency?: string | undefined;
  readonly ttftMs?: string;
  readonly tpotMs?: string;
  readonly e2eMs?: string;
  readonly outputTokens?: string;
  readonly perMinute?: string;
  readonly gpu?: string;
  readonly gpus?: string;
  readonly mig?: true;
  readonly sharing?: true;
  readonly wholeNodes?: true;
  readonly region?: string;
  readonly prices?: string | undefined;
  readonly job?: string;
  readonly within?: string;
  readonly json?: true;
  /** `true` for the first answer. */
  readonly code?: true | string;
}

/** A question with what was assumed. */
export interface AskedFleet {
  readonly props: FleetToPlanProps;
  readonly notes: readonly string[];
}

/** @throws FleetSpecError AF-SPEC-001 or -002 that names the flag or the key of the file */
export function questionOf(options: RecommendOptions): AskedFleet {
  const asked = withoutPrices(options);
  if (options.prices === undefined) return asked;
  const prices = PriceBook.fromFile(options.prices);
  return { notes: [...asked.notes, ...regionsToName(options, asked.props, prices)], props: { ...asked.props, prices } };
}

/** A price of a region counts for that region alone: a book of a cloud says nothing to a question that names none. */
export function regionsToName({ spec, region }: RecommendOptions, { inventory }: FleetToPlanProps, prices: PriceBook): readonly string[] {
  if (spec !== undefined || region !== undefined) return [];
  const own = prices.rows.filter((row) => !PriceBook.PUBLISHED.rows.includes(row));
  const names = new Set(own.flatMap((row) => (Object.values(inventory).some(({ gpu }) => gpu.id === row.gpu) ? (row.region ?? []) : [])));
  return names.size === 0
    ? []
    : [`prices of ${[...names].sort().join(', ')} count for that region alone: --region ${[...names].sort()[0]} takes them`];
}

function withoutPrices(options: RecommendOptions): AskedFleet {
  if (options.spec !== undefined) return { props: readQuestion(jsonIn(specFile(options.spec)), COMMAND), notes: [] };
  const { gpu, model: named, sessions, context } = whole(options);
  const boards = list(gpu).map((text) => boardOf('--gpu', text));
  const inventory = Object.fromEntries(
    boards.map(({ gpu: board, count }) => [
      nameOf(board.id),
      { gpu: board.id, ...(count === null ? {} : { nodes: count }), ...regionOf(options), ...divisionOf(board, boards, options) },
    ]),
  );
  const quantizations = options.quantization === undefined ? undefined : list(options.quantization);
  const models = list(named).map((model) => ({
    model,
    ...(quantizations === undefined ? {} : { quantizations }),
  }));
  const role = {
    sessions: numberIn(sessions),
    contextTokens: numberIn(context),
    models,
    ...(options.latency === undefined ? {} : { latency: options.latency }),
    ...targetsIn(options),
    ...requestOf(options),
  };
  const props = byFlags(() => readQuestion({ roles: { sessions: role }, inventory }, COMMAND));
  return { props, notes: boards.flatMap(({ note }) => note) };
}

/** What a question cannot do without, each with an example. */
const NEEDED = {
  model: ['--model', 'qwen3-8b'],
  sessions: ['--sessions', '40'],
  context: ['--context', '8192'],
  gpu: ['--gpu', "'l40s,h100-pcie'"],
} as const;

/** @throws FleetSpecError AF-SPEC-001 that names every flag that is missing, not the first alone */
function whole(options: RecommendOptions): Readonly<Record<keyof typeof NEEDED, string>> {
  const missing = (Object.keys(NEEDED) as (keyof typeof NEEDED)[]).filter((key) => options[key] === undefined);
  if (missing.length > 0) throw new FleetSpecError(missing.map((key) => missingFlag(NEEDED[key][0], NEEDED[key][1])));
  const { model = '', sessions = '', context = '', gpu = '' } = options;
  return { model, sessions, context, gpu };
}

const regionOf = ({ region }: RecommendOptions) => (region === undefined ? {} : { region });

/** A flag means the cards that can be divided so; where none can, all, so that it is refused. */
function divisionOf(gpu: Gpu, boards: readonly NamedBoard[], { mig, sharing, wholeNodes }: RecommendOptions) {
  const isMeant = (can: (card: Gpu) => boolean) => can(gpu) || !boards.some((board) => can(board.gpu));
  return {
    ...(mig === true && isMeant(canBeCut) ? { mig } : {}),
    ...(sharing === true && isMeant(canBeShared) ? { sharing } : {}),
    ...(wholeNodes === true ? { wholeNodes } : {}),
  };
}

function requestOf({ outputTokens, perMinute }: RecommendOptions) {
  if (outputTokens === undefined && perMinute === undefined) return {};
  const request = { outputTokens: numberIn(outputTokens ?? required('--output-tokens', '300')) };
  return { request: { ...request, ...(perMinute === undefined ? {} : { perMinute: numberIn(perMinute) }) } };
}

/** Targets of one's own, as their flags say them. */
export function targetsIn(options: RecommendOptions): { readonly latencyTargets?: Readonly<Record<string, number | string>> } {
  const given = LATENCY_METRICS.flatMap((metric) => {
    const text = options[metric];
    return text === undefined ? [] : [[metric, numberIn(text)] as const];
  });
  return given.length === 0 ? {} : { latencyTargets: Object.fromEntries(given) };
}

/** Names of node pools are DNS labels. */
const nameOf = (id: string) => id.replace(/[^a-z0-9-]/g, '-');

export const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** What is not a number, or none that has an end, stays as it was written, and is refused as such. */
export const numberIn = (text: string): number | string => (text.trim() === '' || !Number.isFinite(Number(text)) ? text : Number(text));

export interface NamedBoard {
  readonly gpu: Gpu;
  /** What stands behind the colon; null where nothing does. */
  readonly count: number | null;
  readonly note: readonly string[];
}

/** `h100:4`: a catalog id, or a name that several boards have, of which the usual one is taken and said. */
export function boardOf(flag: string, text: string): NamedBoard {
  const [name = '', counted] = text.split(':');
  const count = counted === undefined ? null : Number(counted);
  const exact = Gpu.byId(name);
  const [likely, ...others] = exact === undefined ? boardsNamed(name) : [exact];
  if (likely === undefined || (count !== null && !(Number.isInteger(count) && count > 0))) throw unknownBoard(flag, text, name, likely);
  const names = others.map(({ id }) => id).join(', ');
  return { gpu: likely, count, note: others.length === 0 ? [] : [`${name}: ${likely.name} assumed; others are ${names}`] };
}

function unknownBoard(flag: string, text: string, name: string, likely: Gpu | undefined): FleetSpecError {
  const near =
    likely?.id ??
    closest(
      name,
      Gpu.all().map(({ id }) => id),
    ) ??
    'h100-sxm-80';
  return new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: COMMAND,
      prop: flag,
      value: text,
      allowed: 'a GPU that `agent-fleet gpus` lists, and a whole number above 0 behind a colon',
      message:
        likely === undefined
          ? `${flag} names ${JSON.stringify(name)}, which is no GPU of the catalog`
          : `${flag} counts ${JSON.stringify(text)}`,
      repairs: [`${flag} ${near}:4`],
    },
  ]);
}

export function required(flag: string, example: string): never {
  throw new FleetSpecError([missingFlag(flag, example)]);
}

const missingFlag = (flag: string, example: string): Finding => ({
  code: 'AF-SPEC-001',
  severity: 'error',
  path: COMMAND,
  prop: flag,
  value: undefined,
  allowed: `${flag} ${example}, or --spec with a file`,
  message: `${flag} is missing`,
  repairs: [`${flag} ${example}`],
});

const specFile = (file: string) => ({
  file,
  path: COMMAND,
  prop: '--spec',
  allowed: 'a JSON file as docs/recommend.schema.json describes it',
  repairs: ['--spec path/to/roles.json'],
});
