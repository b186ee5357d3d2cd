/** The memory of one card: a bar, and every line of it with how sure it is and where it comes from. */
import { formatGiB, formatPercent } from '../../core/format';
import type { MemoryPart } from '../view/memory-bar';
import type { PoolReport } from '../view/reported';
import { barOf } from './bar';
import { gib } from './figure';
import { type Markup, markup } from './markup';
import { isNamed, memoryName } from './memory-names';

const colourOf = (id: string): string => (isNamed(id) ? `s-${id}` : 's-other');

export function memoryFigure({ memory, plan, at }: PoolReport): Markup | null {
  if (memory === null) return null;
  const { cardGiB, parts } = memory;
  const slice = plan.slices === undefined ? 'card' : 'slice';
  const said = parts.map(({ id, gib: size }) => `${memoryName(id)} ${formatGiB(size)}`).join(', ');
  return markup`<figure class="memory"><figcaption>Memory of one ${slice}: ${plan.gpu.name}, ${formatGiB(cardGiB)}</figcaption>
${barOf(parts.map(barPart), `Of ${formatGiB(cardGiB)}: ${said}`, 36)}
<ul class="legend">${parts.map((part) => markup`<li><span class="swatch ${colourOf(part.id)}"></span>${memoryName(part.id)} <b>${formatGiB(part.gib)}</b></li>`)}</ul>
<details><summary>Every line and its source</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Memory lines of ${plan.name}"><table class="terms"><thead><tr><th scope="col">Line</th><th scope="col" class="n">per GPU</th><th scope="col">Evidence</th><th scope="col">Source</th></tr></thead>
<tbody>${plan.memory.terms.map((term, index) => markup`<tr><th scope="row">${memoryName(term.id)}</th><td class="n">${gib(`${at}/memory/terms/${index}/perGpuGiB`, term.perGpuGiB, 3)}</td><td><span class="evidence ${term.evidence}">${term.evidence}</span></td><td class="source">${term.source}</td></tr>`)}</tbody></table></div></details></figure>`;
}

const barPart = ({ id, gib: size, share }: MemoryPart) => ({
  className: colourOf(id),
  share,
  label: memoryName(id),
  title: `${memoryName(id)}: ${formatGiB(size, 2)}, ${formatPercent(share)} of the card`,
});
