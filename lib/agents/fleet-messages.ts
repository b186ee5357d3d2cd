/** What agents send each other: the schemas in a ConfigMap that is named by its content, and the rules in one variable. */
import type { Construct } from 'constructs';
import { physicalName, shortHash } from '../core/names';
import { objectLabels } from '../security/labels';
import type { IService } from '../security/service';
import { Volume } from '../security/volume';
import type { Workload } from '../security/workload';
import { ConfigMapV1 } from '../terraform/kubernetes';
import type { FleetMessagesSpec } from './fleet-messages-props';

/** Variable in which the agents find the rules of their messages, as JSON. */
export const MESSAGES_VARIABLE = 'AGENT_FLEET_MESSAGES';
/** Variable with the key by which they sign. */
export const MESSAGE_KEY_VARIABLE = 'AGENT_FLEET_MESSAGE_KEY';

/** Folder in which pods find a file `<type>.json` for each type. */
const FOLDER = '/etc/agent-fleet/messages';

/** What `AGENT_FLEET_MESSAGES` holds. */
export interface AgentMessages {
  /** File with the JSON Schema of each type. */
  readonly schemas: Readonly<Record<string, string>>;
  /** Longest message, bytes. */
  readonly maxBytes: number;
  /** What becomes of longer ones: they lie in a store, or are refused. */
  readonly payloads: 'references' | 'inline';
}

export const agentMessages = ({ schemas, maxBytes, payloads }: FleetMessagesSpec): AgentMessages => ({
  schemas: Object.fromEntries(Object.keys(schemas).map((type) => [type, `${FOLDER}/${type}.json`])),
  maxBytes,
  payloads,
});

/** Name of the ConfigMap: another one for other schemas, so that a change starts new pods. */
export const messagesConfigMap = (fleet: string, spec: FleetMessagesSpec): string =>
  physicalName([fleet, 'messages', shortHash(JSON.stringify(filesOf(spec)))]);

const filesOf = ({ schemas }: FleetMessagesSpec): Record<string, string> =>
  Object.fromEntries(Object.entries(schemas).map(([type, { text }]) => [`${type}.json`, text]));

/** Where the ConfigMap of the schemas belongs. */
interface MessagesPlace {
  /** Construct that it becomes a child of. */
  readonly scope: Construct;
  /** Id of the stack. */
  readonly partOf: string;
}

/** The rules as a service that needs no network, so that variables and files stand beside those of the others. Its first client has the schemas made. */
export function messagesService(place: MessagesPlace, fleet: string, spec: FleetMessagesSpec): IService {
  let made: ConfigMapV1 | undefined;
  return {
    kind: 'messages',
    host: 'localhost',
    port: 0,
    clientEnv: () => ({ [MESSAGES_VARIABLE]: JSON.stringify(agentMessages(spec)), [MESSAGE_KEY_VARIABLE]: spec.signingKey }),
    volumes: [Volume.configMap({ name: messagesConfigMap(fleet, spec), mountPath: FOLDER })],
    get resources() {
      return made === undefined ? [] : [made];
    },
    admit: (client) => {
      made ??= renderMessages(place, fleet, client, spec);
    },
  };
}

function renderMessages({ scope, partOf }: MessagesPlace, fleet: string, workload: Workload, spec: FleetMessagesSpec): ConfigMapV1 {
  return new ConfigMapV1(scope, 'messages', {
    metadata: {
      name: messagesConfigMap(fleet, spec),
      namespace: workload.namespace.name,
      labels: objectLabels(workload.name, 'agent-runtime', partOf, workload),
    },
    data: filesOf(spec),
    immutable: true,
    lifecycle: { createBeforeDestroy: true },
    dependsOn: [workload.namespace.resource],
  });
}
