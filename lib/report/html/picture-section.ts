/** The fleets as a picture, and the same as sentences for those who do not see it. */
import { layOut } from '../picture/layout';
import type { Picture } from '../view/picture';
import type { ReportView } from '../view/report-view';
import { type Markup, markup } from './markup';
import { pictureSvg } from './picture-svg';
import type { Section } from './section';

export function pictureSection({ picture, pools, title }: ReportView): Section | null {
  if (picture.nodes.length === 0) return null;
  return {
    id: 'picture',
    title: 'Fleet',
    body: markup`<div class="scroll card" tabindex="0" role="region" aria-label="Picture of the fleet">${pictureSvg(layOut(picture), pools, `Agents and pools of ${title}; the list below says the same`)}</div>
<details><summary>The picture in words</summary><ul class="words">${sentences(picture).map((sentence) => markup`<li>${sentence}</li>`)}</ul></details>`,
  };
}

function sentences({ fleets, nodes, edges }: Picture): Markup[] {
  const names = new Map([
    ...fleets.map(({ id, name }) => [id, `fleet ${name}`] as const),
    ...nodes.map(({ id, kind, name }) => [id, `${kind === 'existing' ? 'existing pool' : kind} ${name}`] as const),
  ]);
  const verbs = { tasks: 'gives tasks to', requests: 'sends requests to', fallback: 'falls back to' };
  return [
    ...fleets.flatMap(({ name, roles, handovers, uses }) => [
      ...handovers.map(([from, to]) => markup`${name}: ${roles[from]?.name} hands work to ${roles[to]?.name}`),
      ...uses.map((use) => markup`fleet ${name} uses ${use.kind} ${use.name}`),
    ]),
    ...edges.map(({ from, to, kind }) => markup`${names.get(from)} ${verbs[kind]} ${names.get(to)}`),
    ...nodes.flatMap(({ kind, name, serves }) => (kind !== 'pool' ? [] : [markup`pool ${name} serves ${serves.join(', ') || 'no role'}`])),
  ];
}
