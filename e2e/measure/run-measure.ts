/** `agent-fleet measure` on a real Prometheus, which promtool fills with three days. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { run as agentFleet } from '../../lib/cli/program';
import { type MeasureReport, measureReport } from '../../lib/measure/measure-report';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';
import { run } from '../machine/command';
import { freePorts } from '../machine/free-ports';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import { measuredApp } from './measured-app';
import { openMetrics, recordedMonth } from './recorded-day';

/** promtool reads the whole file again for each block of two hours. */
const DAYS = 3;
const FROM = new Date('2026-10-01T00:00:00Z');

/** @param tools folder with prometheus and promtool */
export async function measureProblems(tools: string, folder: string, processes: Pick<Processes, 'start'>): Promise<string[]> {
  fs.mkdirSync(folder, { recursive: true });
  const data = path.join(folder, 'data');
  const input = path.join(folder, 'month.txt');
  fs.writeFileSync(input, openMetrics(FROM, DAYS * 24));
  const filled = await run(path.join(tools, 'promtool'), ['tsdb', 'create-blocks-from', 'openmetrics', input, data], {
    timeoutSeconds: 300,
  });
  if (filled.code !== 0) return [`promtool: ${filled.stderr.slice(0, 500)}`];
  const url = await startPrometheus(tools, folder, data, processes);
  const app = measuredApp();
  app.synth();
  const read = await measured(url, app.outdir);
  if (typeof read === 'string') return [read];
  const plans = SynthesizedApp.read(app.outdir)
    .stacks()
    .map((stack) => stack.plan());
  return differences(read, measureReport(plans, recordedMonth(FROM, DAYS * 24)));
}

async function startPrometheus(tools: string, folder: string, data: string, processes: Pick<Processes, 'start'>): Promise<string> {
  const [port] = await freePorts(1);
  const config = path.join(folder, 'prometheus.yml');
  fs.writeFileSync(config, 'global: {}\n');
  processes.start('prometheus of a month', path.join(tools, 'prometheus'), [
    `--config.file=${config}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=3650d',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]);
  const url = `http://127.0.0.1:${port}`;
  await waitFor('Prometheus', async () => ((await fetch(`${url}/-/ready`).catch(() => undefined))?.ok === true ? true : undefined), {
    seconds: 60,
  });
  return url;
}

async function measured(url: string, appDir: string): Promise<MeasureReport | string> {
  const out: string[] = [];
  const notes: string[] = [];
  const until = new Date(FROM.getTime() + DAYS * 86_400_000).toISOString().slice(0, 10);
  const args = ['measure', '--url', url, '--app-dir', appDir, '--days', String(DAYS), '--until', until, '--json'];
  const code = await agentFleet(args, { out: (text) => out.push(text), note: (text) => notes.push(text), colours: false, width: 100 });
  return code === 0 ? (JSON.parse(out.join('')) as MeasureReport) : notes.join('\n');
}

/** Figures may differ in their last digits: Prometheus adds up samples, and the expectation is exact. */
function differences(read: MeasureReport, expected: MeasureReport): string[] {
  const flat = (value: unknown, at = ''): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, part]) => flat(part, `${at}.${key}`))
      : [[at, value]];
  const [found, wanted] = [new Map(flat(read)), new Map(flat(expected))];
  const keys = new Set([...found.keys(), ...wanted.keys()]);
  return [...keys]
    .filter((key) => {
      const [one, other] = [found.get(key), wanted.get(key)];
      return typeof one === 'number' && typeof other === 'number' ? Math.abs(one - other) > 0.01 * Math.abs(other) : one !== other;
    })
    .map((key) => `${key}: read ${String(found.get(key))}, recorded ${String(wanted.get(key))}`);
}
