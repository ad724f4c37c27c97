import { isRecord } from '../../../formats/is-record';

type ProgressEvent = Readonly<Record<string, unknown>>;

/** Characters of one line; a daemon's are some hundred, and what is longer is passed over. */
const longestLine = 1_000_000;
const longestWords = 500;

/** What a daemon tells while it works, line by line. What is no JSON object is passed over; a stream that breaks off throws. */
export async function* readProgress(stream: NodeJS.ReadableStream): AsyncGenerator<ProgressEvent> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) rest = '';
    yield* lines.flatMap(readLine);
  }
  yield* readLine(rest);
}

/** The failure that an event tells, in the daemon's words: it comes in the stream of an answer that looks like success. */
export function failureIn(event: ProgressEvent): string | undefined {
  const detail = event['errorDetail'];
  const said = event['error'] ?? (isRecord(detail) ? detail['message'] : detail) ?? undefined;
  if (said === undefined) return undefined;
  return typeof said === 'string' ? said.slice(0, longestWords) : 'the daemon tells a failure without words';
}

function readLine(line: string): ProgressEvent[] {
  try {
    const event: unknown = JSON.parse(line);
    return isRecord(event) ? [event] : [];
  } catch {
    return [];
  }
}
