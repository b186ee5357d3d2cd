/** `agent-fleet diff`: what a change does to pools, memory, latency and the bill, for a terminal, a pull request or a program. */
import { type Command, Option } from 'commander';
import { type AppDiff, diffApps, together } from '../../plan/diff/app-diff';
import { diffPlans, terraformChange } from '../../plan/diff/plan-diff';
import { type DiffEvent, type DiffPolicy, EVENTS, type IncreaseBound, judge, type PolicyAnswer } from '../../plan/diff/policy';
import { diffData } from '../../report/diff/diff-data';
import { commentMarker, diffMarkdown } from '../../report/diff/diff-markdown';
import { diffText } from '../../report/diff/diff-text';
import { palette } from '../../report/palette';
import { EXIT, Exit } from '../exit';
import type { Terminal } from '../terminal';
import { comparedPlans } from './compared-plans';
import { commentTag, diffEvents, increaseBound } from './diff-options';
import { type Posted, postComment } from './post/comment-host';
import { gitHubComments } from './post/github';
import { gitLabNotes } from './post/gitlab';

const HOSTS = { github: gitHubComments, gitlab: gitLabNotes } as const;
const FORMATS = ['text', 'markdown', 'json'] as const;

interface DiffOptions {
  readonly format?: (typeof FORMATS)[number];
  readonly json?: true;
  readonly tag: string;
  readonly post?: keyof typeof HOSTS;
  readonly maxIncrease?: IncreaseBound;
  readonly maxIncreaseAtCeiling?: IncreaseBound;
  readonly failOn?: readonly DiffEvent[];
}

export function registerDiff(program: Command, terminal: Terminal): void {
  program
    .command('diff')
    .argument('<old>', 'fleet.plan.json, folder that `cdktf synth` wrote, or none')
    .argument('<new>', 'the same of the changed program')
    .addOption(new Option('--format <format>', 'text, markdown for a pull request, or json').choices(FORMATS))
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .addOption(
      new Option('--post <host>', 'write the comment of the pull request of this pipeline, or update it').choices(Object.keys(HOSTS)),
    )
    .option('--tag <name>', 'tells the comments of several apps of one repository apart', commentTag, 'fleet')
    .option('--max-increase <bound>', 'fail when all fleets together cost more than 10%, $5/h or $500/month more', increaseBound)
    .option('--max-increase-at-ceiling <bound>', 'the same with all replicas that may run', increaseBound)
    .option('--fail-on <events>', `fail on some of ${EVENTS.join(', ')}`, diffEvents)
    .description('Say what a change does to pools, GPUs, memory, latency, findings and the bill')
    .action((before: string, after: string, options: DiffOptions) => showDiff(compare(before, after), options, terminal));
}

function compare(from: string, to: string): AppDiff {
  const [before, after] = [comparedPlans(from, 'old'), comparedPlans(to, 'new')];
  if (before.isFile && after.isFile) return together([diffPlans(before.plans[0] ?? null, after.plans[0] ?? null)]);
  return diffApps(before.plans, after.plans, (stack) => {
    if (before.terraformOf === undefined || after.terraformOf === undefined) return null;
    const [old, young] = [before.terraformOf(stack), after.terraformOf(stack)];
    return old === undefined || young === undefined ? null : terraformChange(old, young);
  });
}

async function showDiff(diff: AppDiff, options: DiffOptions, terminal: Terminal): Promise<void> {
  const answers = judge(diff, policiesOf(options));
  terminal.out(`${rendered(diff, answers, options, terminal)}\n`);
  if (options.post !== undefined) terminal.note(`comment on ${options.post}: ${await post(diff, answers, options.post, options.tag)}`);
  if (answers.some(({ outcome }) => outcome === 'broken')) throw new Exit(EXIT.problem);
  if (answers.some(({ outcome }) => outcome === 'unknown')) throw new Exit(EXIT.uncertain);
}

function post(diff: AppDiff, answers: readonly PolicyAnswer[], host: keyof typeof HOSTS, tag: string): Promise<Posted> {
  const isNews = diff.stacks.some(({ status }) => status !== 'unchanged') || answers.some(({ outcome }) => outcome !== 'kept');
  return postComment(HOSTS[host](process.env), commentMarker(tag), comment(diff, answers, tag), isNews);
}

const comment = (diff: AppDiff, answers: readonly PolicyAnswer[], tag: string): string =>
  `${commentMarker(tag)}\n${diffMarkdown(diff, answers)}`;

function rendered(
  diff: AppDiff,
  answers: readonly PolicyAnswer[],
  { format = 'text', json, tag }: DiffOptions,
  terminal: Terminal,
): string {
  if (json || format === 'json') return JSON.stringify(diffData(diff, answers), null, 2);
  if (format === 'markdown') return comment(diff, answers, tag);
  return diffText(diff, answers, palette(terminal.colours), terminal.width);
}

function policiesOf({ maxIncrease, maxIncreaseAtCeiling, failOn = [] }: DiffOptions): DiffPolicy[] {
  return [
    ...(maxIncrease === undefined ? [] : [{ kind: 'increase' as const, at: 'floor' as const, bound: maxIncrease }]),
    ...(maxIncreaseAtCeiling === undefined ? [] : [{ kind: 'increase' as const, at: 'ceiling' as const, bound: maxIncreaseAtCeiling }]),
    ...failOn.map((event) => ({ kind: 'event' as const, event })),
  ];
}
