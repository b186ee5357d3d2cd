/** The rules of namespaces, secrets, names, held data and started code. */
import type { Rule } from '../../core/rule';
import type { ApiCaller } from '../api-caller';
import type { HeldState } from '../held-state';
import type { NamedWorkload } from '../named-workload';
import type { UsedNamespace } from '../namespace-use';
import type { GeneratedSecret, ReadSecret } from '../read-secret';
import type { StartedWith } from '../remote-code';
import { apiServerNamed } from './api-server-named';
import { heldStateNamed } from './held-state-named';
import { heldStateProtected } from './held-state-protected';
import { type IdentifiedPods, identityReachesIssuer } from './identity-reaches-issuer';
import { namespaceMakeable } from './namespace-makeable';
import { namespaceOnOneCluster } from './namespace-on-one-cluster';
import { namespaceUsedOneWay } from './namespace-used-one-way';
import { noRemoteCode } from './no-remote-code';
import { secretDrawn } from './secret-drawn';
import { secretInNamespace } from './secret-in-namespace';
import { workloadNamed } from './workload-named';

export const API_CALLER_RULES: readonly Rule<ApiCaller>[] = [apiServerNamed];
export const HELD_STATE_RULES: readonly Rule<HeldState>[] = [heldStateNamed, heldStateProtected];
export const NAMESPACE_RULES: readonly Rule<UsedNamespace>[] = [namespaceMakeable, namespaceUsedOneWay, namespaceOnOneCluster];
export const READ_SECRET_RULES: readonly Rule<ReadSecret>[] = [secretInNamespace];
export const GENERATED_SECRET_RULES: readonly Rule<GeneratedSecret>[] = [secretDrawn];
export const STARTED_RULES: readonly Rule<StartedWith>[] = [noRemoteCode];
export const IDENTITY_RULES: readonly Rule<IdentifiedPods>[] = [identityReachesIssuer];
export const WORKLOAD_NAME_RULES: readonly Rule<NamedWorkload>[] = [workloadNamed];
