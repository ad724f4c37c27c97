import { Readable } from 'node:stream';
import { failureIn, readProgress } from '../../../activities/target/docker/read-progress';

async function eventsOf(...chunks: readonly (string | Buffer)[]) {
  const events = [];
  for await (const event of readProgress(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) events.push(event);
  return events;
}

describe("a daemon's progress", () => {
  it("a daemon's progress: is read by lines, however it is cut, and what is none is passed over", async () => {
    const [start, end] = [Buffer.from('{"stream":"Bü'), Buffer.from('ro"}\r\n{"a"')];
    const whole = Buffer.concat([start, end]);
    expect(await eventsOf(whole.subarray(0, 12), whole.subarray(12), ':1}')).toEqual([{ stream: 'Büro' }, { a: 1 }]);
    expect(await eventsOf('\n\nnull\n[]\n"text"\n{"cut":')).toEqual([]);
    expect(await eventsOf('x'.repeat(2_000_000), '\n{"a":1}\n')).toEqual([{ a: 1 }]);
  });

  it("a daemon's progress: a stream that breaks off throws", async () => {
    const broken = new Readable({ read: () => undefined });
    broken.push('{"stream":"x"}\n');
    broken.destroy(new Error('socket hang up'));
    await expect(readProgress(broken).next()).rejects.toThrow('socket hang up');
  });

  it.each([
    [{ error: 'one', errorDetail: { message: 'two' } }, 'one'],
    [{ errorDetail: { message: 'two' } }, 'two'],
    [{ errorDetail: 'three' }, 'three'],
    [{ error: { code: 1 } }, 'the daemon tells a failure without words'],
    [{ error: null, errorDetail: null }, undefined],
    [{ stream: 'error' }, undefined],
  ])("a daemon's progress: the failure in %j", (event, words) => {
    expect(failureIn(event)).toBe(words);
  });
});
