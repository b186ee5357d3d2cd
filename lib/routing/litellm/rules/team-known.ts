/** AF-RTE-050: a key of a team that nobody made. */
import { own } from '../../../core/own';
import { type Rule, violations } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const teamKnown: Rule<RouterView> = {
  id: 'team-known',
  code: 'AF-RTE-050',
  title: 'The key of a client belongs to a team that the router does not have.',
  why: 'LiteLLM refuses to make the key, and every request of the client with it.',
  fix: 'Name a team of teams, or add it there.',
  severity: 'error',
  check({ spec: { teams, clientKeys } }) {
    const members = Object.entries(clientKeys).flatMap(([client, { team }]) => (team === undefined ? [] : [{ client, team }]));
    if (members.length === 0) return 'not-applicable';
    return violations(
      members
        .filter(({ team }) => own(teams, team) === undefined)
        .map(({ client, team }) => ({
          prop: `clientKeys.${client}.team`,
          value: team,
          allowed: Object.keys(teams).length === 0 ? 'a team of teams, which is empty' : Object.keys(teams).join(', '),
          message: `the key of ${client} belongs to team ${team}, which teams does not have`,
          repairs: [`teams: { '${team}': {} }`, `clientKeys.${client} without team`],
        })),
    );
  },
};
