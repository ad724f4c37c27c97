import { requireWholeTexts } from '../../../formats/package/require-whole-texts';
import { refusalOf } from '../../support/refusal-of';

describe('texts of a package', () => {
  it.each([
    ['a text', { name: 'a\u0000b' }, 'name'],
    ['a text deep in it', { contract: { inputs: [{ name: 'LOAN' }, { name: 'x\ud83d' }] } }, 'contract.inputs.1.name'],
    ['an escape', { ops: ['Const', '\u001b[2J'] }, 'ops.1'],
    ['a key', { golden: [{ 'x\udc00': 1 }] }, 'a name in golden.0'],
  ])('are refused where %s is not whole, with its place', (_, value, where) => {
    expect(refusalOf(() => requireWholeTexts(value))).toMatchObject({
      code: 'package_text_broken',
      details: { where },
    });
  });

  it('may hold whatever characters there are', () => {
    expect(() => requireWholeTexts({ text: 'Zoë 😀 \u2028', list: [null, 1, true, undefined] })).not.toThrow();
  });
});
