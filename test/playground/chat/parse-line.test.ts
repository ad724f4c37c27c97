import { parseLine } from '../../../playground/chat/parse-line';

describe('chat: reading a typed line', () => {
  it.each([
    ['deploy champion to production', { kind: 'say', text: 'deploy champion to production' }],
    ['  @Steward   status ', { kind: 'say', text: 'status' }],
    ['@steward, versions', { kind: 'say', text: 'versions' }],
    ['@Stewardess hello', { kind: 'say', text: '@Stewardess hello' }],
    ['', { kind: 'nothing' }],
    ['@Steward', { kind: 'nothing' }],
    ['/as lena', { kind: 'as', name: 'lena' }],
    ['/AS Lena Brandt', { kind: 'as', name: 'Lena Brandt' }],
    ['/press approve evidence  reviewed', { kind: 'press', button: 'approve', rest: 'evidence  reviewed' }],
    ['/press  Approve r2 fine', { kind: 'press', button: 'approve', rest: 'r2 fine' }],
    ['/press retry', { kind: 'press', button: 'retry', rest: '' }],
    ['/channel', { kind: 'channel', name: undefined }],
    ['/channel General', { kind: 'channel', name: 'General' }],
    ['/exit', { kind: 'quit' }],
    ['/quit', { kind: 'quit' }],
    ['/who', { kind: 'who' }],
  ])('takes %j for what it is', (line, expected) => {
    expect(parseLine(line)).toEqual(expected);
  });

  it.each([
    ['/as', '/as lena'],
    ['/press', '/press approve evidence reviewed'],
    ['/deploy v1', '/help'],
    ['/', '/help'],
    ['/constructor', '/help'],
  ])('says for %j how it is said', (line, cure) => {
    expect(parseLine(line)).toEqual({ kind: 'mistake', why: expect.stringContaining(cure) as unknown });
  });
});
