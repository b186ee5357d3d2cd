/** Alerts reach people: Alertmanager sends those of fleets to a channel of Slack and pages for what is critical; the addresses lie in a Secret. */
import { type App, TerraformStack } from 'cdktf';
import { Cluster, FleetPlatform } from 'cdktf-agent-fleet';

/** Folder of a Secret that the pods of Alertmanager mount. */
const SECRETS = '/etc/alertmanager/secrets/alert-receivers';

export function withReceivers(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', {
    cluster,
    prometheus: {
      values: {
        alertmanager: {
          alertmanagerSpec: { secrets: ['alert-receivers'] },
          config: {
            route: {
              receiver: 'nobody',
              group_by: ['alertname', 'namespace'],
              routes: [
                { receiver: 'on-call', matchers: ['alertname =~ "AgentFleet.+"', 'severity = "critical"'], continue: true },
                { receiver: 'channel', matchers: ['alertname =~ "AgentFleet.+"', 'severity =~ "warning|critical"'] },
              ],
            },
            receivers: [
              { name: 'nobody' },
              {
                name: 'channel',
                slack_configs: [
                  {
                    api_url_file: `${SECRETS}/slack-url`,
                    channel: '#agents',
                    send_resolved: true,
                    title: '{{ .CommonLabels.alertname }} ({{ .Status }})',
                    text: '{{ range .Alerts }}{{ .Annotations.summary }} {{ .Annotations.runbook_url }}\n{{ end }}',
                  },
                ],
              },
              { name: 'on-call', pagerduty_configs: [{ routing_key_file: `${SECRETS}/pagerduty-key`, send_resolved: true }] },
            ],
          },
        },
      },
    },
  });
}
