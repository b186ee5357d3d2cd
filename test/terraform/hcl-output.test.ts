import { App, TerraformStack } from 'cdktf';
import { isFleetError } from '../../lib/core/fleet-error';
import { stackOf } from '../../lib/terraform/stack-of';
import { temporaryOutdir } from '../setup/temporary-outdir';

const codeOf = (app: App): string | undefined => {
  const stack = new TerraformStack(app, 's');
  try {
    stackOf(stack, 'planner', 'InferencePool');
    return undefined;
  } catch (error) {
    if (!isFleetError(error)) throw error;
    expect(error.problems[0]).toMatchObject({ path: 's/planner', prop: 'hclOutput', value: true });
    return error.code;
  }
};

test('an app that writes HCL is refused: cdktf does not escape texts there', () => {
  expect(codeOf(new App({ outdir: temporaryOutdir(), hclOutput: true }))).toBe('AF-SPEC-011');
});

test('an app that writes JSON is not', () => {
  expect(codeOf(new App({ outdir: temporaryOutdir() }))).toBeUndefined();
});
