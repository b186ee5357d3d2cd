/** The package.json of a new project: the library with its peers, and the tools that type check, test and deploy it. */
import { packageManifest } from '../package-folder';
import { cdkOfProject } from './cdk';
import type { ProjectOptions } from './project-options';

/** Tools of a project that this package is built and tested with as well: the same versions. */
const TOOLS = ['@swc/core', '@swc/jest', '@types/jest', '@types/node', 'jest', 'tsx', 'typescript'];

export function projectManifest({ name, cdk }: ProjectOptions): string {
  const { command, cli, library, overrides } = cdkOfProject(cdk);
  const { version, peerDependencies, devDependencies } = packageManifest();
  const tools = TOOLS.map((tool) => [tool, devDependencies[tool] ?? '*'] as const);
  const manifest = {
    name,
    version: '0.0.0',
    private: true,
    scripts: {
      test: 'tsc --noEmit && jest',
      synth: `${command} synth`,
      plan: 'agent-fleet plan',
      deploy: `${command} deploy '*'`,
    },
    dependencies: { 'cdktf-agent-fleet': `^${version}`, ...peerDependencies, cdktf: library },
    devDependencies: Object.fromEntries([...tools, cli].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(overrides && { overrides }),
    jest: {
      testEnvironment: 'node',
      modulePathIgnorePatterns: ['<rootDir>/cdktf.out'],
      transform: {
        '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }],
      },
    },
  };
  return json(manifest);
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
