/** AF-RTE-045: two who hold one key are one to the router. */
import type { Rule } from '../../../../core/rule';
import type { KeyedClient } from '../keyed-client';

export const keyOfItsOwn: Rule<KeyedClient> = {
  id: 'key-of-its-own',
  code: 'AF-RTE-045',
  title: 'A client has the key of the router itself, or that of another client.',
  why: 'With the key of the router it reads and changes everything; with that of another client it gets the models and limits of the other.',
  fix: 'Give each a secret of its own, or leave the secret out, so that one is drawn.',
  severity: 'error',
  check({ client, secrets, sharedWith }) {
    if (sharedWith.length === 0) return 'compliant';
    return [
      {
        prop: `clientKeys.${client}`,
        value: secrets,
        allowed: 'a secret that nobody else has',
        message: `${client} and ${sharedWith.join(' and ')} have the key in ${secrets.join(' or ')}; the router could not tell them apart`,
        repairs: [`clientKeys.${client}.secret: SecretRef.existing('${client}-key', 'key')`, 'another name of the secret of the other'],
      },
    ];
  },
};
