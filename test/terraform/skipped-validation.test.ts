/** `skipValidation` of cdktf skips the validations of constructs; what a fleet needs is no opinion. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { isFleetError } from '../../lib/core/fleet-error';
import { Cluster } from '../../lib/platform/cluster';
import { App, Aspects, TerraformStack } from '../../lib/terraform/engine';
import { pool } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

function appOf(model: Model, gpu: Gpu): App {
  const app = new App({ outdir: temporaryOutdir(), skipValidation: true });
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  for (const id of ['first', 'second']) pool({ stack: new TerraformStack(app, id), cluster }, `${id}-model`, { model, gpu });
  return app;
}

const stacksIn = ({ outdir }: App) => fs.readdirSync(path.join(outdir, 'stacks'), { recursive: true, encoding: 'utf8' });

test('an app with skipValidation is checked all the same', () => {
  const app = appOf(Model.LLAMA_3_3_70B_INSTRUCT, Gpu.L4);
  for (const _ of ['once', 'again']) {
    expect(() => app.synth()).toThrow(expect.objectContaining({ code: 'AF-CAP-016' }));
    expect(stacksIn(app).filter((file) => /\.json$/.test(file))).toEqual([]);
  }
});

test('and is written where it fits, as often as it is asked for', () => {
  const app = appOf(Model.LLAMA_3_1_8B_INSTRUCT, Gpu.A100_80GB_PCIE);
  const written = ['once', 'again'].map(() => {
    app.synth();
    return stacksIn(app).sort();
  });
  expect(written[0]?.filter((file) => file.endsWith('fleet.plan.json'))).toHaveLength(2);
  expect(written[1]).toEqual(written[0]);
});

test('an aspect of a later stack that adds to its own alone is taken', () => {
  const app = new App({ outdir: temporaryOutdir() });
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const [first, later] = ['first', 'later'].map((id) => new TerraformStack(app, id)) as [TerraformStack, TerraformStack];
  pool({ stack: first, cluster }, 'model');
  Aspects.of(later).add({ visit: (node) => void (node === later && pool({ stack: later, cluster }, 'own')) });
  app.synth();
  expect(stacksIn(app).filter((file) => file.endsWith('fleet.plan.json'))).toHaveLength(2);
});

test('both stacks are named in the one error', () => {
  try {
    appOf(Model.LLAMA_3_3_70B_INSTRUCT, Gpu.L4).synth();
  } catch (error) {
    const paths = isFleetError(error) ? error.problems.map(({ path: at }) => at) : [];
    expect(new Set(paths)).toEqual(new Set(['first/first-model', 'second/second-model']));
  }
  expect.assertions(1);
});
