import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { parseSettingsFile, renderSettingsFile } from '../../../formats/settings/settings-file';

const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,12}$/);
const value = fc.string().filter((text) => !/[\r\n\0]/.test(text));

describe('settings file', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (settings) => {
        expect(parseSettingsFile(renderSettingsFile(settings))).toEqual(settings);
      }),
    );
  });

  it('a shell reads the same values and runs nothing', () => {
    const settings = { STEWARD_A: 'it\'s $(touch x) `y` "z" & \\', STEWARD_B: 'postgres://a:b@h/d?x=1&y=2' };
    const folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
    try {
      writeFileSync(path.join(folder, 'settings.env'), renderSettingsFile(settings));
      const script = '. ./settings.env; printf "%s\\n%s" "$STEWARD_A" "$STEWARD_B"; test ! -e x';
      const printed = execFileSync('/bin/sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
      expect(printed).toBe(`${settings.STEWARD_A}\n${settings.STEWARD_B}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses names and values that would break a line', () => {
    expect(() => renderSettingsFile({ 'A B': 'x' })).toThrow(RangeError);
    expect(() => renderSettingsFile({ A: 'x\nB=y' })).toThrow(RangeError);
  });

  it('reads lines that people wrote', () => {
    expect(parseSettingsFile('# mine\n\nexport A=b c \nB="d"\nnot a line\n')).toEqual({ A: 'b c', B: 'd' });
  });
});
