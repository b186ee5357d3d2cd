/** Who answers when a pool is full, when a request is too long for it, and when it fails: on the real LiteLLM. */
import { must } from '../machine/must';
import { sleep } from '../machine/wait';
import { ask, type LimitAct, type LimitPlay } from './limit-acts';
import { WORK_MS } from './slow-engine';

/** `circuitBreaker.pauseSeconds` of the app, and a moment more. */
const PAUSE_MS = 9_000;
/** More than the pool admits. */
const LONG_PROMPT = 'word '.repeat(12_000);

export const OVERFLOW_ACTS: readonly LimitAct[] = [
  { name: 'what is beyond the limit of a pool goes at once to the model that takes over, and the pool goes on', expect: overflows },
  { name: 'a request that is too long for its pool is answered by the model that admits it', expect: tooLong },
  {
    name: 'a pool that fails is left alone after its failures, its fallback answers, and it is asked again after the pause',
    expect: fallsBack,
  },
  {
    name: 'what a provider refuses by its content policy is answered by the pool that takes over, and where none does the refusal is the answer',
    expect: refused,
  },
];

async function overflows({ routerPort, engine }: LimitPlay): Promise<string> {
  // The first request of a client of a provider loads it.
  await ask(routerPort, 'big');
  engine.most = 0;
  const before = engine.of('flooded').length;
  const answered = await Promise.all(Array.from({ length: 6 }, () => ask(routerPort, 'flooded')));
  const [own, others] = [answered.filter(isBy('flooded')), answered.filter(isBy('big'))];
  must(
    own.length === 2 && others.length === 4,
    `answers: ${answered.map(({ status, text }) => `${status} ${text.slice(0, 120)}`).join(', ')}`,
  );
  must(engine.of('flooded').length - before === 2, `the pool was asked ${engine.of('flooded').length - before} times`);
  must(
    others.every(({ ms }) => ms < WORK_MS),
    'what overflowed waited for the others',
  );
  const after = await ask(routerPort, 'flooded');
  must(isBy('flooded')(after), `afterwards: ${after.status} ${after.text.slice(0, 120)}`);
  return `2 by the pool, 4 elsewhere after ${(Math.max(...others.map(({ ms }) => ms)) / 1000).toFixed(1)} s`;
}

async function tooLong({ routerPort, engine }: LimitPlay): Promise<string> {
  const before = engine.of('planned').length;
  const answer = await ask(routerPort, 'planned', { content: LONG_PROMPT });
  must(isBy('big')(answer), `${answer.status} ${answer.text.slice(0, 200)}`);
  must(engine.of('planned').length === before, 'the pool was asked as well');
  return 'by the model that admits it, without asking the pool';
}

async function refused({ routerPort, engine }: LimitPlay): Promise<string> {
  for (const refuses of ['prompts', 'answers'] as const) {
    engine.refuses = refuses;
    const before = engine.of('prudish').length;
    const answer = await ask(routerPort, 'prudish');
    must(isBy('planned')(answer), `${refuses}: ${answer.status} ${answer.text.slice(0, 200)}`);
    must(engine.of('prudish').length === before + 1, `${refuses}: the provider was asked ${engine.of('prudish').length - before} times`);
    const others = engine.of('big').length;
    const kept = await ask(routerPort, 'strict');
    must(kept.status === (refuses === 'prompts' ? 400 : 200), `${refuses} without a fallback: ${kept.status} ${kept.text.slice(0, 200)}`);
    must(engine.of('big').length === others, `${refuses}: the fallback for failures was asked`);
  }
  return 'prompts and answers, each asked once';
}

async function fallsBack({ routerPort, engine }: LimitPlay): Promise<string> {
  engine.isBroken = true;
  const failed = await Promise.all(Array.from({ length: 3 }, () => ask(routerPort, 'failing')));
  must(failed.every(isBy('big')), `answers: ${failed.map(({ status }) => status).join(', ')}`);
  const asked = engine.of('failing').length;
  must(asked >= 3 && asked <= 6, `the pool was asked ${asked} times`);
  const open = await ask(routerPort, 'failing');
  must(isBy('big')(open) && engine.of('failing').length === asked, 'the pool is asked although it failed again and again');
  engine.isBroken = false;
  await sleep(PAUSE_MS);
  const healed = await ask(routerPort, 'failing');
  must(isBy('failing')(healed), `after the pause: ${healed.status} ${healed.text.slice(0, 120)}`);
  return `${asked} failures, then elsewhere in ${(open.ms / 1000).toFixed(1)} s, and back`;
}

const isBy = (alias: string) => (answer: { readonly status: number; readonly text: string }) =>
  answer.status === 200 && answer.text.includes(`answered by ${alias}`);
