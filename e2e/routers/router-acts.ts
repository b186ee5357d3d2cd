/** What is expected of the router of an example. */
import { must } from '../machine/must';
import { sleep } from '../machine/wait';
import { seriesRead } from './emitted-routers';
import type { Play } from './play';

/** Something that is expected; its function returns a figure, or nothing where the router has nothing of the kind. @throws Error when it does not hold */
export interface RouterAct {
  readonly name: string;
  readonly expect: (play: Play) => Promise<string | undefined>;
}

/** Longer than a pool is left alone. */
const PAUSE_MS = 11_000;
const KNOWN_MS = 6_000;
const ASLEEP_MS = 15_000;
const DRAWS = 300;
/** Standard deviations of the number of requests that a pool gets by chance. */
const CHANCE = 4;

export const ROUTER_ACTS: readonly RouterAct[] = [
  { name: 'its router starts without a warning', expect: starts },
  { name: 'each alias of its router reaches the pods that serve its model', expect: reaches },
  { name: 'its router spreads by weight', expect: spreads },
  { name: 'a pool is down: its fallback answers, and the pool again afterwards', expect: fallsBack },
  { name: 'a request too long for its pool is answered by the alias that admits it', expect: tooLong },
  { name: 'a pool sleeps: a request is held until it answers', expect: holds },
  { name: 'its router writes the series that its rules and dashboards read', expect: writes },
];

async function starts(play: Play): Promise<string> {
  const start = Date.now();
  const said = await play.start();
  must(said.length === 0, `LiteLLM says: ${said.slice(0, 3).join(' | ')}`);
  return `${((Date.now() - start) / 1000).toFixed(0)} s`;
}

async function reaches(play: Play): Promise<string> {
  for (const alias of play.aliases) {
    const { status, text, by = 'nobody' } = await play.ask(alias);
    must(status === 200 && play.behind(alias).includes(by), `${alias}: ${status} by ${by}: ${text.slice(0, 200)}`);
  }
  return `${play.aliases.length} aliases`;
}

async function spreads(play: Play): Promise<string | undefined> {
  const weighted = play.aliases.filter((alias) => play.behind(alias).length > 1);
  const found: string[] = [];
  for (const alias of weighted) {
    const before = play.pools.answered.length;
    for (let draw = 0; draw < DRAWS; draw++) await play.ask(alias);
    const answered = play.pools.answered.slice(before);
    for (const { litellm_params, model_info } of play.deployments.filter(({ model_name }) => model_name === alias)) {
      const share = (litellm_params.weight ?? 0) / 100;
      const [count, most] = [
        answered.filter((id) => id === play.idOf(model_info.id)).length,
        Math.sqrt(DRAWS * share * (1 - share)) * CHANCE,
      ];
      must(Math.abs(count - DRAWS * share) <= most, `${model_info.id} got ${count} of ${DRAWS}, its weight is ${share}`);
      found.push(`${((count / DRAWS) * 100).toFixed(0)} % (${(share * 100).toFixed(0)} %)`);
    }
  }
  return found.length === 0 ? undefined : found.join(', ');
}

async function fallsBack(play: Play): Promise<string | undefined> {
  const steps = (play.router.config.router_settings.fallbacks ?? []).flatMap((table) => Object.entries(table));
  for (const [alias, targets] of steps) {
    const own = play.behind(alias);
    for (const id of own) play.pools.down.add(id);
    const fallen = await play.ask(alias);
    play.pools.down.clear();
    const taking = targets.flatMap((target) => play.behind(target));
    must(
      fallen.status === 200 && taking.includes(fallen.by ?? ''),
      `${alias}: ${fallen.status} by ${fallen.by}: ${fallen.text.slice(0, 200)}`,
    );
    await sleep(PAUSE_MS);
    const back = await play.ask(alias);
    must(own.includes(back.by ?? ''), `${alias} afterwards: ${back.status} by ${back.by}: ${back.text.slice(0, 200)}`);
  }
  return steps.length === 0 ? undefined : `${steps.length} aliases`;
}

async function tooLong(play: Play): Promise<string | undefined> {
  const steps = (play.router.config.router_settings.context_window_fallbacks ?? []).flatMap((table) => Object.entries(table));
  for (const [alias, targets] of steps) {
    const admits = play.deployments.filter(({ model_name }) => model_name === alias).map(({ model_info }) => model_info.max_input_tokens);
    const { status, text, by = 'nobody' } = await play.ask(alias, 'word '.repeat(Math.max(...admits) + 1_000));
    must(
      status === 200 && targets.flatMap((target) => play.behind(target)).includes(by),
      `${alias}: ${status} by ${by}: ${text.slice(0, 200)}`,
    );
  }
  return steps.length === 0 ? undefined : `${steps.length} aliases`;
}

async function holds(play: Play): Promise<string | undefined> {
  const [alias] = play.held;
  if (alias === undefined) return undefined;
  // What the router knows of a pool that answered.
  await sleep(KNOWN_MS);
  for (const id of play.behind(alias)) play.pools.down.add(id);
  const start = Date.now();
  const answer = play.ask(alias);
  await sleep(ASLEEP_MS);
  play.pools.down.clear();
  const { status, text } = await answer;
  const ms = Date.now() - start;
  must(status === 200 && ms >= ASLEEP_MS, `${status} after ${ms} ms: ${text.slice(0, 200)}`);
  return `asleep for ${ASLEEP_MS / 1000} s, answered after ${(ms / 1000).toFixed(1)} s`;
}

async function writes(play: Play): Promise<string | undefined> {
  const read = seriesRead(play.router.objects, /\blitellm_[a-z_]+/g);
  if (read.length === 0) return undefined;
  const [alias = ''] = play.aliases;
  for (const id of play.deployments.map(({ model_info }) => play.idOf(model_info.id))) play.pools.down.add(id);
  const failed = await play.ask(alias);
  play.pools.down.clear();
  must(failed.status >= 400, `${alias} is answered with ${failed.status} although every pool is down`);
  const { text } = await play.send('GET', '/metrics/');
  const written = new Set(text.match(/^litellm_\w+/gm));
  const missing = read.filter((name) => !written.has(name) && !text.includes(`${name}="`));
  must(missing.length === 0, `not written: ${missing.join(', ')}`);
  return `${read.length} series`;
}
