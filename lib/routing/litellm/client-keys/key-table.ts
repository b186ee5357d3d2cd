/** What the router knows of each client: which variables hold its keys, and what it may ask for. Read by `KEY_CHECK`. */
import { type ClientKey, keyVariable } from './client-keys';

export function keyTable(clients: readonly ClientKey[], modelsOf: (client: ClientKey) => readonly string[]): string {
  return `${JSON.stringify(
    clients.map((one) => keyRow(one, modelsOf(one))),
    null,
    2,
  )}\n`;
}

export function keyRow({ client, secrets, spec: { expires }, limits }: ClientKey, models: readonly string[]) {
  const { requestsPerMinute, tokensPerMinute, maxParallelRequests } = limits;
  return {
    name: client,
    variables: secrets.map(keyVariable),
    models,
    expires: expires === undefined ? undefined : `${expires}T00:00:00+00:00`,
    requestsPerMinute: requestsPerMinute ?? undefined,
    tokensPerMinute: tokensPerMinute ?? undefined,
    maxParallelRequests: maxParallelRequests ?? undefined,
  };
}
