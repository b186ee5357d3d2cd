/** What we tell Ray Serve, before Ray's own classes: every model of the catalog, every prop, and what they must refuse. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Engine } from 'cdktf-agent-fleet';
import { rayRelease } from '../../lib/catalog/engines/ray-serve/definition';
import { NotAvailable } from '../control-plane/build';
import type { Results } from '../report/results';
import { catalogStarts, type Read } from './catalog-starts';
import { propStarts } from './prop-starts';
import { ServeConfigReader } from './serve-config-reader';

const SUBJECT = 'parsers';
const CATALOG = "Ray's classes take the serve configuration of every model of the catalog";
const PROPS = "Ray's classes take every prop that becomes a keyword of the engine";
const CONTROL = "Ray's classes refuse a keyword that vLLM has not, a field that Ray has not, and GPUs that nobody reserved";
export const SERVE_CONFIG_NAMES = [CATALOG, PROPS, CONTROL] as const;

const ENGINE = Engine.rayServe();

interface Told {
  readonly text: string;
}

const readConfig: Read<Told> = (template) => {
  const service = template.manifests().find(({ kind }) => kind === 'RayService');
  const text = (service?.['spec'] as { readonly serveConfigV2?: string } | undefined)?.serveConfigV2;
  return text === undefined ? undefined : { text };
};

/** What each change makes of a configuration is refused. */
const WRONG: readonly (readonly [from: string, to: string])[] = [
  ['max_model_len:', 'max_model_length:'],
  ['model_loading_config:', 'model_loading:'],
  ['num_replicas:', 'number_of_replicas:'],
  ['import_path:', 'import:'],
  ['- GPU: 1', '- GPU: 2'],
];

export async function judgeServeConfigs(results: Results, folder: string): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  const reader = await ServeConfigReader.open(rayRelease(ENGINE.version) ?? '', ENGINE.version).catch((error: unknown) => {
    if (error instanceof NotAvailable) return error;
    throw error;
  });
  if (reader instanceof NotAvailable) {
    for (const name of SERVE_CONFIG_NAMES) results.notRun(SUBJECT, name, reader.message);
    return;
  }
  const { starts, refused } = catalogStarts([ENGINE], path.join(folder, 'synth'), readConfig);
  await judge(results, reader, CATALOG, starts, path.join(folder, 'catalog'), `; ${refused} models are refused by us`);
  const props = propStarts([ENGINE], path.join(folder, 'props'), readConfig);
  await judge(results, reader, PROPS, props.starts, path.join(folder, 'asked-props'));
  const right = starts[0]?.text ?? '';
  const complaints = await reader.complaints(
    WRONG.map(([from, to]) => right.replace(from, to)),
    path.join(folder, 'control'),
  );
  const taken = WRONG.filter((_, index) => complaints[index] === undefined).map(([, to]) => `'${to}' is taken`);
  results.judge(SUBJECT, CONTROL, taken, 0, `${WRONG.length} changes`);
}

async function judge(
  results: Results,
  reader: ServeConfigReader,
  name: string,
  told: readonly Told[],
  folder: string,
  note = '',
): Promise<void> {
  const begin = Date.now();
  const complaints = await reader.complaints(
    told.map(({ text }) => text),
    folder,
  );
  const problems = complaints.flatMap((complaint, index) =>
    complaint === undefined ? [] : [`${/model_id: (.*)/.exec(told[index]?.text ?? '')?.[1]}: ${complaint}`],
  );
  results.judge(SUBJECT, name, problems, (Date.now() - begin) / 1000, `${told.length} configurations, ${reader.name}${note}`);
}
