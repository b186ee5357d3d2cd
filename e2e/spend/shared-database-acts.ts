/** Keys of two routers in one database, and keys of a release that named no router in its mark, on the real LiteLLM with a real Postgres. */
import { must } from '../machine/must';
import type { Files } from './emitted';
import { ask, askWith, type Instances, keyOf, manage, ROUTER, setUpKeys } from './instances';
import type { SpendAct, SpendPlay } from './spend-act';

const SECRETS = ['router-key-crew-agents', 'router-key-first', 'router-key-second'] as const;
const TEAM = 'crews';
/** A client whose answers no act counts one by one. */
const ASKING = 'router-key-second';
const CLIENTS = ['crew-agents', 'first', 'second'] as const;
const OTHER = 'prod-us/research/router';

export const SHARED_DATABASE_ACTS: readonly SpendAct[] = [
  { name: 'another router with clients and teams of the same names: each revokes its own keys alone', expect: keptApart },
  { name: 'keys whose mark names no router: the only router takes them over and revokes those that nobody has', expect: takenOver },
];

async function keptApart({ at, files }: SpendPlay): Promise<string> {
  await setUpKeys(at, files, SECRETS, OTHER);
  await setUpKeys(at, files, SECRETS);
  const both = [...CLIENTS.map((client) => `${client}@${OTHER}`), ...CLIENTS.map((client) => `${client}@${ROUTER}`)].sort();
  await mustHave(at, both);
  const teams = await at.postgres.rows(`select team_id from "LiteLLM_TeamTable" order by 1`);
  must(
    teams.join() ===
      [ROUTER, OTHER]
        .map((router) => `${TEAM}@${router}`)
        .sort()
        .join(),
    `teams: ${teams.join(' ')}`,
  );
  for (const router of [ROUTER, OTHER]) {
    const { status, text } = await askWith(at.ports[0], keyOf(ASKING, router), 'tools');
    must(status === 200, `a client of ${router}: ${status} ${text.slice(0, 200)}`);
  }
  await setUpKeys(at, nobody(files), [], OTHER);
  await mustHave(
    at,
    both.filter((alias) => alias.endsWith(`@${ROUTER}`)),
  );
  return `${both.length} keys`;
}

/** As they stood after the Job of such a release: its aliases and teams were the names alone. */
async function takenOver({ at, files }: SpendPlay): Promise<string> {
  const mark = { managed_by: 'cdktf-agent-fleet' };
  const made = [
    await manage(at.ports[0], '/team/new', { team_id: TEAM, team_alias: TEAM, metadata: mark }),
    await manage(at.ports[0], '/key/generate', { key: keyOf('gone'), key_alias: 'gone', metadata: { ...mark, client: 'gone' } }),
  ];
  for (const { status, text } of made) must(status === 200, `${status} ${text.slice(0, 200)}`);
  const keys = `update "LiteLLM_VerificationToken" set key_alias = split_part(key_alias, '@', 1), metadata = metadata - 'router'`;
  await at.postgres.rows(`${keys}, team_id = split_part(team_id, '@', 1) where key_alias like '%@${ROUTER}'`);
  await mustHave(at, [...CLIENTS, 'gone'].sort());
  await setUpKeys(at, files, SECRETS);
  await mustHave(
    at,
    CLIENTS.map((client) => `${client}@${ROUTER}`),
  );
  const teams = await at.postgres.rows(`select distinct team_id from "LiteLLM_VerificationToken" where team_id is not null`);
  must(teams.join() === `${TEAM}@${ROUTER}`, `teams of the keys: ${teams.join(' ')}`);
  const { status, text } = await ask(at.ports[0], ASKING, 'tools');
  must(status === 200, `a key that was taken over: ${status} ${text.slice(0, 200)}`);
  return `${CLIENTS.length} keys taken over, 1 revoked`;
}

/** Tables of a router whose clients and teams are gone. */
const nobody = (files: Files): Files => ({ ...files, 'clients.json': '[]', 'teams.json': '[]' });

async function mustHave({ postgres }: Instances, aliases: readonly string[]): Promise<void> {
  const found = await postgres.rows(`select key_alias from "LiteLLM_VerificationToken" where key_alias is not null order by 1`);
  must([...found].sort().join() === [...aliases].sort().join(), `keys: ${found.join(' ')} instead of ${aliases.join(' ')}`);
}
