/** The alerts that we emit, under the real Prometheus: silent on every healthy pool, loud on their faults, cleared afterwards. */
import * as path from 'node:path';
import type { RuleGroup } from '../../lib/observability/rule';
import { buildTools, NotAvailable } from '../control-plane/build';
import { PROMETHEUS_TOOLS } from '../control-plane/tools';
import { measureProblems } from '../measure/run-measure';
import type { Options } from '../options';
import type { Results } from '../report/results';
import type { World } from '../world';
import { backupTests, caughtBackupMutants } from './backup-tests';
import { SERVICE_KINDS } from './gpu-service-kinds';
import { serviceFaultTests, servicePanelTests, serviceSilenceTests } from './gpu-service-tests';
import { faultTests, silenceTests } from './kind-tests';
import { groupsOf, KINDS } from './kinds';
import { nameTests } from './name-tests';
import { panelTests } from './panel-tests';
import { loadProblems, type RuleTest, ruleProblems } from './promtool';
import { scalingTests } from './scaling-tests';
import { costTest, failureOfPoolTests, failureTests, storyGroups, storyTests } from './story-tests';
import { tasksSilenceTests } from './tasks-silence';

const SUBJECT = 'alerts';
const MONTH = '`agent-fleet measure` reads from Prometheus what was recorded';
const OWNERS = ['planner', 'workers', 'router', 'tasks', 'store', 'state', 'vectors', 'observability'] as const;

interface Question {
  readonly name: string;
  readonly ask: (promtool: string, folder: string) => Promise<{ readonly problems: readonly string[]; readonly note: string }>;
}

export async function runAlerts(
  { folder, results, plane }: Pick<World, 'folder' | 'results' | 'plane'>,
  { needsTools }: Pick<Options, 'needsTools'>,
): Promise<void> {
  const questions = allQuestions();
  const tools = await buildTools(PROMETHEUS_TOOLS).catch((error: unknown) => {
    if (error instanceof NotAvailable && !needsTools) return error;
    throw error;
  });
  if (tools instanceof NotAvailable) {
    for (const name of [...questions.map((question) => question.name), MONTH]) results.notRun(SUBJECT, name, tools.message);
    return;
  }
  // Two at a time: each waits for a program of its own.
  const ask = (question: Question, index: number) =>
    judge(results, question, path.join(tools, 'promtool'), path.join(folder, SUBJECT, String(index)));
  for (let first = 0; first < questions.length; first += 2) {
    await Promise.all(questions.slice(first, first + 2).map((question, offset) => ask(question, first + offset)));
  }
  if (plane === undefined) return results.notRun(SUBJECT, MONTH, 'Prometheus runs beside an own control plane');
  const start = Date.now();
  const problems = await measureProblems(tools, path.join(folder, SUBJECT, 'measure'), plane.processes);
  results.judge(SUBJECT, MONTH, problems, (Date.now() - start) / 1000, '');
}

async function judge(results: Results, { name, ask }: Question, promtool: string, folder: string): Promise<void> {
  const start = Date.now();
  const { problems, note } = await ask(promtool, folder);
  results.judge(SUBJECT, name, problems, (Date.now() - start) / 1000, note);
}

function allQuestions(): Question[] {
  return [
    {
      name: 'the rules load',
      ask: async (promtool, folder) => ({ problems: await loadProblems(promtool, folder, storyGroups()), note: '' }),
    },
    ...Object.entries(KINDS).flatMap(([name, kind]) => [
      questionOf(`a healthy pool (${name}) raises none`, () => silenceTests(kind)),
      questionOf(`a pool (${name}) raises each at its fault, not before`, () => faultTests(kind)),
    ]),
    ...OWNERS.map((owner) => questionOf(`those of ${owner} fire in their trouble, not before, and clear`, () => storyTests(owner))),
    questionOf('tasks that are worked on raise none: a burst, workers that start, an empty queue', tasksSilenceTests),
    questionOf('whole copies that come as they are scheduled raise none, and each that does not is told', () => backupTests()),
    { name: 'an expression about whole copies that is wrong is caught', ask: caughtBackupMutants },
    questionOf('the queries by which pools scale say what they should', scalingTests),
    questionOf('the pods of a workload are found by their names, and none of its neighbours', nameTests),
    questionOf('every failed step has one cause, and the causes add up', failureTests),
    questionOf('failed steps are held against the pool that was asked', failureOfPoolTests),
    questionOf('every query of every dashboard finds a number on a healthy fleet', panelTests),
    ...Object.entries(SERVICE_KINDS).flatMap(([name, kind]) => [
      questionOf(`a healthy tool on GPUs (${name}) raises none`, () => serviceSilenceTests(kind)),
      questionOf(`a tool on GPUs (${name}) raises each at its faults, not before, and clears`, () => serviceFaultTests(kind)),
    ]),
    questionOf('every query about a tool on GPUs finds a number, and its cost is counted', servicePanelTests),
    questionOf('a pool costs what its GPUs cost, and a million tokens what they share of it', () => [costTest()]),
    { name: 'one that fires on every healthy embedder is caught', ask: caughtMutant },
  ];
}

function questionOf(name: string, tests: () => readonly RuleTest[]): Question {
  return {
    name,
    ask: async (promtool, folder) => {
      const all = tests();
      return { problems: await ruleProblems(promtool, folder, all), note: `${all.length} courses` };
    },
  };
}

/** The rules of a language model over an embedder, which never generates a token. */
async function caughtMutant(promtool: string, folder: string) {
  const [single, embedder] = [KINDS['single'], KINDS['embedder']];
  if (single === undefined || embedder === undefined) throw new Error('the kinds single and embedder are gone');
  const wrong: RuleGroup[] = groupsOf({ ...single, pods: 1 });
  const found = await ruleProblems(promtool, folder, silenceTests(embedder, wrong));
  return { problems: found.length > 0 ? [] : ['the alert was not seen'], note: '' };
}
