import type { IConstruct } from 'constructs';
import { z } from 'zod';
import { evaluateRules } from '../../core/evaluate-rules';
import { place } from '../../core/finding';
import { throwProblems } from '../../core/fleet-error';
import { labelKey } from '../../core/kubernetes/label-key';
import { labelValue } from '../../core/kubernetes/label-value';
import { parseProps } from '../../core/schema';
import { checkScope } from '../../terraform/scope-argument';
import { OWN_LABEL_RULES } from '../rules';
import { OwnLabels } from './own-labels';

/** Of these domains Kubernetes, its operators and this library write labels themselves, and select by them. */
const TAKEN_DOMAINS = /^(?:(?:[a-z0-9-]+\.)*(?:kubernetes\.io|k8s\.io|cnpg\.io|rabbitmq\.com|ray\.io)|agent-fleet)\//;
const TAKEN_KEYS = new Set(['istio.io/dataplane-mode', 'istio.io/use-waypoint', 'openshift.io/user-monitoring']);
/** Of `app.kubernetes.io` these say what no construct knows. */
const FREE_KEYS = new Set(['app.kubernetes.io/version', 'app.kubernetes.io/instance']);

const isFree = (key: string): boolean => FREE_KEYS.has(key) || !(TAKEN_DOMAINS.test(key) || TAKEN_KEYS.has(key));

const ownKey = labelKey.refine(isFree, {
  error:
    "expected a label of your own, e.g. 'cost-center' or 'example.com/team': Kubernetes, its operators and this library write that one",
});
const labelsSchema = z.strictObject({
  labels: z.record(ownKey, labelValue).refine((labels) => Object.keys(labels).length > 0, { error: 'expected at least one label' }),
});

/**
 * Puts labels of your own on what constructs below a scope make: namespaces, workloads and their pods, Services, claims, config maps and service accounts,
 * those that operators make of them included. By them bills are divided and policies of the cluster are kept, e.g. `cost-center`. An inner scope goes before an
 * outer one. Say it before the constructs are made. Of the operators of `FleetPlatform` only the namespaces get them (their charts take `values`); network policies,
 * admission policies, autoscaling, alerts, dashboards and namespaces that exist already get none.
 *
 * Another label starts the pods anew, one after the other.
 *
 * @example
 * addLabels(app, { 'cost-center': '4711' });
 * addLabels(stack, { 'example.com/team': 'research' });
 *
 * @param scope the app, a stack, or a construct of yours within which the constructs of this library are made
 * @param labels key and value of each; keys by which Kubernetes, operators or this library select are refused
 * @throws FleetSpecError when a label is not one of Kubernetes, or a construct below has been made already (AF-SPEC-029).
 */
export function addLabels(scope: IConstruct, labels: Readonly<Record<string, string>>): void {
  checkScope(scope, 'addLabels', "addLabels(stack, { 'cost-center': '4711' })");
  const { path } = scope.node;
  const spec = parseProps(labelsSchema, { labels }, { path, className: 'addLabels' });
  const own = OwnLabels.of(scope);
  const given = { labels: Object.keys(spec.labels), madeBefore: own.firstTaken };
  throwProblems(evaluateRules(OWN_LABEL_RULES, given).map((finding) => place(path, finding)));
  own.add(spec.labels);
}
