/** What we start engines with, before the parsers of the engines themselves: pools of random apps, and every model of the catalog. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Engine } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { anyFleet } from '../../test/fuzz/any-fleet';
import { type Start, startsOf } from '../../test/fuzz/engine-args';
import { outcomeOf } from '../../test/fuzz/outcome';
import { NotAvailable } from '../control-plane/build';
import { judgeOllama, OLLAMA_START } from '../engines/ollama-start';
import type { Options } from '../options';
import type { Results } from '../report/results';
import type { World } from '../world';
import { catalogStarts, readStart, startsOnNodes } from './catalog-starts';
import { EngineParser } from './engine-parser';
import { propStarts } from './prop-starts';
import { judgeServeConfigs, SERVE_CONFIG_NAMES } from './serve-configs';

const SUBJECT = 'parsers';
const NAMES = [
  'every model of the catalog',
  'every prop that becomes an argument',
  'replicas on several nodes',
  'pools of random apps',
  'a flag that no engine has is refused',
] as const;
const [CATALOG, PROPS_AS_ARGUMENTS, NODES, RANDOM, CONTROL] = NAMES;
/** The release by default and the newest whose flags were read: users run either. */
const ENGINES = [Engine.vllm(), Engine.vllm({ version: '0.33.0' }), Engine.sglang()];
const APPS = 300;
const SEED = 20_261_129;
const NO_SUCH_FLAG = '--no-such-flag-of-any-engine';

type Setting = Pick<World, 'results' | 'folder' | 'plane'>;

export async function runParsers({ results, folder, plane }: Setting, { quick }: Pick<Options, 'quick'>): Promise<void> {
  if (quick) {
    for (const name of [...NAMES, ...SERVE_CONFIG_NAMES, OLLAMA_START])
      results.notRun(SUBJECT, name, 'left out by --quick: wheels of engines are some hundred megabytes each');
    return;
  }
  const own = path.join(folder, SUBJECT);
  fs.mkdirSync(own, { recursive: true });
  const { starts, refused } = catalogStarts(ENGINES, path.join(own, 'synth'), readStart);
  await judge(results, CATALOG, starts, own, `; ${refused} pairs are refused by us`);
  const props = propStarts(ENGINES, path.join(own, 'props'), readStart);
  const refusedProps = Object.values(props.refused).reduce((sum, count) => sum + count, 0);
  await judge(
    results,
    PROPS_AS_ARGUMENTS,
    props.starts,
    own,
    `; ${refusedProps} of ${props.starts.length + refusedProps} are refused by us`,
  );
  await judge(results, NODES, startsOnNodes(path.join(own, 'nodes')), own);
  await judge(results, RANDOM, randomStarts(), own);
  const control = [starts.find(({ engine }) => engine === 'vllm'), starts.find(({ engine }) => engine === 'sglang')]
    .filter((start) => start !== undefined)
    .map((start) => ({ ...start, args: [...start.args, NO_SUCH_FLAG] }));
  await judgeControl(results, control, own);
  await judgeServeConfigs(results, path.join(own, 'ray'));
  if (plane === undefined) return results.notRun(SUBJECT, OLLAMA_START, 'Ollama runs beside an own control plane');
  await judgeOllama(results, path.join(own, 'ollama'), plane.processes);
}

/** Of the engines whose parsers are asked. */
function randomStarts(): Start[] {
  const starts = fc.sample(anyFleet, { numRuns: APPS, seed: SEED }).flatMap((fleet) => outcomeOf(fleet).stacks.flatMap(startsOf));
  return starts.filter((start) => ENGINES.some(({ id }) => id === start.engine));
}

async function judge(results: Results, name: string, starts: readonly Start[], folder: string, note = ''): Promise<void> {
  const begin = Date.now();
  const answers = await asked(starts, folder);
  if (answers instanceof NotAvailable) return results.notRun(SUBJECT, name, answers.message);
  const problems = answers.flatMap(({ start, complaint }) =>
    complaint === undefined ? [] : [`${start.engine} ${start.version} ${start.args[0]}: ${complaint}`],
  );
  const releases = [...new Set(starts.map(releaseOf))].sort().join(', ');
  results.judge(SUBJECT, name, problems, (Date.now() - begin) / 1000, `${starts.length} starts of ${releases}${note}`);
}

async function judgeControl(results: Results, starts: readonly Start[], folder: string): Promise<void> {
  const answers = await asked(starts, folder);
  if (answers instanceof NotAvailable) return results.notRun(SUBJECT, CONTROL, answers.message);
  const taken = answers.filter(({ complaint }) => complaint?.includes(NO_SUCH_FLAG) !== true);
  results.judge(
    SUBJECT,
    CONTROL,
    taken.map(({ start }) => `${start.engine} took it`),
  );
}

const releaseOf = ({ engine, version }: Start): string => `${engine} ${version}`;

interface Answer {
  readonly start: Start;
  readonly complaint: string | undefined;
}

async function asked(starts: readonly Start[], folder: string): Promise<Answer[] | NotAvailable> {
  const answers: Answer[] = [];
  try {
    for (const release of new Set(starts.map(releaseOf))) {
      const of = starts.filter((start) => releaseOf(start) === release);
      const [engine = '', version = ''] = release.split(' ');
      const parser = await EngineParser.open(engine, version);
      const complaints = await parser.complaints(
        of.map(({ args }) => args),
        folder,
      );
      answers.push(...of.map((start, index) => ({ start, complaint: complaints[index] })));
    }
  } catch (error) {
    if (error instanceof NotAvailable) return error;
    throw error;
  }
  return answers;
}
