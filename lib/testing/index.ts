/** `cdktf-agent-fleet/testing`: a synthesized stack for your tests, and the matcher `toMatchFleetSnapshot`. */

export type { StackJson } from '../plan/synthesized-app';
export { engineAdapterProblems } from './conformance/engine-adapter-problems';
export type { ContractProblem } from './conformance/problem';
export { taskQueueProblems } from './conformance/queue-problems';
export { type RouterSetting, routerProblems } from './conformance/router-problems';
export { scalingPolicyProblems } from './conformance/scaling-policy-problems';
export { serviceProblems, storeProblems } from './conformance/service-problems';
export { constructIds } from './construct-ids';
export { FleetTemplate, type ResourceType } from './fleet-template';
export { type Expect, type FleetMatchers, type MatcherResult, registerFleetMatchers } from './jest-matcher';
export type { HelmRelease } from './kubernetes-view/helm';
export type { KubernetesObject } from './kubernetes-view/kubernetes-object';
export type { PoolExpectation } from './pool-expectation';
export { type DanglingReference, danglingReferences } from './references';
export type { FleetSnapshot } from './snapshot';
export { FleetTemplateError } from './template-error';
