/**
 * Which alerts a pool of each kind has, and that each has a fault. `npm run e2e -- --only alerts` asks a real Prometheus that they are silent on a
 * healthy pool of the kind and loud on the fault.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { faultTests, silenceTests } from '../../e2e/alerts/kind-tests';
import { alertsIn, FAULTS, groupsOf, KINDS, type Kind, keyOf } from '../../e2e/alerts/kinds';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { GPU_FACTS } from '../../lib/catalog/gpus';
import { MODEL_FACTS } from '../../lib/catalog/models';

const kinds = Object.values(KINDS);

test('every alert of every kind has a fault, and every fault an alert', () => {
  const keys = kinds.flatMap((kind) => alertsIn(groupsOf(kind)).map(keyOf));
  expect([...new Set(keys)].sort()).toEqual(Object.keys(FAULTS).sort());
});

test('every kind of model, every engine, every vendor of GPUs and every latency class is among the kinds', () => {
  const specs = kinds.map(({ props }) => props);
  const engines = new Set(specs.map(({ engine = Engine.vllm() }) => engine.id));
  expect([...engines].sort()).toEqual(enginesThatDeploy());
  const models = new Set(specs.map(({ model }) => model?.facts.kind ?? 'llm'));
  expect([...models].sort()).toEqual([...new Set(MODEL_FACTS.map(({ kind }) => kind))].sort());
  const vendors = new Set(specs.map(({ gpu }) => (Gpu.isGpu(gpu) ? gpu.facts.vendor : 'NVIDIA')));
  expect([...vendors].sort()).toEqual([...new Set(GPU_FACTS.map(({ vendor }) => vendor))].sort());
  expect(new Set(kinds.map(({ latency }) => latency ?? 'background'))).toEqual(new Set(['voice', 'chat', 'background']));
});

function enginesThatDeploy(): string[] {
  const folder = path.join(__dirname, '../../lib/inference/engines');
  return fs.readdirSync(folder).filter((name) => fs.existsSync(path.join(folder, name, 'adapter.ts')));
}

test.each(Object.entries(KINDS))(
  'a pool (%s) is asked in health by all of its rules, and at a fault by the alert and what it reads',
  (_, kind) => {
    const rules = groupsOf(kind).flatMap((group) => group.rules.map(({ expr }) => expr));
    for (const { groups, checks } of silenceTests(kind)) {
      expect(groups.flatMap((group) => group.rules.map(({ expr }) => expr))).toEqual(rules);
      expect(checks.length).toBeGreaterThan(15);
    }
    for (const { name, groups, checks } of faultTests(kind)) {
      expect(alertsIn(groups).map(keyOf)).toEqual([name]);
      expect(checks.map(({ value }) => value > 0)).toEqual([false, true]);
    }
  },
);

test('embedders and rerankers are judged by finished requests, because they never generate', () => {
  for (const name of ['embedder', 'reranker']) {
    const rule = alertsIn(groupsOf(KINDS[name] as Kind)).find(({ alert }) => alert === 'AgentFleetEngineStalled');
    expect(rule?.expr).toContain('vllm:request_success_total');
    expect(rule?.expr).not.toContain('generation_tokens');
  }
});
