import fc from 'fast-check';
import { isStewardError } from '../../../domain/errors';
import { dataTypes } from '../../../formats/saved-model/data-types';
import { decodeSavedModel } from '../../../formats/saved-model/decode';
import { encodeSavedModel } from '../../../formats/saved-model/encode';
import type { SavedModel, Tensor } from '../../../formats/saved-model/types';

const tensor: Tensor = {
  dataType: dataTypes.DT_FLOAT,
  shape: { dimensions: [{ size: -1 }, { size: 2 }], unknownRank: false },
  content: new Uint8Array([0, 0, 128, 63]),
  floats: [1.5, -0],
  doubles: [0.1],
  integers: [-1, 300],
  strings: [new Uint8Array([0xff]), new Uint8Array(0)],
  longIntegers: [-(2 ** 53), 2 ** 53],
  booleans: [true, false],
};

const model: SavedModel = {
  schemaVersion: 1,
  metaGraphs: [
    {
      metaInfo: { tags: ['serve'], tensorflowVersion: '2.3.0' },
      graph: {
        nodes: [
          {
            name: 'a',
            op: 'Const',
            inputs: ['b:1', '^c'],
            device: '',
            attributes: {
              tensor: { tensor },
              zero: { integer: 0 },
              no: { boolean: false },
              type: { type: dataTypes.DT_STRING },
              name: { bytes: new Uint8Array(0) },
              list: { list: { bytes: [], integers: [], floats: [], booleans: [], types: [1, 7], shapes: [] } },
              body: { function: { name: 'f' } },
            },
          },
        ],
        library: {
          functions: [{ signature: { name: 'f' }, nodes: [] }],
        },
        versions: { producer: 440, minConsumer: 12 },
      },
      signatures: {
        serving_default: {
          inputs: { inputs: { tensor: 'a:0', dataType: 7, shape: { dimensions: [], unknownRank: true } } },
          outputs: {},
          method: 'tensorflow/serving/classify',
        },
      },
    },
  ],
};

function codeOf(bytes: Uint8Array, limits?: { bytes: number; elements: number }): string {
  try {
    decodeSavedModel(bytes, limits);
  } catch (error) {
    return isStewardError(error) ? error.code : `not a StewardError: ${String(error)}`;
  }
  return 'read';
}

describe('saved model: encode and decode', () => {
  it('reads back what it wrote, zero values of a oneof included', () => {
    expect(decodeSavedModel(encodeSavedModel(model))).toEqual(model);
  });

  it('writes maps in the order of their keys, whatever order they were made in', () => {
    const [meta] = model.metaGraphs;
    const attributes = meta?.graph?.nodes[0]?.attributes ?? {};
    const reversed = Object.fromEntries(Object.entries(attributes).reverse());
    const turned: SavedModel = {
      ...model,
      metaGraphs: model.metaGraphs.map((one) => ({
        ...one,
        graph: { ...one.graph, nodes: (one.graph?.nodes ?? []).map((node) => ({ ...node, attributes: reversed })) },
      })),
    };
    expect(encodeSavedModel(turned)).toEqual(encodeSavedModel(model));
  });

  it('writes the bytes that the format demands', () => {
    const bytes = encodeSavedModel({ schemaVersion: 1, metaGraphs: [{ signatures: {} }] });
    expect([...bytes]).toEqual([0x08, 1, 0x12, 0]);
  });

  it('skips fields that it does not know', () => {
    const known = encodeSavedModel(model);
    const unknown = Buffer.from([0x7a, 2, 1, 2, 0x81, 1, 1, 2, 3, 4, 5, 6, 7, 8, 0x98, 1, 5]);
    expect(decodeSavedModel(Buffer.concat([unknown, known]))).toEqual(model);
  });

  it('keeps a key named __proto__ as a key like any other', () => {
    const bytes = encodeSavedModel({
      schemaVersion: 1,
      metaGraphs: [
        { signatures: Object.fromEntries([['__proto__', { inputs: {}, outputs: {}, method: 'tensorflow/m' }]]) },
      ],
    });
    const signatures = decodeSavedModel(bytes).metaGraphs[0]?.signatures ?? {};
    expect(Object.keys(signatures)).toEqual(['__proto__']);
  });
});

describe('saved model: hostile bytes', () => {
  it.each([
    ['a length beyond the end', [0x12, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['an endless varint', Array<number>(12).fill(0xff)],
    ['a group, which could nest without bound', [0x1b, 0x1b, 0x1b]],
    ['field number 0', [0x00, 0x01]],
    ['a known field with another wire type', [0x0a, 1, 0]],
    ['a single field twice', [0x08, 1, 0x08, 1]],
    ['a nested message longer than its parent', [0x12, 2, 0x12, 9, ...Array<number>(20).fill(0)]],
    ['an attribute of two kinds', [0x12, 14, 0x12, 12, 0x0a, 10, 0x2a, 8, 0x0a, 0, 0x12, 4, 0x18, 1, 0x28, 1]],
    ['a map key twice', [0x12, 8, 0x2a, 2, 0x12, 0, 0x2a, 2, 0x12, 0]],
    ['text that is not UTF-8', [0x12, 5, 0x0a, 3, 0x22, 1, 0xff]],
  ])('refuses %s', (_, bytes) => {
    expect(codeOf(new Uint8Array(bytes))).toBe('saved_model_unreadable');
  });

  it('refuses more elements than the bound, before it holds them', () => {
    const bytes = new Uint8Array(Array.from({ length: 200 }, () => [0x12, 0]).flat());
    expect(codeOf(bytes, { bytes: 1_000, elements: 100 })).toBe('saved_model_too_large');
    expect(codeOf(bytes, { bytes: 100, elements: 1_000 })).toBe('saved_model_too_large');
    expect(codeOf(bytes, { bytes: 1_000, elements: 1_000 })).toBe('read');
  });

  it('answers every cut of a file with one clear error', () => {
    const bytes = encodeSavedModel(model);
    const codes = new Set<string>();
    for (let length = 3; length < bytes.length; length += 1) codes.add(codeOf(bytes.subarray(0, length)));
    expect([...codes]).toEqual(['saved_model_unreadable']);
  });

  it('reads or refuses any bytes, and never throws anything but a StewardError', () => {
    const original = encodeSavedModel(model);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(original.length - 1), fc.nat(255), (noise, at, value) => {
        const flipped = Uint8Array.from(original);
        flipped[at] = value;
        expect(codeOf(noise)).toMatch(/^(read|saved_model_unreadable)$/);
        expect(codeOf(flipped)).toMatch(/^(read|saved_model_unreadable)$/);
      }),
    );
  });
});
