/** What pods without model and state may reach, and who may reach them: the same for an agent runtime and an MCP server. */
import { allowFromNamespace, allowInternet } from '../security/network-edges';
import { proxyEnv } from '../security/outside';
import type { IService } from '../security/service';
import type { Workload } from '../security/workload';
import type { WorkloadIdentity } from '../security/workload-identity';
import { keepsState } from '../stores/contract';
import { DatabaseUsers } from '../stores/database-users';

/** What a user says of the network of the pods. */
interface NetworkSettings {
  readonly services?: readonly IService[] | undefined;
  readonly callers?: readonly string[] | undefined;
  readonly internet?: boolean | undefined;
  readonly identity?: WorkloadIdentity | undefined;
}

/** @param port that callers from other namespaces reach */
export function openNetwork(workload: Workload, { services = [], callers = [], internet, identity }: NetworkSettings, port: number): void {
  for (const service of services) {
    // Stores of your own do not say who is let in.
    if (keepsState(service)) DatabaseUsers.of(workload.owner).add(service, workload);
    service.admit(workload);
  }
  for (const namespace of callers) allowFromNamespace(workload, namespace, port);
  if (internet === true) allowInternet(workload);
  identity?.admit(workload);
}

/** Variables of the proxy, for pods that leave the cluster. */
export const outsideEnv = ({ internet }: Pick<NetworkSettings, 'internet'>, services: readonly IService[], { namespace }: Workload) =>
  proxyEnv(namespace, internet === true || services.some(({ overInternet }) => overInternet === true));
