import { isLoopback } from '../../../../formats/oci/registry/is-loopback';
import { parseReference, parseRegistryPrefix } from '../../../../formats/oci/registry/parse-reference';
import { refusalOf } from '../../../support/refusal-of';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}` as const;

describe('image references', () => {
  it.each([
    ['tensorflow/serving:2.20.0', { host: 'docker.io', name: 'tensorflow/serving', tag: '2.20.0' }],
    ['ubuntu', { host: 'docker.io', name: 'library/ubuntu' }],
    ['docker.io/ubuntu:22.04', { host: 'docker.io', name: 'library/ubuntu', tag: '22.04' }],
    ['index.docker.io/a/b', { host: 'docker.io', name: 'a/b' }],
    ['localhost/a', { host: 'localhost', name: 'a' }],
    ['localhost:5000/a', { host: 'localhost:5000', name: 'a' }],
    ['host:5000/a/b_c/d__e.f-g', { host: 'host:5000', name: 'a/b_c/d__e.f-g' }],
    ['Registry.Example.COM:443/a:V1', { host: 'registry.example.com', name: 'a', tag: 'V1' }],
    ['[::1]:5000/a:b', { host: '[::1]:5000', name: 'a', tag: 'b' }],
    [`ghcr.io/a/b@${digest}`, { host: 'ghcr.io', name: 'a/b', digest }],
    [`ghcr.io/a/b:v4@${digest}`, { host: 'ghcr.io', name: 'a/b', tag: 'v4', digest }],
  ])('image references: %s', (text, expected) => {
    expect(parseReference(text)).toEqual(expected);
  });

  it.each([
    '',
    ':tag',
    '@',
    'a:',
    'a b',
    'A/b',
    'a//b',
    '/a',
    'a/',
    'a/../b',
    'example.com/',
    'example.com/a:',
    'example.com/a:-x',
    `example.com/a:${'x'.repeat(129)}`,
    'example.com/a@sha256:abc',
    `example.com/a@${digest}@${digest}`,
    `example.com/a@sha512:${'0'.repeat(128)}`,
    `example.com/a@${digest.toUpperCase()}`,
    'https://example.com/a',
    'user:password@example.com/a',
    'exa\nmple.com/a',
    'example.com:x/a',
    'example.com/a?b',
    'example.com/a%2fb',
    '-a.com/a',
    `example.com/${'a/'.repeat(150)}a`,
    'a'.repeat(5_000),
  ])('image references: refuses %j', (text) => {
    expect(refusalOf(() => parseReference(text)).code).toBe('image_reference_invalid');
  });

  it('image references: where a registry keeps things is a host with or without a path', () => {
    expect(parseRegistryPrefix('registry.example.com/steward/')).toEqual({
      host: 'registry.example.com',
      prefix: 'steward',
    });
    expect(parseRegistryPrefix('127.0.0.1:5000')).toEqual({ host: '127.0.0.1:5000', prefix: '' });
    for (const text of ['', '/a', 'https://registry.example.com', 'host/UPPER', 'host/a//b', 'host/a:tag'])
      expect(refusalOf(() => parseRegistryPrefix(text)).code).toBe('image_reference_invalid');
  });

  it('image references: this machine is known by its names alone', () => {
    for (const host of ['localhost', 'LOCALHOST:5000', '127.0.0.1', '127.1.2.3:80', '[::1]:5000', '[::1]'])
      expect([host, isLoopback(host)]).toEqual([host, true]);
    for (const host of [
      '127.0.0.1.example.com',
      'localhost.example.com',
      '128.0.0.1',
      '127.0.0.256',
      '0.0.0.0',
      '[::2]',
      '',
    ])
      expect([host, isLoopback(host)]).toEqual([host, false]);
  });
});
