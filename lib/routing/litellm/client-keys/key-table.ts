/** What the router knows of each client: which variables hold its keys, and what it may ask for. Read by `KEY_CHECK`. */
import { type ClientKey, keyVariable } from './client-keys';

export function keyTable(clients: readonly ClientKey[], modelsOf: (client: ClientKey) => readonly string[]): string {
  const rows = clients.map((one) => {
    const { expires } = one.spec;
    const { requestsPerMinute, tokensPerMinute, maxParallelRequests } = one.limits;
    return {
      name: one.client,
      variables: one.secrets.map(keyVariable),
      models: modelsOf(one),
      expires: expires === undefined ? undefined : `${expires}T00:00:00+00:00`,
      requestsPerMinute: requestsPerMinute ?? undefined,
      tokensPerMinute: tokensPerMinute ?? undefined,
      maxParallelRequests: maxParallelRequests ?? undefined,
    };
  });
  return `${JSON.stringify(rows, null, 2)}\n`;
}
