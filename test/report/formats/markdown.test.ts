import { renderMarkdown } from '../../../lib/report/formats/markdown';
import { plainText } from '../../../lib/report/formats/markdown-text';
import { reportView } from '../../../lib/report/view/report-view';
import { HOSTILE, withTextBehind } from '../hostile-plan';
import { SAMPLE_PLAN } from '../sample-plan';

test('the figures that come first, cost, pools and findings', () => {
  expect(`\n${renderMarkdown(reportView([SAMPLE_PLAN], { writtenAt: new Date('2026-07-04T09:30:00Z') }))}`).toMatchInlineSnapshot(`
"
## research

**tight** · 2 pools, 4–10 GPUs · $7.70–$15.80 per hour, $5,544–$11,376 per month · least headroom 10 % (workers) · 1 finding

Synthesized 2026-07-04 09:30 UTC.

### Cost

| what | per hour | per month |
|---|--:|--:|
| research | $7.70–$15.80 | $5,544–$11,376 |
| &nbsp;&nbsp;planner | $5.00 | $3,600 |
| &nbsp;&nbsp;workers | $2.70–$10.80 | $1,944–$7,776 |

### Pools

| pool | model | GPUs of a replica | replicas | KV cache, need / have | headroom | verdict |
|---|---|---|--:|--:|--:|---|
| planner | llama-3.3-70b-instruct | 2 × H100 PCIe 80GB | 1 | 45.8 GiB / 66.1 GiB | 31 % | fits |
| workers | llama-3.1-8b-instruct | 1 × A100 PCIe 80GB | 2–8 | 93.4 GiB / 104.2 GiB | 10 % | tight |

### Findings

- **warning** AF-CAP-014 research/workers: one lost replica leaves 52.1 GiB for 93.4 GiB of demand; sessions beyond that wait or are recomputed until the pod is back
  - replicas: 3 ($4.05/h, +$1.35, headroom 40 %)
"
`);
});

test('hints are folded, and no finding is said', () => {
  const [warning] = SAMPLE_PLAN.findings as [(typeof SAMPLE_PLAN.findings)[number]];
  const hint = renderMarkdown(reportView([{ ...SAMPLE_PLAN, findings: [{ ...warning, severity: 'info' }] }]));
  expect(hint).toContain('<details><summary>1 hint</summary>');
  expect(renderMarkdown(reportView([{ ...SAMPLE_PLAN, findings: [] }]))).toContain('None: every rule holds.');
});

test('hostile texts add no line, no cell, no tag, no link and no mention', () => {
  const lines = (text: string) => renderMarkdown(reportView(withTextBehind([SAMPLE_PLAN], text))).split('\n');
  const [hostile, plain] = [lines(HOSTILE), lines('x')];
  const cells = (line: string) => line.split(/(?<!\\)\|/).length;
  expect(hostile.map(cells)).toEqual(plain.map(cells));
  const text = hostile
    .join('\n')
    .replaceAll('<!-- -->', '')
    .replaceAll(/<\/?(?:details|summary)>/g, '');
  expect(text).not.toMatch(/(?<!\\)[<`[\]]|:\/\//);
  expect(text).not.toContain(String.fromCharCode(27));
  expect(hostile.join('\n')).not.toMatch(/@team|#1/);
});

test.each([
  ['research_planner', 'research\\_planner'],
  ['a | b', 'a \\| b'],
  ['www.example.com', 'www\\.example.com'],
  ['#12 @me', '#<!-- -->12 @<!-- -->me'],
  ['80 layers × 8', '80 layers × 8'],
])('%s', (given, expected) => {
  expect(plainText(given)).toBe(expected);
});
