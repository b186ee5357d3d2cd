/** Holds services and stores against their contracts, e.g. `expect(storeProblems(myStore, runtime.workload)).toEqual([])`. */

import { SecretRef } from '../../core/secret-ref';
import { looksSecret } from '../../core/secrets/literal-secret';
import { type IService, isService } from '../../security/service';
import type { Workload } from '../../security/workload';
import type { IStore } from '../../stores/contract';
import { asked, type ContractProblem, isSame, unless } from './problem';

/** Names that every program can read. */
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * What a service breaks of its contract; empty when it keeps all of it.
 *
 * @param client a workload that has not been admitted yet; it is admitted, twice
 */
export function serviceProblems(service: IService, client: Workload): ContractProblem[] {
  return asked('IService', () => serviceFaults(service, client));
}

function serviceFaults(service: IService, client: Workload): ContractProblem[] {
  if (!isService(service)) {
    return [
      {
        part: 'IService',
        message: 'kind, host, port, clientEnv or admit is missing, or one of them, listed, volumes or resources is of another type',
      },
    ];
  }
  const { host, port } = service;
  return [
    ...unless(host !== '' && !/[\s/]/.test(host), 'host', `"${host}" is no DNS name or address`),
    ...unless(Number.isInteger(port) && port > 0 && port < 65_536, 'port', `${port} is not a port`),
    ...environmentProblems(service, client),
    ...listProblems(service),
    ...resourceProblems(service),
    ...admitProblems(service, client),
  ];
}

/** What a store breaks of its contract; empty when it keeps all of it. */
export function storeProblems(store: IStore, client: Workload): ContractProblem[] {
  return asked('IStore', () => storeFaults(store, client));
}

function storeFaults(store: IStore, client: Workload): ContractProblem[] {
  const { password } = store as { password?: unknown };
  const env = isService(store) ? store.clientEnv(client) : {};
  return [
    ...serviceProblems(store, client),
    ...unless(['session-store', 'state-store', 'vector-store'].includes(store.kind), 'kind', `"${store.kind}" is not a kind of store`),
    ...unless(password === undefined || SecretRef.isSecretRef(password), 'password', 'a password is a SecretRef'),
    ...unless(
      password === undefined || Object.values(env).some((value) => value === password || isOwn(store, value)),
      'clientEnv',
      'the password reaches no variable',
    ),
  ];
}

/** Each client of a session store may have a password of its own. */
const isOwn = ({ kind }: IStore, value: unknown): boolean => kind === 'session-store' && SecretRef.isSecretRef(value);

function environmentProblems(service: IService, client: Workload): ContractProblem[] {
  const env = service.clientEnv(client);
  const texts = Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const known = texts.some(([, value]) => value.includes(service.host));
  return [
    ...unless(isSame(env, service.clientEnv(client)), 'clientEnv', 'two calls give different variables'),
    ...unless(known, 'clientEnv', `no variable names the host ${service.host}`),
    ...Object.keys(env).flatMap((name) => unless(VARIABLE.test(name), 'clientEnv', `"${name}" is not the name of a variable`)),
    ...texts.flatMap(([name, value]) => unless(!looksSecret(name, value), 'clientEnv', `${name} is a secret, written out`)),
  ];
}

/** Programs read the entries of a list of services, so each leads to its service. */
function listProblems({ listed, host }: IService): ContractProblem[] {
  if (listed === undefined) return [];
  const { variable, name, value } = listed;
  return [
    ...unless(VARIABLE.test(variable), 'listed', `"${variable}" is not the name of a variable`),
    ...unless(name !== '', 'listed', 'the entry has no name'),
    ...unless(value.includes(host), 'listed', `the entry does not name the host ${host}`),
    ...unless(!looksSecret(name, value), 'listed', `the entry ${name} is a secret, written out`),
  ];
}

/** What is made anew when somebody asks would be made once for each client. */
function resourceProblems(service: IService): ContractProblem[] {
  const [once, again] = [service.resources ?? [], service.resources ?? []];
  const isKept = once.length === again.length && once.every((resource, index) => resource === again[index]);
  return unless(isKept, 'resources', 'two questions give different resources');
}

/** Fleets and runtimes may both admit a client; the second time nothing may happen. */
function admitProblems(service: IService, client: Workload): ContractProblem[] {
  try {
    service.admit(client);
    const children = client.owner.node.findAll().length;
    service.admit(client);
    return unless(client.owner.node.findAll().length === children, 'admit', 'admitting a client again makes further objects');
  } catch (error) {
    return [{ part: 'admit', message: `admitting a client, or admitting it again, throws: ${String(error).split('\n')[0]}` }];
  }
}
