/** AF-SEC-010: everyone who can write to a repository could run code in the pod. */
import { type Rule, violations } from '../../core/rule';
import { type StartedWith, trusted } from '../remote-code';

export const noRemoteCode: Rule<StartedWith> = {
  id: 'no-remote-code',
  code: 'AF-SEC-010',
  title: 'Code from a model repository runs in the pods.',
  why: 'Everyone who can write there can use the token and the network of the pod.',
  fix: 'Leave the flag out where the engine knows the architecture, or serve a copy that you have read.',
  severity: 'warning',
  check(started) {
    if (started.args.length === 0 && Object.keys(started.env).length === 0) return 'not-applicable';
    return violations(
      trusted(started).map(({ prop, value }) => ({
        prop,
        value,
        message: `${value} runs code from the model's repository in the pod: everyone who can write there can use the pod's token and network`,
        repairs: [
          `remove ${value} where the engine knows the architecture`,
          'checkpoint: a copy of your own, at a revision that you have read',
        ],
      })),
    );
  },
};
