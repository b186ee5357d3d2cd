/** AF-PLT-011: the Prometheus that is there already may take objects with certain labels alone. */
import type { Rule } from '../../core/rule';
import type { SelectingPrometheus } from '../platform-view';

/** What kube-prometheus-stack selects by unless its `…SelectorNilUsesHelmValues` are false: the name of its release (values of chart 88.5.3). */
const DEFAULT = "monitorLabels: { release: 'kube-prometheus-stack' }";

export const monitorsSelected: Rule<SelectingPrometheus> = {
  id: 'monitors-selected',
  code: 'AF-PLT-011',
  title: 'Prometheus is there already, and nobody says by which labels its operator selects monitors and rules.',
  why: 'kube-prometheus-stack with its defaults ignores, without a word, every monitor and rule that lacks the label of its release: scaling by metrics stands still, no alert fires, dashboards stay empty.',
  fix: 'Say the labels in monitorLabels of the cluster, or {} where its selectors take every object.',
  severity: 'warning',
  uncertain: true,
  check({ cluster, monitorLabels, objects }) {
    if (objects.length === 0) return 'not-applicable';
    if (monitorLabels !== undefined) return 'compliant';
    const [first = '', ...more] = objects;
    const named = more.length === 0 ? first : `${first} and ${more.length} more`;
    return [
      {
        prop: 'prometheus',
        value: 'existing',
        allowed: 'monitorLabels of the cluster',
        message: `the Prometheus of ${cluster} is there already, and ${named} have no label of its release, by which kube-prometheus-stack selects unless it is told otherwise`,
        repairs: [`${DEFAULT} of ${cluster}, with the name of its release`, `monitorLabels: {} of ${cluster}, where it takes all objects`],
      },
    ];
  },
};
