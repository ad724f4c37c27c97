import { refusalOf } from '../../support/refusal-of';
import { isAtLeast, requireLaptopPlatform, type SystemFacts } from '../../../worker/laptop/laptop-platform';

const good: SystemFacts = { platform: 'linux', arch: 'x64', node: '20.19.0', glibc: true };

describe('laptop platform', () => {
  it.each([
    [good, 'linux-x64'],
    [{ ...good, arch: 'arm64', node: '24.1.0' }, 'linux-arm64'],
    [{ ...good, platform: 'darwin', arch: 'arm64', node: '22.0.0' }, 'darwin-arm64'],
  ])('accepts %j', (system, name) => {
    expect(requireLaptopPlatform(system)).toBe(name);
  });

  it.each([
    [{ ...good, node: '20.18.3' }, 'node_unsupported'],
    [{ ...good, platform: 'win32' }, 'system_unsupported'],
    [{ ...good, platform: 'darwin' }, 'system_unsupported'],
    [{ ...good, glibc: false }, 'system_unsupported'],
  ])('refuses %j with one sentence and the cure', (system, code) => {
    expect(refusalOf(() => requireLaptopPlatform(system)).code).toBe(code);
  });

  it('compares versions by their numbers, not as text', () => {
    expect(isAtLeast('1.28.0', [1, 28, 0])).toBe(true);
    expect(isAtLeast('1.100', [1, 28, 0])).toBe(true);
    expect(isAtLeast('1.9.9', [1, 28, 0])).toBe(false);
    expect(isAtLeast('nonsense', [1])).toBe(false);
  });
});
