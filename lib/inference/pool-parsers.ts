/** Parsers of tool calls and of reasoning: whether the release has them, and whether the image has what they need. */
import type { UnplacedFinding } from '../core/finding';
import type { PoolView } from './pool-view';

const WITHOUT = 'toolCalling: false';

/** Flags that a pool sets itself. Without tool calling the parsers are the user's. */
export function ownedFlags({ spec, adapter }: PoolView): readonly string[] {
  return spec.toolCalling === false ? adapter.ownedFlags.filter((flag) => !adapter.parserFlags.includes(flag)) : adapter.ownedFlags;
}

/** AF-ENG-026 and AF-ENG-031: a parser that the engine cannot load stops it at its start, one without its template reads nothing. */
export function parserFindings(pool: PoolView): UnplacedFinding[] {
  if (pool.spec.toolCalling === false) return [];
  const { lacks = null } = pool.engine.parsersOf(pool.spec.model.facts);
  return lacks === null ? [...absentParsers(pool), ...templateFindings(pool)] : lackingFindings(pool, lacks);
}

function absentParsers({ engine, spec }: PoolView): UnplacedFinding[] {
  const { toolCall, reasoning } = engine.parsersOf(spec.model.facts);
  const asked = [
    ...(toolCall === null ? [] : [['tool-call', toolCall, engine.knowsToolParser(toolCall)] as const]),
    ...(reasoning === null ? [] : [['reasoning', reasoning, engine.knowsReasoningParser(reasoning)] as const]),
  ];
  return asked
    .filter(([, , presence]) => presence !== 'present')
    .map(([kind, parser, presence]) => {
      const release = engine.releaseWithParser(kind, parser, spec.gpu);
      const uncertain = presence === 'uncertain';
      return {
        code: 'AF-ENG-026',
        ...(uncertain ? { severity: 'warning' as const, uncertain: true as const } : { severity: 'error' as const }),
        prop: 'engine',
        value: engine.version,
        allowed:
          release === null ? 'no release that this library has read' : `a release with the ${kind} parser ${parser}, e.g. ${release}`,
        message: uncertain
          ? `nobody has read whether ${engine.name} has the ${kind} parser ${parser} of ${spec.model.id}`
          : `${engine.name} has no ${kind} parser ${parser}, which ${spec.model.id} needs; the engine would not start`,
        repairs: [...(release === null ? [] : [`engine: Engine.${engine.id}({ version: '${release}' })`]), WITHOUT],
      };
    });
}

/** An image of the user's own may bring it. */
function lackingFindings({ engine, spec }: PoolView, lacks: string): UnplacedFinding[] {
  const own = engine.ownImage !== null;
  const { toolCall, reasoning } = engine.parsersOf(spec.model.facts);
  const names = [toolCall, reasoning].filter((name) => name !== null).join(' and ');
  return [
    {
      code: 'AF-ENG-031',
      ...(own ? { severity: 'warning', uncertain: true } : { severity: 'error' }),
      prop: 'toolCalling',
      value: true,
      allowed: own ? 'an image with it' : 'false, or an image of yours with it',
      message: own
        ? `${spec.model.id} needs ${lacks} for the parsers ${names}; nobody has seen whether ${engine.ownImage} brings it`
        : `${spec.model.id} needs ${lacks} for the parsers ${names}, and the image of ${engine.name} does not bring it; the engine would not start`,
      repairs: [WITHOUT, ...(own ? [] : [`engine: Engine.${engine.id}({ image: '<your image with it>' })`])],
    },
  ];
}

function templateFindings({ engine, spec }: PoolView): UnplacedFinding[] {
  const { chatTemplate: file = null } = engine.parsersOf(spec.model.facts);
  if (file === null || spec.chatTemplate !== undefined || engine.chatTemplateOf(spec.model.facts, spec.gpu) !== null) return [];
  return [
    {
      code: 'AF-ENG-031',
      severity: 'error',
      prop: 'chatTemplate',
      value: undefined,
      allowed: `the path of ${file} in ${engine.ownImage ?? 'the image'}`,
      message: `the tool-call parser of ${spec.model.id} needs the chat template ${file}, and nobody has read where ${engine.ownImage ?? 'the image'} has it`,
      repairs: [`chatTemplate: '/path/in/the/image/${file}'`, WITHOUT],
    },
  ];
}
