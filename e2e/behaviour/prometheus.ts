/** A real Prometheus beside the control plane, and questions to it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { at, type KubeObject, listAt } from '../cluster/kube-object';
import type { ControlPlane } from '../control-plane/control-plane';
import { waitFor } from '../machine/wait';
import { prometheusConfig } from './prometheus-config';

export class Prometheus {
  constructor(
    private readonly plane: ControlPlane,
    /** The built program. */
    private readonly program: string,
    readonly port: number,
  ) {}

  async start(objects: readonly KubeObject[], proxyUrl: string): Promise<void> {
    const folder = path.join(this.plane.folder, 'prometheus');
    fs.mkdirSync(folder, { recursive: true });
    const rulesFile = path.join(folder, 'rules.json');
    const { config, rules } = prometheusConfig(objects, this.plane.kubeconfig, proxyUrl, rulesFile);
    fs.writeFileSync(rulesFile, JSON.stringify(rules));
    fs.writeFileSync(path.join(folder, 'prometheus.json'), JSON.stringify(config));
    this.plane.processes.start('prometheus', this.program, [
      `--config.file=${path.join(folder, 'prometheus.json')}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${this.port}`,
      '--log.level=warn',
    ]);
    await waitFor('Prometheus', () => this.ready(), { seconds: 60 });
  }

  /** Value of a query with one answer; undefined when the answer is empty. */
  async value(query: string): Promise<number | undefined> {
    const answer = await this.get(`/api/v1/query?query=${encodeURIComponent(query)}`);
    const value = at(answer, 'data', 'result', 0, 'value', 1);
    return value === undefined ? undefined : Number(value);
  }

  /** Names of the alerts that fire now. */
  async firing(): Promise<string[]> {
    const alerts = listAt(await this.get('/api/v1/alerts'), 'data', 'alerts');
    return alerts.filter((alert) => at(alert, 'state') === 'firing').map((alert) => String(at(alert, 'labels', 'alertname')));
  }

  /** Rules that Prometheus cannot evaluate. */
  async ruleErrors(): Promise<string[]> {
    const groups = listAt(await this.get('/api/v1/rules'), 'data', 'groups');
    const rules = groups.flatMap((group) => listAt(group, 'rules'));
    return rules
      .filter((rule) => at(rule, 'health') === 'err')
      .map((rule) => `${String(at(rule, 'name'))}: ${String(at(rule, 'lastError'))}`);
  }

  private async ready(): Promise<true | undefined> {
    this.plane.processes.assertRunning('prometheus');
    const answer = await fetch(`http://127.0.0.1:${this.port}/-/ready`).catch(() => undefined);
    return answer?.ok === true ? true : undefined;
  }

  private async get(path_: string): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${this.port}${path_}`);
    return answer.json();
  }
}
