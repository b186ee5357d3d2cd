/** `agent-fleet size`: does this model fit this GPU? One configuration by flags, or one JSON object per line on stdin. */
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { isPlainObject } from '../../core/plain-object';
import { jsonIn } from '../../core/text-file';
import { wrap } from '../../report/wrap';
import type { SizeAnswer, SizeFailure } from '../../sizing/size-answer';
import { sizeLine } from '../../sizing/size-line';
import { EXIT, Exit } from '../exit';
import type { Terminal } from '../terminal';
import { sizeTable } from './size-table';

const NUMBERS = [
  ['--memory <GiB>', 'memoryGiB', 'memory of one GPU as the driver reports it'],
  ['--tensor-parallel <n>', 'tensorParallel', 'GPUs that share each layer'],
  ['--pipeline-parallel <n>', 'pipelineParallel', 'stages, one after the other'],
  ['--data-parallel <n>', 'dataParallel', 'copies of the attention layers'],
  ['--decode-context-parallel <n>', 'decodeContextParallel', 'ranks that share the tokens of a cache'],
  [
    '--utilization <share>',
    'gpuMemoryUtilization',
    'share of the memory by the own setting of the engine; the answer says what it is a share of',
  ],
  ['--max-model-len <tokens>', 'maxModelLen', 'longest request'],
  ['--max-num-seqs <n>', 'maxNumSeqs', 'sequences that the engine admits'],
  ['--max-num-batched-tokens <n>', 'maxNumBatchedTokens', 'tokens of one batch'],
  ['--cpu-offload <GiB>', 'cpuOffloadGiB', 'weights kept in host memory, per GPU'],
  ['--checkpoint <GiB>', 'checkpointGiB', 'size of the files of the checkpoint: tells copies of one name apart'],
  ['--kv-offload <GiB>', 'kvOffloadGiB', 'host memory for KV blocks'],
  ['--redundant-experts <n>', 'redundantExperts', 'further copies of busy experts'],
  [
    '--scheduler-recv-interval <steps>',
    'schedulerRecvInterval',
    'steps between two looks for new requests, where the engine has such a setting',
  ],
  ['--sessions <n>', 'sessions', 'sessions that hold their context at the same time'],
  ['--context <tokens>', 'contextTokens', 'planned context of one session'],
  ['--isl <tokens>', 'isl', 'input of one request, for the latency'],
  ['--cached <tokens>', 'cachedTokens', 'of that input, what the prefix cache holds already'],
  ['--osl <tokens>', 'osl', 'output of one request, for the latency'],
  ['--concurrency <n>', 'concurrency', 'requests in flight, for the latency'],
  ['--ttft-ms <ms>', 'ttftMs', 'time to first token that is asked: part of the verdict, with --isl and --osl'],
  ['--tpot-ms <ms>', 'tpotMs', 'time per output token after the first that is asked'],
  ['--e2e-ms <ms>', 'e2eMs', 'time from the request to the last token of the answer that is asked'],
] as const;

const TEXTS = [
  ['--model <id>', 'model', 'catalog id or Hugging Face repository'],
  ['--gpu <name>', 'gpu', 'catalog id or product name'],
  ['--engine <name>', 'engine', 'serving engine'],
  ['--engine-version <release>', 'engineVersion', 'its release'],
  ['--quantization <scheme>', 'quantization', 'weight format where it is not the checkpoint’s'],
  ['--kv-cache-dtype <dtype>', 'kvCacheDtype', 'format of keys and values'],
  ['--defaults <whose>', 'defaults', 'engine or pool: whose share of the memory and format of the cache hold where they are not given'],
  ['--interconnect <link>', 'interconnect', 'nvlink or pcie'],
  ['--sampler <kernel>', 'sampler', 'native or flashinfer'],
  ['--compile-cache <state>', 'compileCache', 'cold on a first start, warm where an earlier one left its kernels'],
  ['--speculative <drafter>', 'speculative', 'a method, a model, or a speculative_config'],
] as const;

/** On or off; what is not said stays with the release. */
const SWITCHES = [
  ['--enforce-eager', 'enforceEager', 'no CUDA graphs'],
  ['--offline', 'offline', 'the engine runs inside a program, not as a server: larger batches'],
  ['--expert-parallel', 'expertParallel', 'whole experts on each rank'],
  ['--language-model-only', 'languageModelOnly', 'towers of a multimodal checkpoint are not loaded'],
  ['--prefix-caching', 'prefixCaching', 'prompts that come back are cached'],
  ['--no-prefix-caching', 'prefixCaching', 'they are not'],
  ['--no-repairs', 'repairs', 'what would make it fit is not searched: faster for many lines that do not fit'],
] as const;

type Options = Readonly<Record<string, string | boolean | undefined>>;

export function registerSize(program: Command, terminal: Terminal): void {
  const command = program.command('size').description('Say whether a model fits a GPU, with the memory line by line');
  for (const [flags, , text] of [...TEXTS, ...NUMBERS, ...SWITCHES]) command.option(flags, text);
  command
    .option('--model-config <file>', 'config.json of a model that the catalog does not know')
    .option('--json', 'answer as JSON')
    .option('--jsonl', 'read one JSON object per line on stdin, answer one per line in the same order')
    .addHelpText('after', wrap(EXIT_CODES, terminal.width, '  '))
    .action((options: Options) =>
      options['jsonl'] === true ? sizeLines(terminal, options['repairs'] !== false) : sizeOne(options, terminal),
    );
}

const EXIT_CODES = `
Exit codes: 0 it fits (also tightly), 1 it does not fit, 2 the question cannot be read, 3 uncertain: it depends on what is listed as missing.
With --jsonl: 0 when every line was answered, 2 when one could not be read; the verdicts are in the answers.
Names: agent-fleet models [text], agent-fleet gpus [text].`;

/** `agent-fleet size` alone. */
const NOTHING_ASKED: SizeFailure = {
  id: null,
  error: {
    code: 'AF-SPEC-001',
    message: 'nothing is asked',
    problems: [
      {
        key: null,
        value: null,
        message: 'nothing is asked',
        allowed: 'a model and a GPU',
        repair: 'e.g. agent-fleet size --model llama-3.1-8b-instruct --gpu l40s --sessions 20 --context 8000',
      },
    ],
  },
};

/** @throws Exit for every answer but one that fits */
function sizeOne(options: Options, terminal: Terminal): void {
  const request = { ...requestOf(options), ...modelConfigOf(options['modelConfig']) };
  const answer = ['model', 'modelConfig', 'gpu'].every((key) => !(key in request)) ? NOTHING_ASKED : sizeLine(request);
  terminal.out(options['json'] === true ? `${JSON.stringify(answer, null, 2)}\n` : `${sizeTable(answer, terminal.width, flagOf)}\n`);
  const code = exitCodeOf(answer);
  if (code !== EXIT.ok) throw new Exit(code);
}

function exitCodeOf(answer: SizeAnswer | SizeFailure) {
  if ('error' in answer) return EXIT.usage;
  if (answer.verdict === 'rejected') return EXIT.problem;
  return answer.verdict === 'uncertain' ? EXIT.uncertain : EXIT.ok;
}

/** @throws FleetSpecError AF-SPEC-001 when the file holds no JSON object; what is in it is checked with the question. */
function modelConfigOf(file: Options[string]): { readonly modelConfig?: unknown } {
  if (typeof file !== 'string') return {};
  const allowed = 'a config.json of a model';
  const repairs = ['--model-config path/to/config.json'];
  return { modelConfig: jsonIn({ file, path: 'agent-fleet size', prop: '--model-config', allowed, repairs }) };
}

/** commander names options in camel case after their flags. */
function requestOf(options: Options): Record<string, unknown> {
  const given = (flags: string) => options[nameOf(flags)];
  const texts = TEXTS.filter(([flags]) => given(flags) !== undefined).map(([flags, key]) => [key, given(flags)]);
  const numbers = NUMBERS.filter(([flags]) => given(flags) !== undefined).map(([flags, key]) => [key, numberIn(given(flags))]);
  const switches = SWITCHES.filter(([, key]) => options[key] !== undefined).map(([, key]) => [key, options[key]]);
  return Object.fromEntries([...texts, ...numbers, ...switches]);
}

/** What is not a number stays as it was written, and is refused as such. */
const numberIn = (text: Options[string]) =>
  typeof text === 'string' && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;

/** A key of a line as a flag; the key itself where no flag is for it. */
function flagOf(key: string): string {
  const row = [...TEXTS, ...NUMBERS, ...SWITCHES].find(([, name]) => name === key);
  return row === undefined ? key : (row[0].split(' ')[0] ?? key);
}

function nameOf(flags: string): string {
  const [long = ''] = flags.replace(/^--/, '').split(' ');
  return long.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Answers go out in blocks: ten thousand single writes would take longer than the arithmetic. */
async function sizeLines(terminal: Terminal, repairs: boolean): Promise<void> {
  const block: string[] = [];
  let unread = false;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    const answer = sizeText(line, repairs);
    unread ||= 'error' in answer;
    block.push(JSON.stringify(answer));
    if (block.length === 500) terminal.out(`${block.splice(0).join('\n')}\n`);
  }
  if (block.length > 0) terminal.out(`${block.join('\n')}\n`);
  if (unread) throw new Exit(EXIT.usage);
}

/** One line of text; what is not JSON answers with an error. */
export function sizeText(line: string, repairs = true): SizeAnswer | SizeFailure {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return { id: null, error: { code: 'AF-SPEC-001', message: `not JSON: ${error instanceof Error ? error.message : String(error)}` } };
  }
  return sizeLine(repairs || !isPlainObject(json) ? json : { repairs, ...json });
}
