/** How many GPUs a rate of requests needs, as three tools say it. The answers of the others are data (test/data/peers-recommend.json). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GpuAnswer, ourAnswer, RECOMMEND_QUESTIONS, TARGETS } from './recommend-questions';

interface RecordedRow {
  readonly id: string;
  /** Null where it does not answer. */
  readonly gpus: number | null;
  readonly replicas?: number;
  readonly gpusPerReplica?: number;
  readonly cpuSeconds: number;
  readonly why?: string;
}

interface RecordedTool {
  readonly tool: string;
  readonly version: string;
  readonly source: string;
  readonly asked: string;
  readonly rows: readonly RecordedRow[];
}

export const recordedTools = (): readonly RecordedTool[] =>
  (JSON.parse(readFileSync(join(__dirname, '../../test/data/peers-recommend.json'), 'utf8')) as { tools: readonly RecordedTool[] }).tools;

const shape = ({ gpus, replicas, gpusPerReplica }: Partial<GpuAnswer>) => `${gpus} (${replicas} × ${gpusPerReplica})`;
const said = (row: RecordedRow | undefined) => (row?.gpus == null ? 'no answer' : shape(row as GpuAnswer));

/** Part of docs/accuracy.md. */
export function recommendSection(): string {
  const tools = recordedTools();
  const rows = RECOMMEND_QUESTIONS.map((question) => {
    const theirs = tools.map(({ rows: recorded }) => said(recorded.find(({ id }) => id === question.id)));
    return `| ${[question.id, shape(ourAnswer(question)), ...theirs].join(' | ')} |`;
  });
  return [
    '## How many GPUs, asked of three tools',
    `One model in 16 bit on H100 SXM, first token within ${TARGETS.firstTokenMs} ms, each further one within ${TARGETS.tokenMs} ms. ${tools.map(({ tool, version, asked }) => `${tool} ${version}, asked on ${asked}`).join('; ')} (bench/peers/ask-recommend.py). GPUs, and replicas × GPUs of each:`,
    [
      `| question | this library | ${tools.map(({ tool }) => tool).join(' | ')} |`,
      `|---|---|${tools.map(() => '---|').join('')}`,
      ...rows,
    ].join('\n'),
    'None of them was measured. This library holds the cache of all requests that are under way when each takes as long as it may, and wants 10 % of the cache free; AIConfigurator reads measured tables, without disaggregation here; llm-d-planner multiplies the replicas of the cheapest benchmark of exactly these lengths.',
    `Processor time of a question: ${timesOf(tools)}.`,
  ].join('\n\n');
}

const timesOf = (tools: readonly RecordedTool[]): string => tools.map(({ tool, rows }) => `${tool} ${rangeOf(rows)}`).join(', ');

function rangeOf(rows: readonly RecordedRow[]): string {
  const seconds = rows.map(({ cpuSeconds }) => cpuSeconds);
  return `${Math.min(...seconds)} to ${Math.max(...seconds)} s`;
}

/** Lines of `npm run bench`: what this library takes now beside what the others took when they were asked. */
export function recommendLines(): readonly string[] {
  const tools = recordedTools();
  return RECOMMEND_QUESTIONS.map((question) => {
    const started = process.cpuUsage();
    const answer = ourAnswer(question);
    const { user, system } = process.cpuUsage(started);
    const theirs = tools.map(({ tool, rows }) => {
      const row = rows.find(({ id }) => id === question.id);
      return `${tool} ${said(row)} in ${((row?.cpuSeconds ?? 0) * 1e3).toFixed(0)} ms`;
    });
    return `  ${question.id.padEnd(58)} ${shape(answer)} in ${((user + system) / 1e3).toFixed(0)} ms   ${theirs.join(', ')}`;
  });
}
