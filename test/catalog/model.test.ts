import fc from 'fast-check';
import { Model, type ModelFacts } from '../../lib/catalog';
import { problemsIn } from '../support/problems-in';

const all = Model.all();
const anyModel = fc.constantFrom(...all);
const provenance = { source: 'config.json of our fork', asOf: '2026-11-20', evidence: 'found' } as const;

describe('the model catalog', () => {
  test('holds 143 models, each with an id of its own', () => {
    const count = (kind: ModelFacts['kind']) => all.filter(({ facts }) => facts.kind === kind).length;
    expect(all).toHaveLength(143);
    expect([count('llm'), count('embedding'), count('reranker')]).toEqual([131, 8, 4]);
    expect(new Set(all.map((model) => model.id)).size).toBe(143);
  });

  test('names each model by its id in capitals', () => {
    const statics = new Map(Object.entries(Model).filter(([, value]) => Model.isModel(value)));
    expect(statics.size).toBe(143);
    for (const model of all) expect(statics.get(model.id.toUpperCase().replace(/[^A-Z0-9]/g, '_'))).toBe(model);
    expect(Model.LLAMA_3_3_70B_INSTRUCT.id).toBe('llama-3.3-70b-instruct');
    expect(Model.MISTRAL_7B_INSTRUCT_V0_3.id).toBe('mistral-7b-instruct-v0.3');
    expect(Model.BGE_M3.facts.kind).toBe('embedding');
  });

  test('finds every model by id, Hugging Face repository and alias, whatever the case', () => {
    fc.assert(
      fc.property(anyModel, fc.boolean(), (model, upper) => {
        for (const name of [model.id, model.facts.huggingFaceId, ...model.facts.aliases]) {
          expect(Model.byId(upper ? name.toUpperCase() : name)).toBe(model);
        }
      }),
    );
    expect(Model.byId('llama')).toBeUndefined();
  });

  test('answers the name of a checkpoint with that checkpoint, never with another release', () => {
    for (const { facts } of all) expect(Model.byId(facts.huggingFaceId)?.facts.huggingFaceId).toBe(facts.huggingFaceId);
    const names = all.flatMap(({ facts }) => [
      ...new Set([facts.id, facts.huggingFaceId, ...facts.aliases].map((name) => name.toLowerCase())),
    ]);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each([
    ['Qwen/Qwen3-235B-A22B', Model.QWEN3_235B_A22B_INSTRUCT_2507, 40_960],
    ['Qwen/Qwen3-30B-A3B', Model.QWEN3_30B_A3B_INSTRUCT_2507, 40_960],
    ['moonshotai/Kimi-K2-Instruct', Model.KIMI_K2_INSTRUCT_0905, 131_072],
    ['moonshotai/Kimi-K2.6', Model.KIMI_K2_5, null],
    ['moonshotai/Kimi-K2.7-Code', Model.KIMI_K2_5, null],
    ['zai-org/GLM-5', Model.GLM_5_1, null],
  ])('%s has the dimensions of its sibling and a context of its own', (name, sibling, context) => {
    const model = Model.byId(name);
    expect(model).not.toBe(sibling);
    expect(model?.facts).toMatchObject({
      huggingFaceId: name,
      layers: sibling.facts.layers,
      maxPositionEmbeddings: context,
      checkpointGiB: null,
    });
  });

  test('gives every model a source and a date, and known or assumed figures their own mark', () => {
    for (const { facts } of all) {
      expect(facts.sources.length).toBeGreaterThan(0);
      for (const { source, asOf } of [facts.provenance, ...Object.values(facts.fieldProvenance)]) {
        expect(source).not.toBe('');
        expect(asOf).toBe('2026-11');
      }
    }
    expect(Model.DEVSTRAL_SMALL_2_24B_INSTRUCT_2512.facts.fieldProvenance['maxPositionEmbeddings']?.evidence).toBe('assumed');
    expect(Model.GPT_OSS_20B.facts.fieldProvenance['nativeDtype']?.evidence).toBe('known');
  });

  test('mentions no search index and no local path among its sources', () => {
    for (const { facts } of all) expect(`${facts.sources.join()} ${facts.notes}`).not.toMatch(/index id|\/work\/|\.json fixture/);
  });

  test('cannot be written to', () => {
    for (const { facts } of all) expect(Object.isFrozen(facts.parsers)).toBe(true);
  });
});

describe('KV cache per token', () => {
  test.each([
    [Model.LLAMA_3_1_8B_INSTRUCT, 131_072],
    [Model.MISTRAL_7B_INSTRUCT_V0_3, 131_072],
    [Model.LLAMA_3_3_70B_INSTRUCT, 327_680],
    [Model.LLAMA_3_1_70B_INSTRUCT, 327_680],
    [Model.MISTRAL_SMALL_3_2_24B_INSTRUCT_2506, 163_840],
    [Model.QWEN2_5_7B_INSTRUCT, 57_344],
    [Model.OLMO_2_1124_13B_INSTRUCT, 819_200],
    [Model.DEEPSEEK_V3_0324, 70_272],
    [Model.DEEPSEEK_V2_LITE_CHAT, 31_104],
    [Model.GPT_OSS_120B, 73_728],
  ])('of %s is %d bytes at two bytes an element', (model, bytes) => {
    expect(model.facts.kvBytes?.allLayersPerToken).toBe(bytes);
  });

  test('follows from the heads wherever every layer keeps every token', () => {
    const plain = all.filter(({ facts }) => ['GQA', 'MHA', 'MQA'].includes(facts.attentionKind ?? '') && facts.slidingWindow === null);
    expect(plain).toHaveLength(79);
    for (const { facts } of plain) {
      expect(facts.kvBytes?.allLayersPerToken).toBe(2 * layersWithCache(facts) * (facts.kvHeads ?? 0) * (facts.headDim ?? 0) * 2);
      expect(facts.kvBytes?.slidingCapPerSequence).toBe(0);
    }
  });

  test('counts only the layers that have attention', () => {
    const { layers, attentionLayers, kvBytes } = Model.LLAMA_3_3_NEMOTRON_SUPER_49B_V1_5.facts;
    expect([layers, attentionLayers, kvBytes?.allLayersPerToken]).toEqual([80, 49, 200_704]);
    for (const { facts } of all.filter((model) => model.facts.linearState !== null)) {
      expect(facts.attentionLayers).toBe(facts.linearState?.attentionLayers);
    }
  });

  test('is one latent per layer for MLA, whatever the number of heads', () => {
    const latent = all.filter(({ facts }) => facts.attentionKind === 'MLA' && facts.mla !== null);
    expect(latent).toHaveLength(16);
    for (const { facts } of latent) {
      const width = (facts.mla?.kvLoraRank ?? 0) + (facts.mla?.qkRopeHeadDim ?? 0);
      expect(facts.kvBytes?.allLayersPerToken).toBe((facts.layers ?? 0) * width * 2);
    }
  });

  test('of windowed layers ends at the window: full layers grow, the rest is a fixed ceiling', () => {
    const windowed = all.filter(({ facts }) => facts.slidingWindow !== null && facts.attentionKind !== 'compressed');
    expect(windowed).toHaveLength(21);
    for (const { facts } of windowed) {
      const { windowTokens, slidingLayers, fullLayers } = windowOf(facts);
      const sliding = slidingLayers * widthOf(facts, 'sliding') * 2;
      const full = fullLayers * widthOf(facts, 'full') * 2;
      expect(facts.kvBytes).toMatchObject({
        allLayersPerToken: full + sliding,
        fullLayersPerToken: full,
        slidingCapPerSequence: sliding * windowTokens,
      });
    }
  });

  test('of encoders is nothing, and of models whose dimensions are not published unknown', () => {
    for (const { facts } of all.filter((model) => model.facts.attentionKind === 'encoder'))
      expect(facts.kvBytes?.allLayersPerToken).toBe(0);
    expect(all.filter((model) => model.facts.kvBytes === null)).toEqual([Model.MISTRAL_SMALL_4_119B_2603, Model.QWEN3_8_2_4T_A95B]);
  });

  test('of hybrids comes from their attention layers alone', () => {
    for (const { facts } of all.filter((model) => model.facts.linearState !== null)) {
      const width =
        facts.mla === null ? 2 * (facts.kvHeads ?? 0) * (facts.headDim ?? 0) : (facts.mla.kvLoraRank ?? 0) + (facts.mla.qkRopeHeadDim ?? 0);
      expect(facts.kvBytes?.allLayersPerToken).toBe(layersWithCache(facts) * width * 2);
    }
  });

  test('of compressed attention follows no formula over heads', () => {
    const { attentionKind, kvBytes } = Model.DEEPSEEK_V4_FLASH.facts;
    expect(attentionKind).toBe('compressed');
    expect(kvBytes).toMatchObject({ allLayersPerToken: 5_872, engineFp8LayoutPerToken: 3_493, slidingCapPerSequence: 5_636_096 });
  });
});

describe('linear state', () => {
  const hybrids = all.filter(({ facts }) => facts.linearState !== null);

  test('belongs to hybrids only, and is a constant per sequence', () => {
    expect(hybrids).toHaveLength(18);
    for (const { facts } of hybrids) {
      const state = facts.linearState;
      expect(facts.attentionKind).toBe('hybrid');
      const perLayer = (state?.stateElementsPerLayer ?? 0) * (state?.stateDtypeBytes ?? 0) + (state?.convElementsPerLayer ?? 0) * 2;
      expect(state?.stateBytesPerLayer).toBe(perLayer);
      expect(state?.stateBytesPerSequence).toBe(perLayer * (state?.linearLayers ?? 0));
    }
  });
});

describe('weights', () => {
  test.each([
    [Model.LLAMA_3_1_8B_INSTRUCT, 8.03, 14.96],
    [Model.LLAMA_3_1_70B_INSTRUCT, 70.552, 131.42],
    [Model.MISTRAL_7B_INSTRUCT_V0_3, 7.248, 13.5],
  ])('of %s: %d billion parameters, %d GiB at 16 bit', (model, billions, gib) => {
    expect(model.facts.paramsComputedTotalB).toBe(billions);
    expect(((model.facts.paramsComputedTotalB ?? 0) * 1e9 * 2) / 1024 ** 3).toBeCloseTo(gib, 1);
  });

  test('published and recomputed parameters agree within 2 %, but for totals that are rounded or include a vision tower', () => {
    const off = all.filter(
      ({ facts }) => Math.abs((facts.paramsComputedTotalB ?? facts.paramsTotalB ?? 1) / (facts.paramsTotalB ?? 1) - 1) > 0.02,
    );
    expect(off.map((model) => model.id)).toEqual([
      'ministral-3-3b-instruct-2512',
      'ministral-3-8b-instruct-2512',
      'ministral-3-14b-instruct-2512',
      'qwen3.5-4b',
      'gemma-4-26b-a4b-it',
      'kimi-k2.5',
      'kimi-k2.6',
      'kimi-k2.7-code',
    ]);
  });

  test('a quantized checkpoint says what its experts are stored in', () => {
    const { nativeDtype, nativeQuantization, expertQuantization, storedDtype } = Model.GPT_OSS_120B.facts;
    expect({ nativeDtype, nativeQuantization, expertQuantization, storedDtype }).toEqual({
      nativeDtype: 'bf16',
      nativeQuantization: 'mxfp4',
      expertQuantization: 'mxfp4',
      storedDtype: 'mxfp4 experts + bf16',
    });
    expect(Model.DEEPSEEK_V4_PRO.facts).toMatchObject({ nativeQuantization: 'fp8', expertQuantization: 'fp4' });
    expect(Model.DEEPSEEK_R1_0528.facts).toMatchObject({ nativeQuantization: 'fp8', expertQuantization: null });
  });

  test('what an engine really loaded is a measurement', () => {
    expect(Model.LLAMA_3_1_8B_INSTRUCT.facts.loadedWeights).toMatchObject({
      gib: 14.99,
      quantization: 'bf16',
      provenance: { evidence: 'measured' },
    });
  });
});

describe('mixture of experts', () => {
  test('routes to fewer experts than there are, in no more layers than there are', () => {
    const experts = all.filter(({ facts }) => facts.moe !== null);
    expect(experts).toHaveLength(52);
    for (const { facts } of experts) {
      expect(facts.moe?.activeExperts).toBeLessThan(facts.moe?.experts ?? 0);
      expect((facts.moe?.moeLayers ?? 0) + (facts.moe?.denseLayers ?? 0)).toBeLessThanOrEqual(facts.layers ?? 0);
    }
  });

  test('keeps what distinguishes a family', () => {
    expect(Model.LLAMA_4_MAVERICK_17B_128E_INSTRUCT.facts.moe).toMatchObject({
      interleave: 2,
      denseLayers: 24,
      denseIntermediateSize: 16_384,
    });
    expect(Model.KIMI_K3.facts.moe?.latentSize).toBe(3_584);
    expect(Model.GEMMA_4_26B_A4B_IT.facts.moe?.extraDenseIntermediateSize).toBe(2_112);
    expect(Model.DEEPSEEK_V3_2.facts.mla?.indexer).toEqual({ heads: 64, headDim: 128, topK: 2_048 });
  });
});

describe('a model of your own', () => {
  const problemsOf = (facts: object) => {
    return problemsIn(() => Model.custom({ id: 'our-8b', provenance, ...facts }));
  };

  test('knows what was given and nothing else', () => {
    const model = Model.custom({ id: 'our-8b', provenance, layers: 32 });
    expect(model.facts).toMatchObject({ huggingFaceId: 'our-8b', layers: 32, kvHeads: null, headDim: null, kvBytes: null, kind: 'llm' });
    expect(Model.byId('our-8b')).toBeUndefined();
    expect(Model.isModel(model)).toBe(true);
    expect(Model.isModel({ id: 'our-8b' })).toBe(false);
  });

  test('can start from any model of the catalog', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const mine = Model.custom({ ...model.facts, id: 'mine' });
        expect(mine.facts).toEqual({ ...model.facts, id: 'mine' });
      }),
    );
  });

  test.each([
    ['half a layer', { layers: 32.5 }, 'AF-SPEC-001', 'layers'],
    ['no heads', { attentionHeads: 0 }, 'AF-SPEC-001', 'attentionHeads'],
    ['KV heads that do not divide the heads', { attentionHeads: 32, kvHeads: 5 }, 'AF-SPEC-001', 'kvHeads'],
    ['more active than total parameters', { paramsTotalB: 8, paramsActiveB: 9 }, 'AF-SPEC-001', 'paramsActiveB'],
    ['a negative checkpoint', { checkpointGiB: -1 }, 'AF-SPEC-001', 'checkpointGiB'],
    ['a negative number of experts', { moe: { ...Model.GPT_OSS_20B.facts.moe, experts: -1 } }, 'AF-SPEC-001', 'moe.experts'],
    ['a group of half a weight', { weightDetail: { scaleGroup: 0.5 } }, 'AF-SPEC-001', 'weightDetail.scaleGroup'],
    ['a group in words', { weightDetail: { scaleGroup: 'block' } }, 'AF-SPEC-001', 'weightDetail.scaleGroup'],
    ['no date', { provenance: { ...provenance, asOf: '' } }, 'AF-SPEC-001', 'provenance.asOf'],
    ['parsers under no engine', { parsers: { toolCall: 'hermes' } }, 'AF-SPEC-001', 'parsers.toolCall'],
    ['a misspelt parser', { parsers: { vllm: { toolcall: 'hermes', reasoning: null, source: null } } }, 'AF-SPEC-001', 'parsers.vllm'],
    ['half a parser entry', { parsers: { vllm: { toolCall: 'hermes' } } }, 'AF-SPEC-001', 'parsers.vllm'],
    ['no parsers at all', { parsers: null }, 'AF-SPEC-001', 'parsers'],
    ['a misspelt fact', { kvHead: 8 }, 'AF-SPEC-002', 'kvHead'],
  ])('is refused with %s', (_, facts, code, prop) => {
    expect(problemsOf(facts)).toContainEqual(expect.objectContaining({ code, prop, path: 'Model.custom' }));
  });
});

function windowOf({ slidingWindow }: ModelFacts) {
  const { windowTokens, slidingLayers, fullLayers } = slidingWindow ?? { windowTokens: 0, slidingLayers: 0, fullLayers: 0 };
  return { windowTokens: windowTokens ?? 0, slidingLayers: slidingLayers ?? 0, fullLayers: fullLayers ?? 0 };
}

const layersWithCache = (facts: ModelFacts) => facts.attentionLayers ?? facts.layers ?? 0;

/** Elements of one token in one layer: keys and values of all KV heads. */
function widthOf(facts: ModelFacts, layer: 'sliding' | 'full'): number {
  const model = { kvHeads: facts.kvHeads ?? 0, headDim: facts.headDim ?? 0 };
  const window = facts.slidingWindow;
  const own = layer === 'sliding' ? window : { kvHeads: facts.fullLayerKvHeads, headDim: facts.fullLayerHeadDim, vHeadDim: facts.vHeadDim };
  const key = own?.headDim ?? model.headDim;
  return (own?.kvHeads ?? model.kvHeads) * (key + (own?.vHeadDim ?? key));
}
