import fc from 'fast-check';
import { parseServingJson } from '../../../formats/tensorflow-serving/parse-json';
import { writeDecimal, writeFloat32 } from '../../../formats/tensorflow-serving/write-numbers';

describe('serving JSON: write numbers', () => {
  it.each([
    [1100, '1100.0'],
    [-0, '-0.0'],
    [0, '0.0'],
    [1e21, '1e+21'],
    [1e-7, '1e-7'],
    [0.1, '0.1'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('writes the double %d as %s', (value, token) => {
    expect(writeDecimal(value)).toBe(token);
  });

  it.each([
    [Math.fround(0.1), '0.1'],
    [Math.fround(0.2) + Math.fround(0), '0.2'],
    [16777216, '16777216.0'],
    [Math.fround(3.4028234663852886e38), '3.4028235e+38'],
    [Math.fround(1.401298464324817e-45), '1.4013e-45'],
    [-0, '-0.0'],
    [NaN, 'NaN'],
  ])('writes the float %d as %s', (value, token) => {
    expect(writeFloat32(value)).toBe(token);
  });

  it('writes decimals that read back as the same number and as decimals', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(parseServingJson(writeDecimal(value))).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.float(), (value) => {
        const read = parseServingJson(writeFloat32(value));
        expect(typeof read).toBe('number');
        expect(Math.fround(read as number)).toBe(value);
      }),
    );
  });
});
