/** Who signs in at a session store: one user for each client, and what each may do. The rules are those of Redis 7 and Valkey. */
import { dnsSubdomainOf } from '../core/kubernetes/dns-subdomain';
import { shortHash } from '../core/names';
import { SecretRef } from '../core/secret-ref';
import { actingFor, type Workload } from '../security/workload';
import type { SessionUse } from './contract';
import type { SessionClientSpec } from './session-client-props';

/** Database of what agents keep, and that of what routers count: agents may not leave theirs. */
export const SESSIONS_DATABASE = 0;
export const COUNTS_DATABASE = 1;

/**
 * No user drops the keys of others (`FLUSHALL`), lists them all (`KEYS`), reads or changes the server (`CONFIG`, `ACL`), or drops scripts that others run.
 * `INFO` stays: clients ask it for the version.
 */
const COMMANDS = '+@all -@admin -@dangerous +info -function -script|flush -script|kill';
/** What leads from one database into another. */
const LEAVES_DATABASE = '-select -move -copy';

/** A client with all that it does. */
export interface SessionUser {
  /** Name of the workload. */
  readonly client: string;
  /** By which it signs in. */
  readonly username: string;
  readonly password: SecretRef;
  /** Variable of the server's pod with the password. */
  readonly variable: string;
  readonly database: number;
  /** Patterns of its keys. */
  readonly keys: readonly string[];
}

export class SessionUsers {
  private readonly uses = new Map<string, SessionUse[]>();

  /** @param store its name; @param given what the user says of clients */
  constructor(
    private readonly store: string,
    private readonly given: Readonly<Record<string, SessionClientSpec>>,
  ) {}

  /** False where the same was said before. */
  admit(client: Workload, use: SessionUse): boolean {
    const { name } = actingFor(client);
    const before = this.uses.get(name) ?? [];
    if (before.some((one) => JSON.stringify(one) === JSON.stringify(use))) return false;
    this.uses.set(name, [...before, use]);
    return true;
  }

  of({ name }: Pick<Workload, 'name'>): SessionUser {
    const uses = this.uses.get(name) ?? [];
    const { password, keys } = Object.hasOwn(this.given, name) ? (this.given[name] as SessionClientSpec) : {};
    return {
      client: name,
      username: `client-${name}`,
      password: password ?? SecretRef.generated(dnsSubdomainOf(`${this.store}-client-${name}`)),
      variable: `CLIENT_${shortHash(name).toUpperCase()}`,
      database: uses.some(({ counts }) => counts === true) ? COUNTS_DATABASE : SESSIONS_DATABASE,
      keys: keysOf(uses, keys),
    };
  }

  /** Streams whose entries are counted. */
  streams(): string[] {
    return [...new Set([...this.uses.values()].flat().flatMap(({ streams = [] }) => streams))].sort();
  }

  /** By name, so that the order in which clients come changes nothing. */
  all(): SessionUser[] {
    return [...this.uses.keys()].sort().map((name) => this.of({ name }));
  }
}

/** A client that asks for some keys and elsewhere for all has all; the user's word narrows the latter. */
function keysOf(uses: readonly SessionUse[], given: readonly string[] = ['*']): string[] {
  const asked = uses.flatMap(({ keys = given }) => keys);
  const keys = asked.length === 0 ? given : asked;
  return keys.includes('*') ? ['*'] : [...new Set(keys)].sort();
}

/** A line of the server's configuration without the password, which is written in its place as a hash. */
export function userRules({ database, keys }: SessionUser): string {
  const limits = database === COUNTS_DATABASE ? [] : [LEAVES_DATABASE];
  return [...keys.map((key) => `~${key}`), '&*', COMMANDS, ...limits].join(' ');
}
