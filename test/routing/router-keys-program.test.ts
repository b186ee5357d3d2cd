/** The program that makes keys, run as its Job runs it, against the part of LiteLLM's API that it calls. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { KEY_SETUP, KEY_SETUP_FILE, TEAM_TABLE_FILE } from '../../lib/routing/litellm/database/key-setup';

interface Key {
  readonly key?: string;
  readonly token: string;
  readonly key_alias: string;
  readonly team_id?: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
}

/** Keys and teams as LiteLLM keeps them in one database. */
class Database {
  readonly keys = new Map<string, Key>();
  readonly teams = new Map<string, object>();
  private readonly server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = parts.length === 0 ? {} : JSON.parse(Buffer.concat(parts).toString());
      const answer = this.answer(new URL(request.url ?? '', 'http://litellm'), body);
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(JSON.stringify(answer ?? {}));
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }

  add(token: string, key_alias: string, metadata: Key['metadata']): void {
    this.keys.set(token, { token, key_alias, metadata });
  }

  aliases(): string[] {
    return [...this.keys.values()].map(({ key_alias }) => key_alias).sort();
  }

  private answer({ pathname, searchParams }: URL, body: Record<string, unknown>): object | undefined {
    const token = tokenOf(String(body['key'] ?? ''));
    switch (pathname) {
      case '/health/readiness':
        return { db: 'connected' };
      case '/team/info':
        return this.teams.get(searchParams.get('team_id') ?? '');
      case '/key/info':
        return this.keys.get(searchParams.get('key') ?? '');
      case '/key/list':
        return { keys: [...this.keys.values()], total_pages: 1 };
      case '/team/new':
      case '/team/update':
        this.teams.set(String(body['team_id']), body);
        return {};
      case '/key/generate':
      case '/key/update':
        this.keys.set(token, { ...(body as unknown as Key), token });
        return {};
      case '/key/delete':
        for (const one of body['keys'] as string[]) this.keys.delete(one);
        return {};
      default:
        return undefined;
    }
  }
}

const tokenOf = (key: string) => createHash('sha256').update(key).digest('hex');

describe('keys and teams of a router', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'router-keys-'));
  let database: Database;
  let address: string;
  beforeEach(async () => {
    database = new Database();
    address = await database.listen();
  });
  afterEach(() => database.close());
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  /** @param keys by variable, of the client `agents` of the team `crews`, that of today first */
  async function setUp(router: string, keys: Readonly<Record<string, string>>): Promise<void> {
    const variables = Object.keys(keys);
    const clients = variables.length === 0 ? [] : [{ name: 'agents', variables, models: ['worker'], team: 'crews' }];
    fs.writeFileSync(path.join(folder, KEY_SETUP_FILE), KEY_SETUP);
    fs.writeFileSync(path.join(folder, 'clients.json'), JSON.stringify(clients));
    fs.writeFileSync(path.join(folder, TEAM_TABLE_FILE), JSON.stringify([{ name: 'crews', maxBudget: 300, budgetDuration: '30d' }]));
    const env = { ...process.env, ...keys, ROUTER_NAME: router, ROUTER_URL: address, LITELLM_MASTER_KEY: 'sk-master' };
    await promisify(execFile)('python3', [path.join(folder, KEY_SETUP_FILE)], { env });
  }

  const [EU, US] = ['prod-eu/research/router', 'prod-us/research/router'];

  it('stay when another router with clients and teams of the same names comes into the database', async () => {
    await setUp(EU, { KEY: 'sk-eu' });
    await setUp(US, { KEY: 'sk-us' });
    await setUp(EU, { KEY: 'sk-eu' });
    expect(database.aliases()).toEqual([`agents@${EU}`, `agents@${US}`]);
    expect([...database.teams.keys()].sort()).toEqual([`crews@${EU}`, `crews@${US}`]);
    expect([...database.keys.values()].map(({ team_id }) => team_id).sort()).toEqual([`crews@${EU}`, `crews@${US}`]);
  });

  it('are revoked when nobody has them any more, and no others', async () => {
    database.add('by-hand', 'by hand', null);
    await setUp(EU, { KEY: 'sk-eu' });
    await setUp(US, { KEY: 'sk-us' });
    await setUp(US, {});
    expect(database.aliases()).toEqual([`agents@${EU}`, 'by hand']);
  });

  it('have one alias each where several versions are accepted', async () => {
    await setUp(EU, { TODAY: 'sk-2', BEFORE: 'sk-1' });
    expect(database.aliases()).toEqual([`agents@${EU}`, `agents@${EU}#${tokenOf('sk-1').slice(0, 8)}`]);
  });

  const UNNAMED = { managed_by: 'cdktf-agent-fleet', client: 'agents' };

  it('from a release that named no router in its mark are taken over or revoked by the only router', async () => {
    database.add(tokenOf('sk-eu'), 'agents', UNNAMED);
    database.add(tokenOf('sk-gone'), 'gone', UNNAMED);
    await setUp(EU, { KEY: 'sk-eu' });
    expect(database.aliases()).toEqual([`agents@${EU}`]);
    expect(database.keys.get(tokenOf('sk-eu'))?.metadata).toMatchObject({ router: EU, client: 'agents' });
  });

  it('from such a release stay where another router has keys, which may be theirs', async () => {
    await setUp(US, { KEY: 'sk-us' });
    database.add(tokenOf('sk-eu'), 'agents', UNNAMED);
    database.add(tokenOf('sk-somewhere'), 'somewhere', UNNAMED);
    await setUp(EU, { KEY: 'sk-eu' });
    expect(database.aliases()).toEqual([`agents@${EU}`, `agents@${US}`, 'somewhere']);
  });
});
